"""Kinds of goods in a text: by name, in compounds, after "of", or as "the system" told of before."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import after_preposition, children, conjuncts
from ingest.language.text import Name, Text
from ingest.linking.states import actor_of
from ingest.model import Actor
from ontology.authority import Entry
from ontology.rows import iri_of

_ANY_GOODS = frozenset(
    "system vehicle gun aircraft plane jet boat vessel launcher craft machine hardware".split()
)
"""Nouns by which a text takes up the goods that it has named."""
_PARTS = frozenset({"part", "component", "engine", "spare", "munition", "kit"})


def goods(text: Text, token: Token) -> list[Actor]:
    """Kinds of goods in the phrase: its head, its compounds, and what "of" gives ("millions of artillery rounds")."""
    found = list(_named(text, token)) or list(_of_an_army(text, token))
    examples = [each for noun in _examples(token) for each in _named(text, noun)]
    wider = {entry.iri for each in examples for entry in _wider(text, each)}
    return list(dict.fromkeys([*(each for each in found if each.iri not in wider), *examples]))


def _examples(token: Token) -> Iterable[Token]:
    """The goods that are named as some of those told: "weapons, including X and Y", "such as X", "among them X"."""
    for prep in children(token, "prep"):
        if prep.lower_ in ("including", "like") or (
            prep.lower_ == "as" and any(child.lower_ == "such" for child in prep.children)
        ):
            for noun in children(prep, "pobj"):
                yield from conjuncts(noun)
    for prep in children(token.head, "prep") if token.dep_ in ("dobj", "nsubjpass") else ():
        if prep.lower_ == "among" and any(noun.lower_ == "them" for noun in children(prep, "pobj")):
            for noun in children(prep, "pobj"):
                yield from (each for each in conjuncts(noun) if each.lower_ != "them")


def _wider(text: Text, kind: Actor) -> Iterable[Entry]:
    """The kinds above a kind of goods."""
    entry = text.entry(kind.iri)
    while entry is not None and (entry := text.entry(entry.broader)) is not None:
        yield entry


def _of_an_army(text: Text, token: Token) -> Iterable[Actor]:
    """What is military because an army gives or gets it: "handed two ships to the navy of X"."""
    slug = lexicon.either_goods().get(token.lemma_.lower())
    governor = token.head.head if token.dep_ == "pobj" else token.head
    moved = token.dep_ in ("dobj", "nsubjpass", "conj") or (
        token.dep_ == "pobj" and token.head.lower_ in ("of", "with")
    )
    if slug is None or not moved or governor.lemma_.lower() in lexicon.moving_verbs():
        return
    takers = [*children(governor, "dative"), *after_preposition(governor, "to")]
    if any(child.tag_ == "PRP$" for each in takers for child in each.children):
        return  # "gave its army new equipment"
    listed = (text.names.get(each.i) for each in token.conjuncts)  # "helicopters, aircraft and tanks"
    among_arms = any(name is not None and name.entry.kind == "MaterielType" for name in listed)
    if among_arms or any(_is_martial(word) for word in token.sent):
        kind = text.entry(iri_of("MaterielType", slug))
        if kind is not None:
            yield actor_of(kind)


def _is_martial(word: Token) -> bool:
    """ "Army", "defence", "air force"."""
    lemma = word.lemma_.lower()
    return lemma in lexicon.martial_words() or (
        lemma == "force" and any(child.lower_ == "air" for child in word.children)
    )


def _named(text: Text, token: Token) -> Iterable[Actor]:
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
            for each in conjuncts(child) if child.dep_ == "appos" else [child]:
                yield from _named(text, each)
        elif child.dep_ in ("prep", "quantmod") and (
            child.lower_ in ("of", "with", "containing")
            or (child.lower_ == "for" and token.lemma_.lower() in _PARTS)
        ):
            for pobj in children(child, "pobj"):
                for each in conjuncts(pobj):
                    yield from _named(text, each)
        elif child.dep_ == "acl" and child.lemma_ in ("fill", "load", "carry", "contain"):
            for prep in children(child, "prep"):
                for pobj in children(prep, "pobj"):
                    for each in conjuncts(pobj):
                        yield from _named(text, each)


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
