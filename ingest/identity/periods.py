"""The period of an identity key: a told time (or none) brought to one of few forms.

Precise  `2023-11-14/2023-11-16`   told to within five days
Loose    `week 2023-11-06`         six to ten days, from that day
         `months 2023-09/2023-11`  one to three calendar months
         `year 2023`               anything longer within one year
         `before 2023-11-13`       undated, in a document of the week of that Monday
         `after 2023-11-13`        likewise, of what is only planned or expected
Fixed    `standing 2023`           a flow of goods or help, or measures in force, in that year
         `expected 2023`           likewise, where it is only predicted
         `only 1a2b3c4d/2`         an event of one document, by its digest and number there

Few forms, because then everything that can meet a day is a short list, and each entry of it one look-up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ingest.model import Interval

Days = tuple[date, date]

PRECISE = 5
"""Days that a time may span to tell one occasion from the next."""
WEEK = 10
MONTHS = 3
BACK, AHEAD = 28, 35
"""Days that an undated event may lie before the week of publication, or after its Monday if it is yet to come.

The windows may be generous: an undated telling joins the latest occasion inside, it never joins two of them."""


def told(whens: Sequence[Interval]) -> str | None:
    """The period that a document tells of one event; None if it is too long (or remote) to identify anything."""
    spans = sorted((when.earliest, when.latest) for when in whens)
    if spans[0][0].year < 1000 or spans[-1][1].year > 9000:
        return None
    precise = [span for span in spans if _length(span) <= PRECISE]
    if precise:
        hull = (precise[0][0], max(last for _, last in precise))
        return _exact(hull if _length(hull) <= PRECISE else precise[0])
    first, last = min(spans, key=lambda span: (_length(span), span))
    if _length((first, last)) <= WEEK:
        return f"week {first}"
    if _month(last) - _month(first) < MONTHS:
        return f"months {first:%Y-%m}/{last:%Y-%m}"
    return f"year {first.year}" if first.year == last.year else None


def undated(published: date, ahead: bool) -> str:
    """The period of an event that a document doesn't date."""
    return f"{'after' if ahead else 'before'} {_monday(published)}"


def standing(whens: Sequence[Interval], published: date, expected: bool) -> str:
    """The year of a flow of goods or help. Undated, it is the one that the three months before publication lie in."""
    if whens:
        first, last = min((_length((w.earliest, w.latest)), w.earliest, w.latest) for w in whens)[1:]
    else:
        first, last = published - timedelta(days=90), published
    return f"{'expected' if expected else 'standing'} {_middle((first, last)).year}"


def is_precise(period: str) -> bool:
    """Whether the period can found an event of its own days."""
    return period[0].isdigit()


def days(period: str) -> Days | None:
    """First and last day on which an event of this period may lie; None for those that lie by no day."""
    form, _, rest = period.partition(" ")
    if not rest:
        first, last = form.split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    if form == "months":
        start, end = rest.split("/")
        return date.fromisoformat(f"{start}-01"), _month_end(date.fromisoformat(f"{end}-01"))
    if form == "year":
        return date(int(rest), 1, 1), date(int(rest), 12, 31)
    if form in ("week", "before", "after"):
        start_day = date.fromisoformat(rest)
        before, length = {"week": (0, WEEK - 1), "before": (BACK, 6), "after": (0, AHEAD - 1)}[form]
        return start_day - timedelta(days=before), start_day + timedelta(days=length)
    return None


def cell(period: str) -> str:
    """Where a period that is not precise stands as long as no precise one gathers it: mostly a month or year."""
    form, _, rest = period.partition(" ")
    if form in ("year", "standing"):
        return rest
    if form in ("expected", "only"):
        return f"{form} in {rest}"
    if form in ("before", "after"):
        return f"{date.fromisoformat(rest) + timedelta(days=3):%Y-%m}"
    span = days(period)
    assert span is not None, f"{period} has no cell"
    return f"{_middle(span):%Y-%m}"


def precise_at(span: Days) -> Iterator[str]:
    """Every precise period that shares a day with the span."""
    for length in range(PRECISE):
        first = span[0] - timedelta(days=length)
        while first <= span[1]:
            yield _exact((first, first + timedelta(days=length)))
            first += timedelta(days=1)


def loose_at(day: date) -> Iterator[str]:
    """Every loose period that the day lies in."""
    for back in range(WEEK):
        yield f"week {day - timedelta(days=back)}"
    for length in range(MONTHS):
        for first in range(_month(day) - length, _month(day) + 1):
            yield _months(first, first + length)
    yield f"year {day.year}"
    for weeks in range(BACK // 7 + 1):
        yield f"before {_monday(day) + timedelta(weeks=weeks)}"
    for weeks in range(AHEAD // 7):
        yield f"after {_monday(day) - timedelta(weeks=weeks)}"


def loose_in(place: str) -> Iterator[str]:
    """Every loose or fixed period with this cell."""
    form, within, rest = place.partition(" in ")
    if within:
        yield f"{form} {rest}"
        return
    if len(place) == 4:
        yield from (f"year {place}", f"standing {place}")
        return
    first = date.fromisoformat(f"{place}-01")
    around = {form for day in each_day((first, _month_end(first))) for form in loose_at(day)}
    yield from sorted(form for form in around if cell(form) == place)


def each_day(span: Days) -> list[date]:
    """The days of a span in order."""
    return [span[0] + timedelta(days=number) for number in range(_length(span))]


def _exact(span: Days) -> str:
    return f"{span[0]}/{span[1]}"


def _length(span: Days) -> int:
    return (span[1] - span[0]).days + 1


def _middle(span: Days) -> date:
    return span[0] + (span[1] - span[0]) // 2


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _months(first: int, last: int) -> str:
    return f"months {first // 12:04}-{first % 12 + 1:02}/{last // 12:04}-{last % 12 + 1:02}"


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
