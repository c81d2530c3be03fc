"""`/sparql`: the SPARQL 1.1 Protocol as a plain ASGI application, without a framework in the way."""

from __future__ import annotations

from functools import partial

from starlette.types import Receive, Scope, Send

from server import media, protocol
from server.delivery import (
    HTML_FIELDS,
    Delivery,
    Render,
    client_of,
    has_token,
    headers_of,
    respond,
    wants_page,
)
from server.frames import Form
from server.media import GRAPHS, HTML, SOLUTIONS, Choice
from server.pages import Pages
from server.problems import Problem
from server.protocol import Operation
from server.service import QueryService
from server.settings import ServerSettings
from server.updates import Updates

OFFERS = {Form.SOLUTIONS: (*SOLUTIONS, HTML), Form.GRAPH: (*GRAPHS, HTML)}


class Endpoint:
    """The ASGI application."""

    def __init__(
        self,
        settings: ServerSettings,
        service: QueryService,
        updates: Updates,
        pages: Pages,
        delivery: Delivery,
    ) -> None:
        self._settings = settings
        self._service = service
        self._updates = updates
        self._pages = pages
        self._delivery = delivery

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        headers = headers_of(scope)
        try:
            if method == "OPTIONS":
                await respond(send, method, 204, [(b"allow", protocol.METHODS.encode())], b"")
                return
            body = await self._body(headers, receive) if method == "POST" else b""
            operation = protocol.read(method, scope["query_string"], headers.get(b"content-type", ""), body)
            if operation is None:
                if not wants_page(headers):
                    raise Problem(400, "There is no query: send one as query=… or by POST.")
                await respond(send, method, 200, HTML_FIELDS, self._pages.query_form())
            elif operation.kind == "update":
                self._allow_update(headers)
                await self._updates.submit(operation)
                await respond(send, method, 204, [], b"")
            else:
                await self.query(
                    operation, headers, partial(self._pages.result, operation.text), scope, receive, send
                )
        except Problem as problem:
            await self._delivery.problem(problem, scope, send)

    async def query(
        self,
        operation: Operation,
        headers: dict[bytes, str],
        render: Render,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Answer a query; `render(form, data)` makes the page for browsers.

        Raises: Problem, as long as nothing was sent.
        """
        choices: dict[Form, Choice | None] = {}
        if operation.format is not None:
            choices = {form: media.by_name(operation.format, OFFERS[form]) for form in OFFERS}
        if not any(choices.values()):
            accept = headers.get(b"accept", "")
            choices = {form: media.negotiate(accept, offers) for form, offers in OFFERS.items()}
        request = self._service.query(
            operation,
            client_of(scope, headers, self._settings.token),
            solutions=_name(choices[Form.SOLUTIONS], behind_page="json"),
            graph=_name(choices[Form.GRAPH], behind_page="turtle"),
            known=headers.get(b"if-none-match", ""),
        )
        await self._delivery.deliver(request, choices, render, scope, receive, send)

    async def _body(self, headers: dict[bytes, str], receive: Receive) -> bytes:
        limit = self._settings.max_update if self._settings.token else self._settings.max_query * 4
        too_long = Problem(
            413, f"A request's body is at most {limit} bytes.", headers={"Connection": "close"}
        )
        announced = headers.get(b"content-length", "0")
        if announced.isdecimal() and int(announced) > limit:
            raise too_long
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Problem(400, "The client has gone.")
            part = message.get("body", b"")
            size += len(part)
            if size > limit:
                raise too_long
            parts.append(part)
            if not message.get("more_body"):
                return b"".join(parts)

    def _allow_update(self, headers: dict[bytes, str]) -> None:
        if not self._settings.token:
            raise Problem(
                403, "This server only reads: updates need a token, which its operator has not set."
            )
        if not has_token(headers, self._settings.token):
            raise Problem(
                401,
                "Updates need the header `Authorization: Bearer TOKEN` with the server's token.",
                headers={"WWW-Authenticate": 'Bearer realm="legation"'},
            )


def _name(choice: Choice | None, *, behind_page: str) -> str | None:
    """The format that an evaluator shall write; a page is made from one of the others."""
    if choice is None:
        return None
    return behind_page if choice.format is HTML else choice.format.name
