"""The application: everything wired together, nothing decided."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import store
from server import operation, start
from server.changes.updates import Updates
from server.evaluation.federation import Federation
from server.evaluation.pool import Pool
from server.evaluation.service import QueryService
from server.http.access import is_private, require
from server.http.gate import Gate
from server.http.problems import MEDIA_TYPE, Problem
from server.linked import vocabulary
from server.linked.exports import Exports
from server.linked.linked_data import LinkedData
from server.linked.self_description import SelfDescription
from server.monitoring.metrics import Metrics
from server.pages.pages import Pages
from server.protocols import openapi
from server.protocols.delivery import Delivery, headers_of, respond, wants_page
from server.protocols.endpoint import Endpoint
from server.protocols.graph_store import GraphStore
from server.protocols.questions import Questions
from server.reconciliation.service import Reconciliation
from server.settings import ServerSettings

OPEN = ("/health", "/ready", "/static/")
"""What a private desk shows to everybody, too."""

_log = logging.getLogger("legation.server")


def create_app(
    settings: ServerSettings, pool: Pool, gate: Gate, service: QueryService, metrics: Metrics
) -> ASGIApp:
    """The ASGI application over a store, whose life is that of the pool of evaluators, too.

    Raises: store.StoreError if there is none in `settings.data`.
    """
    base = store.base(settings.data)
    pages = Pages(base)
    updates = Updates(settings, pool)
    delivery = Delivery(service, pages)
    federation = Federation(settings, service)
    endpoint = Endpoint(settings, service, updates, pages, delivery, federation)

    self_description = SelfDescription(settings, base, pool)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        self_description.start()
        yield
        await self_description.close()
        federation.close()
        await updates.close()
        await pool.close()

    web = FastAPI(title="Legation", docs_url=None, redoc_url=None, lifespan=lifespan)
    web.include_router(operation.router(settings.data, pool, service, updates, metrics))
    web.include_router(start.router(settings, pool, service, pages, delivery))
    web.include_router(Questions(endpoint, pages, delivery, settings.authority).router())
    web.include_router(vocabulary.router(base, pages))
    web.include_router(self_description.router())
    web.include_router(Exports(settings, pool, service, pages, delivery, settings.authority).router())
    web.include_router(Reconciliation(settings, base, service, pool).router())
    web.include_router(LinkedData(settings, base, service, pages, delivery).router())

    def answer(request: Request, error: Exception) -> Response:
        problem = _problem(error)
        if wants_page(headers_of(request.scope)):
            return Response(pages.problem(problem), problem.status, problem.headers, "text/html")
        return Response(problem.document(), problem.status, problem.headers, MEDIA_TYPE)

    openapi.describe(web)
    for kind in (Problem, HTTPException, RequestValidationError, Exception):
        web.add_exception_handler(kind, answer)
    graph_store = GraphStore(settings, base, service, updates, delivery)
    return _dispatch(settings, gate, delivery, endpoint, graph_store, web)


def _dispatch(
    settings: ServerSettings,
    gate: Gate,
    delivery: Delivery,
    endpoint: Endpoint,
    graph_store: GraphStore,
    web: FastAPI,
) -> ASGIApp:
    """Through the gate, then by path, before the framework, which takes longer than the query (28 µs against 148)."""
    private = is_private(settings.tokens)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await web(scope, receive, send)
            return

        path: str = scope["path"]
        fields = gate.fields(scope)
        begun = False

        async def secured(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(field for field in fields if field[0] not in given or field[0] == b"vary"),
                ]
            await send(message)

        try:
            gate.check(scope)
            if (answer := gate.preflight(scope)) is not None:
                await respond(secured, "OPTIONS", 204, answer, b"")
                return
            if private and scope["method"] != "OPTIONS" and not path.startswith(OPEN):
                require(headers_of(scope), settings.tokens, "read")
            if path in ("/sparql", "/sparql/") or path.startswith("/sparql."):
                await endpoint(scope, receive, secured)
            elif path == "/store" or path.startswith("/store/"):
                await graph_store(scope, receive, secured)
            elif scope["method"] == "OPTIONS":
                await respond(secured, "OPTIONS", 204, [(b"allow", b"GET, HEAD, OPTIONS")], b"")
            else:
                await web(scope, receive, secured)
        except Problem as problem:
            await delivery.problem(problem, scope, secured)
        except Exception:
            _log.exception("%s %s", scope["method"], path)
            if not begun:
                await delivery.problem(
                    Problem(500, "Something went wrong here; the log says what."), scope, secured
                )

    return application


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        detail = "There is nothing at this address." if error.status_code == 404 else str(error.detail)
        return Problem(error.status_code, detail, headers=error.headers)
    if isinstance(error, RequestValidationError):
        fault = error.errors()[0]
        return Problem(400, f"{fault['loc'][-1]}: {fault['msg']}")
    return Problem(500, "Something went wrong here.")
