"""What points back to a happening told before, and what answers it: "the arms transfers", "X denied this"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest import trace
from ingest.attributed import Attributed, weight
from ingest.attribution.pointing import is_another
from ingest.language.text import Text
from ingest.linking.compatible import take_part
from ingest.linking.persons import sentences_between
from ingest.model import Actor, Filler


def join_back_reference(text: Text, each: Attributed, fitting: Sequence[list[Attributed]]) -> None:
    """Let "the arms transfers" tell the happening told before it, with the parties told there.

    `fitting` are the happenings that it may be.
    """
    if is_another(each.mention.trigger):
        trace.note(each.mention.trigger, "dropped", "another than the one told before")
        return
    fitting = [members for members in fitting if take_part(text, each.mention.trigger, _parties(members))]
    before = [
        members
        for members in fitting
        if any(other.mention.trigger.i < each.mention.trigger.i for other in members)
    ]
    if not before and each.attribution.claimant is not None:  # "condemned the export of …", told right after
        before = [
            members
            for members in fitting
            if any(sentences_between(each.mention.trigger, other.mention.trigger) <= 1 for other in members)
        ]
    if not before:
        trace.note(each.mention.trigger, "dropped", "points back, and nothing like it was told before")
        return
    before = [members for members in before if not _contradicts(each, members)]
    if not before:
        trace.note(each.mention.trigger, "dropped", "points back, but to others")
        return
    nearest = max(before, key=lambda members: max(_before(other, each) for other in members))
    if each.attribution.claimant is None and not _adds_to_own_voice(each, nearest):
        trace.note(each.mention.trigger, "dropped", "points back, and nobody claims anything new of it")
        return
    speaker = each.attribution.claimant
    told = {other.attribution.attitude.stance for other in nearest if other.attribution.claimant == speaker}
    if (
        speaker is not None
        and told
        and each.attribution.attitude.stance == "asserts"
        and "asserts" not in told
    ):
        trace.note(each.mention.trigger, "dropped", "points back, and its claimant has told of it already")
        return
    trace.note(each.mention.trigger, "joined", "points back to it", others=nearest[:1])
    fullest = max(nearest, key=weight)
    main = set(each.mention.frame.main)
    own = tuple(
        pair for pair in each.mention.roles if pair[0] not in main or pair[0] in each.mention.frame.described
    )
    roles = tuple(dict.fromkeys((*fullest.mention.roles, *own)))
    trace.added(each.mention.trigger, each.mention.roles, roles, "told at what it points back to")
    nearest.append(replace(each, mention=replace(each.mention, roles=roles)))


def _contradicts(each: Attributed, members: Sequence[Attributed]) -> bool:
    """Whether one side of a transfer is told, and is nobody of the side told before."""
    for role in each.mention.frame.give_and_take:
        mine = set(each.mention.fillers(role))
        theirs = {filler for other in members for filler in other.mention.fillers(role)}
        if mine and theirs and mine.isdisjoint(theirs):
            return True
    return False


def _parties(members: Sequence[Attributed]) -> list[Filler]:
    return [filler for each in members for _, filler in each.mention.roles]


def join_answer(each: Attributed, groups: list[list[Attributed]]) -> None:
    """Let an answer tell the happening that it answers, with the parties told there."""
    answered = each.answered and (each.answered.trigger, each.answered.frame)
    home = next(
        (
            members
            for members in groups
            if any((other.mention.trigger, other.mention.frame) == answered for other in members)
        ),
        None,
    )
    if home is None:
        trace.note(each.mention.trigger, "dropped", "answers what was not told after all")
        return
    trace.note(each.mention.trigger, "joined", "answers it", others=home[:1])
    roles = max((other for other in home if other.answered is None), key=weight).mention.roles
    home.append(replace(each, mention=replace(each.mention, roles=roles)))


def _adds_to_own_voice(each: Attributed, members: Sequence[Attributed]) -> bool:
    """Whether the own voice, which told the event already, adds a date or parties; it makes no claim of its own."""
    attitude = each.attribution.attitude
    own = [
        other
        for other in members
        if other.attribution.claimant is None and other.attribution.attitude == attitude
    ]
    told = {pair for other in members for pair in other.mention.roles}
    more = any(pair not in told and pair[0] in each.mention.frame.described for pair in each.mention.roles)
    dates = each.date is not None and all(other.date is None for other in members)
    named = any(isinstance(filler, Actor) and filler.iri for _, filler in each.mention.roles)
    return bool(own) and (dates or (more and (named or each.mention.trigger.pos_ == "VERB")))


def _before(other: Attributed, each: Attributed) -> tuple[int, int, int]:
    """How near a mention stands before: first by its sentence, then the main verb of that, then by its place."""
    trigger = other.mention.trigger
    if trigger.i >= each.mention.trigger.i:
        return (-1, 0, 0)
    return (trigger.sent.start, -sum(1 for _ in trigger.ancestors), trigger.i)
