"""The day of a happening from what is told beside it: "there", "also", "two days after the visit"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from spacy.tokens import Token

from ingest import trace
from ingest.attributed import Attributed
from ingest.dating import words
from ingest.dating.expressions import day_reached, expressions, resolve
from ingest.dating.homes import anchor_of, framed_by, homes_of
from ingest.dating.news import is_fresh
from ingest.dating.periods import Unit, around
from ingest.language import lexicon
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.linking.persons import sentences_between
from ingest.model import Filler, Interval

Groups = Sequence[list[Attributed]]

_REACH = 6
"""Sentences over which "also" joins what somebody did to what he did before."""
_REACH_AMID = 3
_AGAIN = frozenset({"also", "too", "then", "likewise", "separately", "later", "earlier"})
_AT_ONCE = frozenset({"later", "earlier"})
"""On the same day only where they stand right beside it."""


def dated(group: Iterable[Attributed]) -> bool:
    """Whether a happening has a date."""
    return any(each.date for each in group)


def length(time: Interval) -> int:
    """Days between the first and the last possible day."""
    return (time.latest - time.earliest).days


def main_parties(group: Iterable[Attributed]) -> list[Filler]:
    """Who takes part in a happening in its main roles."""
    return [
        filler
        for each in group
        for role in dict.fromkeys(each.mention.frame.main)
        for filler in each.mention.fillers(role)
    ]


def with_day(group: Iterable[Attributed], time: Interval, anchor: Token, why: str) -> list[Attributed]:
    """The happening with this date; `why` and `anchor` are noted."""
    found = [replace(each, date=time) for each in group]
    for each in found:
        trace.note(each.mention.trigger, "date", why, anchor=anchor, time=time)
    return found


def there(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    """ "They sealed a deal there": on the day of what was told last."""
    if dated(group):
        return group
    for each in group:
        if any(child.lower_ in ("there", "afterwards") for child in each.mention.trigger.children):
            before = [
                other
                for members in groups
                for other in members
                if other.date is not None and other.mention.trigger.i < each.mention.trigger.i
            ]
            last = max(before, key=lambda other: other.mention.trigger.i, default=None)
            if last is not None and last.date is not None:
                return with_day(group, last.date, last.mention.trigger, "was where they were then")
    return group


def also(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    """ "Premier Y also met with X", right after whom X met on Wednesday: on the same day."""
    if dated(group):
        return group
    for each in group:
        said = {child.lower_ for child in each.mention.trigger.children} & _AGAIN
        if not said:
            continue
        reach = 2 if said <= _AT_ONCE else _REACH
        for members in groups:
            for other in members:
                if (
                    other.date is not None
                    and other.mention.frame is each.mention.frame
                    and other.mention.trigger.i < each.mention.trigger.i
                    and sentences_between(other.mention.trigger, each.mention.trigger) <= reach
                    and set(main_parties([other])) & set(main_parties([each]))
                ):
                    return with_day(group, other.date, other.mention.trigger, "told together with it")
    return group


def amid(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    """ "Said … after talks with the ministers": the talks were on the day that the story has reached, if it is news."""
    if dated(group):
        return group
    for each in group:
        verb = framed_by(each.mention.trigger)
        if verb is None or verb.lemma_.lower() not in lexicon.reporting_verbs():
            continue
        day = day_reached(text, verb.doc[verb.i : verb.i + 1], _REACH_AMID)
        if day is not None and is_fresh(text, Interval(day, day, "")):
            return with_day(group, Interval(day, day, ""), verb, "is what the news of that day was said at")
    return group


def at_a_distance(text: Text, group: list[Attributed], groups: Groups) -> list[Attributed]:
    """What lies a number of days from what has a date: "the talks came a week after he had been to Rome"."""
    if dated(group):
        return group
    for each in group:
        homes = homes_of(each.mention.trigger)
        for word in each.mention.trigger.sent:
            if word.lower_ not in ("after", "before") or not homes & {node.i for node in _governed(word)}:
                continue
            counted, main = _counted(word), _main_verb(word)
            if counted is None or main is None:
                continue
            day = _day_of(text, main, groups)
            if day is not None:
                number, unit = counted
                period = around(day, -number if word.lower_ == "after" else number, unit)
                time = Interval(*period, word.doc[word.left_edge.i : word.i + 1].text)
                return with_day(group, time, main, "so far from its day")
    return group


def _governed(word: Token) -> list[Token]:
    """What stands after "after": the verb of a clause, or a noun."""
    return [word.head] if word.dep_ == "mark" else children(word, "pobj", "pcomp")


def _counted(word: Token) -> tuple[int, Unit] | None:
    """How far: the number and unit of "two weeks after"."""
    unit = word.nbor(-1) if word.i > word.sent.start else None
    if unit is None or unit.lemma_.lower() not in ("day", "week", "month", "year"):
        return None
    numbers = [child.lower_ for child in unit.children if child.dep_ in ("nummod", "det")]
    number = next(
        (int(each) if each.isdigit() else words.NUMBERS.get(each) for each in numbers if each), None
    )
    return None if number is None else (number, cast(Unit, unit.lemma_.lower()))


def _main_verb(word: Token) -> Token | None:
    """The verb of the clause that "a week after" counts from."""
    node = word.head.head if word.dep_ == "mark" else word.head
    while not is_verb(node):
        if node.head.i == node.i:
            return None
        node = node.head
    return node


def _day_of(text: Text, verb: Token, groups: Groups) -> date | None:
    """The one day of what a verb tells: told beside it, that of its happening, or today for "comes"."""
    for span in expressions(text, verb.sent):
        if anchor_of(text, span, verb).i == verb.i:
            time = resolve(text, span, "past")
            return time.earliest if time is not None and time.earliest == time.latest else None
    for members in groups:
        if any(verb.i in homes_of(other.mention.trigger) for other in members):
            time = min((each.date for each in members if each.date), key=length, default=None)
            if time is not None and time.earliest == time.latest:
                return time.earliest
    now = verb.tag_ in ("VBZ", "VBP") and not children(verb, "aux")
    return text.document.published if now else None
