"""The endpoints that queries may name, and where each is really asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from queries.federation.errors import ServiceRefused

WIKIDATA = "https://query.wikidata.org/sparql"
WIKIDATA_API = "https://www.wikidata.org/w/api.php"
"""Wikidata's Action API, which is no SPARQL endpoint."""


@dataclass(frozen=True)
class Endpoints:
    """IRIs of endpoints as queries name them, each with the address at which it is asked."""

    addresses: MappingProxyType[str, str]

    def require(self, iri: str) -> str:
        """The address of an endpoint. Raises ServiceRefused unless it is allowed, character by character."""
        if iri not in self.addresses:
            known = ", ".join(f"<{each}>" for each in sorted(self.addresses)) or "none"
            raise ServiceRefused(f"SERVICE <{iri}> is not allowed here; allowed: {known}")
        return self.addresses[iri]


def allow(entries: Iterable[str]) -> Endpoints:
    """Endpoints from entries `IRI`, or `IRI=ADDRESS` for a mirror that answers in its stead.

    Raises ValueError for what is no http or https address.
    """
    addresses: dict[str, str] = {}
    for entry in entries:
        iri, mark, address = entry.partition("=http")
        address = f"http{address}" if mark else iri
        for each in (iri, address):
            parts = urlsplit(each)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
                raise ValueError(f"{each!r} is no http or https address of an endpoint")
        addresses[iri] = address
    return Endpoints(MappingProxyType(addresses))
