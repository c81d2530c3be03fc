"""Step 5, when: which time expression of a sentence dates an event, and which one dates the statement."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from spacy.tokens import Span, Token

from ingest import trace
from ingest.attribution.attitude import is_purpose
from ingest.dating import when
from ingest.dating.days import Tense
from ingest.language import lexicon
from ingest.language.carriers import carrier
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.model import Interval

_CARRIERS = frozenset(
    "hold have impose reach sign send ship deliver agree attend host pay conduct take announce conclude strike seal"
    " make complete start place".split()
)
"""Verbs of a relative clause whose time is the event's: "the summit that they held last month"."""

_ANCHORED = re.compile(
    r"\b(same|that|previous|following|next) (day|week)\b|\b(earlier|later|before|after)$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(to(day|night|morrow)|yesterday|this|next|last|coming|following|previous|same|ago|earlier|later|"
    r"(hour|day|week|month|quarter|year)s?)\b",
    re.IGNORECASE,
)
"""What is counted from the day of the report, whoever said it and when."""
_HAPPENING = frozenset(
    "take happen occur begin start open end conclude come arrive continue last reach".split()
)
_CHRONICLED = 4
"""Sentences that a day at their head dates."""
_DURING = frozenset({"during", "at", "after", "following"})
_ANNOUNCING = frozenset({"announce", "unveil", "declare", "issue"})


def date_event(
    text: Text,
    trigger: Token,
    stance: str,
    cue: Token | None,
    focus: Token | None = None,
    enacted: bool = False,
) -> Interval | None:
    """The time that the text gives the event of a trigger, if any; of several the first after `focus`.

    `enacted`: to announce such an event is to do it.
    """
    homes = _homes(trigger)
    if enacted and trigger.dep_ == "dobj" and trigger.head.lemma_.lower() in _ANNOUNCING:
        homes.add(trigger.head.i)
    framed, told_on = _framed(trigger), _told_on(text, trigger, cue)
    found: list[tuple[int, Interval]] = []
    for span in _expressions(text, trigger.sent):
        anchor = _anchor(text, span, trigger)
        own = _belongs(anchor, trigger, homes) or _follows(span, trigger)
        own = own and not _first_since(span, trigger)
        then = framed is not None and anchor.i == framed.i
        if (own and (cue is None or anchor.i != cue.i)) or then:
            behind = anchor.i != trigger.i and anchor.tag_ == "VBD"  # "left on 23 April to visit Iran"
            time = _resolve(text, span, "past" if behind else _tense(trigger, stance), told_on)
            trace.note(trigger, "date", "dates it", words=span.text, anchor=anchor, time=time)
            if time is not None:
                found.append((span.start, time))
        else:
            trace.note(
                trigger,
                "date",
                "dates what is said" if own else "dates something else",
                words=span.text,
                anchor=anchor,
            )
    after = [time for start, time in found if focus is not None and start > focus.i]
    own_time = next(iter([*after, *(time for _, time in found)]), None)
    return own_time or _under_heading(text, trigger, stance)


def _under_heading(text: Text, trigger: Token, stance: str) -> Interval | None:
    """The day that heads what a chronicle tells: "29 December. The minister flew to X."."""
    if stance != "asserts" or _tense(trigger, stance) == "future" or any(_expressions(text, trigger.sent)):
        return None
    start = trigger.sent.start
    for _ in range(_CHRONICLED):
        if start == 0:
            return None
        before = text.doc[start - 1].sent
        start = before.start
        times = list(_expressions(text, before))
        words = before.text.strip(" .:\n–—-")
        if len(times) == 1 and times[0].text == words and before.text.strip() != words:
            return when.resolve(words, text.document.published, "past")
        if times:
            return None
    return None


def is_foreseen(text: Text, trigger: Token, stance: str, when: Interval) -> bool:
    """Whether the present tense tells what is to come: "flies to Dresk on Thursday", "a visit next week"."""
    past = is_verb(trigger) and trigger.tag_ not in ("VBZ", "VBP", "VBG", "VB")
    carried = carrier(trigger)
    past = past or (carried is not None and carried.tag_ in ("VBD", "VBN"))
    today = text.document.published
    soon = trigger.tag_ in ("VBZ", "VBP") and when.earliest >= today and when.latest > today
    return stance == "asserts" and not past and (when.earliest > today or soon)


