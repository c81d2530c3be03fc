"""Persons in a text: full names and their short forms, "he", "the Iranian president", "his counterpart"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from ingest.language import lexicon
from ingest.language.syntax import children
from ingest.language.text import Text
from ingest.linking.phrases import clean
from ingest.linking.states import actor_of, affiliation, state_beside
from ingest.model import Actor

_PARTICLES = ("al-", "el-", "von ", "de ", "bin ", "van ")
_REACH = 3
"""How many sentences back a pronoun may point."""


def persons_before(text: Text, token: Token) -> Iterator[tuple[Token, Actor]]:
    """Persons before a token, from the nearest back."""
    index = token.i - 1
    while index >= 0:
        name, entity = text.names.get(index), text.entities.get(index)
        if name is not None and name.entry.kind == "Person":
            yield text.doc[name.end - 1], actor_of(name.entry)
            index = name.start - 1
        elif entity is not None and entity.label_ == "PERSON":
            if (person := person_of_entity(text, entity)) is not None:
                yield entity.root, person
            index = entity.start - 1
        else:
            index -= 1


def person_of_entity(text: Text, entity: Span) -> Actor | None:
    """The person of a personal name that the authority does not know; a short form is the person named before."""
    label = without_titles(clean(entity.text))
    if not label or not (label[0].isupper() or label.startswith(_PARTICLES)):
        return None
    return full_name(text, entity, label) or Actor("Person", label, None, affiliation(text, entity.root))


def last_persons(text: Text, token: Token, count: int) -> list[Actor]:
    """The last so many persons before a token, in the order of the text; empty if there are fewer."""
    found: list[Actor] = []
    for _, person in persons_before(text, token):
        if person not in found:
            found.append(person)
            if len(found) == count:
                return found[::-1]
    return []


def person_before(text: Text, token: Token) -> Actor | None:
    """Whom "he" or "she" means: the last person who was a subject, else the last person."""
    nearest: Actor | None = None
    for place, person in persons_before(text, token):
        if sentences_between(place, token) > _REACH:
            break
        if place.dep_ in ("nsubj", "nsubjpass"):
            return person
        nearest = nearest or person
    return nearest


def full_name(text: Text, entity: Span, label: str) -> Actor | None:
    """The person whom a single name repeats: by the last word of an earlier full name, or its first (Kim Jong Un)."""
    if len(label.split()) > 1:
        return None
    for index in range(entity.start - 1, -1, -1):
        name, earlier = text.names.get(index), text.entities.get(index)
        if name is not None and name.entry.kind == "Person" and index == name.end - 1:
            words = {word for form in (name.entry.label, *name.entry.aliases) for word in _ends(form)}
            if label in words:
                return actor_of(name.entry)
        elif earlier is not None and earlier.label_ == "PERSON" and index == earlier.end - 1:
            spoken = earlier.text.removesuffix("'s").removesuffix("’s")
            if len(spoken.split()) > 1 and label in _ends(spoken):
                return person_of_entity(text, earlier)
    return None


def _ends(name: str) -> tuple[str, str]:
    words = name.split()
    return words[0], words[-1]


def person_of_office(text: Text, token: Token) -> Actor | None:
    """ "The Iranian president", "his Venezuelan counterpart": a named person of that state and office."""
    state = state_beside(text, token)
    office = token.lemma_.lower()
    of_state: list[Actor] = []
    for place, person in persons_before(text, token):
        if state is not None and person.affiliation == state.iri and person not in of_state:
            of_state.append(person)
        if state is not None and person.affiliation != state.iri:
            continue
        if state is not None and (office == "counterpart" or _has_office(text, place, office)):
            return person
        if state is None and office != "counterpart" and _has_office(text, place, office):
            return person
    known = [
        person
        for person in of_state
        if (entry := text.entry(person.iri)) is not None and office in entry.note
    ]
    return known[0] if known else of_state[0] if len(of_state) == 1 else None


def _has_office(text: Text, name: Token, office: str) -> bool:
    words = [*children(name, "compound", "nmod", "amod", "appos")]
    if name.dep_ == "appos":
        words.append(name.head)
    near = {word.lemma_.lower() for word in words}
    return office in near or f"{office}s" in {word.lower_ for word in words}


def sentences_between(earlier: Token, later: Token) -> int:
    """How many sentence ends lie between two tokens."""
    if earlier.sent.start == later.sent.start:
        return 0
    return 1 + sum(1 for token in later.doc[earlier.sent.end : later.sent.start] if token.is_sent_start)


def without_titles(label: str) -> str:
    """A personal name without the titles before it."""
    words = label.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in lexicon.nouns()["titles"]:
        words = words[1:]
    return " ".join(words)
