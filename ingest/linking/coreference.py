"""A light coreference: pronouns, "the two countries", "the former … the latter", "the ministry".

Every rule looks back through what the text has already said; a rule that finds nothing says so by None.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.quotes import speaker_of_quote
from ingest.language.syntax import after_preposition, by_agents, children, is_verb
from ingest.language.text import Text
from ingest.linking.numbered import is_numbered, numbered
from ingest.linking.persons import (
    last_persons,
    named_of_state,
    person_before,
    person_by_office,
    person_of_office,
    person_of_rank,
    persons_before,
)
from ingest.linking.states import (
    actor_of,
    affiliation,
    answerable,
    half_of_country,
    last_states,
    latest_state,
    state_beside,
)
from ingest.model import Actor, Delegation, Filler
from ontology.authority import Entry

_HE = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_IT = frozenset({"it", "its", "itself"})
_WE = frozenset({"we", "us", "ours"})
_THEY = frozenset({"they", "them", "their", "theirs", "both"})
_GROUPS = frozenset({"group", "team", "party", "visitor", "guest"})
_BY_TWO = frozenset({"minister", "president", "leader", "counterpart", "side", "party"})
_MEETING = frozenset({"meet", "receive", "host", "confer"})
_RULERS = frozenset({"junta", "regime"})
_STYLES = frozenset({"highness", "majesty", "excellency", "holiness"})

_BLOC = frozenset({"InternationalOrganization"})
_FORCE = frozenset({"ArmedGroup"})
_COLLECTIVES = {
    **dict.fromkeys(
        (
            "union",
            "bloc",
            "organization",
            "organisation",
            "alliance",
            "council",
            "assembly",
            "league",
            "forum",
        ),
        _BLOC,
    ),
    **dict.fromkeys(
        ("company", "firm", "manufacturer", "shipyard", "bank"), frozenset({"Company", "Organization"})
    ),
    **dict.fromkeys(("rebel", "militant", "separatist", "insurgent", "militia", "movement"), _FORCE),
    "group": _FORCE | {"Company", "Organization"},
}

Resolve = Callable[[Text, Token], list[Filler]]
"""Gives the actors that a phrase names: an antecedent may itself be any phrase."""


def antecedents(text: Text, token: Token, resolve: Resolve) -> list[Filler] | None:
    """What an anaphor points to; None where the token is no anaphor."""
    lower, lemma = token.lower_, token.lemma_.lower()
    nouns = lexicon.nouns()
    if lower in _HE:
        person = person_before(text, token)
        return [person] if person is not None else []
    if lower in _IT:
        found = _body_before(text, token, resolve)
        return [found] if found is not None else []
    if lower in _THEY:
        return list(_several_before(text, token, resolve))
    if is_numbered(token):
        return list(numbered(text, token))
    if lower == "i":
        speaker = speaker_of_quote(text, token)
        said = _subjects_of(speaker) if speaker is not None else []
        return [found for each in said for found in resolve(text, each)]
    if lower in _WE:
        speaking = _bloc_of_speaker(text, token) or _state_of_speaker(text, token)
        return [actor_of(speaking)] if speaking is not None else []
    if lower in ("former", "latter"):
        pair = _pair_in_sentence(text, token, resolve)
        return [pair[0] if lower == "former" else pair[-1]] if pair else []
    if (half := half_of_country(text, token)) is not None:
        return [actor_of(half)]
    if token.tag_ in ("NNS", "NNPS") and _is_pair(token):
        if lemma in nouns["pair"]:
            return list(last_states(text, token, 2))
        if is_pair_of_people(token):
            return list(last_persons(text, token, 2))
    if (
        token.tag_ == "NNS"
        and lemma in nouns["pair"]
        and any(child.lower_ == "our" for child in token.children)
    ):
        return list(_states_of_signers(text))
    if (own := country_of_pronoun(text, token)) is not None:
        return [actor_of(own)]
    if lemma in ("neighbour", "neighbor") and any(
        child.lower_ in ("its", "their") for child in token.children
    ):
        owner = latest_state(text, token)
        others = [
            state
            for state in last_states(text, token, 2)
            if owner is None or state.iri != _subject_state(text, token, owner)
        ]
        return [*others[-1:]]
    definite = any(child.lower_ in ("the", "that", "this") for child in token.children)
    if definite and lemma in _COLLECTIVES and not _own_state(text, token):
        body = _organization_before(text, token, _COLLECTIVES[lemma])
        if body is not None:
            return [body]
    if definite and lemma in _GROUPS and text.delegations and not _own_state(text, token):
        return [text.delegations[max(text.delegations)]]
    if lemma == "head" and text.delegations and after_preposition(token, "of"):
        led = text.delegations[max(text.delegations)]
        if any(each.lemma_.lower() in nouns["delegation"] for each in after_preposition(token, "of")):
            return [led.headed_by or led]
    if lemma in _STYLES and any(_names_person(text, child) for child in children(token, "appos")):
        return None  # "His Excellency [Novak]"
    if lemma in _STYLES and (titled := person_of_rank(text, token) or person_before(text, token)) is not None:
        return [titled]
    if definite and token.tag_ in ("NN", "NNP"):
        if lemma in nouns["country"] | _RULERS and not _own_state(text, token):
            state = latest_state(text, token)
            return [actor_of(state)] if state is not None else []
        if lemma in nouns["leader"]:
            if any(_names_person(text, child) for child in children(token, "appos")):
                return None  # "the foreign minister, Maria Novak"
            person = person_of_office(text, token)
            return [person] if person is not None else None
    if lemma in lexicon.nouns()["counterpart"]:
        if any(_names_person(text, child) for child in children(token, "appos")):
            return None  # "his Venezuelan counterpart, Nicolas Maduro"
        person = person_of_office(text, token)
        state = state_beside(text, token)
        if person is None and state is not None:
            person = named_of_state(text, state)
        if person is None and state is None and not children(token, "appos"):
            return []  # "my counterpart" may be anyone
        return [person] if person is not None else None
    return None


def is_pair_of_people(token: Token) -> bool:
    """ "The two leaders", "both Ministers"."""
    people = lexicon.nouns()["leader"] | {"man", "woman", "men", "women"}
    return (
        token.tag_ in ("NNS", "NNPS")
        and bool({token.lemma_.lower(), token.lower_.removesuffix("s")} & people)
        and _is_pair(token)
    )


def country_of_pronoun(text: Text, token: Token) -> Entry | None:
    """ "His country", "our nation": the state of the person, or of who speaks."""
    if token.lemma_.lower() not in lexicon.nouns()["country"] | {"government", "army", "military", "navy"}:
        return None
    for child in children(token, "poss"):
        if child.lower_ in ("his", "her"):
            person = person_before(text, child)
            return text.entry(person.affiliation) if person is not None else _state_of_office(text, child)
        if child.lower_ in ("our", "my"):
            return _state_of_speaker(text, child)
    return None


def _state_of_office(text: Text, pronoun: Token) -> Entry | None:
    """The state of the office that a sentence has named so far: "the Czech president said his country …"."""
    leaders = lexicon.nouns()["leader"]
    for word in reversed(text.doc[pronoun.sent.start : pronoun.i]):
        if word.dep_ in ("nsubj", "dobj") and word.lemma_.lower() in leaders:
            return state_beside(text, word)
    return None


def _bloc_of_speaker(text: Text, token: Token) -> Entry | None:
    """The union or alliance whose office the quoted speaker holds: "… , said X, the EU's foreign policy chief"."""
    verb = speaker_of_quote(text, token)
    for speaker in children(verb, "nsubj") if verb is not None else ():
        for word in speaker.subtree:
            name = text.names.get(word.i)
            if name is not None and name.entry.kind == "InternationalOrganization":
                return name.entry
    return None


def _state_of_speaker(text: Text, token: Token) -> Entry | None:
    """The state for which "we" and "our" speak: of whoever is quoted, else of the publisher."""
    verb = speaker_of_quote(text, token)
    speakers = _subjects_of(verb) if verb is not None else []
    for speaker in speakers:
        if (own := text.entry(affiliation(text, speaker))) is not None:
            return own
        if speaker.i not in text.names and speaker.lemma_.lower() in lexicon.nouns()["leader"]:
            holder = person_by_office(text, speaker)
            if holder is not None and holder.affiliation is not None:
                return text.entry(holder.affiliation)
        for place, person in (
            (speaker, None),
            *persons_before(text, speaker.nbor() if speaker.i + 1 < len(text.doc) else speaker),
        ):
            name = text.names.get(place.i)
            if person is not None:
                return text.entry(person.affiliation)
            if name is not None and name.entry.kind == "State":
                return name.entry
    return text.entry(text.document.publisher.affiliation)


def _states_of_signers(text: Text) -> list[Actor]:
    """Whose "our governments" are in a joint statement: the publisher's, and the first other state that it names."""
    own = text.entry(text.document.publisher.affiliation)
    states = (
        name.entry if name.entry.kind == "State" else text.entry(name.entry.metonym_of)
        for _, name in sorted(text.names.items())
    )
    other = next(
        (state for state in states if state is not None and state.kind == "State" and state != own), None
    )
    return [actor_of(own), actor_of(other)] if own is not None and other is not None else []


