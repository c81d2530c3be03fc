"""Places in a text: by name, by what stands around an unknown name, "there", "the country"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children, modifiers
from ingest.language.text import Text
from ingest.linking.coreference import country_of_pronoun
from ingest.linking.phrases import clean
from ingest.linking.states import actor_of, half_of_country, latest_state, state_beside
from ingest.model import Actor
from ontology.authority import Entry

_OCCASIONS = frozenset(
    {"meeting", "summit", "forum", "conference", "talk", "session", "assembly", "visit", "ceremony"}
)


def places(text: Text, token: Token) -> Iterable[Actor]:
    """The places that the phrase headed by `token` names; a known place within the phrase before an unknown one."""
    name = text.names.get(token.i)
    if name is not None and name.entry.kind in ("Place", "State") and not name.demonym:
        yield actor_of(name.entry)
        return
    entity = text.entities.get(token.i)
    occasion = token.lemma_.lower() in _OCCASIONS  # "the G7 summit in Italy" is in Italy
    inner = [
        place
        for child in token.children
        if child.dep_ in (("prep",) if occasion else ("prep", "poss", "appos", "compound", "nmod"))
        for target in (
            children(child, "pobj")
            if child.dep_ == "prep" and child.lower_ in ("of", "in", "near")
            else [child]
        )
        for place in places(text, target)
    ]
    if inner:
        yield from inner
    elif entity is not None and entity.label_ in ("GPE", "FAC", "LOC") and entity.root.i == token.i:
        half = half_of_country(text, token)
        yield actor_of(half) if half is not None else Actor("Place", clean(entity.text))
    elif (half := half_of_country(text, token)) is not None:
        yield actor_of(half)
    elif token.lemma_.lower() == "capital" and (of_state := state_beside(text, token)) is not None:
        yield actor_of(of_state)
    elif (
        token.lemma_.lower() in ("town", "city", "village")
        and (named := _town_before(text, token)) is not None
    ):
        yield named
    elif token.lower_ == "here" and text.document.dateline is not None:
        yield text.document.dateline
    elif (token.lower_ == "there" or token.lemma_.lower() in lexicon.nouns()["country"]) and (
        state := _own_country(text, token) or latest_state(text, token, beyond=_governing_phrase(token))
    ) is not None:
        yield actor_of(state)


def _own_country(text: Text, token: Token) -> Entry | None:
    """ "Our country" in the words of a state agency or of whoever is quoted."""
    if not any(child.dep_ == "poss" for child in token.children):
        return None
    return country_of_pronoun(text, token)


def _town_before(text: Text, token: Token) -> Actor | None:
    """ "The town": the one named last."""
    if not any(child.lower_ in ("the", "this", "that") for child in token.children):
        return None
    for index in range(token.i - 1, -1, -1):
        name = text.names.get(index)
        if name is not None and name.entry.kind == "Place":
            return actor_of(name.entry)
    return None


def _governing_phrase(token: Token) -> range:
    """The phrase "visit of a Russian minister to the country": whom it names doesn't visit his own."""
    noun = token.head.head
    if token.dep_ == "dobj":
        return range(
            min(word.i for word in token.head.subtree), token.head.i
        )  # "a delegation from X toured the country"
    if token.dep_ != "pobj" or noun.pos_ != "NOUN":
        return range(0)
    return range(noun.left_edge.i, token.i)


def sites(text: Text, token: Token) -> Iterable[Actor]:
    """The very building or ground that the phrase names, linked or not; else the place in which it lies."""
    words = [*(word for word in modifiers(token) if word.dep_ == "compound"), token]
    if token.lemma_.lower() in _OCCASIONS:
        return
    region = token.ent_type_ in ("LOC", "GPE")  # "Russia's Far East" is told well enough by Russia
    if token.pos_ == "PROPN" and token.i not in text.names and len(words) > 1 and not region:
        yield Actor("Place", clean(" ".join(word.text for word in words)))
    else:
        yield from places(text, token)
