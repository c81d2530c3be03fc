"""Who speaks where the text gives no name: "the official" told of before, "the statement", "the Turkish minister"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import after_preposition, children, is_verb, subjects
from ingest.language.text import Text
from ingest.linking.persons import office_holder, sentences_between
from ingest.linking.phrases import core
from ingest.linking.states import state_beside
from ingest.model import Actor

_STATEMENTS = frozenset(
    "statement communique communiqué release post letter declaration dispatch text tweet note".split()
)
_CARRIERS = frozenset("channel website page account site feed profile".split())
_ISSUING = frozenset("issue release publish make give post send".split())
_BODIES = frozenset("agency service directorate office department body authority bureau".split())
_REACH = 8
"""Sentences back in which a speaker may have been told of in full."""
_INDEFINITE = frozenset({"a", "an", "another", "some", "one", "senior", "former", "unnamed"})
_ANYBODY = frozenset(
    {"official", "diplomat", "lawmaker", "counterpart", "colleague", "spokesman", "spokeswoman"}
)


def office_named(text: Text, token: Token) -> Actor | None:
    """ "The foreign minister of Ethiopia has warned …", whom the text names with that office further on."""
    lemma = token.lemma_.lower()
    if token.tag_ != "NN" or lemma not in lexicon.nouns()["leader"] - _ANYBODY:
        return None
    if any(child.lower_ in _INDEFINITE for child in token.children):
        return None
    return office_holder(text, state_beside(text, token), core(text, token))


def told_before(text: Text, token: Token) -> Token | None:
    """ "The official", "the office": the one of that noun who was told of in full before; None if there is none."""
    if token.tag_ not in ("NN", "NNP") or token.i in text.names:
        return None
    if not any(child.lower_ in ("the", "that", "this") for child in token.children):
        return None
    if children(token, "prep", "poss", "relcl", "acl", "appos"):
        return None
    if (body := _body_before(text, token)) is not None:
        return body
    if core(text, token) != token.text:
        return None
    for word in reversed(text.doc[: token.i]):
        if word.lemma_.lower() != token.lemma_.lower() or word.pos_ not in ("NOUN", "PROPN"):
            continue
        if sentences_between(word, token) > _REACH:
            return None
        told = core(text, word) != word.text or children(word, "poss", "prep") or state_beside(text, word)
        speaks = word.dep_ in ("nsubj", "pobj") or word.head.lemma_.lower() in lexicon.reporting_verbs()
        return word if told and speaks else None
    return None


def _body_before(text: Text, token: Token) -> Token | None:
    """ "The Ukrainian agency", "the intelligence agency": a body of that state or field that spoke before."""
    if token.lemma_.lower() not in _BODIES:
        return None
    state, field = state_beside(text, token), {word.lower_ for word in children(token, "compound", "amod")}
    if (state is None) == (core(text, token) == token.text):
        return None
    for word in reversed(text.doc[: token.left_edge.i]):
        if sentences_between(word, token) > _REACH:
            return None
        spoke = word.dep_ == "nsubj" and word.head.lemma_.lower() in lexicon.reporting_verbs()
        if not spoke or word.lemma_.lower() not in lexicon.nouns()["body"] | {"intelligence"}:
            continue
        own = state_beside(text, word)
        if (state is not None and own == state) or (
            state is None and field <= {each.lower_ for each in word.subtree}
        ):
            return word
    return None


def authors(text: Text, document: Token) -> list[Token]:
    """Whose statement it is: "a statement from his office", "the statement on the agency's channel"; or who made it before."""
    if document.lemma_.lower() not in _STATEMENTS:
        return []
    if found := _makers(document):
        return found
    if not any(child.lower_ in ("the", "this", "that") for child in document.children):
        return []
    for word in reversed(text.doc[: document.i]):
        if word.lemma_.lower() != document.lemma_.lower():
            continue
        if sentences_between(word, document) > _REACH:
            break
        if found := _makers(word) or _giving(word):
            return found
    return []


def _makers(document: Token) -> list[Token]:
    found = [
        *after_preposition(document, "by"),
        *after_preposition(document, "from"),
        *after_preposition(document, "of"),
        *children(document, "poss"),
    ]
    for carrier in after_preposition(document, "on"):
        if carrier.lemma_.lower() in _CARRIERS:
            found.extend((*after_preposition(carrier, "of"), *children(carrier, "poss")))
    return found


def _giving(document: Token) -> list[Token]:
    """Who said something in it, or issued it."""
    node = (
        document.head.head
        if document.dep_ == "pobj" and document.head.lower_ in ("in", "by")
        else document.head
    )
    lemma = node.lemma_.lower()
    told = document.dep_ == "pobj" and lexicon.reporting_verbs().get(lemma) == "asserts"
    issued = document.dep_ == "dobj" and lemma in _ISSUING
    return subjects(node) if is_verb(node) and (told or issued) else []
