"""Step 3, events: where the text tells an event of a frame, and who fills its roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from ingest import trace
from ingest.events import exchange, implied
from ingest.events.apart import apart
from ingest.events.frames import Frame, Trigger
from ingest.events.lists import with_listed
from ingest.events.mention import Mention
from ingest.events.quantities import quantity_of
from ingest.events.words import is_theme, kept_words
from ingest.language import lexicon
from ingest.language.arguments import arguments, carrier
from ingest.language.syntax import after_preposition, by_agents, children, is_passive, is_verb, modifiers
from ingest.language.text import Text
from ingest.linking.referents import Want, described_party, referents, unnamed_persons
from ingest.linking.states import actor_of, state_beside
from ingest.model import Actor, Delegation, Filler
from ontology.rows import iri_of

_TAKEN_UP = frozenset(
    "component part batch system unit consignment order delivery vehicle equipment cargo".split()
)
_ASIDE = frozenset({"during", "after", "before", "since", "following", "at", "in", "from", "ahead", "amid"})
"""Prepositions by which an event is only the occasion of another."""


def find(text: Text) -> list[Mention]:
    """Every mention of an event, in the order of the text."""
    found: list[Mention] = []
    for token in sorted(text.doc, key=lambda token: (not is_verb(token), token.i)):
        if token.pos_ not in ("VERB", "NOUN", "PROPN", "AUX"):
            continue
        lemma = token.lemma_.lower()
        for frame in text.frames.all:
            for trigger in frame.triggers:
                if lemma in trigger.lemmas and trigger.verbal == is_verb(token):
                    trace.note(token, "tried", frame=frame, trigger=trigger)
                    mention = _match(text, frame, trigger, token, found)
                    if mention is not None and not _told_by_verb(mention, found):
                        found.extend(apart(text, mention))
                        break
    ordered = sorted(found, key=lambda mention: mention.trigger.i)
    completed = implied.complete(ordered)
    _note_added(ordered, completed, "left out, and told of what it is about")
    answered = exchange.complete(text, completed)
    _note_added(completed, answered, "left out, and told of what it is in exchange for")
    return answered


def _note_added(before: Iterable[Mention], after: Iterable[Mention], why: str) -> None:
    for one, other in zip(before, after, strict=True):
        trace.added(other.trigger, one.roles, other.roles, why)


def _told_by_verb(mention: Mention, found: list[Mention]) -> bool:
    """Whether a noun only completes a verb that tells the same event: "gave advice", "sent a shipment"."""
    noun = mention.trigger
    told = any(
        other.frame is mention.frame
        and not is_verb(noun)
        and noun.head == other.trigger
        and noun.dep_ in ("dobj", "nsubjpass")
        for other in found
    )
    return told and not trace.refused(noun, "the verb that it belongs to tells the event", noun.head)


def _match(
    text: Text, frame: Frame, trigger: Trigger, token: Token, before: Sequence[Mention]
) -> Mention | None:
    if not _conditions_hold(text, frame, trigger, token):
        return None
    roles: list[tuple[str, Filler]] = []
    taken: set[int] = set()
    amounts: list[Token] = []
    assumed = 0
    for role, labels in trigger.labels.items():
        goods = _want(frame, role) == "materiel"
        several = frame.main.count(role) > 1
        for label in labels:
            for argument in arguments(token, label):
                if argument.i in taken or (
                    label in ("demonym", "compound") and not _may_modify(text, argument, goods)
                ):
                    continue
                fillers = _fill(text, frame, argument, role, trigger.kinds[role], label)
                if fillers:
                    taken.add(argument.i)
                    assumed += argument.i not in text.names and not goods
                    if goods:
                        amounts.append(argument)
                trace.note(token, "role", role, label=label, argument=argument, found=fillers)
                roles.extend((role, filler) for filler in fillers if (role, filler) not in roles)
            if any(name == role for name, _ in roles) and not several:
                break
    found = list(roles)
    for role, slug in (trigger.implied or {}).items():
        roles.append((role, actor_of(text.authority.entries[iri_of(frame.classes[role], slug)])))
    trace.added(token, found, roles, "`implied`: the word itself says so")
    found = list(roles)
    roles.extend(_left_to_publisher(text, frame, trigger, token, roles))
    trace.added(token, found, roles, "`by_publisher`: the text is theirs")
    level = _on_one_level(text, frame, roles)
    trace.added(token, roles, level, "`unnamed_for_state`: the other party is a state, too")
    countries = _with_countries(text, level)
    trace.added(token, level, countries, "the country of the place")
    roles = _without_self(frame, countries)
    complete = all(any(name == need for name, _ in roles) for need in frame.needs) and _has_main(frame, roles)
    if lacks := [need for need in sorted(trigger.needs_roles) if all(name != need for name, _ in roles)]:
        trace.refused(token, "nobody fills a role that this trigger needs", lacks)
        return None
    if trigger.abroad and not _is_abroad(text, frame, roles):
        trace.refused(token, "it is not known that they are of different countries")
        return None
    if _is_at_home(text, frame, roles):
        trace.refused(token, "they only go home")
        return None
    occasion = None if complete or not trigger.occasion else _occasion(trigger.occasion, token, before)
    told = any(role in frame.main for role, _ in roles)
    bare = trigger.bare or (
        not complete and (_points_back(token) if not trigger.verbal else told and _of_goods(token))
    )
    lacking = not complete and not bare and trigger.verbal and bool(frame.implied_by)
    lacking = lacking and not frame.give_and_take
    lacking = lacking and (told or _takes_up_object(token))
    if not complete and not bare and occasion is None and not lacking:
        filled = {name for name, _ in roles}
        open_ = [role for role in (*frame.needs, *frame.main) if role not in filled]
        trace.refused(token, "nobody fills a main role", list(dict.fromkeys(open_)) or list(frame.main))
        return None
    theme = _theme(frame, trigger, token)
    texts = kept_words(text, frame, trigger, token)
    amounts += [argument for label in trigger.quantity for argument in arguments(token, label)]
    amount = quantity_of(text, amounts)
    mention = Mention(
        frame,
        token,
        tuple(roles),
        texts,
        amount,
        assumed,
        part_of=occasion,
        bare=bare,
        theme=theme,
        lacking=lacking,
    )
    trace.note(token, "told", "points back" if bare else "in full" if complete else "in part", frame=frame)
    listed = with_listed(text, mention)
    trace.added(token, mention.roles, listed.roles, "in the list after the sentence")
    return listed


_ANY_HELP = frozenset("assistance aid support help cooperation".split())


def _theme(frame: Frame, trigger: Trigger, token: Token) -> str:
    """The kind of help, where the frame asks for a theme and the text tells more than that it is help."""
    themes = [
        argument.lemma_.lower()
        for label in trigger.theme
        for argument in arguments(token, label)
        if argument.lemma_.lower() in frame.theme_nouns
    ]
    return next((theme for theme in themes if theme not in _ANY_HELP), "")


def _is_abroad(text: Text, frame: Frame, roles: Iterable[tuple[str, Filler]]) -> bool:
    """Whether whoever fills the first main role is known to be of another state than the second."""
    homes: list[set[str | None]] = []
    for role in frame.main:
        fillers = [filler for name, filler in roles if name == role]
        actors = [
            filler.sent_by or filler.headed_by if isinstance(filler, Delegation) else filler
            for filler in fillers
        ]
        homes.append(
            {each.iri if each.kind == "State" else each.affiliation for each in actors if each is not None}
        )
    known = [{home for home in each if home is not None} for each in homes]
    return all(known) and known[0].isdisjoint(known[-1])


def _takes_up_object(verb: Token) -> bool:
    """Whether the object is known from before: "put their names to the documents"."""
    things = [*arguments(verb, "object"), *arguments(verb, "to")]
    return any(child.lower_ in ("the", "these", "this") for each in things for child in each.children)


def _is_at_home(text: Text, frame: Frame, roles: Iterable[tuple[str, Filler]]) -> bool:
    """Whether someone only goes back to his own country; frames with two sides of one role know no home."""
    if len(set(frame.main)) < 2 or "destination" not in frame.main:
        return False
    agent, goal = frame.main[0], frame.main[-1]
    goals = {
        each.iri if each.kind == "State" else each.affiliation
        for role, each in roles
        if role == goal and isinstance(each, Actor)
    }
    homes = {
        each.affiliation
        for role, each in roles
        if role == agent and isinstance(each, Actor) and each.kind == "Person"
    }
    return bool(homes) and None not in homes and goals == homes


def _of_goods(verb: Token) -> bool:
    """Whether the object only takes up goods told of before: "the first components were delivered"."""
    return any(
        each.lemma_.lower() in _TAKEN_UP and any(child.lower_ == "the" for child in each.children)
        for each in arguments(verb, "object")
    )


def _occasion(type_: str, noun: Token, before: Sequence[Mention]) -> Token | None:
    """The trigger of the event during which something "was held" without its parties being named.

    That is what the report is about: the first event of the type, if it stands before.
    """
    triggers = [mention.trigger for mention in before if mention.frame.type == type_ and not mention.bare]
    first = min(triggers, key=lambda token: token.i, default=None)
    return first if first is not None and first.i < noun.i and carrier(noun) is not None else None


def _conditions_hold(text: Text, frame: Frame, trigger: Trigger, token: Token) -> bool:
    singular = token.tag_ not in ("NNS", "NNPS") and carrier(token) is None  # but "had a talk with"
    if token.lemma_.lower() in trigger.plural and singular:
        return trace.refused(token, "`plural`: counts only in the plural")
    if token.pos_ == "PROPN" and token.i in text.names:
        return trace.refused(token, "is part of a name")
    if not trigger.verbal and (_leads_to_another(token) or _is_stuck(token)):
        return trace.refused(token, "is only how something else comes about")
    if trigger.context and not any(word.lemma_.lower() in trigger.context for word in token.sent):
        return trace.refused(token, "`context`: none of these in the sentence", trigger.context)
    if not _words_around_fit(trigger, token):
        return False
    if trigger.document and not any(word.lemma_.lower() in trigger.document for word in text.doc):
        return trace.refused(token, "`document`: none of these in the text", trigger.document)
    if trigger.infinitive == "true":
        agreed = [child for child in children(token, "xcomp") if child.tag_ == "VB"]
        if not agreed or any(child.lemma_.lower() in text.frames.verbs for child in agreed):
            # "agreed to supply" tells the supply
            return trace.refused(token, "`infinitive`: none follows, or it tells an event itself", agreed)
    lemmas = {each.lemma_.lower() for each in arguments(token, "object")} if trigger.verbal else set()
    if trigger.objects and not lemmas & trigger.objects:
        return trace.refused(token, "`objects`: its object is none of these", trigger.objects)
    if lemmas & trigger.not_objects:
        return trace.refused(token, "`not_objects`: not with this object", lemmas & trigger.not_objects)
    if frame.theme_nouns and not trigger.objects:
        themes = (each for label in trigger.theme or ("self",) for each in arguments(token, label))
        return any(is_theme(frame, each) for each in themes) or trace.refused(
            token, "`theme`: what is given is no such help"
        )
    return True


def _words_around_fit(trigger: Trigger, token: Token) -> bool:
    """The conditions on the words that hang on the trigger or carry it."""
    if trigger.beside and not any(word.lemma_.lower() in trigger.beside for word in modifiers(token)):
        return trace.refused(token, "`beside`: none of these modifies it", trigger.beside)
    if trigger.carriers or trigger.not_carriers:
        carried = carrier(token) or (token.head if token.dep_ == "dobj" else None)
        lemma = carried.lemma_.lower() if carried is not None else ""
        if lemma in trigger.not_carriers or (trigger.carriers and lemma not in trigger.carriers):
            return trace.refused(token, "`carriers` or `not_carriers`: not with the verb", lemma or "(none)")
    if trigger.into and not any(
        each.lemma_.lower() in trigger.into
        for prep in ("on", "onto", "to", "in", "under", "from")
        for each in (
            *after_preposition(token, prep),
            *(
                verb
                for child in children(token, "prep")
                if child.lower_ == prep
                for verb in children(child, "pcomp")
            ),
        )
    ):
        return trace.refused(token, "`into`: none of these after a preposition", trigger.into)
    if trigger.particle and not any(
        child.lower_ in trigger.particle for child in children(token, "prt", "prep", "advmod")
    ):
        return trace.refused(token, "`particle`: none of these with the verb", trigger.particle)
    if trigger.infinitive == "false" and (found := children(token, "xcomp")):
        return trace.refused(token, "`infinitive`: none may follow", found)
    return True


def _leads_to_another(noun: Token) -> bool:
    """Whether the talks are only how something else is coming about: "in talks with X about buying …"."""
    around = [noun, noun.head, noun.head.head] if noun.dep_ == "pobj" else [noun]
    return noun.lemma_ in ("talk", "negotiation") and any(
        prep.lower_ in ("about", "on", "over") and children(prep, "pcomp")
        for each in around
        for prep in children(each, "prep")
    )


def _is_stuck(noun: Token) -> bool:
    """ "A deadlock in talks with X" tells of no talks that took place."""
    return noun.dep_ == "pobj" and noun.head.head.lemma_ in ("deadlock", "impasse", "stalemate", "progress")


def _points_back(noun: Token) -> bool:
    """Whether a noun refers to what was told before: "the shipments", "these transfers"; not "during the visit"."""
    if noun.dep_ == "pobj" and noun.head.lower_ in _ASIDE:
        return False
    return any(
        child.dep_ == "poss"
        or (child.dep_ == "det" and child.lower_ in ("the", "this", "these", "those", "such", "any"))
        for child in noun.children
    )


def _want(frame: Frame, role: str) -> Want:
    """What may fill a role: where something happens is a site, where somebody goes a place or state."""
    match frame.classes[role]:
        case "MaterielType":
            return "materiel"
        case "Place":
            return "site" if role == "place" else "place"
        case _:
            return "actor"


def _may_modify(text: Text, argument: Token, goods: bool) -> bool:
    """A modifier fills a role only by a name of its own: "the Russian visit", "the Pyongyang trip", "arms transfers"."""
    name = text.names.get(argument.i)
    return name is not None and (name.entry.kind == "MaterielType") == goods


def _fill(
    text: Text, frame: Frame, argument: Token, role: str, kinds: frozenset[str], label: str
) -> list[Filler]:
    want = _want(frame, role)
    if label in ("demonym", "compound", "maker") and want == "actor":
        name = text.names.get(argument.i)
        return [actor_of(name.entry)] if name is not None and name.entry.kind in kinds else []
    if argument.lemma_.lower() in lexicon.portions() and (parts := after_preposition(argument, "of")):
        return [filler for part in parts for filler in _fill(text, frame, part, role, kinds, label)]
    found = referents(text, argument, want)
    if not found and role in frame.for_state and frame.theme_nouns and want == "actor":
        beside = state_beside(text, argument)  # "Kestrian sappers"
        found = [actor_of(beside)] if beside is not None else []
    nameless = all(isinstance(each, Actor) and each.kind == "UnnamedSource" for each in found)
    if (
        nameless
        and want == "actor"
        and "Person" in kinds
        and argument.lemma_.lower() in lexicon.nouns()["person"]
    ):
        found = [*unnamed_persons(text, argument)]
    if not found and role in frame.described and (party := described_party(text, argument)) is not None:
        mutual = frame.main.count(role) > 1  # "met prosecutors" tells a meeting, "met businesses" hardly
        found = [party] if not mutual or party.kind == "Person" else []
    if role in frame.unnamed_for_state:
        found = [filler if _is_named(filler) else _state_of(text, filler) for filler in found]
    if "Person" not in kinds and "State" in kinds:
        found = [_state_of(text, filler) if _kind(filler) == "Person" else filler for filler in found]
    if role in frame.for_state:
        found = [_state_of(text, filler) for filler in found]
    fit = [filler for filler in found if _kind(filler) in kinds or _acts_as_person(filler, kinds)]
    if len(fit) < len(found):
        trace.note(argument, "unfit", role, found=[each for each in found if each not in fit], kinds=kinds)
    return fit


def _left_to_publisher(
    text: Text, frame: Frame, trigger: Trigger, token: Token, roles: list[tuple[str, Filler]]
) -> list[tuple[str, Filler]]:
    """Who acts in a ministry's own release that says only what "is being" done."""
    publisher = text.document.publisher
    told = {role for role, _ in roles}
    if publisher.kind != "GovernmentBody" or not trigger.verbal or not is_passive(token) or by_agents(token):
        return []
    return [(role, publisher) for role in sorted(frame.by_publisher - told)]


