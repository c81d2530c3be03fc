"""Time expressions that name stretches: "in September", "early last week", "three days ago", "within weeks"."""

from __future__ import annotations

import re
from datetime import date
from typing import cast

from ingest.dating import words
from ingest.dating.days import Context, month_number, year_named
from ingest.dating.periods import (
    Part,
    Period,
    Unit,
    around,
    days_from,
    decade_of,
    month_of,
    months_of,
    moved,
    part_of,
    season_of,
    week_of,
    weekend_of,
    year_of,
)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else words.NUMBERS[(text or "one").lower()]


def _portion(period: Period, part: str | None, context: Context) -> Period:
    """A part of a period: "early", "the end of"; "earlier" and "later" look from the day of publication."""
    if part is None:
        return period
    name = part.lower().removesuffix(" of").split()[-1]
    within = period[0] <= context.published <= period[1]
    if name in ("earlier", "later"):
        if not within:
            return period
        return (period[0], context.published) if name == "earlier" else (context.published, period[1])
    a_year = (period[1] - period[0]).days in (364, 365)
    if a_year and name in ("beginning", "start", "end"):
        first = 1 if name != "end" else 10
        return months_of(period[0].year, first, first + 2)
    third: dict[str, Part] = {
        "early": "early",
        "beginning": "early",
        "start": "early",
        "mid": "mid",
        "middle": "mid",
    }
    return part_of(period, third.get(name, "late"))


def month(match: re.Match[str], context: Context) -> Period:
    """ "in September", "early October 2023", "last November"."""
    number, now = month_number(match["month"]), context.published
    which = (match["which"] or "").lower()
    if (year := year_named(match, context)) is None:
        year = now.year
        if which == "last":
            year -= number >= now.month
        elif which == "next" or (not which and context.tense == "future"):
            year += number < now.month or (which == "next" and number == now.month)
        elif which == "the following":
            year = context.base.year + (number <= context.base.month)
        elif not which:
            year -= number > now.month
    return _portion(month_of(year, number), match["part"], context)


def year_alone(match: re.Match[str], context: Context) -> Period:
    """ "2019", "late 2019"."""
    return _portion(year_of(int(match["year"])), match["part"], context)


def decade(match: re.Match[str], context: Context) -> Period:
    """ "the 1990s"."""
    return _portion(decade_of(int(match["year"])), match["part"], context)


def relative_period(match: re.Match[str], context: Context) -> Period | None:
    """ "last week", "earlier this month", "the past year"."""
    now = context.published
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit == "weekend" and which not in ("previous", "following"):
        return _weekend(which, now)
    if which in ("previous", "following"):
        if which == "following" and context.anchor is None:
            return None
        period = _calendar(unit, context.base, 1 if which == "following" else -1)
    elif which in ("past", "this past") or (which == "last" and match["the"] and not match["part"]):
        period = moved(now, -3 if unit == "quarter" else -1, _unit(unit)), now
    elif which in ("coming", "this coming"):
        period = now, moved(now, 3 if unit == "quarter" else 1, _unit(unit))
    else:
        period = _calendar(unit, now, {"last": -1, "next": 1}.get(which, 0))
    return _portion(period, match["part"], context)


def known_period(match: re.Match[str], context: Context) -> Period | None:
    """Periods that the reader is expected to know: "the end of the year", "the weekend", "that week"."""
    now = context.published
    if match["weekend"]:
        return _weekend("last" if now.weekday() < 5 and context.tense != "future" else "this", now)
    if match["before_last"]:
        return _calendar(match["before_last"], now, -2)
    if match["same"]:
        return _calendar(match["same"], context.anchor, 0) if context.anchor else None
    return _portion(_calendar(match["unit"], now, 0), match["part"], context)


def _unit(name: str) -> Unit:
    return cast(Unit, "month" if name == "quarter" else name)


def _weekend(which: str, now: date) -> Period:
    step = {"last": -7, "past": -7, "this past": -7, "next": 7}.get(which, 0)
    if step == -7 and now.weekday() == 6:
        return weekend_of(days_from(now, -7))
    return weekend_of(days_from(now, step))


def _calendar(unit: str, day: date, step: int) -> Period:
    """The calendar week, month … around `day`, or a number of them away."""
    match unit.lower():
        case "week":
            return week_of(days_from(day, 7 * step))
        case "weekend":
            return weekend_of(days_from(day, 7 * step))
        case "month":
            return month_of(day.year, day.month + step)
        case "quarter":
            first = (day.month - 1) // 3 * 3 + 1 + 3 * step
            return months_of(day.year, first, first + 2)
        case "decade":
            return decade_of(day.year + 10 * step)
        case _:
            return year_of(day.year + step)


