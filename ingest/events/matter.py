"""What an agreement is about: by this a text tells apart two that the same parties made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from ingest.events.mention import Mention
from ingest.language.arguments import arguments
from ingest.language.syntax import children
from ingest.language.text import Text
from ingest.linking.persons import sentences_between

_ABOUT = frozenset({"on", "for", "about", "over", "regarding", "concerning", "of", "in"})
_ANY = frozenset(
    "joint new bilateral draft final such several field area sphere issue matter number cooperation relation country understanding "
    "state side government party year document ceremony".split()
)
"""Words that any agreement may be told with."""
_MORE = frozenset({"also", "another", "second", "separate", "separately", "further", "additional", "other"})
_GENERIC = frozenset("agreement deal accord pact document paper arrangement agree text contract".split())
_DECLARED = frozenset({"declaration", "communique", "communiqué", "statement"})
_TOLD_BEFORE = frozenset({"the", "this", "that", "these", "those", "both"})
_BESIDE = 1
"""Sentences between two agreements that are told side by side."""


def matter(mention: Mention) -> frozenset[str]:
    """The lemmas of what it is about; empty where only its parties are told."""
    names = {word.i for noun in arguments(mention.trigger, "parties") for word in noun.subtree}
    found = (word for head in _heads(mention) for word in _about(head))
    return frozenset(
        word.lemma_.lower()
        for word in found
        if word.pos_ in ("NOUN", "PROPN", "ADJ", "VERB")
        and word.ent_type_ not in ("DATE", "TIME", "GPE", "NORP", "PERSON", "CARDINAL")
        and word.i not in names
        and word.lemma_.lower() not in _ANY
    )


def _heads(mention: Mention) -> list[Token]:
    """The nouns for what is signed, or the verb that says what is agreed."""
    trigger = mention.trigger
    if trigger.pos_ != "VERB":
        return [trigger]
    nouns = arguments(trigger, "object")
    if any(noun.lemma_ in ("name", "signature") for noun in nouns):  # "put their names to a treaty"
        return [each for preposition in ("to", "on", "under") for each in arguments(trigger, preposition)]
    return [trigger] if trigger.lemma_ == "agree" and not nouns else nouns


def _is_another_kind(mention: Mention, other: Mention) -> bool:
    """Whether a treaty is told here and a protocol there; "the agreement" may be either, but no declaration."""
    kinds = [{head.lemma_.lower() for head in _heads(each)} for each in (mention, other)]
    if kinds[0] & kinds[1] or not all(kinds):
        return False
    one, two = (kind & _DECLARED for kind in kinds)
    return bool(one) != bool(two) or not any(kind & _GENERIC for kind in kinds)


def _about(head: Token) -> Iterator[Token]:
    for child in head.children:
        clause = child.dep_ in ("xcomp", "ccomp", "acl") and child.i > head.i
        if child.dep_ in ("compound", "amod", "nmod") or clause:
            yield from child.subtree
        elif child.dep_ == "prep" and child.lower_ in _ABOUT:
            yield from (word for word in child.subtree if word.i != child.i)


def _is_taken_up(mention: Mention) -> bool:
    """Whether the words refer to an agreement told before: "the pact", "these documents"."""
    return any(child.lower_ in _TOLD_BEFORE or child.dep_ == "poss" for child in _determiners(mention))


def _is_another(mention: Mention) -> bool:
    """Whether the text says that it is one more: "also signed a protocol", "a second treaty"."""
    beside = children(mention.trigger, "advmod")
    return any(child.lower_ in _MORE for child in (*beside, *_determiners(mention)))


def _determiners(mention: Mention) -> list[Token]:
    return [child for head in _heads(mention) if head.pos_ != "VERB" for child in head.children]


def other_matter(text: Text, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether another agreement is told, as its subject says: "signed a treaty on fisheries and agreed to open a school".

    What a report opens with may come again in other words, unless these are right beside it or tell of one more.
    """
    mine = matter(mention)
    if mention.bare or not mine:
        return False
    for other in others:
        theirs = matter(other)
        first, second = sorted((mention, other), key=lambda one: one.trigger.i)
        if first.trigger.i == second.trigger.i or not theirs or mine & theirs or _is_taken_up(second):
            return False
        near = sentences_between(first.trigger, second.trigger) <= _BESIDE
        opens = text.sentence_role(first.trigger) != "body" or first.trigger.sent.start <= _opening(text)
        if opens and not near and not _is_another(second) and not _is_another_kind(first, second):
            return False
    return True


def _opening(text: Text) -> int:
    """Where the first sentence of the body begins."""
    return next((start for start, role in text.roles.items() if role == "body"), 0)