def _on_one_level(text: Text, frame: Frame, roles: list[tuple[str, Filler]]) -> list[tuple[str, Filler]]:
    """Where one party is a state, a person who signs stands for theirs: "X signed an agreement with Iran".

    Where only persons sign, they and the states for which they do are parties.
    """
    level = frame.unnamed_for_state
    states = any(role in level and isinstance(each, Actor) and each.kind == "State" for role, each in roles)
    if states:
        return [(role, _state_of(text, filler) if role in level else filler) for role, filler in roles]
    signed_for = [
        (role, state)
        for role, filler in roles
        if role in level and (state := _state_of(text, filler)) != filler
    ]
    return [*roles, *signed_for]


def _is_named(filler: Filler) -> bool:
    return isinstance(filler, Delegation) or filler.iri is not None or filler.label.istitle()


def _state_of(text: Text, filler: Filler) -> Filler:
    """The state for which a person or body acts, where it is known."""
    if isinstance(filler, Actor) and filler.kind in ("Person", "GovernmentBody"):
        state = text.entry(filler.affiliation)
        return actor_of(state) if state is not None else filler
    return filler


def _kind(filler: Filler) -> str:
    return "Delegation" if isinstance(filler, Delegation) else filler.kind


def _acts_as_person(filler: Filler, kinds: frozenset[str]) -> bool:
    return (
        isinstance(filler, Actor)
        and filler.kind == "UnnamedSource"
        and "Person" in kinds
        and "State" not in kinds
    )


