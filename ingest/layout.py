"""Which lines of a page are the story, its headline and captions, and what the rest of the page tells.

A page begins with its head (headline, byline, day, picture) and the story begins with the first sentence
that is none of these. Within the story only what can't be a sentence is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest import furniture
from ingest.dateline import dateline
from ingest.markdown import Kind, Part
from ingest.metadata import Clues
from ingest.model import BlockRole
from ingest.outlets import outlet_in
from ingest.prose import ends_sentence, is_broken, parted
from ontology.authority import Authority

# Lines longer than this were not wrapped by an editor: each is a paragraph of its own.
_WIDEST_WRAPPED = 120
# Wires give their dateline at once, or behind a standfirst.
_DATELINES_WITHIN = 3


@dataclass(frozen=True)
class Line:
    """A line of a page, or lines that an editor wrapped."""

    kind: Kind
    text: str
    linked: bool = False


@dataclass(frozen=True)
class Piece:
    """A headline, paragraph or caption of the story."""

    role: BlockRole
    text: str


@dataclass(frozen=True)
class Layout:
    """The story in pieces, and what the page tells besides."""

    pieces: tuple[Piece, ...]
    clues: Clues


def lay_out(parts: Sequence[Part], authority: Authority) -> Layout:
    """Tells story from page."""
    lines = _without_related_lists([line for part in parts for line in _lines(part, authority)])
    page = _Page(authority)
    following = ""
    heard: list[tuple[Line, str]] = []
    for line in reversed(lines):
        heard.append((line, following))
        if not furniture.is_furniture(line.text):
            following = line.text
    for line, following in reversed(heard):
        page.take(line, following)
    return page.layout()


def _lines(part: Part, authority: Authority) -> Iterator[Line]:
    """The lines of a part: wrapped ones joined, and those that are no part of a sentence apart."""
    if part.kind == "heading":
        yield Line("heading", " ".join(part.lines), part.linked)
        return
    if max(map(len, part.lines)) > _WIDEST_WRAPPED:
        for number, text in enumerate(part.lines):
            # CommonMark takes what follows a list without a blank line for a part of its last item.
            yield Line("paragraph" if number else part.kind, text, part.linked)
        return
    gathered: list[str] = []
    for text in part.lines:
        whole = not gathered or ends_sentence(gathered[-1])
        if whole and _stands_alone(text, authority):
            if gathered:
                yield Line(part.kind, " ".join(gathered), part.linked)
                gathered = []
            yield Line(part.kind, text, part.linked)
        else:
            gathered.append(text)
    if gathered:
        yield Line(part.kind, " ".join(gathered), part.linked)


def _stands_alone(text: str, authority: Authority) -> bool:
    return (
        furniture.is_furniture(text)
        or furniture.date_line(text) is not None
        or furniture.byline(text) is not None
        or furniture.is_credit(text, authority)
        or furniture.caption(text, authority, beside_story=True) is not None
    )


def _without_related_lists(lines: list[Line]) -> list[Line]:
    """The lines without the list of other stories' headlines at the end of the page."""
    end = len(lines)
    while (
        end
        and (lines[end - 1].kind == "item" or lines[end - 1].linked)
        and not ends_sentence(lines[end - 1].text)
    ):
        end -= 1
    listed = lines[end:]
    introduced = (
        end > 0 and lines[end - 1].text.endswith(":") and not furniture.starts_related(lines[end - 1].text)
    )
    if not listed or introduced or not all(line.linked or _is_headline(line.text) for line in listed):
        return lines
    return lines[:end]


def _is_headline(text: str) -> bool:
    """Whether a list item reads as a headline: several words of prose, unlike a name or an entry of a schedule."""
    words = text.split()
    return (
        len(words) >= 5 and sum(word.islower() and len(word) > 3 for word in words) >= 2 and ";" not in text
    )


def _is_title_case(text: str) -> bool:
    long_words = [word for word in text.split() if len(word.strip("'’‘\"“”")) > 3]
    return len(long_words) >= 2 and all(word.lstrip("'’‘\"“”(")[:1].isupper() for word in long_words)


