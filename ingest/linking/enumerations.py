"""Who else stands in an enumeration: "X, its director Y, the shipping company Z and a firm in W", "four men, including X"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children, conjuncts, subjects
from ingest.language.text import Text

_EXAMPLES = frozenset({"including", "like", "namely", "notably", "as", "among"})
_NEVER = frozenset({"GPE", "LOC", "FAC", "DATE", "CARDINAL", "NORP", "LAW", "EVENT"})


def enumerated(text: Text, token: Token) -> list[Token]:
    """The token and those that the text strings to it, which the parser takes for appositions of it."""
    found = [token, *_one_of(token)]
    for each in _strung(text, token, 0):
        if each not in found:
            found.append(each)
    return found


def _strung(text: Text, token: Token, depth: int) -> Iterator[Token]:
    if depth > 6:
        return
    for child in children(token, "appos"):
        by_itself = is_named(text, child) or any(is_named(text, each) for each in children(child, "appos"))
        if (
            by_itself and is_named(text, token) and not _is_office(text, child)
        ):  # of "two firms, X and Y" the noun itself leads to the names
            yield child
        for each in conjuncts(child)[1:] if by_itself else ():
            if is_named(text, each) or each.lemma_.lower() in lexicon.described():
                yield each
                yield from _strung(text, each, depth + 1)
        yield from _strung(text, child, depth + 1)
    for child in children(token, "nmod"):
        if (
            children(child, "cc") and is_named(text, child) and not _is_office(text, child)
        ):  # "X Export and Y Works", made one name
            yield child
    examples = [prep for prep in children(token, "prep") if prep.lower_ in _EXAMPLES]
    for prep in (*examples, *_together(token)):
        for example in children(prep, "pobj"):
            for each in conjuncts(example):
                if is_named(text, each) or any(is_named(text, more) for more in children(each, "appos")):
                    yield each
                    yield from _strung(text, each, depth + 1)


def _is_office(text: Text, token: Token) -> bool:
    """ "X, Minister for Foreign Affairs of Y": what X is, and nobody else."""
    words = lexicon.nouns()["titles"] | lexicon.nouns()["leader"]
    if any(is_named(text, each) for each in children(token, "appos")):
        return False  # "X Export, its director Y"
    return token.i not in text.names and token.i not in text.entities and token.lemma_.lower() in words


def _one_of(token: Token) -> list[Token]:
    """Who "was among seven companies", "is one of three banks" on which sanctions were imposed.

    Or who "was among the largest of the firms".
    """
    one, among = token, False
    while one.dep_ == "pobj" and one.head.lower_ in ("among", "of"):
        among = among or one.head.lower_ == "among"
        one = one.head.head
    verb = one if among else one.head if one.lower_ == "one" else token
    return subjects(verb) if verb.lemma_ == "be" else []


def _together(token: Token) -> list[Token]:
    """The "with" of "X was blacklisted together with Y"."""
    if token.dep_ not in ("dobj", "nsubjpass") and not token.head.tag_.startswith("VB"):
        return []
    return [
        prep
        for adverb in children(token.head, "advmod", "prep")
        if adverb.lower_ in ("together", "along")
        for prep in children(adverb, "prep")
        if prep.lower_ == "with"
    ]


def is_named(text: Text, token: Token) -> bool:
    """Whether a token is a name of somebody, not of a place, day or people."""
    name = text.names.get(token.i)
    if name is not None:
        return not name.demonym and name.entry.kind not in ("Place", "State", "MaterielType")
    entity = text.entities.get(token.i)
    return token.pos_ == "PROPN" and (
        entity.label_ not in _NEVER and entity.root.i == token.i if entity is not None else token.is_title
    )