def _framed(noun: Token) -> Token | None:
    """The verb of what happened during an event, on its day: "told reporters on Tuesday during a visit to …"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in _DURING or not is_verb(preposition.head):
        return None
    return preposition.head


def _first_since(span: Span, noun: Token) -> bool:
    """ "His first visit to X since 2000" was not in 2000."""
    since = re.match("(ever )?since ", span.text, re.IGNORECASE) is not None
    return since and any(child.lower_ in ("first", "second", "last", "latest") for child in noun.children)


def _follows(span: Span, noun: Token) -> bool:
    """Whether a time stands right after an event noun and its arguments: "Kim's rare visit to Russia last month"."""
    if is_verb(noun) or noun.i >= span.start or children(noun, "relcl"):
        return False
    return max(word.i for word in noun.subtree if word.i < span.start) + 1 == span.start


def _belongs(anchor: Token, trigger: Token, homes: set[int]) -> bool:
    """Whether a time hangs on the event itself, or on a participle within its phrase ("containers filled last month")."""
    if anchor.i in homes:
        return True
    node = anchor
    while node.dep_ in ("acl", "dobj", "pobj", "prep", "dative", "conj", "advmod", "nsubj", "nsubjpass"):
        node = node.head
        if node.i in homes:
            return not any(word.dep_ in ("nsubj", "nsubjpass") for word in anchor.children)
    return False


def date_statement(text: Text, cue: Token | None) -> Interval | None:
    """When the claimant spoke: the time expression that hangs on the reporting verb."""
    if cue is None or not is_verb(cue):
        return None
    for span in _expressions(text, cue.sent):
        if _anchor(text, span, cue).i == cue.i:
            return _resolve(text, span, "past")
    if cue.dep_ == "advcl" and cue.tag_ == "VBG" and is_verb(cue.head):  # "last week slammed …, urging …"
        return date_statement(text, cue.head)
    return None


def _expressions(text: Text, sentence: Span) -> Iterator[Span]:
    for start, end in when.find(sentence.text):
        span = sentence.doc.char_span(
            sentence.start_char + start, sentence.start_char + end, alignment_mode="expand"
        )
        named = span is not None and any(
            token.i in text.names and text.names[token.i].entry.kind == "MaterielType" for token in span
        )
        if span is not None and not named:  # "Panzerhaubitze 2000s" are no decade
            yield span


def _would(trigger: Token) -> bool:
    verbs = [trigger] if is_verb(trigger) else [each for each in (carrier(trigger),) if each is not None]
    return any(child.lemma_ == "would" for verb in verbs for child in children(verb, "aux"))


def _told_on(text: Text, trigger: Token, cue: Token | None) -> date | None:
    """For what "would" be: the day from which it lay ahead, that of the statement or else of the report."""
    if not _would(trigger):
        return None
    said = date_statement(text, cue)
    return text.document.published if said is None else said.earliest


def _resolve(text: Text, span: Span, tense: Tense, told_on: date | None = None) -> Interval | None:
    """An event that goes on "since 2021" is dated by its beginning, one that "would" be from the day it was told."""
    words = span.text
    if told_on is not None and not _COUNTED.search(words):
        found = when.resolve(words, told_on, "future")
        return found and replace(found, text=words)
    onset = re.sub(r"^(ever )?since ", "", words, flags=re.IGNORECASE)
    anchor = _day_reached(text, span) if _ANCHORED.search(words) else None
    found = when.resolve(onset, text.document.published, "past" if onset != words else tense, anchor)
    return found and replace(found, text=words)


def _day_reached(text: Text, span: Span) -> date | None:
    """The day that the story has reached: what "the same day" and "a day earlier" start from."""
    first = span.sent.start
    for _ in range(2):
        sentence = text.doc[first].sent
        days = [
            time
            for each in _expressions(text, sentence)
            if each.end <= span.start and not _ANCHORED.search(each.text)
            if (time := when.resolve(each.text, text.document.published, "past")) is not None
        ]
        if days and days[-1].earliest == days[-1].latest:
            return days[-1].earliest
        if sentence.start == 0:
            return None
        first = sentence.start - 1
    return None


def _homes(trigger: Token) -> set[int]:
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


def _anchor(text: Text, span: Span, trigger: Token) -> Token:
    """The verb or event noun on which a time expression hangs."""
    node = span.root
    inside = range(span.start, span.end)
    for clause in (trigger, carrier(trigger) or trigger):  # "in 2016, when Kestria lent …"
        if clause.head.i in inside and any(child.lower_ == "when" for child in clause.children):
            return trigger
    while node.head.i != node.i:
        verb = is_verb(node) and node.lower_ not in ("beginning", "starting")  # "trained beginning in May"
        if node.i == trigger.i or (node.i not in inside and (verb or _is_event_noun(text, node))):
            return node
        node = node.head
    return node


def _is_event_noun(text: Text, token: Token) -> bool:
    return token.pos_ == "NOUN" and token.lemma_.lower() in text.frames.nouns


def _tense(trigger: Token, stance: str) -> Tense:
    if _would(trigger):
        return None  # reported of old: the time may be past by now
    if stance in ("plans", "predicts"):
        return "future"
    if not is_verb(trigger) and carrier(trigger) is None and trigger.dep_ not in ("nsubj", "nsubjpass"):
        return None  # a noun by itself tells no tense
    return "present" if trigger.tag_ in ("VBZ", "VBP") else "past"
