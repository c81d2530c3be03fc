"""The passage of the kept text that carries a claim."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.model import Passage


def passage(trigger: Token) -> Passage:
    """The sentence of a trigger, without the white space around it; offsets are code points of the kept text."""
    sentence = trigger.sent
    words = sentence.text
    start = sentence.start_char + len(words) - len(words.lstrip())
    exact = words.strip()
    return Passage(start, start + len(exact), exact)