def _subject_state(text: Text, token: Token, fallback: Entry) -> str:
    """The state that is the subject of the sentence: whose neighbour "its neighbour" is."""
    for word in text.doc[token.sent.start : token.i]:
        name = text.names.get(word.i)
        if name is not None and word.dep_ in ("nsubj", "nsubjpass") and name.entry.kind == "State":
            return name.entry.iri
    return fallback.iri


def _organization_before(text: Text, token: Token, kinds: frozenset[str]) -> Actor | None:
    """ "The union", "the company", "the rebels": the organization of that kind told of last, a namesake before others."""
    latest: Actor | None = None
    for index in range(token.i - 1, -1, -1):
        name = text.names.get(index)
        if name is None or name.entry.kind not in kinds:
            continue
        if token.lemma_.lower() in name.entry.label.lower().split():
            return actor_of(name.entry)
        latest = latest or actor_of(name.entry)
    return latest


def _names_person(text: Text, token: Token) -> bool:
    name, entity = text.names.get(token.i), text.entities.get(token.i)
    return (name is not None and name.entry.kind == "Person") or (
        entity is not None and entity.label_ == "PERSON"
    )


def _is_pair(token: Token) -> bool:
    """ "The two leaders", "both countries"; "the ministers" and "the sides" of a report of two are no others.

    "Two neighbouring countries" may be any.
    """
    left = [child for child in token.children if child.i < token.i]
    plain = [child.lower_ for child in left] == ["the"] and not children(
        token, "prep", "relcl", "acl", "conj"
    )
    if plain and {token.lemma_.lower(), token.lower_.removesuffix("s")} & _BY_TWO:
        return True
    known = not children(token, "amod") or any(child.dep_ in ("det", "poss") for child in left)
    return any(child.lower_ == "both" or (child.lower_ == "two" and known) for child in token.children)


