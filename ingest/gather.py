"""The claims of one document: one for each happening, claimant and stance.

It tells what all its passages tell, and the fullest one is its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ingest import trace
from ingest.attributed import Attributed, weight
from ingest.confidence import confidence, signs
from ingest.events.mention import Mention
from ingest.language.text import Text
from ingest.model import Actor, Claim, Delegation, Filler, Interval, Telling


def claims(text: Text, groups: Sequence[Sequence[Attributed]], own: Actor) -> tuple[Claim, ...]:
    """One claim for each event, claimant and stance; `own` is the claimant of the text's own voice."""
    groups = _from_body(text, groups)
    found: list[Claim] = []
    numbers = {each.mention.trigger.i: number for number, members in enumerate(groups, 1) for each in members}
    for number, members in enumerate(groups, 1):
        by_claim: dict[tuple[Actor, str], list[Attributed]] = {}
        for each in members:
            claimant = each.attribution.claimant or own
            by_claim.setdefault((claimant, each.attribution.attitude.stance), []).append(each)
        for (claimant, _), parts in _of_one_mind(text, by_claim).items():
            found.append(_claim(text, numbers, number, claimant, parts, members))
    return tuple(
        sorted(
            found, key=lambda claim: (claim.evidence.start, claim.event, claim.claimant.label, claim.stance)
        )
    )


def _of_one_mind(
    text: Text, by_claim: Mapping[tuple[Actor, str], list[Attributed]]
) -> dict[tuple[Actor, str], list[Attributed]]:
    """Who announces a visit and then speaks of "the visit" has not said that it took place."""
    kept = dict(by_claim)
    for (claimant, stance), parts in by_claim.items():
        done = any(each.date is not None and each.date.latest < text.document.published for each in parts)
        if stance == "asserts" and (claimant, "plans") in by_claim and not done:
            kept[claimant, "plans"] = [*by_claim[claimant, "plans"], *kept.pop((claimant, stance))]
    return kept


def _from_body(text: Text, groups: Sequence[Sequence[Attributed]]) -> list[list[Attributed]]:
    """Headlines repeat the body and captions may show another day: alone they tell an event in full only, and of a type
    of which the body tells none.

    A caption may still add to an event of the body.
    """
    spoken = any(text.sentence_role(each.mention.trigger) == "body" for members in groups for each in members)
    if not spoken:
        return [list(members) for members in groups]
    kept: list[list[Attributed]] = []
    in_body = {
        each.mention.frame.type
        for members in groups
        for each in members
        if text.sentence_role(each.mention.trigger) == "body"
    }
    for members in groups:
        roles = {text.sentence_role(each.mention.trigger) for each in members}
        if members[0].mention.frame.type not in in_body and any(_in_full(each.mention) for each in members):
            kept.append(list(members))
            continue
        if "body" in roles:
            kept.append([each for each in members if text.sentence_role(each.mention.trigger) != "headline"])
        for each in members:
            if "body" not in roles or text.sentence_role(each.mention.trigger) == "headline":
                trace.note(
                    each.mention.trigger, "dropped", "stands in the headline or a caption: the body counts"
                )
    return kept


def _in_full(mention: Mention) -> bool:
    """Whether all the main roles are filled, a mutual one by several."""
    main = mention.frame.main
    return all(len(mention.fillers(role)) >= main.count(role) for role in main)


