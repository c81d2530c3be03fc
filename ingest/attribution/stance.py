"""How firmly an event is put forward by the words on its trigger alone: tense, modals, negation, adverbs, adjectives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from ingest import trace
from ingest.attribution.mood import is_demanded, is_negated
from ingest.language import lexicon
from ingest.language.syntax import children, has_to, is_passive, is_verb

_STRENGTH = {"certain": 3, "probable": 2, "possible": 1}


@dataclass(frozen=True)
class Attitude:
    """How an event is put forward: the stance and how sure it sounds."""

    stance: str = "asserts"
    certainty: str = "certain"

    def hedged(self, certainty: str) -> Attitude:
        """The same, at most as sure as `certainty`."""
        weaker = min(self.certainty, certainty, key=lambda each: _STRENGTH[each])
        return replace(self, certainty=weaker)


def combine(inner: Attitude, outer: Attitude) -> Attitude:
    """The attitude of an event whose governor has one of its own: the inner stance counts unless it is plain."""
    stance = outer.stance if inner.stance == "asserts" else inner.stance
    if inner.stance == "denies" and outer.stance == "alleges":
        stance = "denies"
    return Attitude(stance, inner.certainty).hedged(outer.certainty)


def own_attitude(trigger: Token) -> Attitude | None:
    """What tense, modals, negation, adverbs and adjectives on the trigger itself say; None: no claim is made."""
    attitude = Attitude()
    if is_passive(trigger) and trigger.lemma_.lower() in ("expect", "schedule", "due"):
        attitude = Attitude("plans")
    if _is_headline_future(trigger) or any(child.lower_ == "next" for child in children(trigger, "amod")):
        attitude = Attitude("plans")
        trace.note(trigger, "attitude", "still to come: plans")
    for child in (*trigger.children, *_shared_modals(trigger)):
        lower, lemma = child.lower_, child.lemma_.lower()
        if (
            child.dep_ == "neg"
            or (child.dep_ == "det" and lower == "no")
            or (child.dep_ == "advmod" and lower == "never")
        ):
            attitude = replace(attitude, stance="denies")
            trace.note(child, "attitude", "negates it: denies")
        elif child.dep_ == "mark" and lower == "whether" and _in_doubt(trigger):
            continue
        elif (child.dep_ == "mark" and lower in ("if", "unless", "whether")) or (
            child.dep_ == "advmod" and (lower in ("how", "why") or _asks_where(child, trigger))
        ):
            trace.note(child, "attitude", "makes it a condition or question: no claim")
            return None
        elif child.dep_ == "aux" and lemma in lexicon.modals():
            attitude = _modal(trigger, lemma, attitude)
            trace.note(child, "attitude", f"a modal: {attitude.stance}, {attitude.certainty}")
        elif child.dep_ == "advmod" and (hedge := lexicon.hedging_adverbs().get(lower)) is not None:
            attitude = (
                replace(attitude, stance="alleges").hedged("probable")
                if hedge == "alleges"
                else attitude.hedged(hedge)
            )
            trace.note(child, "attitude", f"a hedge: {attitude.stance}, {attitude.certainty}")
        elif child.dep_ == "amod" and (hedge := lexicon.hedging_adjectives().get(lower)) is not None:
            attitude = replace(attitude, stance=hedge)
            attitude = attitude.hedged("probable") if hedge == "alleges" else attitude
            trace.note(child, "attitude", f"a hedging adjective: {attitude.stance}, {attitude.certainty}")
        elif (
            child.dep_ == "aux"
            and lower in ("do", "does", "did")
            and trigger.sent.text.rstrip().endswith("?")
        ):
            return None
    if is_demanded(trigger):
        trace.note(trigger, "attitude", "what somebody is to do: demands")
        return replace(attitude, stance="demands")
    if is_negated(trigger):
        trace.note(trigger, "attitude", "nobody, nothing or never: denies")
        return replace(attitude, stance="denies")
    return attitude


def _is_headline_future(verb: Token) -> bool:
    """ "Lavrov to visit Pyongyang": an infinitive that has a subject of its own and no governor."""
    infinitive = is_verb(verb) and has_to(verb)
    if verb.dep_ in ("acl", "relcl", "xcomp"):
        return infinitive and verb.head.pos_ == "PROPN"
    first = verb.dep_ == "ROOT" or (verb.dep_ == "ccomp" and verb.head.lemma_ == "say")
    return infinitive and first and bool(children(verb, "nsubj", "nsubjpass"))


def _asks_where(where: Token, verb: Token) -> bool:
    """ "Where they had obtained them is not known" tells no more than that they have them."""
    return where.lower_ == "where" and (
        verb.dep_ in ("csubj", "csubjpass", "ccomp")
        or (
            verb.dep_ == "advcl"
            and verb.head.lemma_ in ("know", "clear", "be")
            and bool(children(verb.head, "neg"))
        )
    )


def _shared_modals(verb: Token) -> list[Token]:
    """The modal of the first of coordinated verbs: "will visit X and meet Y"."""
    first = verb
    while first.dep_ == "conj" and first.head.i != first.i and is_verb(first.head):
        first = first.head
    if first is verb or verb.tag_ != "VB" or children(verb, "aux", "nsubj"):
        return []
    return [child for child in children(first, "aux") if child.lemma_.lower() in lexicon.modals()]


def _in_doubt(verb: Token) -> bool:
    """ "Questioned whether …" puts the event in question, which is a stance of its own."""
    return lexicon.reporting_verbs().get(verb.head.lemma_.lower()) == "questions"


def _modal(trigger: Token, lemma: str, attitude: Attitude) -> Attitude:
    if lemma in ("would", "should"):
        return replace(attitude, stance="would")
    stance = lexicon.modals()[lemma]
    if stance == "plans":
        return replace(attitude, stance="denies" if attitude.stance == "denies" else "plans")
    perfect = trigger.tag_ in ("VBN", "VBG") and any(
        child.lemma_ in ("have", "be") for child in children(trigger, "aux")
    )
    if attitude.stance == "denies":
        return attitude
    return replace(attitude, stance="alleges" if perfect else "predicts").hedged("possible")
