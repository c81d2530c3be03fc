"""How firmly an event is put forward by its own words: tense, modals, negation, hedges, and what governs it."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from ingest import trace
from ingest.attribution.hearsay import called_false, is_hearsay
from ingest.attribution.mood import (
    is_judged,
    is_to_come,
    is_to_end,
    is_underway,
    is_wished,
    of_nobody,
    threatens,
)
from ingest.attribution.spine import first_conjunct, spine
from ingest.attribution.stance import Attitude, combine, own_attitude
from ingest.language import lexicon
from ingest.language.carriers import carrier, package
from ingest.language.syntax import children, has_to, is_infinitive, is_passive, is_verb, objects

_TRAVELLING = frozenset("arrive travel fly come go land leave head visit depart return".split())
_PREPARING = frozenset({"prepare", "preparation", "groundwork"})
_DECIDING = frozenset({"decide", "agree", "vote", "resolve", "move"})
_APPROVING = frozenset({"approve", "authorise", "authorize", "clear", "greenlight"})


def attitude_of(trigger: Token, *, enacted: bool = False, adds: bool = False) -> Attitude | None:
    """How real the event is made by the trigger and by the verbs that carry or govern it; None: it is no claim.

    `enacted`: to approve or announce such an event is to do it. `adds`: the words only add to an event told elsewhere.
    """
    attitude = own_attitude(trigger)
    if attitude is not None and _is_projected(trigger) and not (enacted and _is_approved(trigger)):
        attitude = combine(
            attitude, Attitude("denies" if children(package(trigger).head, "neg") else "plans")
        )
        trace.note(trigger.head, "attitude", f"only decided on: {attitude.stance}")
    if attitude is not None and _is_lacking(trigger):
        attitude = replace(attitude, stance="denies")
        trace.note(trigger, "attitude", "there is none: denies")
    if attitude is not None and called_false(trigger) is not None:
        attitude = replace(attitude, stance="denies", certainty="certain")
        trace.note(trigger, "attitude", "the report of it is called false: denies")
    elif attitude is not None and is_hearsay(trigger):
        attitude = combine(attitude, Attitude("alleges")).hedged("probable")
        trace.note(trigger, "attitude", "nobody is said to have said so: alleges")
    lifted = enacted and _is_lifted(trigger)
    if attitude is not None and not lifted and (put_off := _put_off(trigger)) is not None:
        attitude = combine(put_off, attitude)
        trace.note(trigger.head, "attitude", f"put off: {put_off.stance}")
    if attitude is not None and enacted and (undone := _undone(trigger)) is not None:
        attitude = combine(attitude, undone)
        trace.note(trigger.head, "attitude", f"to be undone: {undone.stance}")
    if attitude is not None and is_to_end(trigger):
        attitude = combine(attitude, Attitude("demands"))
        trace.note(trigger.head, "attitude", "must end: demands")
    if attitude is not None and (is_to_come(trigger) or is_wished(trigger) or is_underway(trigger)):
        attitude = combine(attitude, Attitude("plans"))
        trace.note(trigger.head, "attitude", "to come, or wished for: plans")
    if attitude is not None and is_judged(trigger):
        attitude = combine(attitude, Attitude("condemns"))
        trace.note(trigger.head, "attitude", "judged bad: condemns")
    if attitude is not None and trigger.dep_ in ("nsubj", "nsubjpass") and threatens(trigger.head):
        attitude = combine(attitude, Attitude("warns"))
        trace.note(trigger.head, "attitude", "threatens with what will follow: warns")
    if attitude is not None and not adds and (is_purpose(trigger) or _is_aim(trigger)):
        attitude = combine(attitude, Attitude("plans"))
        trace.note(trigger.head, "attitude", "what somebody travels for: plans")
    if attitude is not None and _under_talks(trigger):
        attitude = combine(attitude, Attitude("plans"))
        trace.note(trigger.head, "attitude", "only talked about: plans")
    for governor, below in spine(trigger):
        if attitude is None:
            return None
        if enacted and governor.lemma_.lower() in _DECIDING and not children(governor, "neg"):
            continue  # the council that decides to impose sanctions has imposed them
        if governor.dep_ != "prep" and governor is not below:
            outer = _raised(below, governor)
            if outer is None and not (
                is_verb(governor) and governor.lemma_.lower() in lexicon.reporting_verbs()
            ):
                outer = own_attitude(governor)
                attitude = combine(attitude, outer) if outer is not None else None
            elif outer is not None:
                attitude = combine(attitude, outer)
                trace.note(governor, "attitude", f"governs it: {outer.stance}, {outer.certainty}")
    if attitude is not None and (stance := of_nobody(trigger)):
        meant = Attitude("plans") if attitude.stance == "would" else combine(attitude, Attitude(stance))
        attitude = meant.hedged("probable")
        trace.note(trigger, "attitude", f"nobody is named who says so: {stance}")
    if attitude is not None and lifted and attitude.stance == "denies":
        attitude = replace(attitude, stance="asserts")
        trace.note(trigger, "attitude", "they are not lifted: asserts")
    clause = first_conjunct(trigger)
    decided = clause.dep_ == "ccomp" and clause.head.lemma_.lower() in _DECIDING
    if decided and attitude is not None and attitude.stance == "would":  # "agreed that X would send …"
        attitude = replace(attitude, stance="plans")
    return attitude


def _is_lacking(trigger: Token) -> bool:
    """ "Parted without an agreement", "no agreement was reached", "imposed no sanctions"."""
    if not is_verb(trigger):
        return trigger.dep_ == "pobj" and trigger.head.lower_ == "without"
    done = children(trigger, "dobj", "nsubjpass")
    return any(child.lower_ == "no" for each in done for child in children(each, "det"))


def _is_approved(noun: Token) -> bool:
    return package(noun).head.lemma_.lower() in _APPROVING


def _is_projected(noun: Token) -> bool:
    """ "Approved the transfer of …", "provides for training": what is decided on is still to come."""
    noun = package(noun)
    verb = noun.head.head
    to_come = verb.lemma_ in _PREPARING or (verb.lemma_ == "provide" and not objects(verb))
    if noun.dep_ == "pobj" and noun.head.lower_ == "for" and to_come:
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ in ("at", "on") and verb.lemma_ in ("look", "work"):
        return True  # "is looking at further sanctions"
    return (
        not is_verb(noun)
        and noun.dep_ in ("dobj", "nsubjpass")
        and is_verb(noun.head)
        and noun.head.lemma_.lower() in lexicon.projecting_verbs()
    )


def _put_off(noun: Token) -> Attitude | None:
    """ "Cancelled a visit", "the talks were postponed": it was to come, and will not, or later."""
    verb = noun.head
    if is_verb(noun) or noun.dep_ not in ("dobj", "nsubjpass") or not is_verb(verb) or verb.tag_ == "VB":
        return None
    phrase = " ".join([verb.lemma_.lower(), *(particle.lower_ for particle in children(verb, "prt"))])
    if phrase in lexicon.cancelling_verbs():
        return Attitude("denies")
    return Attitude("plans") if phrase in lexicon.delaying_verbs() else None


def _is_lifted(noun: Token) -> bool:
    """ "Dropped its sanctions", "would not ease the embargo": measures that are, or were, in force."""
    noun = package(noun)
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_.lower() in lexicon.lifting_verbs()


def _undone(noun: Token) -> Attitude | None:
    """ "Will lift the sanctions", "would order them to be lifted": a measure in force that is still to be undone."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "nsubjpass", "nsubj") or verb.lemma_.lower() not in lexicon.lifting_verbs():
        return None
    told = own_attitude(verb)
    while told is not None and told.stance == "asserts" and verb.dep_ in ("xcomp", "ccomp") and has_to(verb):
        below, verb = verb, verb.head
        if verb.lemma_.lower() in _DECIDING | {"order", "direct", "instruct"}:
            told = own_attitude(verb)  # who decides it, does it
        else:
            told = _raised(below, verb)
    return told if told is not None and told.stance in ("plans", "would") else None


