"""The start page, the server's health, and the style sheet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from starlette.types import Receive, Scope, Send

from ontology.names import DCT, LEG, OA, RDFS
from server.evaluation.pool import Pool
from server.evaluation.service import QueryService
from server.http.access import client_of
from server.http.media import HTML, Choice
from server.http.problems import Problem
from server.pages.pages import Pages
from server.processes.frames import Form
from server.protocols.delivery import Delivery, headers_of
from server.settings import ServerSettings
from server.sparql.protocol import Operation

NEWEST = f"""
PREFIX leg: <{LEG}> PREFIX dct: <{DCT}> PREFIX oa: <{OA}> PREFIX rdfs: <{RDFS}>
SELECT ?document ?title ?issued ?publisher ?claim ?claimant ?stance ?event ?label ?quote WHERE {{
  {{ SELECT ?document ?issued WHERE {{
    VALUES ?kind {{ leg:NewsArticle leg:OfficialDocument }}
    ?document a ?kind ; dct:issued ?issued
  }} ORDER BY DESC(?issued) ?document LIMIT 20 }}
  OPTIONAL {{ ?document dct:title ?title }}
  OPTIONAL {{ ?document dct:publisher/rdfs:label ?publisher }}
  OPTIONAL {{
    ?claim leg:derivedFrom ?document ; leg:stance ?stance ; leg:about ?event .
    OPTIONAL {{ ?claim leg:claimant/rdfs:label ?claimant }}
    OPTIONAL {{ ?event rdfs:label ?label }}
    OPTIONAL {{ ?claim leg:evidence/oa:hasSelector/oa:exact ?quote }}
  }}
}} ORDER BY DESC(?issued) ?document ?claim
"""

Serve = Callable[[Scope, Receive, Send], Awaitable[None]]


class Served(Response):
    """A response that an ASGI function gives."""

    def __init__(self, serve: Serve) -> None:
        super().__init__()
        self._serve = serve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        await self._serve(scope, receive, send)


def router(
    settings: ServerSettings, pool: Pool, service: QueryService, pages: Pages, delivery: Delivery
) -> APIRouter:
    """The routes, for FastAPI."""
    routes = APIRouter()
    static = Path(__file__).parent / "pages" / "static"

    async def newest(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = service.query(
                Operation("query", NEWEST),
                client_of(scope, headers_of(scope), settings.tokens),
                solutions="json",
                graph=None,
            )
            choices: dict[Form, Choice | None] = {Form.SOLUTIONS: Choice(HTML, "text/html")}
            await delivery.deliver(request, choices, pages.start, scope, send)
        except Problem as problem:
            await delivery.problem(problem, scope, send)

    @routes.api_route("/", methods=["GET", "HEAD"], response_class=Response)
    async def start() -> Response:
        """The newest documents and who says what in them, as a page."""
        return Served(newest)

    @routes.api_route("/static/legation.css", methods=["GET", "HEAD"], include_in_schema=False)
    def style() -> FileResponse:
        return FileResponse(static / "legation.css", media_type="text/css")

    return routes
