"""Which mentions of one document tell one happening.

Mentions of one type tell the same event unless their main parties or their dates contradict.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ingest import rounds, trace
from ingest.attributed import Attributed, weight
from ingest.back_references import join_answer, join_back_reference
from ingest.events.matter import matter, other_matter
from ingest.events.mention import Mention
from ingest.language.text import Text
from ingest.linking.compatible import compatible
from ingest.model import Actor, Interval

_ANY_GOODS = frozenset({"weapon", "ammunition", "munition", "military-equipment", "conventional-weapon"})
"""Kinds of goods by which a text may mean any other."""
_FRESH = timedelta(days=7)
"""How long after it began an event may still be told as going on or to come."""


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
            fitting = [members for members in groups if _same_happening(text, each, members)]
            join_back_reference(text, each, fitting)
    for each in found:
        if each.answered is not None:
            join_answer(each, groups)
    for members in groups:
        members.sort(key=lambda each: each.mention.trigger.i)
    return sorted(groups, key=lambda members: members[0].mention.trigger.i)


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
    others = [other.mention for other in group]
    if not rounds.same_agents(text, mention, others):
        return False
    if (
        rounds.same_breath(mention, others)
        or rounds.same_round(text, mention, others)
        or _one_release(text, each, group)
    ):
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

    if future(each) != any(map(future, group)) and any(_more_take_part(each, one) for one in group):
        return True
    if future(each):
        if each.mention.trigger.lemma_ == "return":  # to where he has been
            return not all(future(other) for other in group)
        return any(past(other) for other in group) and not any(future(other) for other in group)
    return past(each) and all(future(other) for other in group)


def _more_take_part(each: Attributed, other: Attributed) -> bool:
    """Whether one has all who take part in the other and more: a summit of three isn't the talks that two of them held."""
    main = each.mention.frame.main
    if len(main) == len(set(main)):
        return False
    mine, theirs = set(each.mention.fillers(main[0])), set(other.mention.fillers(main[0]))
    return min(len(mine), len(theirs)) > 1 and (mine < theirs or theirs < mine)


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


def _one_release(text: Text, each: Attributed, group: Sequence[Attributed]) -> bool:
    """Whether an authority announces in one release of its own, on one day, whom it puts on its list."""
    today = text.document.published

    def today_or_open(one: Attributed) -> bool:
        return one.date is None or (today - one.date.latest).days <= 1

    open_ = [other.mention for other in group if today_or_open(other)]
    return today_or_open(each) and rounds.same_release(text, each.mention, open_)


def _forecast(each: Attributed) -> bool:
    return each.attribution.attitude.stance == "predicts"


def _overlap(first: Interval, second: Interval) -> bool:
    return first.earliest <= second.latest and second.earliest <= first.latest
