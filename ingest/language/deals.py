"""Who buys and who sells what a deal is for, and of whom a noun such as "supplier" is said.

Labels for `ingest.language.arguments`: buyer, seller, bargained, predicated, of_beyond, orderer, handed_on.
"""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language.carriers import owners, package, words_before
from ingest.language.signatories import parties
from ingest.language.syntax import (
    after_preposition,
    by_agents,
    children,
    conjuncts,
    is_passive,
    is_verb,
    subjects,
    surface_subjects,
)

_WINNING = frozenset("win receive land get secure obtain book gain clinch".split())
"""Verbs by whose subject a contract is carried out."""
_AWARDING = frozenset("award place give grant hand issue".split())
"""Verbs whose subject orders, and whose taker is to deliver."""
_CLOSING = frozenset(
    "sign ink close seal conclude finalise finalize reach strike agree approve announce make negotiate have"
    " cancel scrap discuss initial complete confirm enter renew suspend unveil".split()
)


def _verb(noun: Token) -> Token | None:
    noun = package(noun)
    while noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        noun = noun.head
    return noun.head if noun.dep_ in ("dobj", "nsubjpass") and is_verb(noun.head) else None


def _doers(verb: Token) -> list[Token]:
    return by_agents(verb) if is_passive(verb) else subjects(verb)


def _after(noun: Token, *prepositions: str) -> list[Token]:
    """What stands after prepositions of the noun or of the verb that has it as its object."""
    verb = _verb(noun)
    heads = [noun] if verb is None else [noun, verb]
    return [each for head in heads for prep in prepositions for each in after_preposition(head, prep)]


def buyer(noun: Token) -> list[Token]:
    """Who is to get what a contract is for: "X signed a contract with Y for …", "Y won an order from X", "X's deal"."""
    verb = _verb(noun)
    lemma = verb.lemma_.lower() if verb is not None else ""
    if lemma in _WINNING:
        return _after(noun, "from", "with") or owners(noun) or words_before(noun)
    told = owners(noun)
    if not told and verb is not None and lemma in _AWARDING | _CLOSING:
        told = _doers(verb)
    return told or [each for each in parties(noun) if _is_between(each)] or words_before(noun)


def seller(noun: Token) -> list[Token]:
    """The other side: with whom a contract is signed, to whom it is awarded, or who wins it."""
    verb = _verb(noun)
    lemma = verb.lemma_.lower() if verb is not None else ""
    if verb is not None and lemma in _WINNING:
        return _doers(verb)
    if verb is not None and lemma in _AWARDING:
        taken = [
            each for token in children(verb, "dative") if token.pos_ != "ADP" for each in conjuncts(token)
        ]
        passive = surface_subjects(verb, 0) if is_passive(verb) and children(verb, "dobj") else []
        return taken or passive or _after(noun, "to", "with", "from")
    return _after(noun, "with", "from")


def _is_between(party: Token) -> bool:
    while party.dep_ == "conj":
        party = party.head
    return party.head.lower_ in ("between", "among")


def bargained(noun: Token) -> list[Token]:
    """What a deal is for: "a contract with X for 24 howitzers"."""
    found = _after(noun, "for", "covering", "on", "over")
    beside = [each for prep in ("with", "from", "to") for each in _after(noun, prep)]
    return found or [each for side in beside for each in after_preposition(side, "for")]


def predicated(noun: Token) -> list[Token]:
    """Of whom a noun is said: "X is a supplier of …", "X, the main supplier of …,", "X is known as …"."""
    head = noun.head
    if noun.dep_ == "conj":
        return predicated(head) if head.pos_ == noun.pos_ else []
    if noun.dep_ == "attr" and is_verb(head):
        return subjects(head)
    if noun.dep_ == "appos":
        return [head]
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lower_ in ("one", "some", "among"):
        return predicated(head.head)  # "is one of the largest suppliers"
    if noun.dep_ == "pobj" and head.lower_ in ("as", "among") and is_verb(head.head):
        verb = head.head
        if is_passive(verb) or verb.lemma_ in ("serve", "act", "emerge", "be"):
            return surface_subjects(verb, 0)
        return children(verb, "dobj")
    return [each for named in children(noun, "appos") for each in conjuncts(named)]


def of_beyond(trigger: Token) -> list[Token]:
    """What "of" gives where the taker stands before it: "the sale to X of missiles"."""
    takers = [each for prep in ("to", "for", "by", "from") for each in _after(trigger, prep)]
    inner = [each for taker in takers for prep in ("of", "from") for each in after_preposition(taker, prep)]
    return [each for taker in (*takers, *inner) for each in after_preposition(taker, "of")]


_HANDING = frozenset("hand give deliver transfer donate pass send supply provide ship gift present".split())
_ORDERING = frozenset("buy order purchase acquire procure produce build make obtain fund finance".split())


def orderer(verb: Token) -> list[Token]:
    """Who bought what is to be handed on: "X will buy drones that are to be given to Y"."""
    clause = verb
    while clause.dep_ in ("xcomp", "ccomp"):
        clause = clause.head
    goods = clause.head
    if clause.dep_ not in ("relcl", "acl") or not is_passive(verb) or by_agents(verb):
        return []
    ordered = goods.dep_ == "dobj" and goods.head.lemma_.lower() in _ORDERING
    return _doers(goods.head) if ordered else []


def handed_on(verb: Token) -> list[Token]:
    """To whom somebody hands on what he buys."""
    return [
        taker
        for goods in children(verb, "dobj")
        for clause in children(goods, "relcl", "acl")
        for handing in (clause, *children(clause, "xcomp", "ccomp"))
        if handing.lemma_.lower() in _HANDING and is_passive(handing)
        for taker in after_preposition(handing, "to")
    ]
