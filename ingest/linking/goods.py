"""Kinds of goods in a text: by name, in compounds, after "of", or as "the system" told of before."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from ingest.language.syntax import children, conjuncts
from ingest.language.text import Name, Text
from ingest.linking.states import actor_of
from ingest.model import Actor
from ontology.authority import Entry

_ANY_GOODS = frozenset(
    "system vehicle gun aircraft plane jet boat vessel launcher craft machine hardware".split()
)
"""Nouns by which a text takes up the goods that it has named."""


def goods(text: Text, token: Token) -> Iterable[Actor]:
    """Kinds of goods in the phrase: its head, its compounds, and what "of" gives ("millions of artillery rounds")."""
    name = text.names.get(token.i)
    if name is not None and name.entry.kind == "MaterielType":
        yield actor_of(_narrowest(text, name))
        return
    if _takes_up(token):
        yield from _told_before(text, token)
        return
    if any(
        child.dep_ == "det" and child.lower_ in ("the", "this", "these", "those") for child in token.children
    ):
        for index in range(token.i - 1, -1, -1):
            earlier = text.names.get(index)
            if (
                earlier is not None
                and earlier.entry.kind == "MaterielType"
                and earlier.end - earlier.start > 1
            ) and text.doc[earlier.end - 1].lemma_.lower() == token.lemma_.lower():
                yield actor_of(earlier.entry)
                return
    for child in token.children:
        if child.dep_ in ("compound", "nmod", "amod", "appos"):
            yield from goods(text, child)
        elif child.dep_ in ("prep", "quantmod") and child.lower_ in ("of", "with", "containing"):
            for pobj in children(child, "pobj"):
                for each in conjuncts(pobj):
                    yield from goods(text, each)
        elif child.dep_ == "acl" and child.lemma_ in ("fill", "load", "carry", "contain"):
            for prep in children(child, "prep"):
                for pobj in children(prep, "pobj"):
                    for each in conjuncts(pobj):
                        yield from goods(text, each)


def _narrowest(text: Text, name: Name) -> Entry:
    """The kind that a name before the noun narrows it to: "24 F-16 fighter jets" are F-16s."""
    before = text.names.get(name.start - 1)
    if before is None or before.entry.kind != "MaterielType":
        return name.entry
    wider = before.entry
    while wider.broader and (above := text.entry(wider.broader)) is not None:
        if above is name.entry:
            return _narrowest(text, before)
        wider = above
    return name.entry


def _takes_up(token: Token) -> bool:
    """Whether goods are told by a pronoun, or as "the vehicles": "Pyongyang shipped them to Russia by rail"."""
    moved = token.dep_ in ("dobj", "nsubjpass") or (token.dep_ == "pobj" and token.head.lower_ == "of")
    if token.lower_ in ("them", "they", "ones"):
        return moved
    definite = any(child.lower_ in ("the", "these", "those") for child in token.children)
    return (
        definite
        and token.lemma_.lower() in _ANY_GOODS
        and not any(child.dep_ in ("compound", "nmod") for child in token.children)
    )


def _told_before(text: Text, token: Token) -> Iterable[Actor]:
    """The goods named last, in this sentence or the one before."""
    first = text.doc[max(token.sent.start - 1, 0)].sent.start
    for index in range(token.i - 1, first - 1, -1):
        name = text.names.get(index)
        if name is not None and name.entry.kind == "MaterielType":
            yield actor_of(name.entry)
            return
