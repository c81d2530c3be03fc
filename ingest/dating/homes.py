"""On which words the time of an event may hang, and on which word a time hangs."""

from __future__ import annotations

import itertools
import re

from spacy.tokens import Span, Token

from ingest.attribution.attitude import is_purpose
from ingest.dating.words import MONTHS
from ingest.language import lexicon
from ingest.language.carriers import carrier
from ingest.language.syntax import children, is_infinitive, is_verb
from ingest.language.text import Text

_CARRIERS = frozenset(
    "hold have impose reach sign send ship deliver agree attend host pay conduct take announce conclude strike seal"
    " make complete start place".split()
)
"""Verbs of a relative clause whose time is the event's: "the summit that they held last month"."""
_HAPPENING = frozenset(
    "take happen occur begin start open end conclude come arrive continue last reach".split()
)
_NAMED = re.compile(rf"\b(?:{'|'.join(MONTHS)}|(?:19|20)\d\d)\b")
"""Times that belong to what a verb is about rather than to the verb, where both could have them."""
_WHITHER = frozenset({"to", "of", "by", "with", "between"})
_DURING = frozenset({"during", "at", "on", "after", "following"})
_MOMENTS = frozenset("start beginning end close conclusion outset margin margins sideline sidelines".split())


def homes_of(trigger: Token) -> set[int]:
    """The words on which the event's time may hang: the trigger, the verbs that carry it, and its aspect verbs."""
    homes = {trigger.i}
    if trigger.dep_ == "amod":  # "the visiting minister said on Tuesday"
        homes.update(itertools.islice((each.i for each in trigger.ancestors if is_verb(each)), 1))
    carried = carrier(trigger)
    node = trigger
    if carried is not None and not is_purpose(trigger):
        homes.add(carried.i)
        node = carried
    if (
        node.dep_ == "conj"
        and is_verb(node)
        and not children(node, "nsubj", "nsubjpass")
        and is_verb(node.head)
    ):
        homes.add(node.head.i)  # "landed on Tuesday and was greeted by …"
    while node.dep_ in ("xcomp", "pcomp", "aux") and node.head.i != node.i:
        node = node.head
        if is_verb(node) and node.lemma_.lower() in lexicon.reporting_verbs():
            break
        homes.add(node.i)
    if is_verb(node) and node.dep_ == "advcl" and any(child.lower_ == "to" for child in node.children):
        homes.add(node.head.i)
    if is_verb(node) and node.dep_ == "relcl" and any(child.lower_ == "where" for child in node.children):
        homes.update(itertools.islice((each.i for each in node.head.ancestors if is_verb(each)), 1))
    for child in trigger.children:
        if child.dep_ in ("relcl", "acl") and child.lemma_.lower() in _CARRIERS:
            homes.add(child.i)
    if (
        not is_verb(trigger)
        and is_verb(trigger.head)
        and (
            trigger.dep_ == "nsubjpass"
            or (trigger.dep_ == "nsubj" and trigger.head.lemma_.lower() in _HAPPENING)
        )
    ):
        homes.add(trigger.head.i)
    return homes


def anchor_of(text: Text, span: Span, trigger: Token) -> Token:
    """The verb or event noun on which a time expression hangs."""
    node = span.root
    inside = range(span.start, span.end)
    for clause in (trigger, carrier(trigger) or trigger):  # "in 2016, when Kestria lent …"
        if clause.head.i in inside and any(child.lower_ == "when" for child in clause.children):
            return trigger
    while node.head.i != node.i:
        verb = is_verb(node) and node.lower_ not in ("beginning", "starting")  # "trained beginning in May"
        if node.i == trigger.i or (node.i not in inside and (verb or _is_event_noun(text, node))):
            break
        node = node.head
    return _said_then(span, node) or node


def _said_then(span: Span, verb: Token) -> Token | None:
    """The verb of saying behind which a time stands, before what is said: "said on Wednesday he would visit X"."""
    if verb.dep_ != "ccomp" or not any(each.i >= span.end for each in children(verb, "nsubj", "nsubjpass")):
        return None
    before = verb.doc[span.start - 1]
    while before.dep_ in ("dobj", "pobj", "prep", "dative") and before.head.i < before.i:
        before = before.head
    return before if before.i == verb.head.i else None


def _is_event_noun(text: Text, token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in text.frames.nouns


def belongs(anchor: Token, trigger: Token, homes: set[int]) -> bool:
    """Whether a time hangs on the event itself, or on a participle within its phrase ("containers filled last month")."""
    if anchor.i in homes:
        return True
    node = anchor
    while node.dep_ in ("acl", "dobj", "pobj", "prep", "dative", "conj", "advmod", "nsubj", "nsubjpass"):
        if node.dep_ == "conj" and is_verb(node) and is_infinitive(node):
            return False  # "agreed to respect the accord and to end all talks within 60 days"
        node = node.head
        if node.i in homes:
            return not any(word.dep_ in ("nsubj", "nsubjpass") for word in anchor.children)
    return False


def follows(span: Span, noun: Token) -> bool:
    """Whether a time stands right after an event noun and its arguments: "Kim's rare visit to Russia last month"."""
    if is_verb(noun) or noun.i >= span.start or children(noun, "relcl"):
        return False
    after = max(word.i for word in noun.subtree if word.i < span.start) + 1
    if noun.dep_ == "dobj" and _NAMED.search(span.text):  # "recalled the visit to Nigeria in March 2016"
        for phrase in children(noun.head, "prep"):
            if phrase.i == after and phrase.lower_ in _WHITHER:
                after = phrase.right_edge.i + 1
    return after == span.start


def framed_by(noun: Token) -> Token | None:
    """The verb of what happened during an event, on its day: "told reporters on Tuesday during a visit to …"."""
    preposition = noun.head
    if preposition.lower_ == "of" and preposition.head.lemma_ in _MOMENTS:  # "at the start of a visit"
        noun, preposition = preposition.head, preposition.head.head
    if noun.dep_ != "pobj" or preposition.lower_ not in _DURING or not is_verb(preposition.head):
        return None
    return preposition.head
