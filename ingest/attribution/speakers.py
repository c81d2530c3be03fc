"""Who a reporting verb's subject is, as claimants: named actors, unnamed sources, and the office that the text gives."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.attribution.spine import first_conjunct
from ingest.language import lexicon
from ingest.language.syntax import children, is_verb, subjects
from ingest.language.text import Text
from ingest.linking.phrases import phrase
from ingest.linking.referents import referents
from ingest.linking.states import state_beside
from ingest.model import Actor, Delegation


def claimants(text: Text, tokens: list[Token]) -> tuple[tuple[Actor, str | None], ...]:
    """The claimants that these phrases name, each with the position that the text gives."""
    found: list[tuple[Actor, str | None]] = []
    for token in tokens:
        for actor in _speaker(text, token):
            if all(actor != known for known, _ in found):
                found.append((actor, _position(text, token) if actor.kind == "Person" else None))
    return tuple(found)


def _speaker(text: Text, token: Token) -> list[Actor]:
    named = [actor for actor in referents(text, token, "actor") if not isinstance(actor, Delegation)]
    if named:
        return [actor for actor in named if actor.kind not in ("Place", "MaterielType")]
    if token.pos_ in ("NOUN", "PROPN") and _may_speak(text, token):
        state = state_beside(text, token)
        label = phrase(token)
        return [Actor("UnnamedSource", label, None, state.iri if state else None)] if label else []
    if token.pos_ == "NUM" or token.lower_ in ("some", "others", "many"):
        return [Actor("UnnamedSource", phrase(token))]
    return []


def _may_speak(text: Text, noun: Token) -> bool:
    """Whether an unnamed one may say something: no delegation of which nothing is known, and nothing that happens."""
    lemma = noun.lemma_.lower()
    happens = (lemma, False) in text.frames.by_lemma and lemma not in lexicon.nouns()["document"]
    return lemma not in lexicon.nouns()["delegation"] and not happens


def _position(text: Text, token: Token) -> str | None:
    """The office that the text gives beside a name: before it, or after it between commas."""
    titles = lexicon.nouns()["titles"] | lexicon.nouns()["leader"]
    name = text.names.get(token.i)
    entity = text.entities.get(token.i)
    start = name.start if name else entity.start if entity else token.i
    before = [
        word
        for word in token.subtree
        if word.i < start and word.dep_ in ("compound", "amod", "nmod", "poss", "case")
    ]
    if any(word.lemma_.lower() in titles for word in before):
        return token.doc[before[0].i : start].text.strip(" ,")
    for appos in children(token, "appos"):
        if appos.lemma_.lower() in titles:
            return phrase(appos)
    return None


def speaking(text: Text, verb: Token) -> list[Token]:
    """The subject of a reporting verb; of "…, adding that …" and of "we deny …" it is that of the verb above."""
    own = children(verb, "nsubj", "agent")
    first = first_conjunct(verb)
    if not own and first.i != verb.i and first.dep_ == "ccomp" and is_verb(first.head):
        shared = subjects(verb)
        if not any(is_speaker(text, each) for each in shared):
            return subjects(first.head)  # "told him that this would not go unanswered and urged him to …"
    if (not own and verb.dep_ == "advcl") or any(token.lower_ in ("i", "we") for token in own):
        for above in verb.ancestors:
            if (
                is_verb(above)
                and above.lemma_.lower() in lexicon.reporting_verbs()
                and children(above, "nsubj")
            ):
                return subjects(above)
    return subjects(verb)


def told_to(text: Text, verb: Token) -> tuple[Actor, ...]:
    """The outlet to which something was told: "told AFP", "in an interview with CNN"."""
    found: list[Actor] = []
    if verb.lemma_.lower() == "tell":
        for token in children(verb, "dobj", "dative"):
            found.extend(
                actor
                for actor in referents(text, token, "actor")
                if isinstance(actor, Actor) and actor.kind == "MediaOutlet"
            )
    return tuple(found)


def is_speaker(text: Text, token: Token) -> bool:
    """Whether a word names or describes somebody who can say something."""
    return token.pos_ == "PRON" or bool(claimants(text, [token]))
