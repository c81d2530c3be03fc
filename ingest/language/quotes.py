"""Quotations over a clause or several sentences, and the verb that gives them to their speaker."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text

_OPEN, _CLOSE = "“", "”"


def quotations(text: Text) -> list[tuple[int, int]]:
    """Spans of quoted words by characters of the text; a quotation never leaves its paragraph."""
    found: list[tuple[int, int]] = []
    for block in text.document.blocks:
        start: int | None = None
        for offset in range(block.start, block.end):
            char = text.document.text[offset]
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
    return None
