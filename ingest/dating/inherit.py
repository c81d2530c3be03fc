"""Dates that an event has from another: what happened during a dated visit happened in its days.

News tells the day once: "X arrived in Y on Tuesday … He met Z and signed …". What two of the visit's parties did there,
told in the past and without a day of its own, is of the visit's day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.gather import Attributed, compatible
from ingest.language.text import Text
from ingest.linking.persons import sentences_between
from ingest.model import Filler, Interval

_REACH = 3
"""Sentences over which a visit's day carries on."""
_LONGEST = 3
"""Days of a visit that still date what happened during it."""


def inherit(text: Text, groups: Sequence[Sequence[Attributed]]) -> list[list[Attributed]]:
    """The happenings, those without a date with that of the happening they are part of."""
    dated = [group for group in groups if any(each.date for each in group)]
    return [
        list(group) if any(each.date for each in group) else _dated_by(text, group, dated) for group in groups
    ]


def _dated_by(
    text: Text, group: Sequence[Attributed], dated: Iterable[Sequence[Attributed]]
) -> list[Attributed]:
    occasion_of = group[0].mention.frame.occasion
    if not occasion_of or any(each.attribution.attitude.stance in ("plans", "predicts") for each in group):
        return list(group)
    for other in dated:
        date = min((each.date for each in other if each.date), key=_length)
        if (
            other[0].mention.frame.type == occasion_of
            and _length(date) <= _LONGEST
            and _near(group, other)
            and _shared(text, group, other)
        ):
            return [replace(each, date=date) for each in group]
    return list(group)


def _length(date: Interval) -> int:
    return (date.latest - date.earliest).days


def _near(group: Sequence[Attributed], other: Sequence[Attributed]) -> bool:
    return any(
        before.mention.trigger.i < after.mention.trigger.i
        and sentences_between(before.mention.trigger, after.mention.trigger) <= _REACH
        for before in other
        for after in group
    )


def _shared(text: Text, group: Sequence[Attributed], other: Sequence[Attributed]) -> bool:
    """Whether someone of the one takes part in the other."""
    first, second = _main(group), _main(other)
    return any(compatible(text, a, b) for a in first for b in second)


def _main(group: Sequence[Attributed]) -> list[Filler]:
    return [
        filler
        for each in group
        for role in dict.fromkeys(each.mention.frame.main)
        for filler in each.mention.fillers(role)
    ]
