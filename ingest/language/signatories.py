"""Between whom an agreement is: the parties that stand somewhere in the phrase of its noun, or beside who signs it."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import (
    after_preposition,
    by_agents,
    children,
    conjuncts,
    is_passive,
    is_verb,
    objects,
    subjects,
)

_BETWEEN = frozenset({"between", "among", "amongst"})
_TOGETHER = frozenset({"together", "along", "jointly"})
_WITHIN = frozenset({"prep", "pobj", "amod", "compound", "conj"})
_KEEPING = frozenset(
    "terminate cancel suspend denounce renew extend implement honour honor violate breach break scrap withdraw negotiate "
    "respect observe abandon join announce declare accept reject have revoke end annul rescind quit tear freeze void amend update finalise finalize".split()
)
_LEAVING = frozenset({"pull", "withdraw", "back", "walk", "exit"})
_SIGNATURES = frozenset({"signing", "signature", "conclusion", "exchange", "ratification"})
_WITNESSING = frozenset(
    {"witness", "oversee", "attend", "watch", "see", "announce", "hail", "celebrate", "confirm"}
)
_DEALING = frozenset(
    "buy purchase acquire import sell export supply provide deliver lease rent lend give grant hand transfer return share "
    "swap exchange take build".split()
)
"""What somebody agrees to do with another."""
_TALKS = frozenset({"talk", "negotiation", "meeting", "summit", "conversation"})


def holders(noun: Token) -> list[Token]:
    """Whose agreement it is that somebody breaks, renews or acts under: "Under a 2019 pact with X, Y may use the port"."""
    prep, verb = noun.head, noun.head
    if prep.head.lower_ == "out" and prep.head.head.lemma_ in _LEAVING:  # "pulled out of the deal with X"
        return subjects(prep.head.head)
    if noun.dep_ == "pobj" and is_verb(prep.head):
        verb = prep.head
        if prep.lower_ == "without":  # "talks between X and Y ended without an agreement"
            told = [each for each in subjects(verb) if each.lemma_ in _TALKS]
            return [each for talks in told for each in parties(talks)] or subjects(verb)
        if prep.lower_ == "from" and verb.lemma_ not in _KEEPING:
            return []
        left = prep.lower_ == "from" and verb.lemma_ in _LEAVING
        reported = verb.lemma_.lower() in lexicon.reporting_verbs()  # "said in a deal …"
        return subjects(verb) if left or (prep.lower_ in ("under", "from", "in") and not reported) else []
    if noun.dep_ == "pobj" and prep.lower_ == "of" and prep.head.lemma_.lower() in _SIGNATURES:
        signing = prep.head  # "witnessed the signing of agreements"
        seen = signing.dep_ == "dobj" and signing.head.lemma_ in _WITNESSING
        return by_agents(signing) or (subjects(signing.head) if seen else [])
    keeps = noun.dep_ in ("dobj", "nsubjpass") and is_verb(verb) and verb.lemma_ in _KEEPING
    keeps = keeps and verb.dep_ not in ("xcomp", "advcl")  # "appealed to X to cancel the contract"
    return (by_agents(verb) if is_passive(verb) else subjects(verb)) if keeps else []


def dealt(verb: Token) -> list[Token]:
    """With whom somebody agrees to deal: "agreed to buy gas from X", "agreed to hand Y over to X"."""
    return [
        each
        for deed in children(verb, "xcomp")
        if deed.lemma_ in _DEALING
        for each in (
            *(taker for taker in children(deed, "dative") if taker.pos_ != "ADP"),
            *(
                other
                for preposition in ("from", "to", "with")
                for other in after_preposition(deed, preposition)
            ),
            *(other for thing in objects(deed) for other in after_preposition(thing, "from")),
        )
    ]


def parties(trigger: Token) -> list[Token]:
    """Whom "between" and "with" name: "an agreement on trade in fish between X and Y", "signed, together with X, a …"."""
    around = [trigger]
    if is_verb(trigger):
        around += objects(trigger)
        around += (
            each for preposition in ("to", "into", "at") for each in after_preposition(trigger, preposition)
        )
    carried = trigger.head if not is_verb(trigger) and is_verb(trigger.head) else None
    if carried is not None and trigger.dep_ in ("dobj", "nsubj", "nsubjpass"):
        around.append(carried)
    found: list[Token] = []
    for head in around:
        for prep in head.subtree:
            between = prep.lower_ in _BETWEEN and _is_within(prep, head)
            if between or (prep.lower_ == "with" and _is_beside(prep, head)):
                found.extend(each for each in _pair(prep) if each not in found)
    return found


def _pair(prep: Token) -> list[Token]:
    """What stands after a preposition; of "between X and Y Press" both, which the parser makes one name."""
    found: list[Token] = []
    for noun in children(prep, "pobj"):
        strung = [
            child for child in children(noun, "nmod") if children(child, "cc") or children(child, "conj")
        ]
        found.extend((*strung, *conjuncts(noun)))
    return found


def _is_within(word: Token, head: Token) -> bool:
    while word.i != head.i:
        if word.dep_ not in _WITHIN:
            return False
        word = word.head
    return True


def _is_beside(prep: Token, head: Token) -> bool:
    """Whether "with" hangs on the head, on "together", or on the nouns for what is agreed."""
    if prep.head.lower_ in _TOGETHER and prep.head.dep_ in ("advmod", "prep"):
        return prep.head.head.i == head.i
    return _is_within(prep, head) and (prep.head.i == head.i or not is_verb(head))
