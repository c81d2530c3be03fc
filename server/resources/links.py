"""Where an IRI is answered by this server, and what stands beside a description (RFC 8288)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from ontology.names import AUTHORITY, LEG

ONTOLOGY = LEG.removesuffix("#")
IN_DATASET = "http://rdfs.org/ns/void#inDataset"
VOID = "/.well-known/void"

_AS_IT_IS = "/~!$&'()*+,;=:@%"


def path_of(base: str) -> str:
    """The path under which IRIs that begin so are answered: `/id/` for `http://localhost:8000/id/`."""
    return urlsplit(base).path


def authority_path(base: str) -> str | None:
    """The path under which the authority's IRIs are answered, `/legation/`, as at w3id.org.

    None if the installation's own IRIs stand there.
    """
    path = path_of(AUTHORITY)
    return None if path_of(base).startswith(path) or path_of(base) == "/" else path


def local(iri: str, base: str) -> str:
    """The local address of an IRI, so that a page works under whatever host name the server is met by."""
    for start, path in ((base, path_of(base)), (AUTHORITY, authority_path(base))):
        if path is not None and iri.startswith(start):
            rest, mark, fragment = iri[len(start) :].partition("#")
            return quote(path + rest, safe=_AS_IT_IS) + mark + quote(fragment)
    return "/resource?iri=" + quote(iri, safe="")


def page_of(iri: str, number: int) -> str:
    """The address of one page of a long description."""
    return f"{iri.partition('#')[0]}?page={number}"


def representation(iri: str, base: str, format: str, page: int = 1) -> str:
    """The local address of a description in one format, by suffix where the IRI has a path of its own."""
    address = local(iri, base).partition("#")[0]
    if "?" in address:
        return f"{address}&format={format}" + (f"&page={page}" if page > 1 else "")
    return f"{address}.{format}" + (f"?page={page}" if page > 1 else "")


def field(links: Iterable[tuple[str, str, str]]) -> bytes:
    """The value of a Link field: address, relation and media type (empty: none) of each."""
    return ", ".join(
        f'<{address}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for address, relation, kind in links
    ).encode("ascii")
