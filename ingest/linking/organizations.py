"""Organizations that the authority does not know, by their names alone."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children
from ingest.language.text import Text
from ingest.linking.phrases import clean, core
from ingest.linking.states import affiliation, states_beside
from ingest.model import Actor, Filler

_NO_ORGANIZATION = frozenset(
    "system missile agreement treaty pact accord plan act law forum summit dialogue war exercise order resolution".split()
)
_COLLECTIVE = frozenset({"Company", "Organization"})


@cache
def _office_words() -> frozenset[str]:
    """Words that name an office and no body."""
    nouns = lexicon.nouns()
    return nouns["portfolio"] | nouns["titles"] | nouns["leader"] | {"of", "the", "and", "for"}


@cache
def _offices() -> frozenset[str]:
    nouns = lexicon.nouns()
    return (nouns["person"] & nouns["titles"]) | {"representative", "adviser", "advisor", "commissioner"}


def organization_by_name(text: Text, label: str, noun: Token) -> Actor | None:
    """A body, outlet or group by its name, in the class that its head noun shows."""
    label = clean(label)
    if not label or label.islower() or noun.lemma_.lower() in _NO_ORGANIZATION:
        return None
    if all(word.lower() in _office_words() for word in label.split()):
        return None  # "Foreign Affairs" of a minister, "Minister of Foreign Affairs" of somebody named after
    if noun.tag_ in ("NN", "NNP") and noun.lemma_.lower() in _offices():
        return None  # "Special Representative for the Horn of Africa"
    kind, head = "Organization", noun.lemma_.lower()
    if head.rstrip(".") in lexicon.nouns()["business"]:
        kind = "Company"
    elif head in lexicon.nouns()["body"]:
        kind = "GovernmentBody"
    elif head in lexicon.nouns()["media"] or re.search(r"\b(News|Times|Post|Daily|Agency|Radio|TV)$", label):
        kind = "MediaOutlet"
    return Actor(kind, label, None, affiliation(text, noun))


def overlooked_organization(text: Text, token: Token) -> Actor | None:
    """An organization whose name the model doesn't see as one: "the pipeline operator, Azmer Transit".

    What the model holds to be a place is one only beside a noun for an organization: "the insurer, Costa Mutua".
    """
    if token.pos_ != "PROPN" or token.i in text.names or token.ent_type_ in ("PERSON", "DATE", "NORP"):
        return None
    first = last = token.i
    while _goes_on(text, first - 1):
        first -= 1
    while _goes_on(text, last + 1):
        last += 1
    kind = next((found for word in _beside(token) if (found := _kind(word)) is not None), None)
    named = organization_by_name(text, text.doc[first : last + 1].text, text.doc[last])
    if named is None or first == last or (kind is None and token.ent_type_ in ("GPE", "LOC", "FAC")):
        return None
    return Actor(kind, named.label, None, named.affiliation) if kind == "Company" else named


def _goes_on(text: Text, place: int) -> bool:
    """Whether a name reaches to this place of the text."""
    if not 0 <= place < len(text.doc) or place in text.names:
        return False
    word = text.doc[place]
    return word.pos_ == "PROPN" and word.is_alpha and word.text[:1].isupper() and word.ent_type_ != "DATE"


def _beside(name: Token) -> list[Token]:
    """The nouns that say what a name is of: "the insurer, X", "X, an insurer", "insurer X"."""
    around = children(name, "appos", "compound", "nmod")
    return [*around, name.head] if name.dep_ in ("appos", "conj") else around


def _kind(noun: Token) -> str | None:
    found = lexicon.described().get(noun.lemma_.lower())
    return found if found in _COLLECTIVE else None


def firms_by_state(text: Text, noun: Token, kind: str) -> list[Filler]:
    """ "Polish firms", "the arms firms of X and Y": those of each state; none where no state is told."""
    if kind != "Company":
        return []
    return [
        Actor(
            kind,
            f"{state.demonyms[0] if state.demonyms else state.label} {core(text, noun)}",
            None,
            state.iri,
        )
        for state in states_beside(text, noun)
    ]