def _claim(
    text: Text,
    numbers: Mapping[int, int],
    number: int,
    claimant: Actor,
    parts: Sequence[Attributed],
    members: Sequence[Attributed],
) -> Claim:
    best = max(parts, key=lambda each: (weight(each), -each.mention.trigger.i))
    ordered = [best, *(each for each in parts if each is not best)]
    roles = _merged(
        (role for each in ordered for role in each.mention.roles), best.mention.frame.unnamed_for_state
    )
    roles = _apart(roles, best.mention.frame.main)
    texts: dict[str, str] = {}
    for each in ordered:
        for prop, words in each.mention.texts:
            texts.setdefault(prop, words)
    telling = Telling(
        best.mention.frame.type,
        roles,
        _date([each.date for each in ordered if each.date is not None]),
        tuple(texts.items()),
        next((each.mention.quantity for each in ordered if each.mention.quantity is not None), None),
        tuple(dict.fromkeys(link for each in ordered for link in _links(each.mention, numbers, number))),
    )
    attribution = best.attribution
    reporters = tuple(
        dict.fromkeys(actor for each in ordered for actor in each.attribution.reporters if actor != claimant)
    )
    agency = text.document.agency
    if agency is not None and agency != claimant and agency not in reporters:
        reporters = (*reporters, agency)
    shown = signs(telling, best, parts, members)
    for each in ordered:
        trace.note(
            each.mention.trigger, "claim", "", event=number, claimant=claimant, attributed=each, signs=shown
        )
    return Claim(
        event=number,
        telling=telling,
        claimant=claimant,
        stance=attribution.attitude.stance,
        certainty=attribution.attitude.certainty,
        confidence=confidence(shown),
        evidence=best.passage,
        further=tuple(sorted({each.passage for each in ordered} - {best.passage})),
        root_source=_root(text, claimant, reporters),
        position=next((each.attribution.position for each in ordered if each.attribution.position), None),
        reported_by=reporters,
        stated=next((each.stated for each in ordered if each.stated is not None), None),
    )


def _links(mention: Mention, numbers: Mapping[int, int], own: int) -> Iterable[tuple[str, int]]:
    """The mention's links to other events of the document, by their numbers."""
    for name, trigger in (("inExchangeFor", mention.exchange), ("partOf", mention.part_of)):
        if trigger is not None and numbers.get(trigger.i, own) != own:
            yield name, numbers[trigger.i]


def _merged(
    roles: Iterable[tuple[str, Filler]], both: frozenset[str] = frozenset()
) -> tuple[tuple[str, Filler], ...]:
    """Each filler once; of a state and someone of it the special one, but in the roles `both` the two of them."""
    kept: list[tuple[str, Filler]] = []
    for role, filler in roles:
        if (role, filler) in kept:
            continue
        replaced = False
        for index, (other_role, other) in enumerate(kept):
            if role != other_role:
                continue
            if isinstance(filler, Delegation) and isinstance(other, Delegation):
                kept[index] = (role, _joined(other, filler))
                replaced = True
            elif role not in both and _stands_for(filler, other):
                replaced = True
            elif role not in both and _stands_for(other, filler):
                kept[index] = (role, filler)
                replaced = True
        if not replaced:
            kept.append((role, filler))
    return tuple(dict.fromkeys(kept))


def _apart(roles: Sequence[tuple[str, Filler]], main: Sequence[str]) -> tuple[tuple[str, Filler], ...]:
    """Nobody supplies itself: who fills one main role fills no other."""
    if len(set(main)) < 2:
        return tuple(roles)
    first = {filler for role, filler in roles if role == main[0]}
    return tuple((role, filler) for role, filler in roles if role not in main[1:] or filler not in first)


def _stands_for(general: Filler, special: Filler) -> bool:
    """Whether the first is only a broader way to name the second: Russia for its delegation or its president."""
    if (
        isinstance(general, Actor)
        and isinstance(special, Actor)
        and general.kind == special.kind == "ArmedGroup"
    ):
        return general.iri is None and special.iri is not None  # "rebels in X", and whose they are
    if isinstance(general, Delegation) or general.kind != "State":
        return False
    if isinstance(special, Delegation):
        return special.sent_by == general
    return special.kind in ("Person", "GovernmentBody") and special.affiliation == general.iri


def _joined(first: Delegation, second: Delegation) -> Delegation:
    members = tuple(dict.fromkeys((*first.members, *second.members)))
    return Delegation(
        first.label, first.sent_by or second.sent_by, first.headed_by or second.headed_by, members
    )


def _date(dates: Sequence[Interval]) -> Interval | None:
    """The narrowest of the dates that one claimant gives; the first among equals."""
    return min(dates, key=lambda each: each.latest - each.earliest, default=None)


def _root(text: Text, claimant: Actor, reporters: Sequence[Actor]) -> Actor:
    """First identifiable source: the claimant if named, else who reported it, else the agency or publisher."""
    if claimant.kind != "UnnamedSource":
        return claimant
    return reporters[0] if reporters else text.document.agency or text.document.publisher
