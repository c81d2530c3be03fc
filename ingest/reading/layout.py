"""Which lines of a page are the story, its headline and captions, and what the rest of the page tells.

A page begins with its head (headline, byline, day, picture); the story begins with the first sentence that is
none of these. Within the story only what can't be a sentence is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.model import Actor, BlockRole
from ingest.reading import furniture
from ingest.reading.dateline import dateline, dateline_alone
from ingest.reading.markdown import Part
from ingest.reading.metadata import Clues
from ingest.reading.outlets import outlet_in
from ingest.reading.page_lines import Line, page_lines
from ingest.reading.prose import ends_sentence, is_broken, parted
from ontology.authority import Authority

# Wires give their dateline at once, or behind a standfirst.
_DATELINES_WITHIN = 3
# In words. Shorter lines without a full stop are a page's labels; longer ones than a headline may be sentences.
_LONGEST_LABEL, _LONGEST_SUBHEADING, _LONGEST_HEADLINE = 3, 5, 14
_LONGEST_DAY_AND_SOURCE = 8


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
    page = _Page(authority)
    following = ""
    followed: list[tuple[Line, str]] = []
    for line in reversed(page_lines(parts, authority)):
        followed.append((line, following))
        beside = (
            line.kind == "caption" or furniture.caption(line.text, authority, beside_story=True) is not None
        )
        if not beside and not furniture.is_furniture(line.text):
            following = line.text
    for line, following in reversed(followed):
        page.take(line, following)
    return page.layout()


def _words(text: str) -> int:
    return len(text.split())


def _is_title_case(text: str) -> bool:
    long_words = [word for word in text.split() if len(word.strip("'’‘\"“”")) > 3]
    return len(long_words) >= 2 and all(word.lstrip("'’‘\"“”(")[:1].isupper() for word in long_words)


def _is_subheading(text: str) -> bool:
    """Whether a line without full stop heads a part of the story; long ones in capitals head other stories."""
    return _words(text) <= _LONGEST_SUBHEADING if _is_title_case(text) else _words(text) > _LONGEST_LABEL


class _Page:
    """Reads a page line by line; knows whether the story has begun."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.pieces: list[Piece] = []
        self.clues = Clues()
        self.updated: date | None = None
        self.title_is_a_line = False
        self.paragraphs = 0
        self.said: set[str] = set()
        self.in_related = False
        self.original_follows = False

    def layout(self) -> Layout:
        clues = replace(self.clues, published=self.clues.published or self.updated)
        if not self.paragraphs and self.title_is_a_line and clues.title:
            # A single line is a report rather than a headline over nothing.
            self.pieces.append(Piece("body", clues.title))
            clues = replace(clues, title=None)
        return Layout(tuple(self.pieces), clues)

    def take(self, line: Line, following: str) -> None:
        text, head = line.text, not self.paragraphs
        if line.kind == "caption":
            self._take_caption(text)
            return
        if self._skips_related(line, following) or self._takes_furniture(line):
            return
        if line.kind == "heading" and not (ends_sentence(text) and _words(text) > _LONGEST_HEADLINE):
            self._take_heading(text)
        elif head and (alone := dateline_alone(text, self.authority)):
            self._note(alone.agency, undated=alone.date, dateline=alone.place)
        elif (shown := furniture.caption(text, self.authority, beside_story=head)) is not None:
            self._add_caption(shown)
        elif ends_sentence(text) or is_broken(text, following) or dateline(text, self.authority):
            self._take_body(text)
        elif line.linked:
            return
        elif head:
            self._take_head(line)
        elif line.kind == "item" or _words(text) > _LONGEST_HEADLINE or text[0].islower():
            self._take_body(text)
        elif _is_subheading(text):
            self.pieces.append(Piece("headline", text))

    def _note(
        self,
        agency: Actor | None = None,
        published: date | None = None,
        undated: str | None = None,
        url: str | None = None,
        dateline: Actor | None = None,
    ) -> None:
        """Keeps what is told of the document, unless it was told before."""
        self.clues = replace(
            self.clues,
            agency=self.clues.agency or agency,
            published=self.clues.published or published,
            undated=self.clues.undated or undated,
            url=self.clues.url or url,
            dateline=self.clues.dateline or dateline,
        )

    def _skips_related(self, line: Line, following: str) -> bool:
        if furniture.starts_related(line.text):
            self.in_related = True
            return True
        headline = not ends_sentence(line.text) and _words(line.text) <= _LONGEST_HEADLINE
        another = line.kind == "item" or line.linked or (headline and not is_broken(line.text, following))
        self.in_related = self.in_related and another and line.kind != "heading"
        return self.in_related

    def _takes_furniture(self, line: Line) -> bool:
        text, early = line.text, self.paragraphs < _DATELINES_WITHIN
        named, self.original_follows = self.original_follows, furniture.names_original(text)
        if url := furniture.address(text):
            self._note(url=url if named or self.original_follows else None)
        elif day := furniture.date_line(text):
            if furniture.is_later_version(text):
                self.updated = self.updated or day
            elif early:
                self._note(published=day)
        elif early and (who := furniture.byline(text)):
            self._note(outlet_in(who, self.authority), published=furniture.full_date(who))
        elif furniture.is_credit(text, self.authority):
            self._note(furniture.credited_agency(text, self.authority))
        else:
            is_title = line.kind == "heading" and not self.clues.title
            return not is_title and furniture.is_furniture(text)
        return True

    def _take_caption(self, text: str) -> None:
        """A line that is known for a caption: its credit goes, and credits no story."""
        if furniture.is_credit(text, self.authority) or furniture.is_furniture(text):
            return
        shown = furniture.caption(text, self.authority, beside_story=True)
        self._add_caption(text if shown is None else shown)

    def _add_caption(self, text: str) -> None:
        caption = Piece("caption", parted(text))
        if text and caption not in self.pieces:
            self.pieces.append(caption)

    def _take_heading(self, text: str) -> None:
        if self.clues.title is None and not self.paragraphs:
            self.clues = replace(self.clues, title=text)
        else:
            self.pieces.append(Piece("headline", text))

    def _take_head(self, line: Line) -> None:
        """A line before the story that is no sentence: day and source, the headline, a standfirst, or a tag."""
        text = line.text
        if _words(text) <= _LONGEST_DAY_AND_SOURCE and (day := furniture.full_date(text)):
            self._note(outlet_in(text, self.authority), published=day)
        elif _words(text) <= _LONGEST_LABEL or line.kind == "item":
            return
        elif self.clues.title is None:
            self.clues = replace(self.clues, title=text)
            self.title_is_a_line = True
        elif _words(text) > _LONGEST_SUBHEADING and text != self.clues.title:
            self.pieces.append(Piece("headline", text))

    def _take_body(self, text: str) -> None:
        if self.paragraphs < _DATELINES_WITHIN and (found := dateline(text, self.authority)):
            self._note(found.agency, furniture.full_date(found.date or ""), found.date, dateline=found.place)
            text = text[found.length :]
        text = parted(text)
        if text in self.said or text == self.clues.title:  # a standfirst that the story says again
            return
        self.said.add(text)
        last = next((n for n in range(len(self.pieces) - 1, -1, -1) if self.pieces[n].role == "body"), None)
        # A picture may stand in the midst of a sentence.
        near = last is not None and (last == len(self.pieces) - 1 or text[:1].islower())
        if last is not None and near and is_broken(self.pieces[last].text, text):
            self.pieces[last] = Piece("body", f"{self.pieces[last].text} {text}")
        else:
            self.pieces.append(Piece("body", text))
            self.paragraphs += 1
