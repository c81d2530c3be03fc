"""The spine of an event: the words that carry or govern its trigger as one predicate."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.carriers import carrier
from ingest.language.syntax import is_infinitive, is_passive, is_verb

_CEREMONIES = frozenset({"ceremony", "meeting", "session", "event", "signing"})
_TAKING_PART = frozenset(
    "take assist help aid support join participate share engage cooperate succeed involve".split()
)


def spine(trigger: Token) -> Iterator[tuple[Token, Token]]:
    """The words that carry or govern the event as one predicate, from the inside: (governor, what it governs)."""
    node = trigger
    if not is_verb(trigger):
        carried = carrier(trigger)
        if carried is None:
            return
        yield carried, trigger
        node = carried
    while True:
        link = first_conjunct(node)
        head = link.head
        if head.i == link.i:
            return
        if link.dep_ in ("xcomp", "oprd", "acomp") or (link.dep_ == "acl" and is_infinitive(link)):
            yield head, link
            if head.lemma_ in _CEREMONIES and head.dep_ == "dobj" and is_verb(head.head):
                yield head.head, head  # "will hold a ceremony to sign …"
                head = head.head
        elif (
            (link.dep_ == "pcomp" and head.lower_ == "by" and is_verb(head.head))
            or (link.dep_ == "pcomp" and is_passive(head.head) and head.head.lemma_ in ("accuse", "suspect"))
            or (
                link.dep_ == "pcomp"
                and head.lower_ in ("to", "of")
                and head.head.lemma_.lower() in lexicon.nearing()
            )
            or _is_taken_part_in(link)
        ):
            head = head.head
            yield head, link
        else:
            return
        node = head


def _is_taken_part_in(gerund: Token) -> bool:
    """ "Will assist in training …", "is to take part in training …"."""
    prep = gerund.head
    within = gerund.dep_ == "pcomp" and prep.lower_ in ("in", "with") and is_verb(prep.head)
    return within and prep.head.lemma_.lower() in _TAKING_PART


def first_conjunct(token: Token) -> Token:
    """The first of coordinated words: what governs it governs them all."""
    while token.dep_ == "conj" and token.head.i != token.i and token.head.pos_ == token.pos_:
        token = token.head
    return token
