"""Bodies of states by common nouns, also where the text does not say whose: "the defense ministry", "his office"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children
from ingest.language.text import Text
from ingest.linking.coreference import Resolve, latest_body
from ingest.linking.persons import person_before, persons_before, titles_of
from ingest.linking.phrases import core, phrase
from ingest.linking.states import actor_of
from ingest.model import Actor, Filler
from ontology.authority import Entry

_OFFICES = frozenset({"minister", "secretary"})
_MINISTRIES = frozenset({"ministry", "department"})
_SPELLINGS = {"defence": "defense", "labour": "labor", "affairs": "foreign"}


def body(text: Text, token: Token, state: Entry | None, resolve: Resolve) -> list[Filler]:
    """The body that a common noun means: of this state, else the one told of before or whose head is told of."""
    words = core(text, token)
    if state is None:
        definite = any(child.lower_ in ("the", "this") for child in token.children)
        latest = latest_body(text, token, resolve) if definite or words != token.text else None
        if latest is not None:
            return [latest]
        if (owned := _owner_of_body(text, token)) is not None:
            return [_body_of(text, *owned)]
        if (office := _office_of_person(text, token)) is not None:
            return [office]
        state = _state_of_body(text, token)
        return [_body_of(text, state, words)] if state is not None else []
    adjective = adjective_of(state)
    of = [
        pobj.text
        for prep in children(token, "prep")
        if prep.lower_ == "of"
        for pobj in children(prep, "pobj")
    ]
    field = " ".join(of[:1]) if of and of[0] not in state.label else ""
    forms = (f"{words} of {field} of {state.label}",) if field else ()
    words = f"{words} of {field}" if field else words
    if (listed := _listed(text, state, words, forms)) is not None:
        return [listed]
    # "The US Commerce Department" is called so; "Seoul's ministry" is not.
    named = token.pos_ == "PROPN" and any(
        child.i in text.names and child.dep_ != "poss" for child in token.subtree if child.i < token.i
    )
    label = phrase(token) if named else f"{adjective} {words}"
    return [Actor("GovernmentBody", label, None, state.iri)]


def _listed(text: Text, state: Entry, words: str, forms: tuple[str, ...] = ()) -> Actor | None:
    """The body that the authority knows by these words and a state."""
    adjective, (*field, noun) = adjective_of(state), words.title().split()
    named = f"{state.label} {noun} of {' '.join(field)}"  # "United States Department of Defense"
    for form in (
        *forms,
        f"{adjective} {words.title()}",
        f"{adjective} {words}",
        f"{state.label}'s {words}",
        named,
    ):
        known = text.authority.by_name(form)
        if len(known) == 1:
            return actor_of(known[0])
    return None


def _body_of(text: Text, state: Entry, words: str) -> Actor:
    """A body of a state, by the words of its field: "defense ministry"."""
    known = _listed(text, state, words)
    return known or Actor("GovernmentBody", f"{adjective_of(state)} {words}", None, state.iri)


def adjective_of(state: Entry) -> str:
    """The adjective of a state, else its name."""
    return state.demonyms[0] if state.demonyms else state.label


def _state_of_body(text: Text, body: Token) -> Entry | None:
    """The state of "the defense ministry": that of the minister of defense told of, or of the publisher's if several are."""
    fields = _fields(core(text, body).lower().split())
    if body.lemma_.lower() not in _MINISTRIES or not fields:
        return None
    states = list(
        dict.fromkeys(
            person.affiliation
            for place, person in _everybody(text)
            if person.affiliation and fields <= _fields(titles_of(place)) and _OFFICES & titles_of(place)
        )
    )
    home = text.document.publisher.affiliation
    return text.entry(home if home in states else states[0]) if states else None


def _owner_of_body(text: Text, body: Token) -> tuple[Entry, str] | None:
    """The state and the words of "his office", "her ministry", and of a bare "the ministry" of the minister told of last."""
    lemma = body.lemma_.lower()
    if lemma not in _MINISTRIES | {"office"} or core(text, body) != body.text:
        return None
    pronoun = next((child for child in children(body, "poss") if child.lower_ in ("his", "her")), None)
    person = person_before(text, pronoun) if pronoun is not None else None
    if pronoun is None and (lemma == "office" or not any(child.lower_ == "the" for child in body.children)):
        return None
    for place, each in persons_before(text, body) if pronoun is None else _everybody(text):
        held = titles_of(place)
        if each.affiliation is None or (person is not None and each != person) or not _OFFICES & held:
            continue
        state = text.entry(each.affiliation)
        field = next(
            (word for word in ("foreign", *sorted(lexicon.nouns()["portfolio"])) if word in held), None
        )
        if state is not None and field is not None and "prime" not in held:
            return (
                state,
                f"{'foreign' if field == 'affairs' else field} {'ministry' if lemma == 'office' else lemma}",
            )
    return None


def _office_of_person(text: Text, body: Token) -> Actor | None:
    """ "His office" of a president or premier."""
    pronoun = next((child for child in children(body, "poss") if child.lower_ in ("his", "her")), None)
    if pronoun is None or body.lemma_.lower() != "office":
        return None
    person = person_before(text, pronoun)
    return person and Actor("GovernmentBody", f"office of {person.label}", None, person.affiliation)


def _fields(words: Iterator[str] | list[str] | set[str]) -> set[str]:
    return {_SPELLINGS.get(word, word) for word in words if word in lexicon.nouns()["portfolio"]}


def _everybody(text: Text) -> list[tuple[Token, Actor]]:
    """All whom the text names, in its order."""
    return list(persons_before(text, text.doc[len(text.doc) - 1]))[::-1]
