"""Step 1: a source's bytes to the document as kept, with what is known of it.

The kept text holds the headline, paragraphs and captions, one blank line apart; every later step and every
offset refers to exactly this text.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from ingest.errors import IngestError
from ingest.model import Block, Document
from ingest.reading.english import require_english
from ingest.reading.layout import Piece, lay_out
from ingest.reading.markdown import markdown_parts, plain_parts
from ingest.reading.metadata import Overrides, settle, split_front_matter
from ontology.authority import Authority

__all__ = ["Overrides", "read"]

MAX_BYTES = 20_000_000
# The language model refuses longer texts; a report has some thousand characters.
MAX_CHARACTERS = 1_000_000
_MAX_TITLE = 120
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def read(raw: bytes | str, name: str, overrides: Overrides, authority: Authority) -> Document:
    """The document in `raw`, Markdown or (for a name in .txt) plain text.

    `name` stands in errors only. Raises IngestError, which names cause and remedy: no UTF-8, HTML, too long,
    empty, not English, broken front matter, no publisher, no day of publication.
    """
    try:
        return _read(_decoded(raw), PurePath(name).suffix.lower() in (".txt", ".text"), overrides, authority)
    except IngestError as error:
        raise IngestError(f"{name}: {error}") from None


def _decoded(raw: bytes | str) -> str:
    if len(raw) > MAX_BYTES:
        raise IngestError(f"larger than {MAX_BYTES // 1_000_000} MB; a report is a few kilobytes")
    try:
        data = raw.encode() if isinstance(raw, str) else raw
        text = data.decode("utf-8-sig")
    except UnicodeEncodeError as error:
        raise IngestError(f"not Unicode text: a lone surrogate at character {error.start}") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise IngestError(
            f"not UTF-8: byte {error.start} (line {line}) is {data[error.start]:#04x}"
        ) from None
    if _HTML.match(text):
        raise IngestError("this is HTML; only Markdown and plain text are read")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _read(raw: str, is_plain: bool, overrides: Overrides, authority: Authority) -> Document:
    front, page = split_front_matter(raw)
    layout = lay_out(plain_parts(page) if is_plain else markdown_parts(page), authority)
    if not any(piece.role == "body" for piece in layout.pieces):
        raise IngestError("no text to read")
    require_english(" ".join(piece.text for piece in layout.pieces))
    known = settle(overrides, front, layout.clues, authority)
    pieces = [piece for piece in layout.pieces if piece.role != "headline" or piece.text != known.title]
    if known.title:
        pieces.insert(0, Piece("headline", known.title))
    text, blocks = _kept(pieces)
    if len(text) > MAX_CHARACTERS:
        raise IngestError(f"longer than {MAX_CHARACTERS:,} characters; split it into its reports")
    return Document(
        key=known.url or hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        blocks=blocks,
        title=known.title or _title_from(pieces),
        publisher=known.publisher,
        published=known.published,
        agency=known.agency,
        url=known.url,
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
