"""When and where an event was, from the event that it was part of: a meeting during a visit.

News tells the day and the town once: "X arrived in Y on Tuesday … He met Z and signed …". What the visit's parties did
next, told in the past and without a day or place of its own, has those of the visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest import trace
from ingest.attributed import Attributed
from ingest.dating.news import of_the_day
from ingest.language.carriers import tells_then
from ingest.language.text import Text
from ingest.linking.compatible import compatible
from ingest.linking.persons import sentences_between
from ingest.model import Actor, Filler, Interval

_REACH = 6
"""Sentences over which a visit's day carries on."""
_REACH_AMONG_SEVERAL = 2
_REACH_ALSO = 6
_LONGEST = 7
"""Days after its first until which a visit dates what happened during it."""


def inherit(text: Text, groups: Sequence[Sequence[Attributed]]) -> list[list[Attributed]]:
    """The happenings, those that lack a date or place with that of the happening they are part of."""
    dated = [group for group in groups if any(each.date for each in group)]
    done: list[list[Attributed]] = []
    for group in groups:
        there = [] if any(each.date for each in group) else _dated_there(group, dated) or _also(group, dated)
        done.append(there or list(group))
    done = [group if group[0].mention.frame.occasion else of_the_day(text, group) for group in done]
    return [of_the_day(text, _part_of(text, group, done)) for group in done]


def _part_of(text: Text, group: list[Attributed], groups: Iterable[Sequence[Attributed]]) -> list[Attributed]:
    frame = group[0].mention.frame
    if not frame.occasion:
        return group
    dates = [each.date for each in group if each.date is not None]
    future = _is_planned(group)
    occasions = [
        other
        for other in groups
        if other[0].mention.frame.type in frame.occasion and _shared(text, group, other)
    ]
    reach = _REACH if len(occasions) < 2 else _REACH_AMONG_SEVERAL
    for other in sorted(occasions, key=lambda other: -_last_named(text, group, other)):
        days = min((each.date for each in other if each.date), key=_length, default=None)
        during = _told_during(group, other)
        if dates and days and not any(_overlap(date, days) for date in dates):
            continue
        near = _near(group, other, _REACH_AMONG_SEVERAL if future else reach)
        if not during and (not near or future != _is_planned(other)):
            continue
        if not dates and days is not None and _length(days) <= (_LONGEST if not during else 31):
            group = [replace(each, date=days) for each in group]
            for each in group:
                trace.note(
                    each.mention.trigger,
                    "date",
                    "has the day of what it was part of",
                    anchor=other[0].mention.trigger,
                    time=days,
                )
        return _placed(group, other)
    return group


def _last_named(text: Text, group: Sequence[Attributed], other: Sequence[Attributed]) -> int:
    """Where the country visited was named last before the happening: of two visits it is the one spoken of."""
    states = {
        filler.iri if filler.kind == "State" else filler.affiliation
        for each in other
        for filler in each.mention.fillers("destination")
        if isinstance(filler, Actor)
    }
    first = min(each.mention.trigger.i for each in group)
    named = [
        name.start
        for name in text.names.values()
        if name.start < first and {name.entry.iri, name.entry.country} & states
    ]
    return max(named, default=-1)


def _told_during(group: Sequence[Attributed], other: Sequence[Attributed]) -> bool:
    """ "The summit that they held during Kim's visit": whether the words say so."""
    triggers = {each.mention.trigger.i for each in other}
    clauses = [
        node
        for each in group
        for node in (each.mention.trigger, *each.mention.trigger.ancestors)
        if tells_then(node)
    ]
    if any(node.i in triggers for clause in clauses for node in clause.ancestors):
        return True  # "a visit to Tehran during which he met …"
    return any(
        word.i in triggers and word.dep_ == "pobj" and word.head.lower_ in ("during", "on", "in")
        for each in group
        for word in each.mention.trigger.sent
        if word.head.head.i == each.mention.trigger.i
        or each.mention.trigger.is_ancestor(word)
        or word.head.head in each.mention.trigger.children
    )


def _placed(group: list[Attributed], other: Sequence[Attributed]) -> list[Attributed]:
    """With the town visited, or else the state, as the place of those that tell none."""
    frame = group[0].mention.frame
    if "place" not in frame.roles or any(each.mention.fillers("place") for each in group):
        return group
    visited = [filler for each in other for filler in each.mention.fillers("destination")]
    towns = [
        filler for filler in dict.fromkeys(visited) if isinstance(filler, Actor) and filler.kind == "Place"
    ]
    states = [filler for filler in visited if filler not in towns]
    place = next(iter(towns if len(towns) == 1 or not states else states), None)
    if place is None:
        return group
    for each in group:
        trace.added(each.mention.trigger, (), [("place", place)], "where they were then")
    return [
        replace(each, mention=replace(each.mention, roles=(*each.mention.roles, ("place", place))))
        for each in group
    ]


def _overlap(first: Interval, second: Interval) -> bool:
    return first.earliest <= second.latest and second.earliest <= first.latest


def _dated_there(group: Sequence[Attributed], dated: Iterable[Sequence[Attributed]]) -> list[Attributed]:
    """ "They sealed a deal there": on the day of what was told last; empty where nothing says so."""
    for each in group:
        if any(child.lower_ in ("there", "afterwards") for child in each.mention.trigger.children):
            before = [
                other
                for members in dated
                for other in members
                if other.date is not None and other.mention.trigger.i < each.mention.trigger.i
            ]
            if before:
                last = max(before, key=lambda other: other.mention.trigger.i)
                return [replace(one, date=last.date) for one in group]
    return []


def _also(group: Sequence[Attributed], dated: Iterable[Sequence[Attributed]]) -> list[Attributed]:
    """ "Premier Y also met with X", right after whom X met on Wednesday: on the same day."""
    for each in group:
        if not any(child.lower_ in ("also", "too", "then") for child in each.mention.trigger.children):
            continue
        for members in dated:
            for other in members:
                if (
                    other.mention.frame is each.mention.frame
                    and other.mention.trigger.i < each.mention.trigger.i
                    and sentences_between(other.mention.trigger, each.mention.trigger) <= _REACH_ALSO
                    and set(_main([other])) & set(_main([each]))
                ):
                    return [replace(one, date=other.date) for one in group]
    return []


def _length(date: Interval) -> int:
    return (date.latest - date.earliest).days


def _is_planned(group: Sequence[Attributed]) -> bool:
    return all(each.attribution.attitude.stance in ("plans", "predicts") for each in group)


def _near(group: Sequence[Attributed], other: Sequence[Attributed], reach: int) -> bool:
    return any(
        sentences_between(*sorted((one.mention.trigger, each.mention.trigger), key=lambda token: token.i))
        <= reach
        for one in other
        for each in group
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
