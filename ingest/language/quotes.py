"""Quotations over a clause or several sentences, and the verb that gives them to their speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.model import Document

_FIRST_PERSON = re.compile(r"\b(I|we|We|our|Our|my|My|us)\b")
_OPEN, _CLOSE = "“", "”"


def quotations(text: Text) -> Sequence[tuple[int, int]]:
    """Spans of quoted words by characters of the text; a quotation never leaves its paragraph."""
    return _quotations(text.document)


@lru_cache(1)  # asked for each mention of a document
def _quotations(document: Document) -> Sequence[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for block in document.blocks:
        start: int | None = None
        for offset in range(block.start, block.end):
            char = document.text[offset]
            if char == _OPEN or (char == '"' and start is None):
                start = offset
            elif char in (_CLOSE, '"') and start is not None:
                found.append((start, offset + 1))
                start = None
        if start is not None and block.end - start > 40:
            found.append((start, block.end))
    return found


def speaker_of_quote(text: Text, token: Token) -> Token | None:
    """The reporting verb of the quotation in which a token stands: in its sentences, else in the one after or before."""
    for start, end in quotations(text):
        if start <= token.idx < end and end - start > 25:
            inside = [sent for sent in text.doc.sents if sent.start_char < end and sent.end_char > start]
            around = [*inside]
            if inside and inside[-1].end < len(text.doc):
                around.append(text.doc[inside[-1].end].sent)
            for sentence in around:
                for verb in sentence:
                    outside = not start <= verb.idx < end
                    reports = is_verb(verb) and verb.lemma_.lower() in lexicon.reporting_verbs()
                    if outside and reports and children(verb, "nsubj"):
                        return verb
    return _announced(text, token)


def _announced(text: Text, token: Token) -> Token | None:
    """The verb of "Minister X said:" before paragraphs that releases give without marks; they speak of "I" or "we"."""
    blocks = [block for block in text.document.blocks if block.role == "body"]
    place = next((n for n, block in enumerate(blocks) if block.start <= token.idx < block.end), 0)
    while place > 0:
        block, before = blocks[place], blocks[place - 1]
        words = text.document.text[block.start : block.end]
        if text.document.text[before.start : before.end].rstrip().endswith(":"):
            return _last_verb(text, before.end)
        if not _FIRST_PERSON.search(words):
            return None
        place -= 1
    return None


def _last_verb(text: Text, end: int) -> Token | None:
    """The reporting verb of the sentence that ends at this character."""
    for sentence in text.doc.sents:
        if sentence.start_char < end <= sentence.end_char + 2:
            for verb in sentence:
                if (
                    is_verb(verb)
                    and verb.lemma_.lower() in lexicon.reporting_verbs()
                    and children(verb, "nsubj")
                ):
                    return verb
    return None
