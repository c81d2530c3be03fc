"""Whom a number points back to: "where the two of them will meet X", "the three of them visited Y"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language.syntax import after_preposition
from ingest.language.text import Text
from ingest.linking.persons import person_before, persons_before
from ingest.model import Actor

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_PRONOUNS = frozenset({"he", "she", "him", "her"})


def is_numbered(token: Token) -> bool:
    """ "The two of them"."""
    return token.lower_ in _NUMBERS and any(
        each.lower_ in ("them", "whom") for each in after_preposition(token, "of")
    )


def numbered(text: Text, token: Token) -> list[Actor]:
    """The last so many persons told in this sentence and the one before, whether by name or as "he"."""
    count = _NUMBERS[token.lower_]
    first = text.doc[max(token.sent.start - 1, 0)].sent.start
    told = {place.i: person for place, person in persons_before(text, token) if place.i >= first}
    for word in text.doc[first : token.i]:
        if word.lower_ in _PRONOUNS and (person := person_before(text, word)) is not None:
            told[word.i] = person
    found: list[Actor] = []
    for index in sorted(told, reverse=True):
        if told[index] not in found:
            found.append(told[index])
    return found[:count][::-1] if len(found) >= count else []
