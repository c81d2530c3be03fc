"""Quotations over a clause or several sentences, and the verb that gives them to their speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from spacy.tokens import Span, Token

from ingest.language import lexicon
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.model import Document

_FIRST_PERSON = re.compile(r"\b(I|we|We|our|Our|my|My|us)\b")
_STATEMENT = re.compile(r"\b(following|as follows|reads|full text)\b[^.]*:$")
_GIVING = frozenset("issue release publish make give deliver read".split())
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
        if start <= token.idx < end and end - start > 25 and _is_clause(text, start, end):
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
            if (before := _carried_on(text, inside[0] if inside else None, start)) is not None:
                return before
    return _announced(text, token)


def _is_clause(text: Text, start: int, end: int) -> bool:
    """Whether the quoted words say something: 'a so-called "reciprocal access agreement"' quotes a name."""
    words = text.doc.char_span(start, end, alignment_mode="expand")
    return words is None or any(is_verb(word) for word in words)


def _carried_on(text: Text, sentence: Span | None, start: int) -> Token | None:
    """The verb of the sentence before, where it closes a quotation of the same paragraph: "…," X said. "…"."""
    if sentence is None or sentence.start == 0:
        return None
    before = sentence.doc[sentence.start - 1].sent
    closed = any(
        before.start_char <= end < before.end_char and not text.document.text[end:start].count("\n")
        for _, end in quotations(text)
    )
    if not closed:
        return None
    return next(
        (
            verb
            for verb in before
            if is_verb(verb)
            and verb.lemma_.lower() in lexicon.reporting_verbs()
            and children(verb, "nsubj")
            and not any(first <= verb.idx < last for first, last in quotations(text))
        ),
        None,
    )


def _announced(text: Text, token: Token) -> Token | None:
    """The verb of "Minister X said:" before paragraphs that releases give without marks.

    They speak of "I" or "we", or make up "the following statement".
    """
    blocks = [block for block in text.document.blocks if block.role == "body"]
    place = next((n for n, block in enumerate(blocks) if block.start <= token.idx < block.end), 0)
    while place > 0:
        block, before = blocks[place], blocks[place - 1]
        words = text.document.text[block.start : block.end]
        if text.document.text[before.start : before.end].rstrip().endswith(":"):
            return _last_verb(text, before.end)
        if not _FIRST_PERSON.search(words):
            break
        place -= 1
    for before, first in pairwise(blocks[: place + 1]):
        words = text.document.text[before.start : before.end].rstrip()
        if _STATEMENT.search(words) and text.document.text[first.start] not in f'"{_OPEN}':
            return _last_verb(text, before.end)
    return None


def _last_verb(text: Text, end: int) -> Token | None:
    """The verb by which the sentence that ends at this character gives a statement."""
    for sentence in text.doc.sents:
        if sentence.start_char < end <= sentence.end_char + 2:
            verbs = [verb for verb in sentence if is_verb(verb) and children(verb, "nsubj")]
            giving = [
                verb
                for verb in verbs
                if verb.lemma_.lower() in _GIVING
                and any(word.lower_ == "following" for each in verb.children for word in each.subtree)
            ]
            saying = [verb for verb in verbs if verb.lemma_.lower() in lexicon.reporting_verbs()]
            return next(iter(giving or saying), None)
    return None