def _subjects_of(verb: Token) -> list[Token]:
    """Who says it; the parser takes a closing "»" for a subject."""
    return [each for each in children(verb, "nsubj") if not each.is_punct]


def _own_state(text: Text, token: Token) -> bool:
    return any(child.i in text.names and child.dep_ != "conj" for child in token.children)


def _body_before(text: Text, token: Token, resolve: Resolve) -> Filler | None:
    """What "it" means: the last state, body or delegation that was a subject, else the last one named outright."""
    for place in answerable(token):
        for found in resolve(text, place):
            if isinstance(found, Delegation) or found.kind not in ("Person", "UnnamedSource"):
                return found
    verb = token.head.head if token.dep_ == "pobj" else token.head
    doers = [found for place in by_agents(verb) for found in resolve(text, place)]  # "imposed on it by X"
    sentences = [token.sent]
    if token.sent.start > 0:
        sentences.append(text.doc[token.sent.start - 1].sent)
    for sentence in sentences:
        for place in reversed(
            [
                word
                for word in sentence
                if word.i < token.i
                and (
                    word.dep_ in ("nsubj", "nsubjpass") or (word.dep_ == "pobj" and word.head.dep_ == "agent")
                )
            ]
        ):
            if place.pos_ == "PRON" or (token.dep_ in ("dobj", "dative") and place.head.i == token.head.i):
                continue  # "X sold it …" tells of nobody who sold himself
            fillers = resolve(text, place)
            for found in fillers:
                if found not in doers and (
                    isinstance(found, Delegation) or found.kind not in ("Person", "UnnamedSource")
                ):
                    return found
            if not fillers and place.head.dep_ == "ROOT" and token.dep_ == "nsubj" and place.tag_ == "NN":
                return None  # the package, the ship: a thing that the sentence before was about
    state = latest_state(text, token)
    return actor_of(state) if state is not None else None


