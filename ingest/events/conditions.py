"""Whether the words around a trigger let it tell an event, and whether the parties do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from ingest import trace
from ingest.events.frames import Frame, Trigger
from ingest.events.mention import Mention
from ingest.events.words import is_theme, themes_in
from ingest.language import lexicon
from ingest.language.arguments import arguments
from ingest.language.carriers import carrier
from ingest.language.syntax import after_preposition, children, is_verb, modifiers
from ingest.language.text import Text
from ingest.model import Actor, Delegation, Filler

_TAKEN_UP = frozenset(
    "component part batch system unit consignment order delivery vehicle equipment cargo".split()
)
_INTO = ("on", "onto", "to", "in", "into", "at", "under", "from", "with", "for")
"""Prepositions after which `into` looks."""
_ANOTHER = frozenset(
    "second third fourth further another additional earlier previous subsequent fresh last-minute".split()
)
_EARLIER = frozenset({"last", "previous", "earlier", "prior", "past", "preceding"})
_USUAL = frozenset(
    "rare uncommon unusual common usual customary normal routine typical traditional unprecedented".split()
)
_CARRIERS = frozenset({"ship", "plane", "convoy", "flight", "train", "shipment", "tranche", "vessel"})
_NOBODY = frozenset(
    {"never", "ever", "anyone", "anybody", "nobody", "none", "only", "whatsoever", "whoever", "those"}
)
_CHANGES = frozenset(
    "lifting easing removal imposition suspension relaxation loosening renewal extension introduction tightening".split()
)
"""Nouns for what is done to measures that were told before."""
_ASIDE = frozenset({"during", "after", "before", "since", "following", "at", "in", "from", "ahead", "amid"})
"""Prepositions by which an event is only the occasion of another."""


def conditions_hold(text: Text, frame: Frame, trigger: Trigger, token: Token) -> bool:
    """Whether a word may tell an event of the frame here; if not, why is noted."""
    singular = token.tag_ not in ("NNS", "NNPS") and carrier(token) is None  # but "had a talk with"
    if token.lemma_.lower() in trigger.plural and singular:
        return trace.refused(token, "`plural`: counts only in the plural")
    if token.pos_ == "PROPN" and token.i in text.names:
        return trace.refused(token, "is part of a name")
    if _kept_from(token):
        return trace.refused(token, "somebody is kept from doing it")
    if trigger.verbal and _is_habit(token):
        return trace.refused(token, "is said to be usual or not, and not to happen")
    if not trigger.verbal and (_leads_to_another(token) or _is_stuck(token)):
        return trace.refused(token, "is only how something else comes about")
    if trigger.context and trigger.context.isdisjoint(text.lemmas_around(token)):
        return trace.refused(token, "`context`: none of these in the sentence", trigger.context)
    if not _words_around_fit(text, trigger, token):
        return False
    if trigger.document and trigger.document.isdisjoint(text.lemmas):
        return trace.refused(token, "`document`: none of these in the text", trigger.document)
    if trigger.infinitive == "true":
        deeds = [child for child in children(token, "xcomp") if child.tag_ == "VB"]
        if not deeds and not any(child.i > token.i for child in children(token, "ccomp")):
            return trace.refused(token, "`infinitive`: none follows")
    things = arguments(token, "object") if trigger.verbal else []
    things += [
        part for each in things if each.lemma_.lower() in lexicon.portions() for part in arguments(each, "of")
    ]
    lemmas = {each.lemma_.lower() for each in things}
    armed = bool(frame.theme_for & trigger.objects) and any(_is_armed(text, each) for each in things)
    if trigger.objects and not lemmas & trigger.objects and not armed:
        return trace.refused(token, "`objects`: its object is none of these", trigger.objects)
    if lemmas and lemmas <= trigger.not_objects:
        return trace.refused(token, "`not_objects`: not with this object", lemmas & trigger.not_objects)
    return _gives_theme(text, frame, trigger, token) or trace.refused(
        token, "`theme`: what is given is no such help"
    )


def _gives_theme(text: Text, frame: Frame, trigger: Trigger, token: Token) -> bool:
    """Whether what is given is such help by itself, or by whoever gets it: "training for the rebels"."""
    given = [
        each for label in trigger.theme for each in arguments(token, label) if not _holds_goods(text, each)
    ]
    if not frame.theme_nouns or not trigger.theme or any(is_theme(frame, each) for each in given):
        return True
    takers = (each for label in trigger.labels[frame.main[-1]] for each in arguments(token, label))
    return any(themes_in(frame, each) for each in given) and any(
        each.lemma_.lower() in frame.theme_for or _is_armed(text, each) for each in takers
    )


def _holds_goods(text: Text, portion: Token) -> bool:
    """Whether "a package of weapons" is told: goods, and no help besides."""
    held = after_preposition(portion, "of") if portion.lemma_.lower() in lexicon.portions() else []
    names = (text.names.get(each.i) for each in held)
    return any(name is not None and name.entry.kind == "MaterielType" for name in names)


def _is_armed(text: Text, token: Token) -> bool:
    """Whether a token names an armed group."""
    return token.i in text.names and text.names[token.i].entry.kind == "ArmedGroup"


def _words_around_fit(text: Text, trigger: Trigger, token: Token) -> bool:
    """The conditions on the words that hang on the trigger or carry it."""
    if trigger.beside and not any(word.lemma_.lower() in trigger.beside for word in modifiers(token)):
        return trace.refused(token, "`beside`: none of these modifies it", trigger.beside)
    if trigger.carriers or trigger.not_carriers:
        carried = carrier(token) or (token.head if token.dep_ == "dobj" else None)
        lemma = carried.lemma_.lower() if carried is not None else ""
        happens = token.dep_ == "nsubj"  # "deliveries took place" is not "took delivery"
        if (lemma in trigger.not_carriers and not happens) or (
            trigger.carriers and lemma not in trigger.carriers
        ):
            return trace.refused(token, "`carriers` or `not_carriers`: not with the verb", lemma or "(none)")
    if trigger.subjects and not any(
        each.lemma_.lower() in trigger.subjects for each in arguments(token, "subject")
    ):
        return trace.refused(token, "`subjects`: its subject is none of these", trigger.subjects)
    if trigger.into and (
        trigger.into.isdisjoint(text.lemmas_around(token)) or not trigger.into & _after_prepositions(token)
    ):
        return trace.refused(token, "`into`: none of these after a preposition", trigger.into)
    if trigger.not_into and (against := trigger.not_into & _after_prepositions(token)):
        return trace.refused(token, "`not_into`: not with this after a preposition", against)
    if trigger.particle and not any(
        child.lower_ in trigger.particle for child in children(token, "prt", "prep", "advmod")
    ):
        return trace.refused(token, "`particle`: none of these with the verb", trigger.particle)
    if trigger.infinitive == "false" and (found := children(token, "xcomp")):
        return trace.refused(token, "`infinitive`: none may follow", found)
    return True


def _after_prepositions(token: Token) -> frozenset[str]:
    """The lemmas of what stands after the prepositions of a verb: nouns, gerunds."""
    nouns = (each for prep in _INTO for each in arguments(token, prep))
    gerunds = (
        verb
        for head in (token, *arguments(token, "object"))  # "barred X and Y from entering"
        for child in children(head, "prep")
        if child.lower_ in _INTO
        for verb in children(child, "pcomp")
    )
    return frozenset(each.lemma_.lower() for each in (*nouns, *gerunds))


def _kept_from(verb: Token) -> bool:
    """ "Barred X from sending …", "prevented the sale": it doesn't come about."""
    prep = verb.head
    return (
        verb.dep_ == "pcomp"
        and prep.lower_ == "from"
        and prep.head.lemma_.lower() in lexicon.preventing_verbs()
    )


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


