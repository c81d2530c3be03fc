"""Sides that a text leaves out because it has just told them: "It bought the system from X … and closed the deal"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from ingest.events.conditions import is_abroad, takes_up_object
from ingest.events.guests import with_guest
from ingest.events.mention import Mention
from ingest.events.roles import with_countries
from ingest.language import lexicon
from ingest.language.arguments import arguments
from ingest.language.syntax import is_passive, is_verb, subjects
from ingest.language.text import Text
from ingest.linking.compatible import compatible
from ingest.linking.persons import sentences_between
from ingest.linking.referents import referents
from ingest.linking.states import actor_of, home_of, last_states
from ingest.model import Actor, Filler

_BELONGS = 4
"""Sentences after what a further batch or the contents of a package belong to."""
_SHARED = frozenset({"our", "bilateral", "joint", "mutual"})
_NEW = frozenset("new more further additional fresh extra other tougher harsher".split())
_REACH = 2
"""Sentences around a transfer in which the deal that it belongs to may name its other side."""


def complete(text: Text, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those told with one side only with the other side of what they are about."""
    done: list[Mention] = []
    for mention in mentions:
        if mention.here:
            done.append(_here(text, mention, mentions))
        elif mention.inherits:
            done.append(_inherited(mention, done))
        elif mention.frame.implied_by and mention.lacking:
            done.append(_party_added(text, mention, mentions))
        elif mention.lacking:
            done.append(with_guest(text, mention, mentions))
        elif mention.frame.implied_by and mention.frame.give_and_take and not mention.bare:
            done.append(_side_added(mention, mentions))
        elif mention.bare and mention.frame.implied_by and not mention.frame.give_and_take:
            done.append(_bargain(mention, mentions))
        else:
            done.append(mention)
    return done


