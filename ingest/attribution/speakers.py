"""Who a reporting verb's subject is, as claimants: named actors, unnamed sources, and the office that the text gives."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from ingest.attribution.spine import first_conjunct
from ingest.attribution.unnamed import authors, office_named, told_before
from ingest.language import lexicon
from ingest.language.syntax import after_preposition, children, is_verb, subjects
from ingest.language.text import Text
from ingest.linking.phrases import phrase
from ingest.linking.referents import referents
from ingest.linking.states import state_beside
from ingest.model import Actor, Delegation

_REACH = 3
"""Sentences back in which "he" who says more may have spoken."""


@cache
def _people() -> frozenset[str]:
    nouns = lexicon.nouns()
    told = {noun for noun, kind in lexicon.described().items() if kind == "Person"}
    return nouns["person"] | nouns["leader"] | nouns["source"] | told


def claimants(text: Text, tokens: list[Token]) -> tuple[tuple[Actor, str | None], ...]:
    """The claimants that these phrases name, each with the position that the text gives."""
    found: list[tuple[Actor, str | None]] = []
    for token in tokens:
        for actor in _speaker(text, token):
            if all(actor != known for known, _ in found):
                found.append((actor, _position(text, token) if actor.kind == "Person" else None))
    return tuple(found)


def _speaker(text: Text, token: Token) -> list[Actor]:
    if token.lower_ in ("he", "she") and (last := _last_to_speak(text, token)) is not None:
        return _speaker(text, last)[:1]
    if (author := _author(text, token)) is not None:
        return [author]
    if made := [actor for each in authors(text, token) for actor in _speaker(text, each)]:
        return made
    if (holder := office_named(text, token)) is not None:
        return [holder]
    found = referents(text, token, "actor")
    if all(isinstance(actor, Actor) and actor.iri is None and actor.kind != "Person" for actor in found) and (
        (before := told_before(text, token)) is not None
    ):
        return _speaker(text, before)
    named = [actor for actor in found if not isinstance(actor, Delegation)]
    if named:
        return [actor for actor in named if actor.kind not in ("Place", "MaterielType")]
    if found and isinstance(found[0], Delegation):
        sender = found[0].sent_by
        return [Actor("UnnamedSource", phrase(token), None, sender.iri if sender else None)]
    if token.pos_ in ("NOUN", "PROPN") and _may_speak(text, token):
        state = state_beside(text, token)
        label = phrase(token)
        return [Actor("UnnamedSource", label, None, state.iri if state else None)] if label else []
    if token.pos_ == "NUM" or token.lower_ in ("some", "others", "many"):
        return [Actor("UnnamedSource", phrase(token))]
    return []


def _last_to_speak(text: Text, pronoun: Token) -> Token | None:
    """Who "he" is that says something more: who was said to speak last, if nobody else was told of since."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubj" or verb.lemma_.lower() not in lexicon.reporting_verbs():
        return None
    sentence, reach = pronoun.sent, 0
    while reach <= _REACH:
        subjects_ = [
            word
            for word in reversed(sentence)
            if word.i < pronoun.left_edge.i
            and word.dep_ in ("nsubj", "nsubjpass")
            and (word.head.dep_ == "ROOT" or word.head.lemma_.lower() in lexicon.reporting_verbs())
        ]
        speaking_ = [word for word in subjects_ if word.head.lemma_.lower() in lexicon.reporting_verbs()]
        carried_on = any(word.lower_ in ("he", "she") for word in speaking_)
        for word in speaking_ if carried_on else (*speaking_, *subjects_):
            if _is_one_person(text, word):
                return word
        if sentence.start == 0:
            return None
        sentence, reach = sentence.doc[sentence.start - 1].sent, reach + 1
    return None


def _is_one_person(text: Text, word: Token) -> bool:
    if word.i in text.names:
        return text.names[word.i].entry.kind == "Person"
    if word.pos_ == "PROPN":
        known = referents(text, word, "actor")
        return word.ent_type_ == "PERSON" or any(
            isinstance(each, Actor) and each.kind == "Person" for each in known
        )
    return word.pos_ == "NOUN" and word.tag_ == "NN" and word.lemma_.lower() in _people()


def _author(text: Text, token: Token) -> Actor | None:
    """Whose report, article or account it is that says something: "a report by the Evening Mail", "a CNN report"."""
    lemma = token.lemma_.lower()
    if lemma not in lexicon.nouns()["document"] and lemma not in lexicon.answering()["said"]:
        return None
    makers = after_preposition(token, "by")
    for each in (*makers, *children(token, "poss", "compound"), *after_preposition(token, "in")):
        for name in (*children(each, "appos"), each):
            for actor in referents(text, name, "actor"):
                if isinstance(actor, Actor) and (actor.kind == "MediaOutlet" or each in makers):
                    return actor
    return None


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
