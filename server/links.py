"""Where an IRI is answered by this server."""

from __future__ import annotations

from urllib.parse import quote, urlsplit


def path_of(base: str) -> str:
    """The path under which the installation's own IRIs are answered: `/id/` for `http://localhost:8000/id/`."""
    return urlsplit(base).path


def local(iri: str, base: str) -> str:
    """The local address of an IRI, so that a page works under whatever host name the server is met by."""
    if iri.startswith(base):
        rest, mark, fragment = iri[len(base) :].partition("#")
        return quote(path_of(base) + rest, safe="/~!$&'()*+,;=:@%") + mark + quote(fragment)
    return "/resource?iri=" + quote(iri, safe="")
