"""Step 5: the time expressions of news, as intervals of days at the precision of the text.

`find` gives the spans of a sentence that tell a time, `resolve` reads one against the day of publication.
Durations and ages ("a two-day visit", "36-year-old") are no times. Both are pure; resolve answers None
where the words name no time that can be placed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ingest.dating import days, stretches, words
from ingest.dating.days import Context, Tense
from ingest.dating.periods import Period
from ingest.model import Interval


def resolve(
    expression: str, published: date, tense: Tense = None, anchor: date | None = None
) -> Interval | None:
    """The first and last possible day of a time expression in a text that was published on `published`.

    `tense` is that of the verb it belongs to; without one, times are read as past where both are possible.
    `anchor` is the day that "a day earlier" and "two days later" start from (else `published`, backwards only).
    """
    normal = " ".join(expression.replace("’", "'").split()).strip(" ,;:")
    try:
        period = _period(normal, Context(published, tense, anchor))
    except (ValueError, OverflowError):  # 31 February, or a time before the year 1
        return None
    if period is None or period[0] > period[1]:
        return None
    return Interval(*period, " ".join(expression.split()))


def find(text: str) -> list[tuple[int, int]]:
    """The longest stretches of `text` that are time expressions, in order and without overlap."""
    return list(_found(text))


@lru_cache(64)  # a sentence is asked about for each mention in it
def _found(text: str) -> Sequence[tuple[int, int]]:
    spans = sorted(
        (
            (match.start(), match.end())
            for pattern, _ in _FORMS
            for match in pattern.finditer(text)
            if _is_time(pattern, match)
        ),
        key=lambda span: (span[0], -span[1]),
    )
    longest: list[tuple[int, int]] = []
    for start, end in spans:
        if longest and start < longest[-1][1]:
            if end > longest[-1][1] and end - start > longest[-1][1] - longest[-1][0]:
                longest[-1] = (start, end)
        else:
            longest.append((start, end))
    found: list[tuple[int, int]] = []
    for start, end in _joined(text, longest):
        opening = _with_preposition(text, start, found[-1][1] if found else 0)
        if not (_RANKING.match(text, opening) and words.RANKED.search(text[max(0, opening - 80) : opening])):
            found.append((opening, end))
    return tuple(found)


_LEADING = re.compile(rf"(?:(?<=\W)|^){words.PREPOSITION}\ $", re.VERBOSE | re.IGNORECASE)
_LEAD = re.compile(rf"^(?P<lead>{words.PREPOSITION})\ (?P<rest>.+)$", re.VERBOSE | re.IGNORECASE)
_RANKING = re.compile(r"(?:ever )?since |within ", re.IGNORECASE)
_RANGE_START = re.compile(r"\b(?:from|between)\ $", re.IGNORECASE)
_RANGING = re.compile(r"(?:from|between) ", re.IGNORECASE)
_JOIN = re.compile(rf"\ ?{words.JOINING}\ ?", re.IGNORECASE)
_LONGEST = 80  # characters; longer than any expression that find gives
_LAST_YEAR_NAMED = re.compile(rf"\b{words.YEAR}$")


def _is_time(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    before = match.string[: match.start()][-80:]
    if pattern is words.MONTH and match[0].rstrip(".") in words.AMBIGUOUS_MONTHS:
        return bool(words.AFTER_A_PREPOSITION.search(before))
    if pattern is words.YEAR_ALONE and match[0] == match["year"]:
        noun_follows = re.match(r"\ [a-z]", match.string[match.end() :])
        return bool(
            words.BEFORE_A_YEAR.search(before) or (noun_follows and words.DETERMINER.search(before))
        ) and not (noun_follows and re.search(r"\b(?:of|around|to)\s+$", before))
    if pattern is words.IN_FUTURE:
        return not words.SUPERLATIVE.search(before)
    if pattern is words.SEASON and match["named"] and not match["year"] and not match["relative"]:
        return match[0].lower().startswith("the ") and match["named"].lower() != "fall"
    if pattern is words.DAY_RELATIVE:
        return not (match[0][0].isupper() and words.WITHIN_A_NAME.search(before))
    return True


def _joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Two expressions with "to" between them, or "and" after "between", are one."""
    current: tuple[int, int] | None = None
    for span in spans:
        if current is None:
            current = span
            continue
        between = text[current[1] : span[0]]
        opening = _RANGE_START.search(text, max(0, current[0] - 9), current[0]) or _RANGING.match(
            text, current[0]
        )
        dashed = between.strip() in {"-", "–", "—", "through", "to", "until"}
        if _JOIN.fullmatch(between) and (opening or (dashed and between.strip() != "—")):
            current = (opening.start() if opening else current[0], span[1])
        else:
            yield current
            current = span
    if current is not None:
        yield current


def _with_preposition(text: str, start: int, after: int) -> int:
    """Where an expression starts with the preposition before it, which lies behind `after`."""
    window = max(after, start - 24)
    found = _LEADING.search(text[window:start])
    return window + found.start() if found else start


def _period(text: str, context: Context) -> Period | None:
    if len(text) > _LONGEST:
        return None
    return _one(text, context) or _range(text, context)


def _one(text: str, context: Context) -> Period | None:
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match, context)
    lead = None if _RANGE_START.match(text) else _LEAD.match(text)
    if lead is None:
        return None
    preposition = lead["lead"].lower().split()[-1]
    since = preposition in words.SINCE
    inner = _period(lead["rest"], replace(context, tense="past") if since else context)
    if inner and since and inner[0] <= context.published:
        return inner[0], context.published
    if inner and preposition in words.UNTIL and inner[1] >= context.published:
        return context.published, inner[1]
    return inner


def _range(text: str, context: Context) -> Period | None:
    for joint in _JOIN.finditer(text):
        first = re.sub(r"^(?:from|between) ", "", text[: joint.start()], flags=re.IGNORECASE)
        second = text[joint.end() :]
        if not first or not second or not (end := _one(second, context)):
            continue
        year = _LAST_YEAR_NAMED.search(second)
        start = _one(f"{first} {year[0]}", context) if year else None
        start = start or _one(first, context)
        if start and start[0] > end[1]:  # "from Friday to Monday": the first is read from the second
            start = _one(first, Context(end[1], "past", context.anchor))
        if start:
            return start[0], end[1]
    return None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Context], Period | None]], ...] = (
    (words.ISO_DATE, days.iso_date),
    (words.NUMERIC_DATE, days.numeric_date),
    (words.FRACTION, stretches.fraction),
    (words.DAY_MONTH, days.day_of_month),
    (words.MONTH_DAY, days.day_of_month),
    (words.MONTH, stretches.month),
    (words.DECADE, stretches.decade),
    (words.YEAR_ALONE, stretches.year_alone),
    (words.WEEKDAY, days.weekday),
    (words.DAY_RELATIVE, days.relative_day),
    (words.PERIOD_RELATIVE, stretches.relative_period),
    (words.PERIOD_KNOWN, stretches.known_period),
    (words.SEASON, stretches.season),
    (words.AGO, stretches.ago),
    (words.STRETCH, stretches.stretch),
    (words.WITHIN, stretches.within),
    (words.IN_FUTURE, stretches.in_future),
)
