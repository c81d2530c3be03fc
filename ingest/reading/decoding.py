"""From bytes to text: which charset, and whether it is a page, Markdown or plain text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from urllib.parse import urlsplit

from ingest.errors import IngestError
from ingest.reading.content import MAX_BYTES, Content

Form = Literal["html", "markdown", "plain"]

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
MARKDOWN_SUFFIXES = (".md", ".markdown")
PLAIN_SUFFIXES = (".txt", ".text")
HTML_TYPES = ("text/html", "application/xhtml+xml")

# The groups are possessive: a text may begin with any number of comments.
_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?><!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta|link|article|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096  # bytes; the HTML standard asks for 1024, many pages need more
# The charsets of the web; Python knows codecs that are none, and slow ones.
_CHARSETS = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|(?:us-)?ascii|iso[-_]?8859[-_]\d+|latin-?\d+|(?:windows|cp)-?\d+|x-sjis|shift[-_]jis"
    r"|koi8-[ru]|gb\w+|big5\w*|euc-\w+|iso-2022-\w+|tis-620|macintosh",
    re.IGNORECASE,
)
# What the Encoding Standard (whatwg.org) has pages of these labels read as.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Decoded:
    """A text, how it is written, and where it came from; `charset` is the one that its page was read in."""

    text: str
    form: Form
    url: str | None = None
    charset: str = "utf-8"


def decode(raw: bytes | str, name: str) -> Decoded:
    """The text in `raw`, normalized (NFC, line feeds). Raises IngestError for what is no text.

    A page's charset is that of its mark, its server or its `<meta>`, in this order; bytes that are not of that
    charset become U+FFFD. Other texts are UTF-8, or what their mark or server says, throughout.
    """
    if len(raw) > MAX_BYTES:
        raise IngestError(
            f"larger than {MAX_BYTES // 1_000_000} MB; a report is a few kilobytes: split it into its reports"
        )
    if not raw.strip():
        raise IngestError("no text to read: it is empty; check that it was saved whole")
    sent = raw if isinstance(raw, Content) else Content()
    if isinstance(raw, str):
        if lone := re.search("[\ud800-\udfff]", raw):
            raise IngestError(f"not Unicode text: a lone surrogate at character {lone.start()}")
        text, charset, is_page = raw, "utf-8", _is_page(raw, sent, name)
    else:
        _refuse_other_formats(raw)
        charset = _charset(raw, sent)
        text = raw.decode(charset, errors="replace")
        is_page = _is_page(text, sent, name)
        if is_page and (declared := _declared(raw)) and charset == "utf-8" and not sent.charset:
            charset = declared
            text = raw.decode(charset, errors="replace")
        elif "\ufffd" in text and not is_page:
            _require(raw, charset)
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    return Decoded(text, "html" if is_page else _form(sent, name), sent.url, charset)


def _refuse_other_formats(raw: bytes) -> None:
    if b"%PDF-" in raw[:1024]:
        raise IngestError("this is a PDF; convert it to text first")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise IngestError("this is an office document or an archive; save its text as a file first")
    if raw.startswith((b"\x1f\x8b", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd")):
        raise IngestError("this is compressed; unpack it first")


def _charset(raw: bytes, sent: Content) -> str:
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            return charset
    return (_known(sent.charset) if sent.charset else None) or "utf-8"


def _declared(raw: bytes) -> str | None:
    """The charset that a page declares; one that it can't be in, since the declaration was read, is UTF-8."""
    found = _DECLARED.search(raw[:_DECLARED_WITHIN])
    charset = _known((found[1] or found[2]).decode("ascii", "replace")) if found else None
    return "utf-8" if charset and charset.startswith("utf-16") else charset


def _known(label: str) -> str | None:
    if not _CHARSETS.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _READ_AS.get(name, name)


def _require(raw: bytes, charset: str) -> None:
    """Raises IngestError, which names the place, if the bytes are not of this charset."""
    try:
        raw.decode(charset)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        called = "UTF-8" if charset.startswith("utf-8") else charset
        raise IngestError(
            f"not {called}: byte {error.start} (line {line}) is {raw[error.start]:#04x}; save it as UTF-8"
        ) from None


def _suffix(name: str) -> str:
    path = urlsplit(name).path if name.startswith(("http://", "https://")) else name
    return PurePath(path).suffix.lower()


def _is_page(text: str, sent: Content, name: str) -> bool:
    if sent.media_type in HTML_TYPES or _HTML.match(text):
        return True
    return sent.media_type is None and _suffix(name) in HTML_SUFFIXES


def _form(sent: Content, name: str) -> Form:
    if _suffix(name) in PLAIN_SUFFIXES:
        return "plain"
    return (
        "plain" if sent.media_type == "text/plain" and _suffix(name) not in MARKDOWN_SUFFIXES else "markdown"
    )
