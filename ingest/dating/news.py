"""The day of what is told as the news of the day: "has received the envoy", "is visiting", "are imposing"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from ingest import trace
from ingest.attributed import Attributed
from ingest.dating.expressions import expressions, resolve
from ingest.dating.homes import anchor_of
from ingest.language.carriers import carrier
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.model import Interval

_LEAD = 3
"""Sentences at the beginning that tell the news; what stands further down in the perfect is what led up to it."""
_SHORTEST = 6
"""Words of a sentence that tells anything; what is shorter is furniture."""
_LATEST = timedelta(days=3)
"""How long before a report the statement was made whose news it tells."""
_LONG_SINCE = frozenset(
    "already previously repeatedly often long ever never once twice frequently consistently regularly always"
    " earlier traditionally historically recently so".split()
)


def of_the_day(text: Text, group: list[Attributed]) -> list[Attributed]:
    """An undated happening that is told as news, with the day of the statement that tells it, else of the report.

    What is going on while it is told is of the day of the report wherever it stands; what has just been done is news
    in the lead, or where somebody is said to have said it these days.
    """
    if not group[0].mention.frame.news or any(each.date for each in group):
        return group
    day = next((day for each in group if (day := _day_of_news(text, each)) is not None), None)
    return group if day is None else [replace(each, date=day) for each in group]


def _day_of_news(text: Text, each: Attributed) -> Interval | None:
    mention, stated = each.mention, each.stated
    if each.attribution.attitude.stance != "asserts" or mention.again:
        return None
    verb = _finite(mention.trigger)
    if verb is None or children(verb, "neg") or any(word.lower_ in _LONG_SINCE for word in verb.children):
        return None
    today = text.document.published
    found = None
    if _is_going_on(verb, mention.frame.type):
        found = _one_day(today)
    elif stated is not None:
        if _is_done(verb):
            found = stated if is_fresh(text, stated) else _one_day(today) if _leads(text, verb) else None
    elif (_is_done(verb) or verb.tag_ == "VBD") and _leads(text, verb):
        found = _only_day(text, verb) or (_one_day(today) if _is_done(verb) else None)
    if found is not None:
        trace.note(mention.trigger, "date", "told as the news of the day", anchor=verb, time=found)
    return found


def _only_day(text: Text, verb: Token) -> Interval | None:
    """The day of the news that a lead names at its end: "have agreed to go on with consultations … on Wednesday"."""
    spans = [span for span in expressions(text, verb.sent) if span.start > verb.i]
    if len(spans) != 1:
        return None
    anchor = anchor_of(text, spans[0], verb)
    between = [node for node in (anchor, *anchor.ancestors) if verb.is_ancestor(node)]
    if any(children(node, "nsubj", "nsubjpass") for node in between) or spans[0].root.dep_ == "poss":
        return None  # "to discuss the attack that shook the city on Monday"
    time = resolve(text, spans[0], "past")
    return time if time is not None and is_fresh(text, time) else None


def is_fresh(text: Text, time: Interval) -> bool:
    """Whether a time is one day of the last few before the report."""
    today = text.document.published
    return today - _LATEST <= time.earliest == time.latest <= today


def _one_day(day: date) -> Interval:
    return Interval(day, day, "")


def _finite(trigger: Token) -> Token | None:
    """The verb by whose tense the event is told: its own, or that of the light verb which carries it."""
    verb = trigger if is_verb(trigger) else carrier(trigger)
    for _ in range(3):
        if verb is None or verb.dep_ != "conj" or children(verb, "aux", "auxpass", "nsubj", "nsubjpass"):
            break
        verb = verb.head if is_verb(verb.head) else None
    return verb


def _is_done(verb: Token) -> bool:
    """ "Has signed", "have been signed"."""
    return verb.tag_ in ("VBN", "VBD") and any(
        aux.tag_ in ("VBZ", "VBP") and aux.lemma_ == "have" for aux in children(verb, "aux")
    )


def _is_going_on(verb: Token, type_: str) -> bool:
    """ "Is visiting", "are imposing"; of a visit also "is in Rome"."""
    if verb.tag_ in ("VBZ", "VBP"):
        return type_ == "Visit" and verb.lemma_ == "be" and not children(verb, "aux")
    now = any(aux.tag_ in ("VBZ", "VBP") and aux.lemma_ == "be" for aux in children(verb, "aux", "auxpass"))
    return verb.tag_ == "VBG" and now


def _leads(text: Text, verb: Token) -> bool:
    """Whether a sentence is among the first of the body that tell anything."""
    start, before = verb.sent.start, 0
    while start > 0 and before < _LEAD:
        sentence = text.doc[start - 1].sent
        start = sentence.start
        before += len(sentence) >= _SHORTEST and text.roles.get(start, "body") == "body"
    return before < _LEAD
