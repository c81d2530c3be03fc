"""The pages of the documentation, taken apart for the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; `line` is where it begins."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(language: str, page: str | None = None) -> list[Block]:
    """The fenced blocks in a language ("" for those without one), of one page or of all."""
    return [
        Block(name, text.count("\n", 0, found.start()) + 1, found[1], found[2])
        for name, text in PAGES.items()
        if page in (None, name)
        for found in _BLOCK.finditer(text)
        if found[1] == language
    ]


def inline(page: str) -> list[str]:
    """Everything that stands between single backticks on a page."""
    return _INLINE.findall(_BLOCK.sub("", PAGES[page]))


def section(page: str, heading: str) -> str:
    """The text under a heading, up to the next one of its level or above."""
    level = heading.split(" ", 1)[0]
    _, _, rest = PAGES[page].partition(f"\n{heading}\n")
    assert rest, f"{page} has no {heading!r}"
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def table(text: str, header: str) -> list[list[str]]:
    """The cells of the rows of the table that begins with this header row."""
    lines = text.splitlines()
    start = lines.index(header) + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def coded(cell: str) -> list[str]:
    """What a cell holds between backticks."""
    return _INLINE.findall(cell)
