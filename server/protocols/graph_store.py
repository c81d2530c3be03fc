"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol as a plain ASGI application.

A graph is named by `?graph=IRI`, as `?default`, or by the address itself (`/store/anything`); `/store` alone is the
whole store: it can be read, and a POST to it makes a graph with a new name.
"""

from __future__ import annotations

import asyncio
from typing import Literal
from uuid import uuid4

from starlette.types import Receive, Scope, Send

from server.changes import payload
from server.changes.model import Change, Document
from server.changes.updates import Updates
from server.evaluation.service import QueryService
from server.http import access, media
from server.http.body import read as read_body
from server.http.gate import origin_of
from server.http.media import GRAPHS, Choice
from server.http.problems import Problem
from server.processes.frames import Form
from server.protocols.delivery import Delivery, Fields, choose, headers_of, respond
from server.settings import ServerSettings
from server.sparql import protocol
from server.sparql.datasets import ALIASES, DEFAULT, EVERYTHING

PATH = "/store"
METHODS = "GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS"
METHODS_OF_ALL = "GET, HEAD, POST, OPTIONS"
MEANT = "name a graph by ?graph=IRI, as ?default, or by an address below /store/"

_KINDS: dict[str, Literal["put", "post", "delete", "patch"]] = {
    "PUT": "put",
    "POST": "post",
    "DELETE": "delete",
    "PATCH": "patch",
}


class GraphStore:
    """The ASGI application."""

    def __init__(
        self, settings: ServerSettings, base: str, service: QueryService, updates: Updates, delivery: Delivery
    ) -> None:
        self._settings = settings
        self._base = base
        self._service = service
        self._updates = updates
        self._delivery = delivery

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        headers = headers_of(scope)
        try:
            name = _graph(scope)
            if method == "OPTIONS":
                await respond(send, method, 204, _abilities(name), b"")
            elif method in ("GET", "HEAD"):
                await self._read(name, headers, scope, send)
            elif method in _KINDS and (name != EVERYTHING or method == "POST"):
                access.require(headers, self._settings.tokens, "write")
                await self._write(_KINDS[method], name, headers, scope, receive, send)
            else:
                remedy = f"; {MEANT}" if method in _KINDS else ""
                allowed = METHODS if name != EVERYTHING else METHODS_OF_ALL
                raise Problem(405, f"{method} means nothing here{remedy}.", headers={"Allow": allowed})
        except Problem as problem:
            await self._delivery.problem(problem, scope, send)

    async def _read(self, name: str, headers: dict[bytes, str], scope: Scope, send: Send) -> None:
        offers = [
            offer for offer in GRAPHS if name != EVERYTHING or offer.name in ("trig", "nquads", "jsonld")
        ]
        named = protocol.last(protocol.pairs(scope["query_string"], "address"), "format")
        choice = choose(named, headers.get(b"accept", ""), offers)
        if choice is None:
            raise media.not_acceptable(
                "Graphs are given" if name != EVERYTHING else "The store is given", offers
            )
        request = self._service.graph(
            name,
            access.client_of(scope, headers, self._settings.tokens),
            format=choice.format.name,
            known=headers.get(b"if-none-match", ""),
        )
        choices: dict[Form, Choice | None] = {Form.GRAPH: choice}
        await self._delivery.deliver(request, choices, _no_page, scope, send)

    async def _write(
        self,
        kind: Literal["put", "post", "delete", "patch"],
        name: str,
        headers: dict[bytes, str],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        content_type = headers.get(b"content-type", "")
        if kind == "patch" and protocol.type_of(content_type) != protocol.UPDATE:
            raise Problem(
                415,
                f"A patch is an update, sent as {protocol.UPDATE}.",
                headers={"Accept-Patch": protocol.UPDATE},
            )
        body = await read_body(headers, receive, self._settings.max_update)
        if kind == "post" and not body:
            await respond(send, scope["method"], 204, [], b"")
            return
        minted = f"{origin_of(scope)}{PATH}/{uuid4().hex}" if name == EVERYTHING else None
        graph = minted or name
        text = ""
        documents: tuple[Document, ...] = ()
        if kind == "patch":
            text = protocol.text_of(body)
        elif kind != "delete":
            documents = await asyncio.to_thread(payload.documents, content_type, body)
        change = Change(
            kind,
            graph,
            graph if graph != DEFAULT else origin_of(scope) + PATH,
            text,
            documents,
            headers.get(b"if-match", ""),
            headers.get(b"if-none-match", ""),
        )
        done = await self._updates.submit(
            change, protocol.timeout(protocol.pairs(scope["query_string"], "address"))
        )
        fields: Fields = [(b"location", minted.encode())] if minted is not None else []
        await respond(send, scope["method"], 201 if done.created else 204, fields, b"")


def _graph(scope: Scope) -> str:
    """The graph that a request is about.

    Raises: Problem 400.
    """
    path: str = scope["raw_path"].decode("latin-1")
    if path.rstrip("/") != PATH:
        iri = origin_of(scope) + path
        protocol.check_iri(iri)
        return iri
    parameters = protocol.pairs(scope["query_string"], "address")
    graphs = parameters.get("graph", [])
    if len(graphs) + ("default" in parameters) > 1:
        raise Problem(400, f"The address names more than one graph; {MEANT}.")
    if "default" in parameters:
        return DEFAULT
    if not graphs:
        return EVERYTHING
    protocol.check_iri(graphs[0])
    return DEFAULT if graphs[0] in ALIASES else graphs[0]


def _abilities(name: str) -> Fields:
    fields = [
        (b"allow", (METHODS if name != EVERYTHING else METHODS_OF_ALL).encode()),
        (b"accept-post", payload.READABLE.encode()),
    ]
    return fields if name == EVERYTHING else [*fields, (b"accept-patch", protocol.UPDATE.encode())]


def _no_page(form: Form, data: bytes) -> bytes:
    raise AssertionError("no page is offered")
