"""What is known of a document: from flags, front matter, its page and its address, in this order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import yaml

from ingest.errors import IngestError
from ingest.model import Actor
from ingest.reading.address import canonical, day_in, host_of
from ingest.reading.furniture import full_date
from ingest.reading.markdown import spaced
from ingest.reading.outlets import outlet_in, publisher_at, publisher_named, same
from ontology.authority import Authority


@dataclass(frozen=True)
class Overrides:
    """What the user says of a document; it wins over whatever the document says of itself."""

    title: str | None = None
    publisher: str | None = None
    agency: str | None = None
    published: date | None = None
    url: str | None = None


@dataclass(frozen=True)
class Clues:
    """What the page tells besides its story. `undated` is a dateline's day and month without a year."""

    title: str | None = None
    agency: Actor | None = None
    published: date | None = None
    undated: str | None = None
    url: str | None = None
    dateline: Actor | None = None


@dataclass(frozen=True)
class Metadata:
    """What is known of a document, settled; `title` may be missing."""

    title: str | None
    publisher: Actor
    agency: Actor | None
    published: date
    url: str | None


# The words that front matter is written with, ours first.
_FRONT_MATTER = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site", "site_name"),
    "agency": ("agency",),
    "author": ("author", "byline"),
    "published": ("published", "date", "date_published", "datePublished"),
    "url": ("url", "source_url", "canonical", "canonical_url", "link"),
}
_FENCED = re.compile(r"\A\s*---[ \t]*\n(?P<yaml>.*?)(?:\n|(?<=\n))(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def split_front_matter(text: str) -> tuple[Mapping[str, str | date], str]:
    """The YAML front matter by our own names, and the text after it. Raises IngestError for broken YAML."""
    fenced = _FENCED.match(text)
    if fenced is None or ":" not in fenced["yaml"]:
        return {}, text
    try:
        told = yaml.safe_load(fenced["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}: " if mark else ""
        raise IngestError(f"front matter: {place}{getattr(error, 'problem', None) or error}") from None
    if not isinstance(told, dict):
        return {}, text
    known: dict[str, str | date] = {}
    for name, keys in _FRONT_MATTER.items():
        value = next((told[key] for key in keys if told.get(key) not in (None, "")), None)
        if value is None:
            continue
        if name == "published":
            known[name] = _day(value)
        elif isinstance(value, str | int | float):
            known[name] = spaced(str(value))
        elif name != "author":
            raise IngestError(f"front matter: {name} must be text, not {type(value).__name__}")
    return known, text[fenced.end() :]


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        if found := full_date(str(value)):
            return found
    raise IngestError(f"front matter: published: {str(value)!r} is no day; write YYYY-MM-DD")


def settle(
    overrides: Overrides, front: Mapping[str, str | date], clues: Clues, authority: Authority
) -> Metadata:
    """The metadata of a document. Raises IngestError if no publisher or no day of publication can be found."""
    address = overrides.url or _text(front, "url") or clues.url
    url = canonical(address) if address else None
    agency = clues.agency
    if author := _text(front, "author"):
        agency = outlet_in(author, authority) or agency
    if name := overrides.agency or _text(front, "agency"):
        agency = publisher_named(name, authority)
    if name := overrides.publisher or _text(front, "publisher"):
        publisher = publisher_named(name, authority)
    elif url:
        publisher = publisher_at(host_of(url), authority)
    elif agency:
        publisher = agency
    else:
        raise IngestError("nothing tells who published it; say so with --publisher or --url")
    told = front.get("published")
    published = overrides.published or (told if isinstance(told, date) else None) or clues.published
    published = published or (day_in(url) if url else None)
    if published is None:
        hint = f' (its dateline, "{clues.undated}", has no year)' if clues.undated else ""
        raise IngestError(f"nothing tells when it was published{hint}; say so with --published YYYY-MM-DD")
    return Metadata(
        title=spaced(overrides.title or _text(front, "title") or clues.title or "") or None,
        publisher=publisher,
        agency=None if agency is None or same(agency, publisher) else agency,
        published=published,
        url=url,
    )


def _text(front: Mapping[str, str | date], name: str) -> str | None:
    value = front.get(name)
    return value if isinstance(value, str) else None
