"""Time expressions that name days: dates, weekdays, "yesterday", "the same day"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.dating import words
from ingest.dating.periods import Period, days_from, month_of, week_of

Tense = Literal["past", "present", "future"] | None


@dataclass(frozen=True)
class Context:
    """What an expression is read against: day of publication, tense of its verb, the day the story has reached."""

    published: date
    tense: Tense
    anchor: date | None

    @property
    def base(self) -> date:
        """The day that "a day earlier" starts from."""
        return self.anchor or self.published


def year_named(match: re.Match[str], context: Context) -> int | None:
    """The year in the expression, named or as "last year"; None without one."""
    if match["year"]:
        return int(match["year"])
    if match["relative"]:
        return context.published.year + {"last": -1, "this": 0, "next": 1}[match["relative"].lower()]
    return None


def month_number(name: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    return words.MONTHS.get(name) or words.ABBREVIATED[name.rstrip(".")]


def iso_date(match: re.Match[str], context: Context) -> Period:
    """ "2023-11-15" or "2023-11"."""
    year, month = int(match["year"]), int(match["month"])
    if match["day"] is None:
        return month_of(year, month)
    return (day := date(year, month, int(match["day"]))), day


def numeric_date(match: re.Match[str], context: Context) -> Period | None:
    """ "15.03.2024", "3/15/2024"; None where day and month can't be told apart."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first <= 12 and second <= 12 and first != second and match["mark"] == "/":
        return None  # 3/4/2024 is April to some and March to others
    day, month = (first, second) if second <= 12 else (second, first)
    return (found := date(year, month, day)), found


def day_of_month(match: re.Match[str], context: Context) -> Period | None:
    """ "13 September 2023", "Sept. 13", "5-6 April"; without a year, the year that the tense allows."""
    month = month_number(match["month"])
    first = int(re.sub(r"\D", "", match["day"]))
    last = int(re.sub(r"\D", "", match["to"])) if match["to"] else first
    if year := year_named(match, context):
        return date(year, month, first), date(year, month, last)
    near = []
    for candidate in range(context.published.year - 8, context.published.year + 9):  # eight for 29 February
        try:
            near.append((date(candidate, month, first), date(candidate, month, last)))
        except ValueError:
            continue
    # Seoul's tomorrow is Washington's today: a past day may lie one day ahead.
    if context.tense == "past":
        near = [days for days in near if days[0] <= days_from(context.published, 1)]
    elif context.tense == "future":
        near = [days for days in near if days[1] >= context.published]
    else:
        near = [days for days in near if days[0] <= days_from(context.published, 60)]
    return min(near, key=lambda days: abs((days[0] - context.published).days), default=None)


def weekday(match: re.Match[str], context: Context) -> Period:
    """ "Tuesday", "last Friday", "Monday last week"."""
    number, now = words.WEEKDAYS[match["weekday"]], context.published
    which, week = (match["which"] or "").lower(), match["before"] or match["after"]
    if week:
        monday = days_from(week_of(now)[0], 7 * {"last": -1, "this": 0, "next": 1}[week.lower()])
        day = days_from(monday, number)
    elif which in ("following", "previous"):
        ahead = (number - context.base.weekday() - 1) % 7 + 1
        behind = (context.base.weekday() - number - 1) % 7 + 1
        day = days_from(context.base, ahead if which == "following" else -behind)
    else:
        back = (now.weekday() - number) % 7
        day = days_from(now, _weekday_step(back, which, context.tense, number > now.weekday()))
    return day, day


def _weekday_step(back: int, which: str, tense: Tense, later_this_week: bool) -> int:
    """Days from publication to a weekday that was `back` (0–6) days ago."""
    forward = (7 - back) % 7
    if which in ("last", "past", "this past"):
        return -(back or 7)
    if which in ("coming", "this coming"):
        return forward or 7
    if which == "next":  # on a Wednesday, "next Friday" is that of the next week
        return (forward or 7) + (7 if later_this_week else 0)
    if back == 0:
        return 0
    if which == "this" and tense is None:
        return forward if later_this_week else -back
    if tense == "future" or (tense == "present" and forward < back):
        return forward
    return -back


def relative_day(match: re.Match[str], context: Context) -> Period | None:
    """ "today", "the previous day", "that day"."""
    name = match["name"].lower()
    now, anchor = context.published, context.anchor
    day: date | None
    if name.endswith(("before yesterday", "after tomorrow")):
        day = days_from(now, -2 if "before" in name else 2)
    elif "yesterday" in name or name == "last night":
        day = days_from(now, -1)
    elif "tomorrow" in name:
        day = days_from(now, 1)
    elif name == "overnight":
        return days_from(now, -1), now
    elif "previous" in name or name.endswith("before"):
        day = days_from(context.base, -1)
    elif "next" in name or "following" in name or name.endswith("after"):
        day = days_from(anchor, 1) if anchor else None
    elif "that" in name or "same" in name:
        day = anchor
    elif name.endswith("in the day"):
        day = context.base
    else:
        day = now
    return (day, day) if day else None
