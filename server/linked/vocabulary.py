"""The ontology and the JSON-LD context, from the package's files: at `/ontology`, and where w3id.org leads.

A term's IRI is the ontology's with a fragment, so it is answered by the ontology. One term alone, as data or as a
page, is under `/ontology/{name}`, for clients that want no more.
"""

from __future__ import annotations

import hashlib
import io
from functools import cache
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from starlette.responses import RedirectResponse

from ontology.names import LEG
from ontology.schema import CONTEXT, ONTOLOGY
from server.http.media import HTML, Choice
from server.http.problems import Problem
from server.linked.linked_data import OFFERS, SUFFIXES, split
from server.pages import ontology_page
from server.pages.pages import Pages
from server.protocols.delivery import choose
from server.resources import links
from server.resources.notation import FORMATS
from store.export import rdf

CONTEXT_AGE = 24 * 60 * 60
"""Seconds for which a client need not ask for the context again."""


def router(base: str, pages: Pages) -> APIRouter:
    """The routes, for FastAPI."""
    routes = APIRouter(tags=["linked data"])
    authority = links.authority_path(base)
    starts = ["/", *([authority] if authority else [])]

    def add(path: str, answer: object, **more: object) -> None:
        for start in starts:
            routes.add_api_route(start + path, answer, methods=["GET", "HEAD"], **more)  # type: ignore[arg-type]

    def whole(request: Request, name: str | None) -> Response:
        choice = _choice(name, request)
        if choice.format is HTML:
            return _response(request, pages.ontology(), choice, None)
        return _response(request, _written(choice.format.name, None), choice, None)

    def ontology(request: Request, format: str | None = None) -> Response:
        """The ontology, as a page or as RDF."""
        return whole(request, format)

    def ontology_in(request: Request, suffix: str) -> Response:
        """The ontology in one format."""
        if f".{suffix}" not in SUFFIXES:
            raise Problem(404, f"The ontology is not written as .{suffix}; there are " + ", ".join(SUFFIXES))
        return whole(request, SUFFIXES[f".{suffix}"])

    def term(request: Request, name: str, format: str | None = None) -> Response:
        """One term of the ontology."""
        if name == ontology_page.view().version:
            return whole(request, format)
        name, by_suffix = split(name)
        if not _about(LEG + name):
            raise Problem(404, f"The ontology has no term {name!r}; /ontology lists them all.")
        choice = _choice(by_suffix or format, request)
        if choice.format is HTML:
            return RedirectResponse(f"/ontology#{quote(name)}", 303)
        return _response(request, _written(choice.format.name, LEG + name), choice, name)

    def context(request: Request) -> Response:
        """The JSON-LD context; any site's pages may load it."""
        choice = Choice(OFFERS[2], "application/ld+json")
        response = _response(request, CONTEXT.read_bytes(), choice, None)
        response.headers["Cache-Control"] = f"public, max-age={CONTEXT_AGE}"
        response.headers["Access-Control-Allow-Origin"] = "*"
        del response.headers["Vary"], response.headers["Link"]
        return response

    add("ontology", ontology, response_class=Response)
    add("ontology.{suffix}", ontology_in, response_class=Response, include_in_schema=False)
    add("ontology/{name}", term, response_class=Response)
    add("context.jsonld", context, response_class=Response)
    return routes


def _choice(name: str | None, request: Request) -> Choice:
    choice = choose(name, request.headers.get("accept", ""), OFFERS)
    if choice is None:
        types = [offer.types[0] for offer in OFFERS]
        raise Problem(406, "The ontology is written as " + ", ".join(types), extra={"available": types})
    return choice


def _response(request: Request, body: bytes, choice: Choice, name: str | None) -> Response:
    etag = f'"{hashlib.blake2b(body, digest_size=9).hexdigest()}"'
    stem = "/ontology" if name is None else f"/ontology/{quote(name)}"
    found = [
        (f"{stem}{suffix}", "alternate", offer.types[0])
        for offer in OFFERS
        for suffix, format in SUFFIXES.items()
        if format == offer.name and suffix != ".json"
    ]
    headers = {
        "ETag": etag,
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "Link": links.field([*found, (f"{stem}.ttl", "describedby", "text/turtle")]).decode(),
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(None, 304, headers)
    return Response(body, 200, headers, choice.content_type)


@cache
def _written(format: str, term: str | None) -> bytes:
    """The ontology's file, or one term's statements, in a format."""
    if term is None and format == "turtle":
        return ONTOLOGY.read_bytes()
    statements = _about(term) if term is not None else tuple(parse(path=ONTOLOGY, format=RdfFormat.TURTLE))
    output = io.BytesIO()
    syntax = FORMATS[format]
    names = " ".join(map(str, statements))
    used = {prefix: iri for prefix, iri in rdf.prefixes().items() if iri in names}
    rdf.write(statements, output, syntax, used)
    return output.getvalue()


def _about(iri: str) -> tuple[Quad, ...]:
    return _terms().get(iri, ())


@cache
def _terms() -> dict[str, tuple[Quad, ...]]:
    """The statements of the ontology's file, by their subjects."""
    found: dict[str, tuple[Quad, ...]] = {}
    for quad in parse(path=ONTOLOGY, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode):
            found[quad.subject.value] = (*found.get(quad.subject.value, ()), quad)
    return found