def is_abroad(text: Text, frame: Frame, roles: Iterable[tuple[str, Filler]]) -> bool:
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
    if any(_is_envoy_of_many(filler) for name, filler in roles if name == frame.main[0]):
        return True
    known = [{home for home in each if home is not None} for each in homes]
    return all(known) and known[0].isdisjoint(known[-1])


def _is_envoy_of_many(filler: Filler) -> bool:
    """A delegation of an international organization is a guest wherever it goes."""
    sender = filler.sent_by if isinstance(filler, Delegation) else None
    return sender is not None and sender.kind == "InternationalOrganization"


def is_at_home(text: Text, frame: Frame, roles: Iterable[tuple[str, Filler]]) -> bool:
    """Whether someone only goes back to his own country; frames with two sides of one role know no home."""
    if len(set(frame.main)) < 2 or "destination" not in frame.main:
        return False
    agent, goal = frame.main[0], frame.main[-1]
    goals = {
        each.iri if each.kind == "State" else each.affiliation
        for role, each in roles
        if role == goal and isinstance(each, Actor)
    }
    agents = (
        each.headed_by or each.sent_by if isinstance(each, Delegation) else each
        for role, each in roles
        if role == agent
    )
    homes = {
        each.iri if each.kind == "State" else each.affiliation
        for each in agents
        if each is not None and each.kind in ("Person", "State")
    }
    return bool(homes) and None not in homes and goals == homes


