"""Step 1: a source's bytes to the document as kept, with what is known of it.

The kept text holds the headline, paragraphs and captions, one blank line apart; every later step and every
offset refers to exactly this text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from ingest.errors import IngestError
from ingest.model import Block, Document
from ingest.reading.decoding import Decoded, decode
from ingest.reading.english import require_english
from ingest.reading.layout import Piece, lay_out
from ingest.reading.markdown import (
    MAX_CHARACTERS,
    TOO_LONG,
    markdown_parts,
    plain_parts,
    require_readable_length,
)
from ingest.reading.metadata import Overrides, settle, split_front_matter
from ingest.reading.web_page import read_page
from ontology.authority import Authority

__all__ = ["Overrides", "read"]

_MAX_TITLE = 120


def read(raw: bytes | str, name: str, overrides: Overrides, authority: Authority) -> Document:
    """The document in `raw`: a web page, Markdown, or (for a name in .txt) plain text.

    `name` stands in errors only. Raises IngestError, which names cause and remedy: no UTF-8, another format, too
    long, empty, not English, broken front matter, no publisher, no day of publication.
    """
    try:
        return _read(decode(raw, name), overrides, authority)
    except IngestError as error:
        raise IngestError(f"{name}: {error}") from None


def _read(decoded: Decoded, overrides: Overrides, authority: Authority) -> Document:
    if decoded.form == "html":
        front, parts = read_page(decoded.text, decoded.url, authority)
    else:
        require_readable_length(len(decoded.text))
        front, text = split_front_matter(decoded.text)
        parts = plain_parts(text) if decoded.form == "plain" else markdown_parts(text)
        if decoded.url:
            front = {"url": decoded.url, **front}
    layout = lay_out(parts, authority)
    if not any(piece.role == "body" for piece in layout.pieces):
        raise IngestError(
            "no text to read: no sentence of a report is in it; save the report's text as a file"
        )
    if decoded.form == "html" and any("\ufffd" in piece.text for piece in layout.pieces):
        raise IngestError(f"its bytes are not all {decoded.charset}; save it as UTF-8")
    require_english(" ".join(piece.text for piece in layout.pieces))
    known = settle(overrides, front, layout.clues, authority)
    pieces = [piece for piece in layout.pieces if piece.role != "headline" or piece.text != known.title]
    if known.title:
        pieces.insert(0, Piece("headline", known.title))
    text, blocks = _kept(pieces)
    if len(text) > MAX_CHARACTERS:
        raise IngestError(TOO_LONG)
    return Document(
        key=known.url or hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        blocks=blocks,
        title=known.title or _title_from(pieces),
        publisher=known.publisher,
        published=known.published,
        agency=known.agency,
        url=known.url,
        dateline=layout.clues.dateline,
    )


def _kept(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    start = 0
    texts = []
    for piece in pieces:
        texts.append(piece.text)
        blocks.append(Block(start, start + len(piece.text), piece.role))
        start += len(piece.text) + 2
    return "\n\n".join(texts), tuple(blocks)


def _title_from(pieces: Iterable[Piece]) -> str:
    """For a text without headline: the beginning of its first sentence."""
    first = next(piece.text for piece in pieces if piece.role == "body")
    sentence = re.split(r"(?<=[a-z0-9\"”’)][.!?]) (?=[A-Z“\"])", first)[0]
    if len(sentence) <= _MAX_TITLE:
        return sentence.rstrip(".")
    return sentence[:_MAX_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + " …"
