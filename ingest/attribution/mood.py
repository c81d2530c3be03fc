"""What the mood of a clause, its negative words and an impersonal frame make of the event that it tells.

"Nobody sent …", "must send …", "stop sending …", "it is alleged that …", "is considering sending …".
"""

from __future__ import annotations

from spacy.tokens import Token

from ingest.attribution.spine import first_conjunct
from ingest.language import lexicon
from ingest.language.carriers import carrier
from ingest.language.syntax import after_preposition, by_agents, children, has_to, is_passive, is_verb

_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
_NEVER = frozenset("time circumstance point way event case stage".split())
_TAKING = frozenset({"dobj", "nsubj", "nsubjpass", "dative"})
_HAPPENING = frozenset("follow take happen occur begin start resume go come arrive".split())
_WISHING = frozenset({"want", "wish", "need", "like", "prefer"})
_COMPLETING = frozenset("finalise finalize conclude negotiate draft prepare discuss complete".split())
_MAKING = frozenset({"making", "works", "pipeline", "offing"})
_ORDERING = frozenset({"order", "instruct", "direct"})
_DUTIES = frozenset({"must", "should", "ought"})
_ASKING = frozenset("insist demand urge ask request recommend propose require stress".split())
_TAKEN_AS_SAID = frozenset({"alleges", "asserts"})
_OFFICIAL = frozenset({"announce", "confirm", "agree", "show", "note", "find", "disclose", "reveal"})


def is_negated(verb: Token) -> bool:
    """ "Nobody sent …", "sent no drones", "gave nobody tanks", "neither A nor B sent", "at no time did A send"."""
    if not is_verb(verb):
        return False
    taken = [child for child in verb.children if child.dep_ in _TAKING]
    taken.extend(pobj for child in taken if child.pos_ == "ADP" for pobj in children(child, "pobj"))
    taken.extend(after_preposition(verb, "to"))
    if any(token.lower_ in _NOBODY or _has_no(token) for token in taken):
        return True
    return any(
        noun.lemma_.lower() in _NEVER and _has_no(noun)
        for prep in ("at", "in", "under")
        for noun in after_preposition(verb, prep)
    )


def _has_no(noun: Token) -> bool:
    return any(
        child.lower_ in ("no", "neither") and child.dep_ in ("det", "preconj", "cc")
        for child in noun.children
        if child.i < noun.i
    )


def asks_for(verb: Token) -> bool:
    """ "Asked X for tanks"; who "called on the president" or "called the minister" asks for nothing."""
    asks = lexicon.reporting_verbs().get(verb.lemma_.lower()) == "demands"
    return asks and (verb.lemma_ != "call" or any(prep.lower_ == "for" for prep in children(verb, "prep")))


def is_demanded(verb: Token) -> bool:
    """ "X must send …", "send …!", "insisted that X stop …": what somebody is to do."""
    if not is_verb(verb):
        return False
    if asks_for(verb):
        return not children(verb, "neg")
    perfect = any(child.lemma_ == "have" for child in children(verb, "aux"))
    for child in children(verb, "aux"):
        inverted = any(child.i < subject.i for subject in children(verb, "nsubj", "nsubjpass"))
        if child.lemma_.lower() in _DUTIES and not perfect and not inverted:
            return True
    return _is_imperative(verb) or _is_subjunctive(verb)


def _is_imperative(verb: Token) -> bool:
    if verb.tag_ != "VB" or children(verb, "nsubj", "nsubjpass", "aux", "mark") or verb.lemma_ == "let":
        return False
    first = verb.i == verb.sent.start or verb.nbor(-1).is_quote or verb.nbor(-1).text == ":"
    return first and verb.dep_ in ("ROOT", "ccomp")


def _is_subjunctive(verb: Token) -> bool:
    asked = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _ASKING
    plain = verb.tag_ == "VB" and not [child for child in children(verb, "aux") if child.lemma_ != "be"]
    return asked and plain and bool(children(verb, "nsubj", "nsubjpass"))