def has_main(frame: Frame, roles: Iterable[tuple[str, Filler]]) -> bool:
    """Whether the main parties are told: at least one of two sides, two of a role that is asked for twice."""
    names = [role for role, _ in roles]
    for role in set(frame.main):
        if frame.main.count(role) > 1 and names.count(role) < frame.main.count(role):
            return False
    if frame.all_main:
        return all(role in names for role in frame.main)
    return any(role in names for role in frame.main)


def is_gathering(text: Text, trigger: Token) -> bool:
    """Whether members of one bloc come together: "EU foreign ministers met", "the African Union holds a summit"."""

    def is_bloc(token: Token) -> bool:
        return token.i in text.names and text.names[token.i].entry.kind == "InternationalOrganization"

    for agent in arguments(trigger, "subject"):
        members = [*modifiers(agent), *arguments(agent, "of")] if agent.tag_ == "NNS" else []
        if any(is_bloc(each) for each in members) or (not is_verb(trigger) and is_bloc(agent)):
            return True
    return False


def points_back(noun: Token) -> bool:
    """Whether a noun refers to what was told before: "the shipments", "these transfers"; not "during the visit"."""
    if noun.dep_ == "pobj" and noun.head.lower_ in _ASIDE:
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _CHANGES:
        return not children(noun, "amod", "compound")  # "the lifting of sanctions"
    return any(
        child.dep_ == "poss"
        or (child.dep_ == "det" and child.lower_ in ("the", "this", "these", "those", "any"))
        or (child.lower_ == "no" and noun.tag_ == "NNS")  # "no contract was signed" may mean another
        or (child.dep_ in ("det", "amod", "predet") and child.lower_ == "such")
        for child in noun.children
    )


def is_another(noun: Token) -> bool:
    """Whether it is one more of its kind: "a further batch", "an earlier shipment"."""
    return any(child.lower_ in _ANOTHER for child in noun.children) and (
        noun.dep_ != "pobj" or noun.head.lower_ not in _ASIDE
    )


def is_again(trigger: Token) -> bool:
    """Whether a trigger tells one more transfer: by itself, or by what it moves ("a third cargo was delivered")."""
    if not is_verb(trigger):
        return is_another(trigger)
    moved = [*children(trigger, "nsubj", "nsubjpass"), *children(trigger, "dobj")]
    return any(is_another(each) and each.lemma_.lower() in _TAKEN_UP | _CARRIERS for each in moved)


def is_earlier(trigger: Token) -> bool:
    """ "Their last meeting", "he was last in Kyiv", "the last time he was there": not the one that is told of now."""
    if not is_verb(trigger):
        return any(child.lower_ in _EARLIER for child in children(trigger, "amod", "compound"))
    time = trigger.head if trigger.dep_ == "relcl" and trigger.head.lemma_ in ("time", "occasion") else None
    last = [*children(trigger, "advmod", "acomp"), *(children(time, "amod") if time is not None else ())]
    return any(child.lower_ in ("last", "previously", "previous") for child in last)


def _is_habit(verb: Token) -> bool:
    """ "It is rare for an official to travel to X" tells of what is done or not, and of no journey."""
    if verb.tag_ != "VB" or verb.dep_ not in ("advcl", "xcomp", "ccomp", "csubj"):
        return False
    governor = verb.head
    usual = governor.lemma_ == "be" and any(
        child.lower_ in _USUAL for child in children(governor, "acomp", "attr")
    )
    return usual and not any(each.pos_ == "PROPN" for each in arguments(verb, "subject"))


def is_generic(trigger: Token) -> bool:
    """Whether nobody in particular is told: "has never sold arms to anyone", "sells arms only to governments"."""
    near = [
        word
        for child in trigger.children
        for word in (child, *child.children, *(inner for each in child.children for inner in each.children))
    ]
    return any(word.lower_ in _NOBODY for word in near) or any(
        word.lower_ == "any" and word.head.dep_ == "pobj" for word in near
    )


def takes_up_object(verb: Token) -> bool:
    """Whether the object is known from before: "put their names to the documents"."""
    things = [*arguments(verb, "object"), *arguments(verb, "to")]
    return any(child.lower_ in ("the", "these", "this") for each in things for child in each.children)


def takes_up_goods(verb: Token) -> bool:
    """Whether the object only takes up goods told of before: "the first components were delivered"."""
    return any(
        each.lemma_.lower() in _TAKEN_UP and any(child.lower_ == "the" for child in each.children)
        for each in arguments(verb, "object")
    )


def occasion_of(type_: str, noun: Token, before: Sequence[Mention]) -> Token | None:
    """The trigger of the event during which something "was held" without its parties being named.

    That is what the report is about: the first event of the type, if it stands before.
    """
    triggers = [mention.trigger for mention in before if mention.frame.type == type_ and not mention.bare]
    first = min(triggers, key=lambda token: token.i, default=None)
    return first if first is not None and first.i < noun.i and carrier(noun) is not None else None
