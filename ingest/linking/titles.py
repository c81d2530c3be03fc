"""Whose title a title is: the name that stands behind it, or before it in apposition."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.text import Text

_WITHIN = 14
"""Words that a title has at most."""
_LINKS = frozenset({"of", "the", "and", "for", "from", "staff", "general"})
_PREPOSITIONS = frozenset({"of", "for", "from"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})


def is_title(token: Token) -> bool:
    """Whether a word is an office or a title."""
    words = lexicon.nouns()
    return token.lemma_.lower() in words["titles"] | words["leader"]


def name_after(text: Text, office: Token) -> Token | None:
    """The first word of the name at the end of a title: "State Councillor and Foreign Minister Wang Yi"."""
    words = lexicon.nouns()["titles"] | lexicon.nouns()["portfolio"] | _LINKS
    plain = not any(child.dep_ in ("det", "poss") for child in office.children)
    last = office
    for token in office.doc[office.i + 1 : min(office.i + _WITHIN, office.sent.end)]:
        if starts_person(text, token):
            return None if last.lower_ in _PREPOSITIONS else token  # "spokesman for President Putin"
        lower = token.lower_
        if lower == "and":
            following = token.nbor()
            field = following.lower_ in lexicon.nouns()["portfolio"]
            if not field and not (plain and is_title(following)) and not _within(office, following):
                return None
        elif token.text == ",":
            if token.i <= office.i + 2 or not (
                _leads_to_person(text, token) or _within(office, token.nbor())
            ):
                return None
        elif token.i not in text.names and lower not in words and not _within(office, token):
            return None
        if lower not in lexicon.nouns()["titles"]:
            last = token
    return None


def name_before(text: Text, office: Token) -> Token | None:
    """The last word of the name to which a title is added: "Wang Yi, State Councillor and Foreign Minister"."""
    if office.dep_ == "conj" and is_title(office.head) and office.head.i not in text.entities:
        return name_before(text, office.head)
    comma = office.left_edge.i - 1
    bare = office.dep_ == "conj" and not any(child.dep_ in ("det", "poss") for child in office.children)
    if not (office.dep_ == "appos" or bare) or comma <= office.sent.start or office.doc[comma].text != ",":
        return None
    named = office.doc[comma - 1]
    name, entity = text.names.get(named.i), text.entities.get(named.i)
    known = name is not None and name.entry.kind == "Person"
    return named if known or (name is None and entity is not None and entity.label_ == "PERSON") else None


def starts_person(text: Text, token: Token) -> bool:
    """Whether a personal name begins here."""
    name, entity = text.names.get(token.i), text.entities.get(token.i)
    if name is not None:
        return name.entry.kind == "Person"
    return entity is not None and entity.label_ == "PERSON" and entity.start == token.i


def is_before_title(text: Text, token: Token) -> bool:
    """Whether a country only says whose an office is: "met Brazil President Jair Bolsonaro"."""
    name = text.names.get(token.i)
    if name is None or name.entry.kind != "State" or name.end >= token.sent.end:
        return False
    after = token.doc[name.end]
    return after.pos_ == "PROPN" and after.dep_ == "compound" and is_title(after) and after.head.i > after.i


def _leads_to_person(text: Text, comma: Token) -> bool:
    """ ", Rosalind Kaitara", ", President Rosalind Kaitara"."""
    for token in comma.doc[comma.i + 1 : comma.i + 5]:
        if starts_person(text, token):
            return True
        if token.lower_ not in lexicon.nouns()["titles"]:
            return False
    return False


def _within(office: Token, token: Token) -> bool:
    """Whether a word belongs to the field of an office: "Advisor for Investments, Trade and Cooperation"."""
    if token.pos_ not in _NOMINAL:
        return False
    while token.pos_ in _NOMINAL and token.dep_ in ("conj", "compound", "amod", "nmod"):
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in _PREPOSITIONS and office.is_ancestor(token)
