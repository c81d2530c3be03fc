"""A light coreference: short names, pronouns, "the North", "the two countries", "the former … the latter".

Every rule looks back through what the text has already said; a rule that finds nothing says so by None.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from ingest import lexicon
from ingest.model import Actor, Delegation, Filler
from ingest.syntax import children
from ingest.text import Text
from ontology.authority import Entry

_HE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "both"})
_GROUPS = frozenset({"group", "team", "party", "visitor", "guest"})
_REACH = 3
"""How many sentences back a pronoun may point."""


def antecedents(text: Text, token: Token) -> list[Filler] | None:
    """What an anaphor points to; None where the token is no anaphor."""
    lower, lemma = token.lower_, token.lemma_.lower()
    nouns = lexicon.nouns()
    if lower in _HE:
        person = _person_before(text, token)
        return [person] if person is not None else []
    if lower in _IT:
        found = _body_before(text, token)
        return [found] if found is not None else []
    if lower in _THEY:
        return list(_several_before(text, token))
    if lower in ("former", "latter"):
        pair = _pair_in_sentence(text, token)
        return [pair[0] if lower == "former" else pair[-1]] if pair else []
    if (half := half_of_country(text, token)) is not None:
        return [_actor(half)]
    if token.tag_ == "NNS" and _is_pair(token):
        if lemma in nouns["pair"]:
            return list(_last_states(text, token, 2))
        if lemma in nouns["leader"]:
            return list(_last_persons(text, token, 2))
    definite = any(child.lower_ in ("the", "that", "this") for child in token.children)
    if definite and lemma in _GROUPS and text.delegations and not _own_state(text, token):
        return [text.delegations[max(text.delegations)]]
    if definite and token.tag_ == "NN":
        if lemma in nouns["country"] and not _own_state(text, token):
            state = latest_state(text, token)
            return [_actor(state)] if state is not None else []
        if lemma in nouns["leader"]:
            person = _person_of_office(text, token)
            return [person] if person is not None else None
    if lemma == "counterpart":
        person = _person_of_office(text, token)
        return [person] if person is not None else None
    return None


def _actor(entry: Entry) -> Actor:
    return Actor(entry.kind, entry.label, entry.iri, entry.country)


def _is_pair(token: Token) -> bool:
    return any(child.lower_ in ("two", "both") for child in token.children)


def _own_state(text: Text, token: Token) -> bool:
    return any(child.i in text.names for child in token.children)


def half_of_country(text: Text, token: Token) -> Entry | None:
    """ "The North" or "the South", where the text has named the country whose name begins so."""
    if token.text not in ("North", "South") or token.i in text.names:
        return None
    if (
        token.dep_ in ("compound", "amod", "nmod")
        and token.head.pos_ in ("NOUN", "PROPN")
        and not _has_article(token)
    ):
        return None
    for name in text.names.values():
        entry = name.entry
        for state in (entry, text.state(entry.country), text.state(entry.metonym_of)):
            if state is not None and state.kind == "State" and state.label.startswith(token.text + " "):
                return state
    for name in text.names.values():
        twin = text.state(name.entry.metonym_of) or name.entry
        other = twin.label.partition(" ")[2]
        if twin.kind == "State" and twin.label.startswith(("North ", "South ")):
            for entry in text.authority.by_name(f"{token.text} {other}"):
                return entry
    return None


def _has_article(token: Token) -> bool:
    return token.i > 0 and token.nbor(-1).lower_ == "the"


def _names_before(text: Text, token: Token) -> Iterator[tuple[int, Entry, bool]]:
    """Names of the authority before a token, from the nearest back, each once."""
    index = token.i - 1
    while index >= 0:
        name = text.names.get(index)
        if name is None:
            index -= 1
            continue
        yield name.start, name.entry, name.demonym
        index = name.start - 1


def latest_state(text: Text, token: Token) -> Entry | None:
    """The state named last before the token, by name, people, capital or someone of its own."""
    for _, entry, _ in _names_before(text, token):
        state = entry if entry.kind == "State" else text.state(entry.metonym_of)
        if state is not None and state.kind == "State":
            return state
    return None


def _last_states(text: Text, token: Token, count: int) -> list[Actor]:
    found: list[Actor] = []
    for _, entry, _ in _names_before(text, token):
        state = entry if entry.kind == "State" else text.state(entry.metonym_of) or text.state(entry.country)
        if state is not None and state.kind == "State" and _actor(state) not in found:
            found.append(_actor(state))
            if len(found) == count:
                return found[::-1]
    return []


def _persons_before(text: Text, token: Token) -> Iterator[tuple[Token, Actor]]:
    """Persons before a token, from the nearest back."""
    index = token.i - 1
    while index >= 0:
        name, entity = text.names.get(index), text.entities.get(index)
        if name is not None and name.entry.kind == "Person":
            yield text.doc[name.end - 1], _actor(name.entry)
            index = name.start - 1
        elif entity is not None and entity.label_ == "PERSON":
            person = full_name(text, entity, entity.text.removesuffix("'s").removesuffix("’s"))
            yield entity.root, person or _unlinked_person(text, entity)
            index = entity.start - 1
        else:
            index -= 1


def _unlinked_person(text: Text, entity: Span) -> Actor:
    from ingest.refer import (
        referents,
    )  # the two call one another: a name may need its phrase, a phrase its antecedent

    found = referents(text, entity.root, "actor")
    return found[0] if found and isinstance(found[0], Actor) else Actor("Person", entity.text)


def _last_persons(text: Text, token: Token, count: int) -> list[Actor]:
    found: list[Actor] = []
    for _, person in _persons_before(text, token):
        if person not in found:
            found.append(person)
            if len(found) == count:
                return found[::-1]
    return []


def sentences_between(earlier: Token, later: Token) -> int:
    """How many sentence ends lie between two tokens."""
    if earlier.sent.start == later.sent.start:
        return 0
    return 1 + sum(1 for token in later.doc[earlier.sent.end : later.sent.start] if token.is_sent_start)


def _person_before(text: Text, token: Token) -> Actor | None:
    """Whom "he" or "she" means: the last person who was a subject, else the last person."""
    nearest: Actor | None = None
    for place, person in _persons_before(text, token):
        if sentences_between(place, token) > _REACH:
            break
        if place.dep_ in ("nsubj", "nsubjpass"):
            return person
        nearest = nearest or person
    return nearest


def _body_before(text: Text, token: Token) -> Filler | None:
    """What "it" means: the last state, body or delegation that was a subject, else the last one named outright."""
    from ingest.refer import referents

    sentences = [token.sent]
    if token.sent.start > 0:
        sentences.append(text.doc[token.sent.start - 1].sent)
    for sentence in sentences:
        for place in reversed(
            [word for word in sentence if word.i < token.i and word.dep_ in ("nsubj", "nsubjpass")]
        ):
            if place.pos_ == "PRON":
                continue
            for found in referents(text, place, "actor"):
                if isinstance(found, Delegation) or found.kind not in ("Person", "UnnamedSource"):
                    return found
    state = latest_state(text, token)
    return _actor(state) if state is not None else None


def _several_before(text: Text, token: Token) -> list[Filler]:
    """Whom "they" means: the last coordinated subjects, or the last delegation."""
    from ingest.refer import referents

    start = max(token.sent.start - 1, 0)
    first = text.doc[start].sent.start
    for place in reversed(text.doc[first : token.i]):
        if place.dep_ in ("nsubj", "nsubjpass") and place.pos_ != "PRON":
            group = [place, *place.conjuncts]
            if len(group) > 1 or place.lemma_.lower() in lexicon.nouns()["delegation"]:
                return [found for each in group for found in referents(text, each, "actor")]
    return []


def _pair_in_sentence(text: Text, token: Token) -> list[Filler]:
    from ingest.refer import referents

    for place in text.doc[token.sent.start : token.i]:
        if place.conjuncts and place.dep_ != "conj":
            group = [each for each in (place, *place.conjuncts) if each.i < token.i]
            found = [actor for each in group for actor in referents(text, each, "actor")]
            if len(group) == 2 and len(found) == 2:
                return found
    return []


def full_name(text: Text, entity: Span, label: str) -> Actor | None:
    """The person whom a single name repeats: by the last word of an earlier full name, or its first (Kim Jong Un)."""
    if len(label.split()) > 1:
        return None
    for index in range(entity.start - 1, -1, -1):
        name, earlier = text.names.get(index), text.entities.get(index)
        if name is not None and name.entry.kind == "Person" and index == name.end - 1:
            words = {word for form in (name.entry.label, *name.entry.aliases) for word in _ends(form)}
            if label in words:
                return _actor(name.entry)
        elif earlier is not None and earlier.label_ == "PERSON" and index == earlier.end - 1:
            spoken = earlier.text.removesuffix("'s").removesuffix("’s")
            if len(spoken.split()) > 1 and label in _ends(spoken):
                return _unlinked_person(text, earlier)
    return None


def _ends(name: str) -> tuple[str, str]:
    words = name.split()
    return words[0], words[-1]


def _person_of_office(text: Text, token: Token) -> Actor | None:
    """ "The Iranian president", "his Venezuelan counterpart": a named person of that state and office."""
    from ingest.refer import state_beside

    state = state_beside(text, token)
    office = token.lemma_.lower()
    for place, person in _persons_before(text, token):
        if state is not None:
            if person.affiliation == state.iri and (
                office == "counterpart" or _has_office(text, place, office)
            ):
                return person
        elif office != "counterpart" and _has_office(text, place, office):
            return person
    return None


def _has_office(text: Text, name: Token, office: str) -> bool:
    words = [*children(name, "compound", "nmod", "amod", "appos")]
    if name.dep_ == "appos":
        words.append(name.head)
    near = {word.lemma_.lower() for word in words}
    return office in near or f"{office}s" in {word.lower_ for word in words}


def latest_body(text: Text, token: Token, core: str) -> Actor | None:
    """ "The ministry", "the defense ministry": the body of that name told of last."""
    from ingest.refer import referents

    for index in range(token.i - 1, -1, -1):
        place = text.doc[index]
        if place.lemma_.lower() == token.lemma_.lower() and place.pos_ in ("NOUN", "PROPN"):
            for found in referents(text, place, "actor"):
                if isinstance(found, Actor) and found.kind in (
                    "GovernmentBody",
                    "MediaOutlet",
                    "Organization",
                ):
                    return found
    return None