def of_nobody(trigger: Token) -> str:
    """The stance of "it is alleged that …", where nobody is named who says so; else nothing."""
    clause = first_conjunct(trigger)
    verb = clause.head
    if clause.dep_ != "ccomp" or not is_verb(verb) or not is_passive(verb) or by_agents(verb):
        return ""
    stance = lexicon.reporting_verbs().get(verb.lemma_.lower(), "")
    impersonal = any(child.lower_ in ("it", "there") for child in children(verb, "nsubjpass", "expl"))
    if not impersonal or children(verb, "neg") or verb.lemma_.lower() in _OFFICIAL:
        return ""
    return "alleges" if stance in _TAKEN_AS_SAID else "plans" if stance == "predicts" else ""


def is_judged(noun: Token) -> bool:
    """ "The delivery is a grave mistake", "was unacceptable"."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be" or children(verb, "neg"):
        return False
    heads = {name.lemma_.lower() for name in children(verb, "attr", "acomp")}
    return bool(heads & lexicon.answering()["bad"])


def is_to_come(noun: Token) -> bool:
    """ "A further batch is to follow", "the next session, which is to take place in May"."""
    for verb in (noun.head if noun.dep_ in ("nsubj", "nsubjpass") else None, *children(noun, "relcl")):
        if verb is None or not is_verb(verb):
            continue
        to_be = verb.lemma_ == "be" and any(
            child.tag_ == "VB" and child.lemma_.lower() in _HAPPENING for child in children(verb, "xcomp")
        )
        will = any(child.lemma_.lower() in ("will", "shall") for child in children(verb, "aux"))
        if to_be or (will and verb.lemma_.lower() in _HAPPENING):
            return True
    return False


def is_underway(trigger: Token) -> bool:
    """ "Are finalising an accord", "put the finishing touches to it", "has been years in the making": not there yet."""
    if is_verb(trigger):
        going_on = trigger.tag_ == "VBG" and any(child.lemma_ == "be" for child in children(trigger, "aux"))
        touches = any(thing.lemma_.lower() == "touch" for thing in children(trigger, "dobj"))
        return touches or (going_on and trigger.lemma_.lower() in _COMPLETING)
    verb = trigger.head
    return (
        trigger.dep_ == "nsubj"
        and verb.lemma_ == "be"
        and any(
            word.lower_ in _MAKING and word.nbor(-1).lower_ == "the"
            for word in verb.subtree
            if word.i > verb.i
        )
    )


def is_wished(trigger: Token) -> bool:
    """ "X wants Y to send it tanks", "X would order the sanctions to be lifted"."""
    clause = first_conjunct(trigger if is_verb(trigger) else carrier(trigger) or trigger)
    governor = clause.head.lemma_.lower()
    return clause.dep_ == "ccomp" and has_to(clause) and governor in _WISHING | _ORDERING


def threatens(verb: Token) -> bool:
    """ "Would not go unanswered", "will have consequences"."""
    coming = any(child.lemma_.lower() in ("will", "would") for child in children(verb, "aux"))
    return coming and any(
        word.lemma_.lower() in lexicon.answering()["threatening"] for word in verb.subtree if word.i > verb.i
    )


def is_to_end(noun: Token) -> bool:
    """ "X must halt such transfers", "these supplies must stop": a demand in the words of the text."""
    verb = noun.head
    if is_verb(noun) or noun.dep_ not in ("dobj", "nsubj", "nsubjpass") or not is_verb(verb):
        return False
    ending = verb.lemma_.lower() in lexicon.ending_verbs() | {"stop"}
    first = verb
    while first.dep_ == "conj" and is_verb(first.head):
        first = first.head
    return ending and any(
        child.lemma_.lower() in ("must", "should", "ought")
        for each in (verb, first)
        for child in children(each, "aux")
    )
