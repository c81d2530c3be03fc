"""A web page's story in the parts that Markdown would have, and what the page says of itself.

trafilatura tells the story from the page. What stands between headline and story (byline, day, caption,
standfirst) it leaves out as a rule; these lines are read from the page itself, and judged as those of Markdown.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from ingest.errors import IngestError
from ingest.reading import furniture
from ingest.reading.address import canonical
from ingest.reading.markdown import Part, require_readable_length
from ingest.reading.markup import Element, drop_banners, is_caption, lines, parse, words
from ingest.reading.page_metadata import is_live_blog, page_metadata, saved_from
from ontology.authority import Authority

# Lines between headline and story; more of them are no head, and the story was not found.
_LONGEST_HEAD = 40
# Pages of news have some thousand; trafilatura takes a minute for a few times as many as this.
_MOST_ELEMENTS = 100_000
# Characters beside its captions that a <figure> may hold; one that holds more was never closed.
_LONGEST_FIGURE = 400
# Without a handler of its own, a library's complaints of a page go to standard error.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


def read_page(
    text: str, url: str | None, authority: Authority
) -> tuple[Mapping[str, str | date], list[Part]]:
    """What the page says of itself, in the terms of front matter, and the parts of its head and story.

    `url` is where it came from. Raises IngestError for a page without any content, or with far too much.
    """
    tree = parse(text)
    if next(islice(tree.iter(), _MOST_ELEMENTS, None), None) is not None:
        raise IngestError(
            f"a page of more than {_MOST_ELEMENTS:,} elements is no report; save the report's text as a file"
        )
    drop_banners(tree)
    url = url or saved_from(text)
    told = dict(page_metadata(tree, canonical(url) if url else None, authority))
    title = str(told.pop("title", ""))
    shown, page = list(lines(_around(tree, title))), list(lines(tree))
    require_readable_length(sum(len(part.lines[0]) for part in page))
    story = _in_order(_story(tree, {part.lines[0] for part in page if part.kind == "caption"}), page)
    story = [part for part in story if part.lines[0] != title]
    heading = [Part("heading", (title,))] if title else []
    return told, [*heading, *_head(shown, story, title), *story]


def _around(tree: Element, title: str) -> Element:
    """The main part of the page, in which the headline stands; the page where it has none."""
    for heading in tree.iter("h1"):
        if words(heading) == title:
            return next(heading.iterancestors("article", "main"), tree)
    return tree


def _story(tree: Element, captions: set[str]) -> list[Part]:
    """The parts of the story as trafilatura finds it, with the captions in it known as such."""
    from trafilatura import bare_extraction  # a fifth of a second, which Markdown need not wait for

    _keep_captions(tree)
    if is_live_blog(tree):
        # trafilatura takes an article for the story, and would take the first post for all of it.
        for post in tree.xpath("//article[ancestor::article or count(../article) > 1]"):
            post.tag = "div"
    found = bare_extraction(tree, include_comments=False, include_links=True)
    body = getattr(found, "body", None)
    if body is None:
        return []
    return [replace(part, kind="caption") if part.lines[0] in captions else part for part in lines(body)]


def _in_order(story: Sequence[Part], page: Sequence[Part]) -> list[Part]:
    """The story line by line as it stands on the page.

    trafilatura puts what it found last, in other corners, at the end, and runs the lines of a page without
    paragraphs together.
    """
    places: dict[str, int] = {}
    beginning: dict[str, list[int]] = {}
    for place, part in enumerate(page):
        places.setdefault(part.lines[0], place)
        beginning.setdefault(part.lines[0].split(" ")[0], []).append(place)
    placed: list[tuple[int, Part]] = []
    for part in story:
        text = part.lines[0]
        before = placed[-1][0] if placed else -1
        if text in places:
            placed.append((places[text], part))
        else:
            runs = (_run(text, place, page) for place in beginning.get(text.split(" ")[0], ()))
            placed += next(filter(None, runs), [(before, part)])
    return [part for _, part in sorted(placed, key=lambda pair: pair[0])]


def _run(text: str, place: int, page: Sequence[Part]) -> list[tuple[int, Part]] | None:
    """The lines of the page from this place that the text consists of, if they are all of it."""
    found: list[tuple[int, Part]] = []
    while text and place < len(page):
        line = page[place].lines[0]
        if not text.startswith(line):
            return None
        found.append((place, page[place]))
        text, place = text[len(line) :].lstrip(), place + 1
    return None if text else found


def _keep_captions(tree: Element) -> None:
    """Makes paragraphs of the captions: trafilatura drops pictures with all that stands in them."""
    for figure in list(tree.iter("figure")):
        captions = [each for each in figure.iter("figcaption", "p", "div", "span") if is_caption(each)]
        text = words(captions[0]) if captions else ""
        if len(words(figure)) > len(text) + _LONGEST_FIGURE or figure.find(".//table") is not None:
            figure.tag = "div"
        elif text:
            _make_paragraph(figure, text)
    for caption in [each for each in tree.iter("figcaption", "p", "div", "span") if is_caption(each)]:
        if caption.getparent() is not None:  # one in another is gone with it
            _make_paragraph(caption, words(caption))


def _make_paragraph(element: Element, text: str) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "p", text, tail


def _head(shown: Sequence[Part], story: Sequence[Part], title: str) -> list[Part]:
    """The lines between headline and story that are not in the story, and a byline or day above the headline."""
    told = {part.lines[0] for part in story}
    first = next((part.lines[0] for part in story if part.kind != "caption"), None)
    texts = [part.lines[0] for part in shown]
    if title not in texts or first not in texts:
        return []
    start, end = texts.index(title), texts.index(first)
    if not start < end <= start + _LONGEST_HEAD:
        return []
    above = (
        part
        for part in shown[:start]
        if furniture.byline(part.lines[0]) or furniture.date_line(part.lines[0])
    )
    return [*above, *(part for part in shown[start + 1 : end] if part.lines[0] not in told)]
