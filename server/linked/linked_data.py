"""Linked data: every IRI answered where it points to, the authority's under `/legation/`, others under `/resource`."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from ontology.names import AUTHORITY
from server.evaluation.service import Answer, NotModified, QueryService
from server.http import compression
from server.http.access import client_of
from server.http.media import GRAPHS, HTML, Choice
from server.http.problems import Problem
from server.pages.pages import Pages
from server.protocols.delivery import COMMON, Delivery, Fields, choose, headers_of, respond
from server.resources import links
from server.resources.description import has_next
from server.settings import ServerSettings

OFFERS = (*GRAPHS, HTML)
SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".json": "jsonld",
    ".rdf": "rdfxml",
    ".trig": "trig",
    ".nq": "nquads",
    ".html": "html",
}
MOST_PAGES = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """Which resource, in which format (by name; None: as Accept says), which page of it."""

    iri: str
    name: str | None = None
    page: int = 1


def split(path: str) -> tuple[str, str | None]:
    """A path without its suffix, and the format that the suffix names, if any."""
    for suffix, name in SUFFIXES.items():
        if path.endswith(suffix):
            return path.removesuffix(suffix), name
    return path, None


class Described(Response):
    """A response that is the description of a resource."""

    def __init__(self, library: LinkedData, wanted: Wanted) -> None:
        super().__init__()
        self._library = library
        self._wanted = wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        await self._library.describe(self._wanted, scope, send)


class LinkedData:
    """Answers for IRIs."""

    def __init__(
        self, settings: ServerSettings, base: str, service: QueryService, pages: Pages, delivery: Delivery
    ) -> None:
        self._settings = settings
        self._base = base
        self._service = service
        self._pages = pages
        self._delivery = delivery

    def router(self) -> APIRouter:
        """The routes, for FastAPI."""
        router = APIRouter(tags=["linked data"])

        @router.api_route("/resource", methods=["GET", "HEAD"], response_class=Response)
        async def resource(iri: str, format: str | None = None, page: int = 1) -> Response:
            """What is known of any IRI of the graph, as RDF or as a page."""
            return Described(self, Wanted(iri, format, page))

        for start, path in (
            (AUTHORITY, links.authority_path(self._base)),
            (self._base, links.path_of(self._base)),
        ):
            if path is not None:
                self._add(router, start, path)
        return router

    def _add(self, router: APIRouter, start: str, path: str) -> None:
        @router.api_route(f"{path}{{rest:path}}", methods=["GET", "HEAD"], response_class=Response)
        async def own(rest: str, request: Request, format: str | None = None, page: int = 1) -> Response:
            """An IRI, by Accept, by `format` or by suffix (.ttl, .jsonld, .html, …)."""
            name, by_suffix = split(rest)
            return Described(self, Wanted(start + name, by_suffix or format, page))

    async def describe(self, wanted: Wanted, scope: Scope, send: Send) -> None:
        """Answer with the description of a resource."""
        headers = headers_of(scope)
        choice = choose(wanted.name, headers.get(b"accept", ""), OFFERS)
        try:
            if choice is None:
                types = [offer.types[0] for offer in OFFERS]
                raise Problem(
                    406, "This resource is described as " + ", ".join(types), extra={"available": types}
                )
            if not 1 <= wanted.page <= MOST_PAGES:
                raise Problem(400, f"page={wanted.page} is no number of a page; the first is 1.")
            try:
                await self._answer(wanted, choice, scope, headers, send)
            except NotModified as known:
                fields: Fields = [(b"etag", known.etag.encode()), *COMMON]
                await respond(send, scope["method"], 304, fields, b"")
        except Problem as problem:
            if problem.status == 301 and wanted.name is not None and choice is not None:
                address = problem.headers["Location"]
                mark = f"&format={wanted.name}" if "?" in address else f".{_suffix(choice.format.name)}"
                problem.headers["Location"] = address + mark
            await self._delivery.problem(problem, scope, send)

    async def _answer(
        self, wanted: Wanted, choice: Choice, scope: Scope, headers: dict[bytes, str], send: Send
    ) -> None:
        request = self._service.description(
            wanted.iri,
            client_of(scope, headers, self._settings.tokens),
            graph="page" if choice.format is HTML else choice.format.name,
            known=headers.get(b"if-none-match", ""),
            page=wanted.page,
        )
        request.entry = scope["state"]["entry"]
        begun = self._service.begin(request, scope["state"]["gone"])
        try:
            answer = begun if isinstance(begun, Answer) else await self._service.finish(request, begun)
            body = answer.body
            if body is None:
                body = b"".join([part async for part in self._service.stream(request, answer)])
        finally:
            if not isinstance(begun, Answer):
                begun.cancel()
        if (known := request.knows(answer.snapshot)) is not None:
            raise NotModified(known)
        more = has_next(body)
        if choice.format is HTML:
            body = self._pages.resource(body, wanted.iri, wanted.page, more)
        fields = [
            (b"content-type", choice.content_type.encode()),
            *COMMON,
            (b"link", links.field(self._links(wanted, _suffix(choice.format.name), more))),
        ]
        coding = ""
        if compression.wanted(scope) and len(body) >= compression.SMALLEST:
            coding, body = compression.GZIP, await compression.packed(body)
            fields.append((b"content-encoding", coding.encode()))
        fields.append((b"etag", request.etag(answer.snapshot, coding).encode()))
        if wanted.name is None:
            address = self._representation(wanted, _suffix(choice.format.name))
            fields.append((b"content-location", address.encode()))
        await respond(send, scope["method"], 200, fields, body)

    def _links(self, wanted: Wanted, suffix: str, more: bool) -> list[tuple[str, str, str]]:
        found = [
            (self._representation(wanted, _suffix(offer.name)), "alternate", offer.types[0])
            for offer in OFFERS
        ]
        found.append((self._representation(wanted, "ttl"), "describedby", "text/turtle"))
        found.append((f"{links.VOID}#dataset", links.IN_DATASET, ""))
        format = suffix if wanted.name else ""
        for there, number, relation in (
            (wanted.page > 1, 1, "first"),
            (wanted.page > 1, wanted.page - 1, "prev"),
            (more, wanted.page + 1, "next"),
        ):
            if there:
                found.append((self._page(wanted.iri, format, number), relation, ""))
        return found

    def _page(self, iri: str, format: str, number: int) -> str:
        if format:
            return links.representation(iri, self._base, format, number)
        address = links.local(iri, self._base).partition("#")[0]
        return f"{address}{'&' if '?' in address else '?'}page={number}" if number > 1 else address

    def _representation(self, wanted: Wanted, suffix: str) -> str:
        return links.representation(wanted.iri, self._base, suffix, wanted.page)


def _suffix(name: str) -> str:
    """The suffix, without its dot, of a format."""
    return next(suffix for suffix, format in SUFFIXES.items() if format == name).removeprefix(".")
