"""The application: everything wired together, nothing decided."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import store
from server import start
from server.delivery import Delivery, headers_of, wants_page
from server.endpoint import Endpoint
from server.linked_data import LinkedData
from server.pages import Pages
from server.pool import Pool
from server.problems import MEDIA_TYPE, Problem
from server.questions import Questions
from server.service import QueryService
from server.settings import ServerSettings
from server.updates import Updates

_SECURITY = [
    (
        b"content-security-policy",
        b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]


def create_app(settings: ServerSettings, pool: Pool) -> ASGIApp:
    """The ASGI application over a store, whose life is that of the pool of evaluators, too.

    Raises: store.StoreError if there is none in `settings.data`.
    """
    base = store.base(settings.data)
    pages = Pages(base)
    service = QueryService(settings, pool)
    updates = Updates(settings, pool)
    delivery = Delivery(service, pages)
    endpoint = Endpoint(settings, service, updates, pages, delivery)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        yield
        await updates.close()
        await pool.close()

    web = FastAPI(title="Legation", docs_url=None, redoc_url=None, lifespan=lifespan)
    web.include_router(start.router(settings, pool, service, pages, delivery))
    web.include_router(Questions(endpoint, pages, delivery).router())
    web.include_router(LinkedData(settings, base, service, pages, delivery).router())

    def answer(request: Request, error: Exception) -> Response:
        problem = _problem(error)
        if wants_page(headers_of(request.scope)):
            return Response(pages.problem(problem), problem.status, problem.headers, "text/html")
        return Response(problem.document(), problem.status, problem.headers, MEDIA_TYPE)

    for kind in (Problem, HTTPException, RequestValidationError):
        web.add_exception_handler(kind, answer)
    return _dispatch(endpoint, web)


def _dispatch(endpoint: Endpoint, web: FastAPI) -> ASGIApp:
    """By path and before the framework, which takes longer than the query (28 µs a request against 148)."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await web(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SECURITY]
            await send(message)

        if scope["type"] == "http" and scope["path"] == "/sparql":
            await endpoint(scope, receive, secured)
        else:
            await web(scope, receive, secured)

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