def _with_countries(text: Text, roles: list[tuple[str, Filler]]) -> list[tuple[str, Filler]]:
    """A visit to a capital or town is a visit to its country too."""
    found = list(roles)
    for role, filler in roles:
        if role == "destination" and isinstance(filler, Actor) and filler.kind == "Place":
            state = text.entry(filler.affiliation)
            if state is not None and (role, actor_of(state)) not in found:
                found.append((role, actor_of(state)))
    return found


def _without_self(frame: Frame, roles: list[tuple[str, Filler]]) -> list[tuple[str, Filler]]:
    """Nobody supplies, sanctions or visits itself: the second role that names an actor loses it."""
    kept: list[tuple[str, Filler]] = []
    for role, filler in roles:
        if role == "place" or frame.main.count(role) > 1 or not any(filler == other for _, other in kept):
            kept.append((role, filler))
    return kept


def _has_main(frame: Frame, roles: Iterable[tuple[str, Filler]]) -> bool:
    """Whether the main parties are told: at least one of two sides, two of a role that is asked for twice."""
    names = [role for role, _ in roles]
    for role in set(frame.main):
        if frame.main.count(role) > 1 and names.count(role) < frame.main.count(role):
            return False
    if frame.all_main:
        return all(role in names for role in frame.main)
    return any(role in names for role in frame.main)