def _here(text: Text, mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """ "Arrived on a three-day visit": to where the text is written, unless it tells another journey of theirs."""
    agents = mention.fillers(mention.frame.main[0])
    told = (
        other
        for other in mentions
        if other.frame is mention.frame and not other.here and not other.bare and not other.again
    )
    if any(
        compatible(text, a, b) for other in told for a in agents for b in other.fillers(other.frame.main[0])
    ):
        return replace(mention, here="", bare=True)
    hosts = _hosts(text, mention, mentions) if not is_verb(mention.trigger) else []
    for place in (text.document.dateline, *(hosts if len(hosts) == 1 else ())):
        roles = with_countries(text, [*mention.roles, (mention.here, place)]) if place is not None else []
        if is_abroad(text, mention.frame, roles):
            return replace(mention, roles=tuple(roles), here="", bare=False, assumed=mention.assumed + 1)
    return replace(mention, here="", bare=True)


def _hosts(text: Text, mention: Mention, mentions: Sequence[Mention]) -> list[Actor]:
    """The states where those on a journey meet somebody, or whose people they meet if nobody says where."""
    agents = mention.fillers(mention.frame.main[0])
    found: list[Actor] = []
    for other in mentions:
        sides = _sides(other)
        if mention.frame.type not in other.frame.occasion or other.bare:
            continue
        if not any(compatible(text, a, b) for a in agents for b in sides):
            continue
        where = list(other.fillers("place"))
        found.extend(
            state
            for side in where or [each for each in sides if each not in agents]
            if (state := home_of(text, side)) is not None
        )
    own = {home_of(text, agent) for agent in agents}
    return [state for state in dict.fromkeys(found) if state not in own]


def _sides(mention: Mention) -> list[Filler]:
    return [filler for role in dict.fromkeys(mention.frame.main) for filler in mention.fillers(role)]


def _party_added(text: Text, mention: Mention, mentions: Iterable[Mention]) -> Mention:
    """ "Serbia had closed the deal": with whom, if the purchase told before says so; else it only points back.

    "A contract with X could be signed soon, the minister said" is of his state.
    """
    role = mention.frame.main[0]
    told = set(mention.fillers(role))
    teller = _state_of_teller(text, mention.trigger)
    if (
        len(told) == 1
        and teller is not None
        and arguments(mention.trigger, "parties")
        and is_passive(mention.trigger)
    ):
        side = next(iter(told))
        if isinstance(side, Actor) and teller.iri not in (side.iri, side.affiliation):
            roles = (*mention.roles, (role, teller))
            return replace(mention, roles=roles, lacking=False, assumed=mention.assumed + 1)
    if not told and (met := _sides_of_occasion(text, mention, mentions)):
        signed = tuple((role, state) for state in met)
        return replace(mention, roles=signed, lacking=False, assumed=mention.assumed + 1)
    for other in mentions:  # "signed a deal to buy jets from X"
        if other.frame.type in mention.frame.implied_by and mention.trigger.is_ancestor(other.trigger):
            more = [side for side in _sides(other) if side not in told]
            if len(told) == 1 and len(more) == 1 and told & set(_sides(other)):
                roles = (*mention.roles, (role, more[0]))
                return replace(mention, roles=roles, lacking=False, assumed=mention.assumed + 1)
    objects = arguments(mention.trigger, "object")
    if len(told) == 1 and (partner := _partner(text, mention.trigger, next(iter(told)), objects)) is not None:
        roles = (*mention.roles, (role, partner))
        return replace(mention, roles=roles, lacking=False, assumed=mention.assumed + 1)
    if len(told) != 1 or not any(child.lower_ == "the" for each in objects for child in each.children):
        return replace(mention, bare=True)
    for other in mentions:
        if other.frame.type in mention.frame.implied_by and other.trigger.i < mention.trigger.i:
            sides = _sides(other)
            if len(sides) > 1 and told & set(sides):
                roles = tuple((role, side) for side in sides if side not in told)
                return replace(mention, roles=(*mention.roles, *roles), lacking=False)
    return replace(mention, bare=True)


def _partner(text: Text, verb: Token, side: Filler, objects: Iterable[Token]) -> Actor | None:
    """The other state of what "we" sign: "our treaty" of the two countries told last, "a treaty on the border of X and Y"."""
    if not isinstance(side, Actor) or side.kind != "State":
        return None
    between = [
        actor_of(text.names[word.i].entry)
        for each in objects
        for word in each.subtree
        if word.i in text.names and text.names[word.i].entry.kind == "State"
    ]
    if not between and any(word.lower_ in _SHARED for each in objects for word in each.subtree):
        between = last_states(text, verb, 2)
    others = [state for state in dict.fromkeys(between) if state != side]
    return others[0] if side in between and len(others) == 1 else None


def _bargain(mention: Mention, mentions: Sequence[Mention]) -> Mention:
    """ "X is to buy jets from Y. The deal …": a deal between the two, unless the text tells one in full."""
    frame = mention.frame
    if is_verb(mention.trigger) or all(
        child.lower_ not in ("the", "this", "that") for child in mention.trigger.children
    ):
        return mention
    if any(other.frame is frame and not other.bare for other in mentions):
        return mention
    told = set(_sides(mention))
    for other in reversed(mentions):
        if other.frame.type not in frame.implied_by or other.trigger.i >= mention.trigger.sent.end:
            continue
        if sentences_between(*sorted((other.trigger, mention.trigger), key=lambda token: token.i)) > _BELONGS:
            return mention
        sides = list(dict.fromkeys(_sides(other)))
        if len(sides) == 2 and told <= set(sides):
            roles = tuple((frame.main[0], side) for side in sides)
            rest = tuple(pair for pair in mention.roles if pair[0] != frame.main[0])
            return replace(mention, roles=(*roles, *rest), bare=False, assumed=mention.assumed + 1)
    return mention


def _inherited(mention: Mention, before: Sequence[Mention]) -> Mention:
    """ "A further batch", "the package includes …": from whom and for whom, as told of what it belongs to."""
    if mention.frame.enacted:
        return _aimed_alike(mention, before)
    for other in sorted(before, key=lambda other: -other.trigger.i):
        sides = list(zip(mention.frame.give_and_take, other.frame.give_and_take, strict=False))
        if (
            other.trigger.i < mention.trigger.i
            and sides
            and (not mention.again or other.frame is mention.frame)
            and all(other.fillers(theirs) for _, theirs in sides)
            and sentences_between(other.trigger, mention.trigger) <= _BELONGS
        ):
            roles = [(mine, filler) for mine, theirs in sides for filler in other.fillers(theirs)]
            told = {role for role, _ in mention.roles}
            more = [pair for pair in other.roles if pair[0] in mention.frame.needs and pair[0] not in told]
            return replace(mention, roles=(*mention.roles, *roles, *more), assumed=mention.assumed + 1)
    return mention


def _aimed_alike(mention: Mention, before: Sequence[Mention]) -> Mention:
    """ "Placed sanctions on X and has threatened new sanctions": those of the same authority told last hit whom these do."""
    main = set(mention.frame.main)
    for other in sorted(before, key=lambda other: -other.trigger.i):
        alike = other.frame is mention.frame and other.trigger.i < mention.trigger.i
        if (
            alike
            and set(mention.roles) & set(other.roles)
            and sentences_between(other.trigger, mention.trigger) <= _BELONGS
        ):
            hit = tuple(pair for pair in other.roles if pair[0] in main)
            again = any(child.lower_ in _NEW for child in mention.trigger.children)
            return replace(mention, roles=(*mention.roles, *hit), again=again, assumed=mention.assumed + 1)
    return mention


def _sides_of_occasion(text: Text, mention: Mention, mentions: Iterable[Mention]) -> list[Actor]:
    """ "A treaty was signed after the talks": between the two states that met just before."""
    verb = mention.trigger
    if takes_up_object(verb) or not is_passive(verb):
        return []
    near = [
        other
        for other in mentions
        if other.frame.type in mention.frame.occasion
        and not other.bare
        and other.trigger.i < verb.i
        and sentences_between(other.trigger, verb) <= _REACH
    ]
    for other in sorted(near, key=lambda other: -other.trigger.i):
        states = list(
            dict.fromkeys(state for side in _sides(other) if (state := home_of(text, side)) is not None)
        )
        if len(states) == 2:
            return states
    return []


def _state_of_teller(text: Text, verb: Token) -> Actor | None:
    """For which state whoever says what a clause tells speaks."""
    while verb.dep_ in ("ccomp", "conj", "xcomp") and is_verb(verb.head):
        verb = verb.head
        if verb.lemma_.lower() not in lexicon.reporting_verbs():
            continue
        for speaker in subjects(verb):
            for filler in referents(text, speaker, "actor"):
                if isinstance(filler, Actor) and filler.kind in ("Person", "GovernmentBody", "State"):
                    state = text.entry(filler.iri if filler.kind == "State" else filler.affiliation)
                    return actor_of(state) if state is not None else None
    return None


def _side_added(mention: Mention, mentions: Iterable[Mention]) -> Mention:
    """ "India and Russia signed a deal for the supply of missiles to India": whose missiles they are."""
    missing = [role for role in mention.frame.give_and_take if not mention.fillers(role)]
    known = set(_sides(mention))
    if len(missing) != 1 or len(known) != 1 or missing[0] in mention.strange:
        return mention
    near = [
        other
        for other in mentions
        if other is not mention
        and other.frame.type in mention.frame.implied_by
        and sentences_between(*sorted((other.trigger, mention.trigger), key=lambda token: token.i)) <= _REACH
    ]
    for other in sorted(near, key=lambda other: abs(other.trigger.i - mention.trigger.i)):
        states = [side for side in _sides(other) if isinstance(side, Actor) and side.kind != "Person"]
        rest = [side for side in states if side not in known]
        if known & set(states) and len(rest) == 1:
            return replace(
                mention, roles=(*mention.roles, (missing[0], rest[0])), assumed=mention.assumed + 1
            )
    return mention
