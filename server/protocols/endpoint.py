"""`/sparql`: the SPARQL 1.1 Protocol as a plain ASGI application, without a framework in the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial

from starlette.types import Receive, Scope, Send

from server.changes.model import Change
from server.changes.updates import Updates
from server.evaluation.federation import Federation
from server.evaluation.service import QueryService
from server.http import access, media
from server.http.body import read as read_body
from server.http.gate import origin_of
from server.http.media import GRAPHS, HTML, SOLUTIONS, Choice
from server.http.problems import Problem
from server.pages.pages import Pages
from server.processes.frames import Form
from server.protocols import service_description
from server.protocols.delivery import COMMON, HTML_FIELDS, Delivery, Render, choose, headers_of, respond
from server.settings import ServerSettings
from server.sparql import protocol
from server.sparql.protocol import Operation

OFFERS = {Form.SOLUTIONS: (*SOLUTIONS, HTML), Form.GRAPH: (*GRAPHS, HTML)}

LONG = 16 * 1024
"""Characters from which a request is read in a thread: 256 Ki take up to a quarter of a second."""


class Endpoint:
    """The ASGI application."""

    def __init__(
        self,
        settings: ServerSettings,
        service: QueryService,
        updates: Updates,
        pages: Pages,
        delivery: Delivery,
        federation: Federation,
    ) -> None:
        self._settings = settings
        self._service = service
        self._updates = updates
        self._pages = pages
        self._delivery = delivery
        self._federation = federation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        headers = headers_of(scope)
        try:
            if method == "OPTIONS":
                fields = [(b"allow", protocol.METHODS.encode()), (b"accept-post", protocol.READABLE.encode())]
                await respond(send, method, 204, fields, b"")
                return
            content_type = headers.get(b"content-type", "")
            body = b""
            if method == "POST":
                if content_type and protocol.type_of(content_type) == protocol.UPDATE:
                    access.require(headers, self._settings.tokens, "write")  # before all of it is read
                body = await read_body(headers, receive, self._longest(headers))
            path, dot, suffix = scope["path"].partition(".")
            address = origin_of(scope) + path
            request = method, scope["query_string"], content_type, body, address
            operation = (
                protocol.read(*request)
                if len(body) < LONG
                else await asyncio.to_thread(protocol.read, *request)
            )
            if dot:
                operation = _suffixed(operation, suffix)
            if operation is None:
                await self._describe(address, headers, scope, send)
            elif operation.kind == "update":
                access.require(headers, self._settings.tokens, "write")
                await self._updates.submit(_change(operation), operation.timeout)
                await respond(send, method, 204, [], b"")
            else:
                await self.query(operation, headers, partial(self._pages.result, operation.text), scope, send)
        except Problem as problem:
            await self._delivery.problem(problem, scope, send)

    async def query(
        self,
        operation: Operation,
        headers: dict[bytes, str],
        render: Render,
        scope: Scope,
        send: Send,
    ) -> None:
        """Answer a query; `render(form, data)` makes the page for browsers.

        Raises: Problem, as long as nothing was sent.
        """
        accept = headers.get(b"accept", "")
        choices = {form: choose(operation.format, accept, offers) for form, offers in OFFERS.items()}
        client = access.client_of(scope, headers, self._settings.tokens)
        resolved = self._federation.concerns(operation.text)
        if resolved:
            operation = await self._federation.resolved(operation, client, scope["state"]["gone"])
        judged = partial(
            self._service.query,
            operation,
            client,
            solutions=_name(choices[Form.SOLUTIONS], behind_page="json"),
            graph=_name(choices[Form.GRAPH], behind_page="turtle"),
            known=headers.get(b"if-none-match", ""),
            resolved=resolved,
        )
        request = judged() if len(operation.text) < LONG else await asyncio.to_thread(judged)
        await self._delivery.deliver(request, choices, render, scope, send)

    async def _describe(self, address: str, headers: dict[bytes, str], scope: Scope, send: Send) -> None:
        """The service description, or for a person the form to ask by."""
        named = protocol.last(protocol.pairs(scope["query_string"], "address"), "format")
        choice = choose(named, headers.get(b"accept", ""), OFFERS[Form.GRAPH])
        if choice is None:
            raise media.not_acceptable("This service is described", OFFERS[Form.GRAPH])
        if choice.format is HTML:
            await respond(send, scope["method"], 200, HTML_FIELDS, self._pages.query_form())
            return
        description = service_description.describe(
            address,
            writable="write" in self._settings.tokens.values(),
            federated=bool(self._settings.service_allow and self._settings.contact),
            format=choice.format.name,
        )
        fields = [(b"content-type", choice.content_type.encode()), *COMMON]
        await respond(send, scope["method"], 200, fields, description)

    def _longest(self, headers: dict[bytes, str]) -> int:
        """Bytes of a body; who may not update sends nothing but queries, in which a character may take twelve."""
        if access.may(headers, self._settings.tokens, "write"):
            return self._settings.max_update
        return self._settings.max_query * 4


def _suffixed(operation: Operation | None, suffix: str) -> Operation:
    """A query at an address like `/sparql.csv`.

    Raises: Problem 404 if that is no format, or nothing is asked.
    """
    known = any(media.by_name(suffix, offers) for offers in OFFERS.values())
    if operation is None or operation.kind == "update" or not known:
        raise Problem(404, "There is nothing at this address; a query may be sent to /sparql.csv, say.")
    return replace(operation, format=suffix)


def _change(operation: Operation) -> Change:
    """What the writer is told of an update.

    Raises: Problem 400.
    """
    for iri in (*(operation.default_graphs or ()), *(operation.named_graphs or ())):
        protocol.check_iri(iri)
    return Change(
        "update",
        base=operation.base,
        text=operation.text,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
    )


def _name(choice: Choice | None, *, behind_page: str) -> str | None:
    """The format that an evaluator shall write; a page is made from one of the others."""
    if choice is None:
        return None
    return behind_page if choice.format is HTML else choice.format.name
