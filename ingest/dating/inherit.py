"""When and where an event was, from the event that it was part of: a meeting during a visit.

News tells the day and the town once: "X arrived in Y on Tuesday … He met Z and signed …". What the visit's parties did
next, told in the past and without a day or place of its own, has those of the visit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ingest import trace
from ingest.attributed import Attributed
from ingest.attribution.attitude import is_purpose
from ingest.dating.beside import (
    Groups,
    also,
    amid,
    at_a_distance,
    dated,
    length,
    main_parties,
    there,
    with_day,
)
from ingest.dating.news import of_the_day
from ingest.language.carriers import carrier, tells_then
from ingest.language.text import Text
from ingest.linking.compatible import compatible
from ingest.linking.persons import sentences_between
from ingest.model import Actor, Interval

_REACH = 6
"""Sentences over which a visit's day carries on."""
_REACH_AMONG_SEVERAL = 2
_REACH_OF_THE_SAME = 12
"""Where both sides of a meeting do something more: "the two Ministers signed …"."""
_MEANWHILE = frozenset({"during", "on", "in"})
_THEREAT = _MEANWHILE | {"at", "after", "following"}
_LONGEST = 7
"""Days after its first until which a visit dates what happened during it."""
_UNDER_WAY = timedelta(days=10)
"""How long ago a journey may have begun that is still going on."""


def inherit(text: Text, groups: Sequence[Sequence[Attributed]]) -> list[list[Attributed]]:
    """The happenings, those that lack a date or place with that of the happening they are part of or told beside."""
    done = [list(group) for group in groups]
    for step in _STEPS:
        done = [step(text, group, done) for group in done]
    return done


def _part_of(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
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
    for other in sorted(occasions, key=lambda other: -_last_named(text, group, other)):
        days = min((each.date for each in other if each.date), key=length, default=None)
        during = _told_during(group, other)
        if dates and days and not any(_overlap(date, days) for date in dates):
            continue
        reach = _REACH_AMONG_SEVERAL if future or len(occasions) > 1 else _REACH
        if not future and _same_sides(text, group, other):
            reach = _REACH_OF_THE_SAME
        near = _near(group, other, reach)
        if not during and (not near or future != _is_planned(other)):
            continue
        if not dates and days is not None and length(days) <= (_LONGEST if not during else 31):
            group = with_day(group, days, other[0].mention.trigger, "has the day of what it was part of")
        return _placed(group, other)
    return group


def _told_during(group: Sequence[Attributed], other: Sequence[Attributed]) -> bool:
    """ "The summit that they held during Kim's visit", "flew to Rome for talks": whether the words say so."""
    triggers = {
        word.i for each in other for word in (each.mention.trigger, carrier(each.mention.trigger)) if word
    }
    clauses = [
        node
        for each in group
        for node in (each.mention.trigger, *each.mention.trigger.ancestors)
        if tells_then(node) or is_purpose(node) or (node.dep_ == "pobj" and node.head.lower_ == "for")
    ]
    if any(node.i in triggers for clause in clauses for node in clause.ancestors):
        return True  # "a visit to Tehran during which he met …"
    prepositions = _THEREAT if other[0].mention.frame.identity.one_day else _MEANWHILE
    return any(
        word.i in triggers and word.dep_ == "pobj" and word.head.lower_ in prepositions
        for each in group
        for word in each.mention.trigger.sent
        if word.head.head.i == each.mention.trigger.i
        or each.mention.trigger.is_ancestor(word)
        or word.head.head in each.mention.trigger.children
    )


def _around(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    """A visit or meeting without a day has that of what is told to have been done during it."""
    if dated(group) or _is_planned(group):
        return group
    for other in groups:
        if group[0].mention.frame.type in other[0].mention.frame.occasion and _told_during(other, group):
            days = min((each.date for each in other if each.date), key=length, default=None)
            if days is not None and length(days) <= _LONGEST and _is_planned(other) == _is_planned(group):
                return with_day(
                    group, days, other[0].mention.trigger, "has the day of what happened during it"
                )
    return group


def _hosted(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    """Whom a visitor meets from the country that he visits he meets there, be it done or still to come."""
    for other in groups:
        if other[0].mention.frame.type not in group[0].mention.frame.occasion or not _may_host(other, group):
            continue
        visited = {
            filler.iri if filler.kind == "State" else filler.affiliation
            for each in other
            for filler in each.mention.fillers("destination")
            if isinstance(filler, Actor)
        } - {None}
        at_home = [
            each for each in main_parties(group) if isinstance(each, Actor) and each.affiliation in visited
        ]
        guests = [each for each in main_parties(group) if each not in at_home]
        if not at_home or not any(
            compatible(text, one, guest) for one in main_parties(other) for guest in guests
        ):
            continue
        days = min((each.date for each in other if each.date), key=length, default=None)
        if days is not None and length(days) <= _LONGEST and not dated(group) and not _is_planned(group):
            group = with_day(
                group, days, other[0].mention.trigger, "has the day of the visit to their country"
            )
        return _placed(group, other)
    return group


def _may_host(other: Sequence[Attributed], group: Sequence[Attributed]) -> bool:
    """Whether a meeting may fall into a visit told shortly before: into its week, as far as both have a date."""
    if group[0].mention.trigger.lemma_ == "call" or (_is_planned(other) and not _is_planned(group)):
        return False
    if other[0].mention.trigger.sent.start > group[0].mention.trigger.i or not _near(group, other, _REACH):
        return False
    days = [each.date for each in other if each.date]
    weeks = [replace(day, latest=day.latest + timedelta(days=_LONGEST)) for day in days]
    return not weeks or all(_overlap(each.date, week) for each in group if each.date for week in weeks)


def _same_sides(text: Text, group: Sequence[Attributed], other: Sequence[Attributed]) -> bool:
    """Whether two of those who take part in the one take part in the other: "the two Ministers signed …"."""
    if other[0].mention.frame.main.count(other[0].mention.frame.main[0]) < 2:
        return False
    theirs = main_parties(other)
    shared = [
        mine
        for mine in dict.fromkeys(main_parties(group))
        if any(compatible(text, mine, one) for one in theirs)
    ]
    return len(shared) > 1


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
    first, second = main_parties(group), main_parties(other)
    return any(compatible(text, a, b) for a in first for b in second)


def _news_of_the_day(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    return group if _is_dated_elsewhere(text, group, groups) else of_the_day(text, group)


def _news_of_occasions(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    """Visits first: what happened during them has their day."""
    return group if group[0].mention.frame.occasion else _news_of_the_day(text, group, groups)


def _is_dated_elsewhere(text: Text, group: list[Attributed], groups: Groups) -> bool:
    """Whether the text dates another journey to there: who "is visiting" now came with those who "landed on Tuesday"."""
    frame = group[0].mention.frame
    goal = frame.main[-1]
    there = {filler for each in group for filler in each.mention.fillers(goal)} if frame.apart_by else set()
    return any(
        other is not group
        and each.mention.frame is frame
        and each.date is not None
        and text.document.published - each.date.earliest <= _UNDER_WAY
        and there & {*each.mention.fillers(goal)}
        for other in groups
        for each in other
    )


_STEPS = (
    there,
    also,
    at_a_distance,
    _news_of_occasions,
    _part_of,
    _hosted,
    _news_of_the_day,
    amid,
    _around,
    also,
)
