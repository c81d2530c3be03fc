"""Markdown and plain text, without their marks: headings, paragraphs and list items as lines of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import IngestError

# The language model refuses longer texts; a report has some thousand characters.
MAX_CHARACTERS = 1_000_000
TOO_LONG = f"longer than {MAX_CHARACTERS:,} characters; split it into its reports"

Kind = Literal["heading", "paragraph", "item", "caption"]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BULLET = re.compile(r"[-*•·▪●‣] (?=.)")
_SILENT_HTML = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|iframe|figure)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True)
class Part:
    """A heading, paragraph or list item with the lines it was written in; `linked` if all its words are links.

    That a line is a caption is known of HTML only; elsewhere its words must tell.
    """

    kind: Kind
    lines: tuple[str, ...]
    linked: bool = False


def require_readable_length(characters: int) -> None:
    """Raises IngestError for what can't be one report, even if half of it were furniture."""
    if characters > 2 * MAX_CHARACTERS:
        raise IngestError(TOO_LONG)


def spaced(text: str) -> str:
    """The text on one line with single spaces (no-break and thin ones too) and without invisible characters."""
    return " ".join(_INVISIBLE.sub("", text).split())


def markdown_parts(text: str) -> list[Part]:
    """The parts of a Markdown text (CommonMark with tables), in order; images and raw HTML tags are left out."""
    return list(_parts(_parser().parse(text)))


def plain_parts(text: str) -> list[Part]:
    """The parts of a plain text: paragraphs between blank lines, and items behind bullets."""
    parts: list[Part] = []
    for paragraph in re.split(r"\n\s*\n", text):
        begun = False
        for line in filter(None, map(spaced, paragraph.split("\n"))):
            if bullet := _BULLET.match(line):
                parts.append(Part("item", (line[bullet.end() :],)))
            elif not begun or parts[-1].kind == "item":
                parts.append(Part("paragraph", (line,)))
            else:
                parts[-1] = Part("paragraph", (*parts[-1].lines, line))
            begun = True
    return parts


@cache
def _parser() -> MarkdownIt:
    # Indented text in an article is text, not a program.
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    within: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            within.append(token.type)
        elif token.nesting == -1:
            within.pop()
        elif token.type == "html_block":
            words = _TAG.sub("\n", _SILENT_HTML.sub("\n", token.content))
            yield from (Part("paragraph", (line,)) for line in map(spaced, words.split("\n")) if line)
        else:
            lines, linked = _words(token)
            if lines and "heading_open" in within:
                yield Part("heading", lines, linked)
            elif lines:
                yield Part("item" if "list_item_open" in within else "paragraph", lines, linked)


def _words(token: Token) -> tuple[tuple[str, ...], bool]:
    """The lines of an inline or code token, and whether all of its words stand in links."""
    if token.children is None:
        return tuple(filter(None, map(spaced, token.content.split("\n")))), False
    words: list[str] = []
    links = 0
    unlinked = False
    for child in token.children:
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
            unlinked = unlinked or (not links and any(map(str.isalnum, child.content)))
        elif child.type in ("softbreak", "hardbreak") or child.content.lower().startswith("<br"):
            words.append("\n")
        links += (child.type == "link_open") - (child.type == "link_close")
    linked = not unlinked and any(child.type == "link_open" for child in token.children)
    return tuple(filter(None, map(spaced, "".join(words).split("\n")))), linked
