"""The lines of an HTML tree as a reader sees them, and its parsing; broken markup is read as browsers read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html

from ingest.errors import IngestError
from ingest.reading.markdown import Kind, Part, spaced

Element = Any  # lxml has no types of its own

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "head")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("li", "item", "dt", "dd"), "item"),
    "figcaption": "caption",
}
# Blocks of HTML, and of trafilatura's own tree (head, item, quote, row, cell).
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " header hr hgroup html li main nav ol p pre section summary table tbody td tfoot th thead time tr ul"
    " quote list item row cell head code".split()
).union(_HEADINGS)
_BREAKS = ("br", "lb")
_LINKS = ("a", "ref")
_SILENT = frozenset(
    "script style noscript template svg math iframe object button select textarea input nav aside form footer menu"
    " dialog audio video canvas title".split()
)
_SILENT_NAME = re.compile(
    r"cookie|consent|gdpr|newsletter|subscri|paywall|related|recommend|read-?(?:more|next|also)|most-?(?:read|popular)"
    r"|share|sharing|social|promo|advert|\bads?\b|sponsor|breadcrumb|comments?\b|sidebar|toolbar|popup|modal|sr-only",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 600  # characters
_BANNER_NAME = re.compile(r"cookie|consent|gdpr", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def parse(text: str) -> Element:
    """The tree of a page. Raises IngestError if there is nothing in it."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except lxml.etree.LxmlError:
        raise IngestError("no text to read: the page is empty; check that it was saved whole") from None


def drop_banners(tree: Element) -> None:
    """Takes out what asks for a reader's consent, and what is only for readers without JavaScript."""
    for element in [*tree.iter("noscript"), *tree.xpath("//body//*[@class or @id]")]:
        asks = _BANNER_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if element.tag == "noscript" or (asks and not _holds_story(element)):
            element.drop_tree()


def _holds_story(element: Element) -> bool:
    """Whether the page may stand in the element: a template says of a page that it has asked for consent."""
    return bool(element.xpath("self::main or self::article or .//main or .//article or .//h1"))


def words(element: Element) -> str:
    """The text of an element on one line."""
    return spaced("".join(element.itertext()))


def is_caption(element: Element) -> bool:
    """Whether the element is a picture's caption, by its tag or the name that a template gave it."""
    if element.tag == "figcaption":
        return True
    named = element.tag in ("p", "div", "span") and "caption" in (element.get("class") or "").lower()
    return named and len(words(element)) <= _LONGEST_CAPTION


def lines(root: Element) -> Iterator[Part]:
    """The visible lines below an element, each a part of its own; menus, forms and hidden elements are left out."""
    gathered: list[str] = []
    kinds: list[Kind] = ["paragraph"]
    links, unlinked, any_link = 0, False, False

    def line() -> Iterator[Part]:
        nonlocal unlinked, any_link
        if text := spaced("".join(gathered)):
            yield Part(kinds[-1], (text,), any_link and not unlinked)
        gathered.clear()
        unlinked, any_link = False, links > 0

    walk = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS or tag in _BREAKS or is_caption(element):
                yield from line()
            kinds.append("caption" if is_caption(element) else _KINDS.get(tag, kinds[-1]))
            if element is not root and _is_silent(element):
                walk.skip_subtree()
                continue
            if tag in _LINKS:
                links, any_link = links + 1, True
            told = element.text
        else:
            if tag in _BLOCKS or is_caption(element):
                yield from line()
            kinds.pop()
            links -= tag in _LINKS and not _is_silent(element)
            told = None if element is root else element.tail
        if told:
            gathered.append(told)
            unlinked = unlinked or (not links and any(map(str.isalnum, told)))
    yield from line()


def _is_silent(element: Element) -> bool:
    if element.tag in _SILENT or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    # A template may say of the whole page that it has a sidebar.
    named = element.tag not in ("html", "body", "main", "article", *_HEADINGS)
    return named and bool(_SILENT_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}"))
