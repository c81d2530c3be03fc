"""Transcripts: paragraphs that begin with the name of who speaks in them ("Spokesperson X: …", "Question: …")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.language import lexicon
from ingest.model import Document

_LABEL = re.compile(r"[A-Z][\w.’'-]*(?: [\w.’'-]+){0,6}(?=:\s+\S)")
_ASKING = frozenset({"q", "question", "reporter", "journalist", "media", "moderator"})
_ANSWERING = frozenset({"a", "answer", "response", "reply"})


@dataclass(frozen=True)
class Turn:
    """What one speaker says; `start` to `end` is the label by characters of the text, `until` where the turn ends."""

    label: str
    start: int
    end: int
    until: int

    @property
    def asks(self) -> bool:
        """Whether it is a question of nobody in particular."""
        return self.label.lower().rstrip("0123456789. ") in _ASKING


def turn_at(document: Document, offset: int) -> Turn | None:
    """The turn in which a character stands; None outside of transcripts."""
    return next((turn for turn in turns(document) if turn.end <= offset < turn.until), None)


@lru_cache(1)  # asked for each mention of a document
def turns(document: Document) -> Sequence[Turn]:
    """The turns of a transcript; none where fewer than two paragraphs name a speaker, or none of them speaks twice."""
    found = [
        (match[0], match.start(), match.end())
        for block in document.blocks
        if block.role == "body"
        and (match := _LABEL.match(document.text, block.start, block.end)) is not None
        and (match[0][0].isupper())
    ]
    labels = [label for label, _, _ in found]
    if len(found) < 2 or not any(labels.count(each) > 1 or _is_speaker(each) for each in labels):
        return ()
    ends = [*(start for _, start, _ in found[1:]), len(document.text)]
    return tuple(Turn(*each, until) for each, until in zip(found, ends, strict=True))


def _is_speaker(label: str) -> bool:
    words = {word.lower().rstrip(".") for word in label.split()}
    return bool(words & (_ASKING | _ANSWERING | lexicon.nouns()["leader"]))
