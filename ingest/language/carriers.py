"""The light verb that carries an event noun, and the noun of which it is a portion."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import SUBJECTS, children, conjuncts, is_verb, modifiers, whole

_VENUES = frozenset("venue place site scene host setting location".split())
_SETTING_OUT = frozenset("be go embark leave set depart come travel arrive fly head agree send".split())
_MEANWHILE = frozenset({"during", "after", "before", "following", "at"})
_COURSE = frozenset({"course", "margin", "margins", "sidelines", "framework", "end", "close"})
""" "A visit in the course of which they agreed …"."""


def carrier(noun: Token) -> Token | None:
    """The light verb that carries an event noun: "held" in "held talks", "was held" in "a reception was held"."""
    noun = package(noun)
    head = noun.head
    if any(children(clause, *SUBJECTS) and not tells_then(clause) for clause in children(noun, "relcl")):
        return None  # "the sanctions that X imposed" stand whatever else is done about them
    if (
        noun.dep_ in ("dobj", "nsubjpass", "attr")
        and is_verb(head)
        and head.lemma_.lower() in lexicon.light_verbs()
    ):
        return head
    if (role := staging(noun)) is not None and role.dep_ in ("attr", "dobj", "oprd") and is_verb(role.head):
        return role.head
    if noun.dep_ in ("nsubj", "nsubjpass") and head.lemma_.lower() in (
        "take",
        "happen",
        "occur",
        "begin",
        "start",
    ):
        return head
    if noun.dep_ == "pobj" and head.lower_ in ("in", "for", "on", "to") and is_verb(head.head):
        if head.lower_ == "on" and head.head.lemma_.lower() not in _SETTING_OUT:
            return None  # "signed a deal on the delivery of …" delivers nothing
        if head.lower_ == "for" and lexicon.reporting_verbs().get(head.head.lemma_.lower()) == "demands":
            return None  # "called for sanctions" imposes none
        return head.head
    if noun.dep_ == "conj" and noun.head.pos_ == noun.pos_:
        return carrier(noun.head)
    return None


def staging(noun: Token) -> Token | None:
    """The word that says of a place that an event is there: "the venue of the talks", "plays host to a summit"."""
    prep = package(noun).head
    staged = prep.dep_ in ("prep", "dative") and prep.lower_ in ("of", "for", "to")
    return prep.head if staged and prep.head.lemma_.lower() in _VENUES else None


def package(noun: Token) -> Token:
    """What a noun is a portion of: "a package of sanctions", "a round of talks"."""
    portion = noun.head.head
    portioned = noun.dep_ == "pobj" and noun.head.lower_ == "of" and portion.lemma_ in lexicon.portions()
    return portion if portioned else noun


def first_of(noun: Token) -> Token:
    """The first of coordinated nouns: "an asset freeze and a travel ban"."""
    while noun.dep_ == "conj" and noun.head.pos_ == noun.pos_:
        noun = noun.head
    return noun


def owners(trigger: Token) -> list[Token]:
    """Whose it is: "X's visit", "X's package of sanctions", "X's promise of help"."""
    owned = children(trigger, "poss") or children(whole(trigger), "poss")
    return [each for token in owned for each in conjuncts(token)]


def words_before(trigger: Token) -> list[Token]:
    """The words before a noun that may name whose it is: "the Russian visit"."""
    return [
        each for token in modifiers(trigger) if token.dep_ != "poss" for each in (token, *token.conjuncts)
    ]


def tells_then(clause: Token) -> bool:
    """Whether a relative clause tells what happened meanwhile or then: "a visit during which she met …"."""
    during = {*_MEANWHILE, "of"} if clause.head.lower_ in _COURSE else _MEANWHILE
    return any(
        word.lower_ == "which"
        for preposition in children(clause, "prep")
        if preposition.lower_ in during
        for word in children(preposition, "pobj")
    )
