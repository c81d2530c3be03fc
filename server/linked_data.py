"""Linked data: every IRI of the installation answered where it points to, any other IRI under `/resource`."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from server.access import client_of
from server.delivery import Delivery, choose, headers_of
from server.frames import Form
from server.links import path_of
from server.media import GRAPHS, HTML
from server.pages import Pages
from server.problems import Problem
from server.service import QueryService
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


class Described(Response):
    """A response that is the description of a resource, in the format asked for."""

    def __init__(self, library: LinkedData, iri: str, name: str | None) -> None:
        super().__init__()
        self._library = library
        self._iri = iri
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        await self._library.describe(self._iri, self._name, scope, receive, send)


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
        path = path_of(self._base)

        @router.api_route("/resource", methods=["GET", "HEAD"], response_class=Response)
        async def resource(iri: str, format: str | None = None) -> Response:
            """What is known of any IRI of the graph, as RDF or as a page."""
            return Described(self, iri, format)

        @router.api_route(f"{path}{{rest:path}}", methods=["GET", "HEAD"], response_class=Response)
        async def own(rest: str, request: Request, format: str | None = None) -> Response:
            """An IRI of this installation, by Accept, by `format` or by suffix (.ttl, .jsonld, .html, …)."""
            for suffix, name in SUFFIXES.items():
                if rest.endswith(suffix):
                    return Described(self, self._base + rest.removesuffix(suffix), name)
            return Described(self, self._base + rest, format)

        return router

    async def describe(self, iri: str, name: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the description of a resource."""
        headers = headers_of(scope)
        choice = choose(name, headers.get(b"accept", ""), OFFERS)
        try:
            if choice is None:
                types = [offer.types[0] for offer in OFFERS]
                raise Problem(
                    406, "This resource is described as " + ", ".join(types), extra={"available": types}
                )
            request = self._service.description(
                iri,
                client_of(scope, headers, self._settings.tokens),
                graph="nquads" if choice.format is HTML else choice.format.name,
                known=headers.get(b"if-none-match", ""),
            )
            render = partial(self._pages.resource, iri=iri)
            await self._delivery.deliver(request, {Form.GRAPH: choice}, render, scope, receive, send)
        except Problem as problem:
            await self._delivery.problem(problem, scope, send)