class _Page:
    """Reads a page line by line; knows whether the story has begun."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.pieces: list[Piece] = []
        self.clues = Clues()
        self.title_from_line = False
        self.in_related = False
        self.original_follows = False
        self.paragraphs = 0
        self.updated: date | None = None

    def layout(self) -> Layout:
        clues = replace(self.clues, published=self.clues.published or self.updated)
        if not self.paragraphs and self.title_from_line and clues.title:
            # A single line is a report rather than a headline over nothing.
            self.pieces.append(Piece("body", clues.title))
            clues = replace(clues, title=None)
        return Layout(tuple(self.pieces), clues)

    def take(self, line: Line, following: str) -> None:
        if self._skip_related(line) or self._take_furniture(line):
            return
        head = not self.paragraphs
        text = line.text
        if line.kind == "heading" and not (ends_sentence(text) and len(text.split()) > 15):
            self._take_heading(text)
        elif (shown := furniture.caption(text, self.authority, beside_story=head)) is not None:
            if shown:
                self.pieces.append(Piece("caption", parted(shown)))
        elif ends_sentence(text) or is_broken(text, following) or dateline(text, self.authority):
            self._take_body(text)
        elif line.linked:
            return
        elif head:
            self._take_head(line)
        elif line.kind != "item" and _is_title_case(text) and len(text.split()) <= 12:
            if len(text.split()) < 6:  # a subheading; longer ones are headlines of other stories
                self.pieces.append(Piece("headline", text))
        else:
            self._take_body(text)

    def _skip_related(self, line: Line) -> bool:
        if furniture.starts_related(line.text):
            self.in_related = True
            return True
        self.in_related = self.in_related and (line.kind == "item" or line.linked)
        return self.in_related

    def _take_furniture(self, line: Line) -> bool:
        text, clues = line.text, self.clues
        named, self.original_follows = self.original_follows, furniture.names_original(text)
        if url := furniture.address(text):
            if named or self.original_follows:
                self.clues = replace(clues, url=clues.url or url)
            return True
        if day := furniture.date_line(text):
            if furniture.is_later_version(text):
                self.updated = self.updated or day
            elif self.paragraphs < _DATELINES_WITHIN:
                self.clues = replace(clues, published=clues.published or day)
            return True
        if (who := furniture.byline(text)) and self.paragraphs < _DATELINES_WITHIN:
            self.clues = replace(
                clues,
                agency=clues.agency or outlet_in(who, self.authority),
                published=clues.published or furniture.full_date(who),
            )
            return True
        if line.kind == "heading" and not clues.title:
            return False
        return furniture.is_furniture(text) or self._take_lone_agency(text)

    def _take_lone_agency(self, text: str) -> bool:
        """A line of credit: of a picture if it says so, of the story if it only names an agency."""
        if not furniture.is_credit(text, self.authority):
            return False
        name = text.removeprefix("Source:").strip(" ()[]-–—")
        if (agency := outlet_in(name, self.authority)) and "photo" not in name.lower() and "/" not in name:
            self.clues = replace(self.clues, agency=self.clues.agency or agency)
        return True

    def _take_heading(self, text: str) -> None:
        if self.clues.title is None and not self.paragraphs:
            self.clues = replace(self.clues, title=text)
        elif not furniture.is_furniture(text):
            self.pieces.append(Piece("headline", text))

    def _take_head(self, line: Line) -> None:
        """A line before the story that is no sentence: the headline, a standfirst, or a tag."""
        words = len(line.text.split())
        if words < 4 or line.kind == "item":
            return
        if self.clues.title is None:
            self.clues = replace(self.clues, title=line.text)
            self.title_from_line = True
        elif words > 4 and line.text != self.clues.title:
            self.pieces.append(Piece("headline", line.text))

    def _take_body(self, text: str) -> None:
        if self.paragraphs < _DATELINES_WITHIN and (found := dateline(text, self.authority)):
            self.clues = replace(
                self.clues,
                agency=self.clues.agency or found.agency,
                undated=self.clues.undated or found.date,
                published=self.clues.published or (furniture.full_date(found.date) if found.date else None),
            )
            text = text[found.length :]
        text = parted(text)
        last = next((n for n in range(len(self.pieces) - 1, -1, -1) if self.pieces[n].role == "body"), None)
        # A picture may stand in the midst of a sentence.
        near = last is not None and (last == len(self.pieces) - 1 or text[:1].islower())
        if last is not None and near and is_broken(self.pieces[last].text, text):
            self.pieces[last] = Piece("body", f"{self.pieces[last].text} {text}")
        else:
            self.pieces.append(Piece("body", text))
            self.paragraphs += 1
