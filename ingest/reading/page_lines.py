"""The lines of a page that can each be judged alone: wrapped ones joined, headlines and credits apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.reading import furniture
from ingest.reading.markdown import Kind, Part
from ingest.reading.prose import ends_sentence, goes_on, is_wrapped
from ontology.authority import Authority

# Lines longer than this were not wrapped by an editor: each is a paragraph of its own.
_WIDEST_WRAPPED = 120
# A sentence this long is the story, not a standfirst or a caption without its full stop.
_A_SENTENCE = 60


@dataclass(frozen=True)
class Line:
    """A line of a page, or lines that an editor wrapped; `linked` if all its words are links."""

    kind: Kind
    text: str
    linked: bool = False


def page_lines(parts: Sequence[Part], authority: Authority) -> list[Line]:
    """The lines of a page in order, without the list of other stories at its end."""
    lines: list[Line] = []
    in_head = True
    for part in parts:
        lines += _lines(part, authority, in_head=in_head)
        in_head = in_head and not any(ends_sentence(text) and len(text) > _A_SENTENCE for text in part.lines)
    return _without_related_list(lines)


def _lines(part: Part, authority: Authority, *, in_head: bool) -> Iterator[Line]:
    if part.kind == "heading":
        yield Line("heading", " ".join(part.lines), part.linked)
        return
    width = max(map(len, part.lines))
    if width > _WIDEST_WRAPPED:
        for number, text in enumerate(part.lines):
            # CommonMark takes what follows a list without a blank line for a part of its last item.
            yield Line("paragraph" if number else part.kind, text, part.linked)
        return
    gathered: list[str] = []
    for text in part.lines:
        whole = not gathered or ends_sentence(gathered[-1])
        above = in_head and not whole and _is_above(gathered[-1], text, width)
        alone = (whole or above) and _stands_alone(text, authority)
        if gathered and (alone or (above and text[0].isupper())):
            yield Line(part.kind, " ".join(gathered), part.linked)
            gathered = []
        if alone:
            yield Line(part.kind, text, part.linked)
        else:
            gathered.append(text)
    if gathered:
        yield Line(part.kind, " ".join(gathered), part.linked)


def _is_above(line: str, following: str, width: int) -> bool:
    """Whether a line of the head is a headline or tag over the next one, and not the beginning of its sentence."""
    return not goes_on(line) and not following[:1].islower() and not is_wrapped(line, following, width)


def _stands_alone(text: str, authority: Authority) -> bool:
    return (
        furniture.is_furniture(text)
        or furniture.date_line(text) is not None
        or furniture.byline(text) is not None
        or furniture.is_credit(text, authority)
        or furniture.caption(text, authority, beside_story=True) is not None
    )


def _without_related_list(lines: list[Line]) -> list[Line]:
    end = len(lines)
    while end and _may_be_listed(lines[end - 1]):
        end -= 1
    listed = lines[end:]
    before = lines[end - 1].text if end else ""
    introduced = before.endswith(":") and not furniture.starts_related(before)
    if introduced or not all(line.linked or _is_headline(line.text) for line in listed):
        return lines
    return lines[:end]


def _may_be_listed(line: Line) -> bool:
    return (line.kind == "item" or line.linked) and not ends_sentence(line.text)


def _is_headline(text: str) -> bool:
    """Whether a list item reads as a headline: several words of prose, unlike a name or an entry of a schedule."""
    words = text.split()
    in_prose = sum(word.islower() and len(word) > 3 for word in words) >= 2
    return len(words) >= 5 and in_prose and ";" not in text