def _is_aim(verb: Token) -> bool:
    """ "Is going there to sign …", "to hold talks": what someone travels to do."""
    verb = verb if is_verb(verb) else carrier(verb) or verb
    while verb.dep_ == "conj" and is_verb(verb.head):
        verb = verb.head
    aim = verb.dep_ in ("advcl", "xcomp") and is_infinitive(verb)
    return aim and verb.head.lemma_ in _TRAVELLING


def is_purpose(noun: Token) -> bool:
    """ "Arrived for talks", "for two days of talks": what someone travels for is planned."""
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in lexicon.portions():
        noun = noun.head.head
    prep = noun.head
    return (
        not is_verb(noun)
        and noun.dep_ == "pobj"
        and prep.lower_ == "for"
        and is_verb(prep.head)
        and prep.head.lemma_ in _TRAVELLING
        and all(child.lower_ != "together" for child in prep.head.children)  # "came together for talks"
    )


def _raised(link: Token, head: Token) -> Attitude | None:
    """What the governor of an infinitive says of it: "appears to have …", "is believed to …", "plans to …"."""
    lemma = head.lemma_.lower()
    if link.dep_ == "pcomp" and lemma in ("accuse", "suspect"):
        return Attitude(*lexicon.raising()[lemma])
    if link.dep_ == "pcomp" and lemma in lexicon.nearing():
        return Attitude("predicts", "probable")
    if link.tag_ == "VBG" and lemma in lexicon.weighing() and not children(head, "neg"):
        return Attitude(lexicon.weighing()[lemma], "possible")
    if not has_to(link):
        return None
    if lemma == "be" and link.dep_ == "xcomp":
        return Attitude("plans")
    if lemma not in lexicon.raising():
        return None
    stance, certainty = lexicon.raising()[lemma]
    reporting = lemma in lexicon.reporting_verbs()
    if reporting and stance == "alleges" and not is_passive(head):
        return None
    if stance == "plans" and lemma == "expect" and not is_passive(head):
        return None
    raised = Attitude(stance, certainty)
    if children(head, "neg"):
        raised = Attitude("denies", "certain")
    return raised


def _under_talks(verb: Token) -> bool:
    """ "In talks about buying …": what is talked about is not yet done."""
    prep = verb.head
    if verb.dep_ != "pcomp" or prep.lower_ not in ("about", "on", "over", "of"):
        return False
    around = [prep.head, *(pobj for child in children(prep.head, "prep") for pobj in children(child, "pobj"))]
    return any(word.lemma_ in ("talk", "negotiation", "possibility", "plan", "discussion") for word in around)
