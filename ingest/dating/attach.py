"""Step 5, when: which time expression of a sentence dates an event, and which one dates the statement."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Span, Token

from ingest import trace
from ingest.dating import when
from ingest.dating.days import Tense
from ingest.dating.expressions import expressions, resolve
from ingest.dating.homes import anchor_of, belongs, follows, framed_by, homes_of
from ingest.language.carriers import carrier
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.model import Interval

_CHRONICLED = 4
"""Sentences that a day at their head dates."""
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
    homes = homes_of(trigger)
    framed, told_on = framed_by(trigger), _told_on(text, trigger, cue)
    if enacted and trigger.dep_ == "dobj" and trigger.head.lemma_.lower() in _ANNOUNCING:
        framed = trigger.head
    found: list[tuple[int, Interval]] = []
    for span in expressions(text, trigger.sent):
        anchor = anchor_of(text, span, trigger)
        own = belongs(anchor, trigger, homes) or follows(span, trigger)
        then = framed is not None and anchor.i == framed.i
        if (own and (cue is None or anchor.i != cue.i or _recalled(cue, span))) or then:
            behind = anchor.i != trigger.i and anchor.tag_ == "VBD"  # "left on 23 April to visit Iran"
            ahead = any(child.lemma_ in ("will", "shall") for child in children(anchor, "aux"))
            tense: Tense = "past" if behind else "future" if ahead else _tense(trigger, stance)
            time = resolve(text, span, tense, told_on)
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
    if stance != "asserts" or _tense(trigger, stance) == "future" or any(expressions(text, trigger.sent)):
        return None
    start = trigger.sent.start
    for _ in range(_CHRONICLED):
        if start == 0:
            return None
        before = text.doc[start - 1].sent
        start = before.start
        times = list(expressions(text, before))
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


def _recalled(cue: Token, span: Span) -> bool:
    """ "Recalled the visit of X to Y in March": when what is recalled was, not when it is recalled."""
    return cue.lemma_ == "recall" and any(child.i < span.start for child in children(cue, "dobj"))


def date_statement(text: Text, cue: Token | None) -> Interval | None:
    """When the claimant spoke: the time expression that hangs on the reporting verb."""
    if cue is None or not is_verb(cue):
        return None
    for span in expressions(text, cue.sent):
        if anchor_of(text, span, cue).i == cue.i and not _recalled(cue, span):
            return resolve(text, span, "past")
    if cue.dep_ == "advcl" and cue.tag_ == "VBG" and is_verb(cue.head):  # "last week slammed …, urging …"
        return date_statement(text, cue.head)
    return None


def _would(trigger: Token) -> bool:
    verbs = [trigger] if is_verb(trigger) else [each for each in (carrier(trigger),) if each is not None]
    return any(child.lemma_ == "would" for verb in verbs for child in children(verb, "aux"))


def _told_on(text: Text, trigger: Token, cue: Token | None) -> date | None:
    """For what "would" be: the day from which it lay ahead, that of the statement or else of the report."""
    if not _would(trigger):
        return None
    said = date_statement(text, cue)
    return text.document.published if said is None else said.earliest


def _tense(trigger: Token, stance: str) -> Tense:
    if _would(trigger):
        return None  # reported of old: the time may be past by now
    if stance in ("plans", "predicts"):
        return "future"
    if not is_verb(trigger) and carrier(trigger) is None and trigger.dep_ not in ("nsubj", "nsubjpass"):
        return None  # a noun by itself tells no tense
    return "present" if trigger.tag_ in ("VBZ", "VBP") else "past"
