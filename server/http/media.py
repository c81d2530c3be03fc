"""Formats, their media types and short names, and which one a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from server.http.problems import Problem


@dataclass(frozen=True, eq=False)
class Format:
    """A format: its name here, its media types (the proper one first), and short names for `?format=` and suffixes."""

    name: str
    types: tuple[str, ...]
    short: tuple[str, ...]


HTML = Format("html", ("text/html", "application/xhtml+xml"), ("html",))
JSON = Format("json", ("application/json",), ("json",))

SOLUTIONS: tuple[Format, ...] = (
    Format("json", ("application/sparql-results+json", "application/json"), ("json", "srj")),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), ("xml", "srx")),
    Format("csv", ("text/csv",), ("csv",)),
    Format("tsv", ("text/tab-separated-values",), ("tsv",)),
)
GRAPHS: tuple[Format, ...] = (
    Format("turtle", ("text/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"), ("turtle", "ttl")),
    Format("ntriples", ("application/n-triples", "text/plain"), ("ntriples", "nt")),
    Format("jsonld", ("application/ld+json", "application/json"), ("jsonld", "json-ld", "json")),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), ("rdfxml", "rdf", "xml")),
    Format("trig", ("application/trig", "application/x-trig"), ("trig",)),
    Format("nquads", ("application/n-quads", "text/x-nquads"), ("nquads", "nq")),
)


@dataclass(frozen=True)
class Choice:
    """A format and the media type to answer with, charset included where the type needs it said."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """For the Content-Type header."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


@lru_cache(maxsize=1024)
def negotiate(accept: str, offers: Sequence[Format]) -> Choice | None:
    """The offer with the highest quality. An empty header accepts anything.

    Among equals one that is named goes before one that a wildcard covers, and then the earlier before the later.
    Returns None if nothing that is offered is acceptable.
    """
    ranges = _ranges(accept)
    best: Choice | None = None
    highest = (0.0, 0)
    for offer in offers:
        for media_type in offer.types:
            rank = _rank(media_type, ranges, wild=media_type == offer.types[0])
            if rank[0] > 0 and rank > highest:
                best, highest = Choice(offer, media_type), rank
    return best


def by_name(name: str, offers: Sequence[Format]) -> Choice | None:
    """The offer with this short name or media type; None if there is none."""
    wanted = name.strip().lower()
    for offer in offers:
        if wanted in offer.short or wanted == offer.name:
            return Choice(offer, offer.types[0])
        if wanted in offer.types:
            return Choice(offer, wanted)
    return None


def available(offers: Sequence[Format]) -> list[str]:
    """The proper media types of what is offered, for a 406."""
    return [offer.types[0] for offer in offers]


def not_acceptable(what: str, offers: Sequence[Format]) -> Problem:
    """The 406 that says how `what` is available."""
    types = available(offers)
    return Problem(406, f"{what} as " + ", ".join(types), extra={"available": types})


def _ranges(accept: str) -> list[tuple[str, float]]:
    if not accept.strip():
        return [("*/*", 1.0)]
    ranges = []
    for item in accept.lower().split(","):
        media_type, *parameters = (part.strip() for part in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if "/" in media_type:
            ranges.append((media_type, quality))
        elif media_type == "*":
            ranges.append(("*/*", quality))
    return ranges


def _rank(media_type: str, ranges: list[tuple[str, float]], *, wild: bool) -> tuple[float, int]:
    """Quality and how closely it is meant, by the most specific range that covers the type.

    A second name of a format is only met by its own name.
    """
    main = media_type.partition("/")[0]
    for closeness, wanted in ((2, media_type), (1, f"{main}/*"), (0, "*/*")):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found), closeness
        if not wild:
            break
    return 0.0, 0
