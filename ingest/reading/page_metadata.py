"""What a web page says of itself: JSON-LD (schema.org), Open Graph and other <meta>, its links, <time> and <title>."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from ingest.errors import IngestError
from ingest.reading.address import canonical, host_of
from ingest.reading.furniture import full_date
from ingest.reading.markdown import spaced
from ingest.reading.markup import Element, words
from ingest.reading.outlets import publisher_at, publisher_named
from ontology.authority import Authority

_ARTICLE = re.compile(r"(?:\w*Article|Report|LiveBlogPosting|\w*Posting|Statement)$")
_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "headline")
_DATES = (
    "article:published_time og:article:published_time og:published_time article:published datepublished"
    " sailthru.date parsely-pub-date dc.date.issued dcterms.issued dcterms.date dc.date dc.date.created dcterms.created"
    " pubdate publishdate publish-date publish_date published_date publication_date date_published article.published"
    " article_date_original cxenseparse:recs:publishtime originalpublicationdate pub_date date"
).split()
_AUTHORS = (
    "author",
    "article:author",
    "article:author_name",
    "byl",
    "byline",
    "dc.creator",
    "sailthru.author",
    "parsely-author",
)
_SITES = (
    "og:site_name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "copyright-holder",
    "application-name",
)
_UPDATE = re.compile(r"updat|modif|edited", re.IGNORECASE)
_BETWEEN_TITLE_AND_SITE = re.compile(r"\s+(?:[|–—·•»]|::|-)\s+")
_LONGEST_SITE = 5  # words
_ISO_DAY = re.compile(r"\s*((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
# A page that was laid out before the web tells the age of its database.
_EARLIEST = date(1990, 1, 1)
# Saved by a browser: "saved from url=(0023)https://example.org/", "Page saved with SingleFile url: https://… ".
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>]+)"
)


def saved_from(text: str) -> str | None:
    """The address that a browser wrote into a page as it saved it."""
    found = _SAVED_FROM.search(text, 0, 2000)
    return found[1] if found else None


def page_metadata(tree: Element, url: str | None, authority: Authority) -> Mapping[str, str | date]:
    """What the page tells, in the terms of front matter; `url` is where it came from, if that is known."""
    articles = _articles(tree)
    metas = _metas(tree)
    address = _address(tree, metas, articles, url)
    authors = [*_named(articles, "author"), *_named(articles, "sourceOrganization", "creditText")]
    told: dict[str, str | date | None] = {
        "title": _title(tree, metas, articles),
        "published": _published(tree, metas, articles),
        "author": ", ".join(authors) or _first(metas, _AUTHORS),
        "url": address,
    }
    sites = (*_named(articles, "publisher"), *(name for key in _SITES for name in metas.get(key, ())))
    told["publisher"] = _publisher(sites, host_of(address) if address else "", authority)
    return {name: value for name, value in told.items() if value}


def is_live_blog(tree: Element) -> bool:
    """Whether the page says that it is a live blog: posts under one headline, newest first as a rule."""
    if tree.xpath("//*[contains(@itemtype, 'LiveBlogPosting')]"):
        return True
    return any("LiveBlogPosting" in _types(article) for article in _articles(tree))


def _title(tree: Element, metas: Mapping[str, list[str]], articles: list[dict[str, Any]]) -> str | None:
    """The headline as the page shows it, if the page's data confirm that it is one; else as the data have it."""
    told = [*_texts(articles, "headline"), *(title for key in _TITLES for title in metas.get(key, ()))]
    window = spaced("".join(tree.xpath("//head/title/text() | //body/title/text()")[:1]))
    shown = [text for heading in tree.iter("h1") if (text := words(heading))]
    for text in shown:
        if any(text.casefold() in other.casefold() for other in (*told, window)):
            return text
    within = tree.xpath("//h1[ancestor::main or ancestor::article]")
    if len(within) == 1 and words(within[0]):
        return words(within[0])
    if told:
        return told[0]
    if shown and not window:
        return shown[0]
    *titles, site = _BETWEEN_TITLE_AND_SITE.split(window)
    if titles and len(site.split()) <= _LONGEST_SITE:
        return window[: window.rindex(site)].rstrip(" |–—·•»:-")
    return window or None