def season(match: re.Match[str], context: Context) -> Period | None:
    """ "last summer", "the winter of 2022"."""
    now = context.published
    name = (match["season"] or match["named"]).lower()
    which = (match["which"] or "").lower()
    if year := year_named(match, context):
        return _portion(season_of(name, year), match["part"], context)
    seasons = [season_of(name, year) for year in range(now.year - 2, now.year + 3)]
    if which in ("last", "past", "this past", "previous"):
        chosen = [period for period in seasons if period[1] < now][-1]
    elif which in ("next", "coming", "this coming", "following") or (not which and context.tense == "future"):
        chosen = next(period for period in seasons if period[0] > now)
    elif which:
        chosen = next(
            (period for period in seasons if period[0] <= now <= period[1]), season_of(name, now.year)
        )
    else:
        chosen = [period for period in seasons if period[0] <= now][-1]
    return _portion(chosen, match["part"], context)


def ago(match: re.Match[str], context: Context) -> Period | None:
    """ "three days ago"; "a day earlier" and "two weeks later" from the anchor."""
    side, unit = match["side"].lower(), match["unit"].lower()
    sign = 1 if side in ("later", "afterwards") else -1
    start = context.published if side == "ago" else context.base
    if sign == 1 and context.anchor is None:
        return None
    if unit == "hour":
        return (days_from(start, -1), start) if sign == -1 else (start, days_from(start, 1))
    if match["number"] is None:  # "several weeks ago"
        near, far = moved(start, sign, cast(Unit, unit)), days_from(start, sign * words.VAGUE_REACH[unit])
        return min(near, far), max(near, far)
    return around(start, sign * _number(match["number"]), cast(Unit, unit))


def stretch(match: re.Match[str], context: Context) -> Period:
    """ "recent weeks", "the past three years", "the coming days"."""
    side, unit, now = match["side"].lower(), match["unit"].lower(), context.published
    sign = 1 if side in ("coming", "next", "following") else -1
    if match["number"] is None or unit == "hour":
        far = days_from(now, sign * words.VAGUE_REACH[unit])
    else:
        far = moved(now, sign * _number(match["number"]), cast(Unit, unit))
    return min(now, far), max(now, far)


def within(match: re.Match[str], context: Context) -> Period:
    """ "within weeks"."""
    unit, now = match["unit"].lower(), context.published
    if match["number"] is None or unit == "hour":
        return now, days_from(now, words.VAGUE_REACH[unit])
    return now, moved(now, _number(match["number"]), cast(Unit, unit))


def in_future(match: re.Match[str], context: Context) -> Period | None:
    """ "in two weeks", of the future only."""
    unit = match["unit"].lower()
    if context.tense != "future":  # "rebuilt in two years" tells how long it took
        return None
    if unit == "hour":
        return context.published, days_from(context.published, 1)
    return around(context.published, _number(match["number"]), cast(Unit, unit))


def fraction(match: re.Match[str], context: Context) -> Period | None:
    """ "the first half of 2024", "the last week of May", "Q3 2023"."""
    text = re.sub(r"(?i)^the (?=year|month)", "this ", match["whole"])
    readers = ((words.MONTH, month), (words.YEAR_ALONE, year_alone), (words.PERIOD_RELATIVE, relative_period))
    whole = next(
        (read(found, context) for pattern, read in readers if (found := pattern.fullmatch(text))), None
    )
    if whole is None:
        return None
    first, last = whole
    ordinal = int(match["quarter"]) if match["quarter"] else words.ORDINALS[match["ordinal"].lower()]
    unit = "quarter" if match["quarter"] else match["unit"].lower()
    count = 1 if match["quarter"] else _number(match["number"])
    months = {"half": 6, "quarter": 3, "month": 1}.get(unit)
    if months is None:
        length = count * (7 if unit == "week" else 1)
        if ordinal < 0:
            return days_from(last, 1 - length), last
        start = days_from(first, (ordinal - 1) * length)
        return start, min(last, days_from(start, length - 1))
    if (last - first).days < 364:
        return None
    start_month = 13 - months * count if ordinal < 0 else 1 + (ordinal - 1) * months * count
    period = months_of(first.year, start_month, start_month + months * count - 1)
    return period if first <= period[0] and period[1] <= last else None
