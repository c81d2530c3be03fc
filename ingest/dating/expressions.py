"""The time expressions of a sentence, read where they stand: "that day" is the day which the story has reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from spacy.tokens import Span

from ingest.dating import when
from ingest.dating.days import Tense
from ingest.language.text import Text
from ingest.model import Interval

_ANCHORED = re.compile(
    r"\b(same|that|previous|following|next) (day|week)\b|\b(earlier|later|before|after)$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(to(day|night|morrow)|yesterday|this|next|last|coming|following|previous|same|ago|earlier|later|"
    r"(hour|day|week|month|quarter|year)s?)\b",
    re.IGNORECASE,
)
"""What is counted from the day of the report, whoever said it and when."""
_STORY = 8
"""Sentences back to the day that "the same day" is."""


def expressions(text: Text, sentence: Span) -> Iterator[Span]:
    """The stretches of a sentence that tell a time."""
    for start, end in when.find(sentence.text):
        span = sentence.doc.char_span(
            sentence.start_char + start, sentence.start_char + end, alignment_mode="expand"
        )
        named = span is not None and any(
            token.i in text.names and text.names[token.i].entry.kind == "MaterielType" for token in span
        )
        if span is not None and not named:  # "Panzerhaubitze 2000s" are no decade
            yield span


def resolve(text: Text, span: Span, tense: Tense, told_on: date | None = None) -> Interval | None:
    """An event that goes on "since 2021" is dated by its beginning, one that "would" be from the day it was told."""
    words = span.text
    if told_on is not None and not _COUNTED.search(words):
        found = when.resolve(words, told_on, "future")
        return found and replace(found, text=words)
    onset = re.sub(r"^(ever )?since ", "", words, flags=re.IGNORECASE)
    anchor = day_reached(text, span) if _ANCHORED.search(words) else None
    found = when.resolve(onset, text.document.published, "past" if onset != words else tense, anchor)
    return found and replace(found, text=words)


def day_reached(text: Text, span: Span, reach: int = _STORY) -> date | None:
    """The day that the story has reached: what "the same day" and "a day earlier" start from."""
    first = span.sent.start
    for _ in range(reach):
        sentence = text.doc[first].sent
        days = [
            time
            for each in expressions(text, sentence)
            if each.end <= span.start and not _ANCHORED.search(each.text)
            if (time := when.resolve(each.text, text.document.published, "past")) is not None
        ]
        if days and days[-1].earliest == days[-1].latest:
            return days[-1].earliest
        if sentence.start == 0:
            return None
        first = sentence.start - 1
    return None