def _published(tree: Element, metas: Mapping[str, list[str]], articles: list[dict[str, Any]]) -> date | None:
    told = [
        *_texts(articles, "datePublished", "dateCreated"),
        *(day for key in _DATES for day in metas.get(key, ())),
    ]
    for time in tree.xpath("//time[ancestor::main or ancestor::article]") or tree.xpath("//time"):
        named = f"{time.get('class') or ''} {time.get('itemprop') or ''} {words(time.getparent())[:40]}"
        if not _UPDATE.search(named) and next(time.iterancestors("aside", "nav", "footer"), None) is None:
            told.append(time.get("datetime") or words(time))
    return next((day for text in told if (day := _day(text))), None)


def _day(text: str) -> date | None:
    """The day that a date of a page tells, where the page stands: its time zone is not reckoned with."""
    try:
        found = _ISO_DAY.match(text)
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else full_date(text[:100])
    except ValueError:
        return None
    return day if day and day >= _EARLIEST else None


def _address(
    tree: Element, metas: Mapping[str, list[str]], articles: list[dict[str, Any]], url: str | None
) -> str | None:
    """The page's own address: a link that leads to the front page of a site is a template's mistake."""
    told = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    base = urljoin(url or "", next(iter(tree.xpath("//base/@href")), ""))
    told += [*metas.get("og:url", ()), *_texts(articles, "url", "mainEntityOfPage", "@id")]
    for address in told:
        try:
            settled = canonical(urljoin(base, spaced(address or "")))
        except (IngestError, ValueError):
            continue
        parts = urlsplit(settled)
        if parts.path.strip("/") or parts.query:
            return settled
    return url


def _publisher(sites: Iterable[str], host: str, authority: Authority) -> str | None:
    """Who publishes, by name; None where the address tells it better."""
    names = [spaced(site) for site in sites if site.strip()]
    at_host = publisher_at(host, authority) if host else None
    if at_host and (at_host.iri or at_host.kind != "MediaOutlet"):
        return None
    known = (name for name in names if publisher_named(name, authority).iri)
    return next(known, None) or next(iter(names), None)


def _metas(tree: Element) -> Mapping[str, list[str]]:
    """Contents of <meta> by name, property or itemprop in lower case, in the order of the page."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = spaced(html.unescape(meta.get("content") or ""))  # many escape twice
        for name in {meta.get("name"), meta.get("property"), meta.get("itemprop")} - {None}:
            if content:
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(metas: Mapping[str, list[str]], names: Iterable[str]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _articles(tree: Element) -> list[dict[str, Any]]:
    """The page's schema.org articles as its JSON-LD has them; JSON that can't be read tells nothing."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = re.sub(
            r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*$", "", script.text or ""
        )
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        found += [each for each in _things(data) if any(_ARTICLE.fullmatch(kind) for kind in _types(each))]
    return found


def _things(data: object) -> Iterator[dict[str, Any]]:
    """The things at the top of a JSON-LD document, also in an array or a @graph, and what a page is mainly about."""
    if isinstance(data, list):
        for each in data:
            yield from _things(each)
    elif isinstance(data, dict):
        yield data
        for inside in ("@graph", "mainEntity"):
            if isinstance(data.get(inside), list | dict):
                yield from _things(data[inside])


def _types(thing: Mapping[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    return [str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _texts(things: Iterable[Mapping[str, Any]], *keys: str) -> list[str]:
    """The values of these keys that are text, or have an @id."""
    values = [thing.get(key) for key in keys for thing in things]
    flat = [value.get("@id") if isinstance(value, dict) else value for value in values]
    return [text for value in flat if isinstance(value, str) and (text := spaced(html.unescape(value)))]


def _named(things: Iterable[Mapping[str, Any]], *keys: str) -> list[str]:
    """The names of the persons or organizations under these keys, told as text, thing, or several."""
    names: list[str] = []
    for value in (thing.get(key) for key in keys for thing in things):
        for each in value if isinstance(value, list) else [value]:
            name = each.get("name") if isinstance(each, dict) else each
            if isinstance(name, str) and (text := spaced(html.unescape(name))):
                names.append(text)
    return names
