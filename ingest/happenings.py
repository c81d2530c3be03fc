"""Which mentions of one document tell one happening.

Mentions of one type tell the same event unless their main parties or their dates contradict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ingest import trace
from ingest.attribution.attribute import Attribution
from ingest.events.matter import matter, other_matter
from ingest.events.mention import Mention
from ingest.language.text import Text
from ingest.linking.compatible import compatible
from ingest.linking.persons import sentences_between
from ingest.model import Actor, Filler, Interval, Passage

_ANY_GOODS = frozenset({"weapon", "ammunition", "munition", "military-equipment", "conventional-weapon"})
"""Kinds of goods by which a text may mean any other."""
_FRESH = timedelta(days=7)
"""How long after it began an event may still be told as going on or to come."""
_ROUND = 6
"""Sentences over which the targets of one round of measures may be spread."""


@dataclass(frozen=True)
class Attributed:
    """A mention with one of its attributions, its date and the passage that holds it."""

    mention: Mention
    attribution: Attribution
    date: Interval | None
    stated: Interval | None
    passage: Passage
    answered: Mention | None = None
    """The mention to which it is an answer."""


def group(text: Text, found: Sequence[Attributed]) -> list[list[Attributed]]:
    """The happenings of a document, each with what is said of it, in the order of the text."""
    groups: list[list[Attributed]] = []
    full = [each for each in found if not each.mention.bare and each.answered is None]
    for each in sorted(full, key=lambda each: (-weight(each), each.mention.trigger.i)):
        home = max(
            (group for group in groups if _same_happening(text, each, group)),
            key=lambda group: (
                each.mention.frame.by_matter
                and max(len(matter(each.mention) & matter(other.mention)) for other in group)
            ),
            default=None,
        )
        if home is None:
            groups.append([each])
        else:
            trace.note(each.mention.trigger, "joined", "the same happening", others=home[:1])
            home.append(each)
    for each in found:
        if each.mention.bare:
            _join_back_reference(text, each, groups)
    for each in found:
        if each.answered is not None:
            _join_answer(each, groups)
    for members in groups:
        members.sort(key=lambda each: each.mention.trigger.i)
    return sorted(groups, key=lambda members: members[0].mention.trigger.i)


def _join_back_reference(text: Text, each: Attributed, groups: list[list[Attributed]]) -> None:
    """Let "the arms transfers" tell the happening told before it, with the parties told there."""
    fitting = [members for members in groups if _same_happening(text, each, members)]
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


def _join_answer(each: Attributed, groups: list[list[Attributed]]) -> None:
    """Let an answer tell the happening that it answers, with the parties told there."""
    home = next((members for members in groups if any(_answers(each, other) for other in members)), None)
    if home is None:
        trace.note(each.mention.trigger, "dropped", "answers what was not told after all")
        return
    trace.note(each.mention.trigger, "joined", "answers it", others=home[:1])
    roles = max((other for other in home if other.answered is None), key=weight).mention.roles
    home.append(replace(each, mention=replace(each.mention, roles=roles)))


def _answers(each: Attributed, other: Attributed) -> bool:
    return (
        each.answered is not None
        and other.mention.trigger == each.answered.trigger
        and other.mention.frame == each.answered.frame
    )


def _adds_to_own_voice(each: Attributed, members: Sequence[Attributed]) -> bool:
    """Whether the text's own voice, which told the event already, adds a date or parties here; it makes no claim of its own."""
    attitude = each.attribution.attitude
    own = [
        other
        for other in members
        if other.attribution.claimant is None and other.attribution.attitude == attitude
    ]
    told = {pair for other in members for pair in other.mention.roles}
    more = any(pair not in told and pair[0] in each.mention.frame.described for pair in each.mention.roles)
    dates = each.date is not None and all(other.date is None for other in members)
    return bool(own) and (dates or (more and each.mention.trigger.pos_ == "VERB"))


def _before(other: Attributed, each: Attributed) -> int:
    return other.mention.trigger.i if other.mention.trigger.i < each.mention.trigger.i else -1


def weight(each: Attributed) -> int:
    """How much a mention tells: its main roles first."""
    mention = each.mention
    told = {role for role, _ in mention.roles}
    return (
        4 * sum(role in told for role in set(mention.frame.main))
        + len(mention.roles)
        + 2 * (each.date is not None)
    )


def _same_happening(text: Text, each: Attributed, group: Sequence[Attributed]) -> bool:
    mention = each.mention
    if mention.frame.type != group[0].mention.frame.type:
        return False
    if any(each.mention is other.mention for other in group):
        return True
    dates = [other.date for other in group if other.date is not None]
    if each.date is not None and dates and not all(_overlap(each.date, other) for other in dates):
        return False
    if _forecast(each) != all(_forecast(other) for other in group) and mention.frame.needs:
        return False
    if (
        _another(each, group)
        or _takes_back(each, group)
        or _planned(text, each, group)
        or _other_help(mention, group)
        or _other_goods(text, each, group)
    ):
        return False
    if mention.frame.by_matter and other_matter(text, mention, [other.mention for other in group]):
        return False
    if not _same_agents(text, mention, group):
        return False
    if _same_round(text, mention, group):
        return True
    main = dict.fromkeys(mention.frame.main)
    shared = False
    for role in main:
        mine = mention.fillers(role)
        theirs = [filler for other in group for filler in other.mention.fillers(role)]
        if not mine or not theirs:
            continue
        if mention.frame.main.count(role) > 1:
            small, large = sorted((list(mine), theirs), key=len)
            if not all(any(compatible(text, a, b) for b in large) for a in small):
                return False
        elif not any(compatible(text, a, b) for a in mine for b in theirs):
            return False
        shared = True
    return shared or (mention.bare and not any(mention.fillers(role) for role in main))