def _several_before(text: Text, token: Token, resolve: Resolve) -> list[Filler]:
    """Whom "they" means: the last coordinated subjects, or the last delegation."""
    start = max(token.sent.start - 1, 0)
    first = text.doc[start].sent.start
    for place in reversed(text.doc[first : token.i]):
        if place.dep_ == "nsubj" and place.lower_ == "they":
            return _several_before(text, place, resolve)
        if place.dep_ in ("nsubj", "nsubjpass") and place.pos_ != "PRON":
            group = [place, *place.conjuncts]
            if len(group) == 1 and place.head.lemma_ in _MEETING:
                group += (*children(place.head, "dobj"), *after_preposition(place.head, "with"))
            plural = place.tag_ in ("NNS", "NNPS") and place.lemma_.lower() in (
                lexicon.nouns()["leader"] | lexicon.nouns()["pair"] | lexicon.nouns()["body"]
            )
            if len(group) > 1 or plural or place.lemma_.lower() in lexicon.nouns()["delegation"]:
                return [found for each in group for found in resolve(text, each)]
    pair = last_persons(text, token, 2) if _is_mutual(text, token.head) else []
    near = [place for place, person in persons_before(text, token) if person in pair and place.i >= first]
    return [*pair] if len(near) > 1 else []


def _is_mutual(text: Text, word: Token) -> bool:
    """Whether a word tells what two do with each other: "their first meeting", "when they talked"."""
    told = text.frames.by_lemma.get((word.lemma_.lower(), is_verb(word)), ())
    return any(frame.main.count(role) > 1 for frame, _ in told for role in frame.main)


def _pair_in_sentence(text: Text, token: Token, resolve: Resolve) -> list[Filler]:
    before = text.doc[max(token.sent.start - 1, 0)].sent.start
    for place in (*text.doc[token.sent.start : token.i], *text.doc[before : token.sent.start]):
        if place.conjuncts and place.dep_ != "conj":
            group = [each for each in (place, *place.conjuncts) if each.i < token.i]
            found = [actor for each in group for actor in resolve(text, each)]
            if len(group) == 2 and len(found) == 2:
                return found
    return []


def latest_body(text: Text, token: Token, resolve: Resolve) -> Actor | None:
    """ "The ministry", "the defense ministry": the body of that name told of last."""
    for index in range(token.i - 1, -1, -1):
        place = text.doc[index]
        if place.lemma_.lower() == token.lemma_.lower() and place.pos_ in ("NOUN", "PROPN"):
            for found in resolve(text, place):
                if isinstance(found, Actor) and found.kind in (
                    "GovernmentBody",
                    "MediaOutlet",
                    "Organization",
                ):
                    return found
    return None