def _another(each: Attributed, group: Sequence[Attributed]) -> bool:
    """Whether one is told as one more of its kind: "a further batch", "an earlier shipment"."""
    if each.mention.again:
        return not any(other.mention.again for other in group)
    return all(other.mention.again for other in group)


def _takes_back(each: Attributed, group: Sequence[Attributed]) -> bool:
    """Whether one and the same voice would deny what it tells: then it means another transfer."""

    def denies(one: Attributed) -> bool:
        return one.attribution.attitude.stance == "denies"

    own = [other for other in group if other.attribution.claimant == each.attribution.claimant]
    return (
        bool(each.mention.frame.give_and_take)
        and not each.mention.bare
        and any(denies(other) != denies(each) for other in own)
    )


def _planned(text: Text, each: Attributed, group: Sequence[Attributed]) -> bool:
    """Whether one is still to come and the other lies behind: "will hold talks", "their meeting in March"."""
    today = text.document.published

    def future(one: Attributed) -> bool:
        planned = one.attribution.attitude.stance in ("plans", "predicts")
        return planned and (one.date is None or one.date.earliest > today)

    def past(one: Attributed) -> bool:
        if one.date is not None:
            return one.date.latest < today - _FRESH
        return one.attribution.attitude.stance == "asserts" and one.mention.trigger.tag_ == "VBD"

    if future(each):
        if each.mention.trigger.lemma_ == "return":  # to where he has been
            return not all(future(other) for other in group)
        return any(past(other) for other in group) and not any(future(other) for other in group)
    return past(each) and all(future(other) for other in group)


def _other_help(mention: Mention, group: Sequence[Attributed]) -> bool:
    """Whether help of another kind is told: instructors are not intelligence; "help" alone may be any."""
    kinds = {kind for other in group if (kind := other.mention.theme)}
    return bool(mention.theme) and bool(kinds) and mention.theme not in kinds


def _other_goods(text: Text, each: Attributed, group: Sequence[Attributed]) -> bool:
    """Whether other goods are told, some of them only planned: "sold tanks" is not "will supply flak jackets"."""

    def goods(one: Attributed) -> set[str | None]:
        return {filler.iri for filler in one.mention.fillers("materiel") if isinstance(filler, Actor)}

    def open_(one: Attributed) -> bool:
        return one.attribution.attitude.stance in ("plans", "predicts")

    mine = goods(each)
    theirs = set().union(*(goods(other) for other in group))
    if not mine or not theirs or mine & theirs or all(open_(other) == open_(each) for other in group):
        return False
    if any(_broader(text, one, other) or _broader(text, other, one) for one in mine for other in theirs):
        return False
    return not any(iri and iri.rpartition("/")[2] in _ANY_GOODS for iri in mine | theirs)


def _broader(text: Text, kind: str | None, special: str | None) -> bool:
    """Whether a kind of goods takes in another: armoured vehicles are also personnel carriers."""
    while (entry := text.entry(special)) is not None and entry.broader is not None:
        special = entry.broader
        if special == kind:
            return True
    return False


def _same_round(text: Text, mention: Mention, group: Sequence[Attributed]) -> bool:
    """Whether a mention names those whom the round before only counted: "… on five men. Designated were X and Y"."""
    described = mention.frame.described
    if not described or (mention.bare and not any(mention.fillers(role) for role in described)):
        return False
    return any(
        any(
            mention.bare or (isinstance(filler, Actor) and filler.iri is None)
            for role in described
            for filler in other.mention.fillers(role)
        )
        and 0 <= other.mention.trigger.sent.end - 1 < mention.trigger.i
        and sentences_between(other.mention.trigger, mention.trigger) <= _ROUND
        and (not _agents(mention) or _by_publisher(text, mention))
        for other in group
        if _agents(other.mention)
    )


def _agents(mention: Mention) -> list[Filler]:
    """Who acts, where that is no main role: who imposes sanctions."""
    sides = {role for side in mention.frame.identity.sides for role in side}
    return [filler for role, filler in mention.roles if role in sides and role not in mention.frame.main]


def _by_publisher(text: Text, mention: Mention) -> bool:
    return all(filler == text.document.publisher for filler in _agents(mention))


def _same_agents(text: Text, mention: Mention, group: Sequence[Attributed]) -> bool:
    """Whether nobody else is told to have acted: two that sanction one man impose two sanctions."""
    mine = _agents(mention)
    theirs = [filler for other in group for filler in _agents(other.mention)]
    return not mine or not theirs or any(compatible(text, one, other) for one in mine for other in theirs)


def _forecast(each: Attributed) -> bool:
    return each.attribution.attitude.stance == "predicts"


def _overlap(first: Interval, second: Interval) -> bool:
    return first.earliest <= second.latest and second.earliest <= first.latest
