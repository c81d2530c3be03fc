"""`/reconcile`: manifest, queries, suggestions and previews (sections 3 to 6 of the specification)."""

from __future__ import annotations

import asyncio
import html
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pyoxigraph import NamedNode

from ontology.names import LEG
from queries.federation.ask import rows_of
from queries.federation.federate import Answer
from server.evaluation import inner
from server.evaluation.pool import Pool
from server.evaluation.service import QueryService
from server.http import access
from server.http.body import read as read_body
from server.http.gate import origin_of
from server.http.problems import Problem
from server.protocols.delivery import headers_of
from server.reconciliation import batch, match
from server.reconciliation.batch import Wanted
from server.reconciliation.index import Index
from server.reconciliation.match import KINDS, Match, Thing
from server.settings import ServerSettings
from server.sparql import protocol
from server.sparql.protocol import Operation

PROPERTIES = {
    "country": "the state that it belongs to, by name or IRI",
    "wikidata": "its Wikidata item, such as Q423",
}
MAX_BODY = 1024 * 1024
SUGGESTED = 10
FRESH = 60.0
"""Seconds for which the names that were read may lag behind the store."""
_FRAMED = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"}
_STYLE = "font:14px/1.4 sans-serif;margin:.5em;overflow:hidden"


@dataclass(frozen=True)
class _Directory:
    """The names of things, and those of states by IRI, on a snapshot; `made` is a reading of time.monotonic."""

    index: Index
    states: Mapping[str, Sequence[str]]
    snapshot: int
    made: float


class Reconciliation:
    """The service over the things of a store."""

    def __init__(self, settings: ServerSettings, base: str, service: QueryService, pool: Pool) -> None:
        self._settings = settings
        self._base = base
        self._service = service
        self._pool = pool
        self._turn = asyncio.Lock()
        self._known: _Directory | None = None

    def router(self) -> APIRouter:
        """The routes, for FastAPI."""
        router = APIRouter(tags=["reconciliation"])

        @router.api_route("/reconcile", methods=["GET", "HEAD", "POST"], response_class=Response)
        async def reconcile(request: Request) -> Response:
            """The manifest, or the candidates for `queries=`."""
            text = request.query_params.get("queries")
            if request.method == "POST":
                text = await self._posted(request) or text
            if text is None:
                if "extend" in request.query_params:
                    raise Problem(400, "This service has no data extension; ask /sparql.")
                return JSONResponse(self._manifest(origin_of(request.scope)))
            return JSONResponse(await self._answer(request, batch.read(text)))

        @router.api_route("/reconcile/suggest/entity", methods=["GET", "HEAD"], response_class=Response)
        async def entities(request: Request, prefix: str = "", cursor: int = 0) -> Response:
            """Things whose name has this in it."""
            typed = prefix.strip()[: batch.MAX_NAME]
            directory = await self._directory(request)
            shown = (await asyncio.to_thread(directory.index.begun, typed))[max(0, cursor) :][:SUGGESTED]
            known = await self._described(request, shown, directory)
            return JSONResponse({"result": [_suggested(known[iri]) for iri in shown if iri in known]})

        @router.api_route("/reconcile/suggest/type", methods=["GET", "HEAD"], response_class=Response)
        async def types(prefix: str = "") -> Response:
            """Kinds of thing."""
            return JSONResponse({"result": _chosen(prefix, dict.fromkeys(("Actor", *KINDS), ""))})

        @router.api_route("/reconcile/suggest/property", methods=["GET", "HEAD"], response_class=Response)
        async def properties(prefix: str = "") -> Response:
            """What can be given beside the name."""
            return JSONResponse({"result": _chosen(prefix, PROPERTIES)})

        @router.api_route("/reconcile/preview", methods=["GET", "HEAD"], response_class=Response)
        async def preview(request: Request, id: str) -> Response:
            """A thing in a few lines, to be shown in a frame of another page."""
            return Response(await self._preview(request, id), media_type="text/html", headers=_FRAMED)

        @router.api_route("/reconcile/flyout", methods=["GET", "HEAD"], response_class=Response)
        async def flyout(request: Request, id: str) -> Response:
            """The same for suggestions, as JSON."""
            return JSONResponse({"id": id, "html": await self._preview(request, id)})

        return router

    def _manifest(self, origin: str) -> dict[str, Any]:
        here = f"{origin}/reconcile"
        suggest = {
            name: {"service_url": here, "service_path": f"/suggest/{name}"} for name in ("type", "property")
        }
        entity = {
            "service_url": here,
            "service_path": "/suggest/entity",
            "flyout_service_url": here,
            "flyout_service_path": "/flyout?id=${id}",
        }
        return {
            "versions": ["0.2"],
            "name": "Legation",
            "identifierSpace": self._base,
            "schemaSpace": LEG,
            "documentation": f"{origin}/",
            "defaultTypes": [{"id": kind, "name": _spaced(kind)} for kind in ("Actor", *KINDS)],
            "view": {"url": f"{origin}/resource?iri={{{{id}}}}"},
            "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 400, "height": 110},
            "suggest": {"entity": entity, **suggest},
        }

    async def _posted(self, request: Request) -> str | None:
        headers = headers_of(request.scope)
        if protocol.type_of(headers.get(b"content-type", "")) != protocol.FORM:
            raise Problem(415, f"Queries are posted as {protocol.FORM}.", headers={"Accept": protocol.FORM})
        body = await read_body(headers, request.receive, MAX_BODY)
        return protocol.last(protocol.pairs(body, "body"), "queries")

    async def _answer(self, request: Request, wanted: dict[str, Wanted]) -> dict[str, Any]:
        directory = await self._directory(request)
        items = {item for one in wanted.values() for item in (one.values or {}).get("wikidata", ())}
        linked = await self._rows(request, match.by_item(items), ("thing",)) if items else ()
        found = await asyncio.to_thread(
            lambda: {key: directory.index.search(one.name) for key, one in wanted.items()}
        )
        iris = [*map(_iri, linked), *(iri for some in found.values() for iri in some)]
        known = await self._described(request, dict.fromkeys(iris), directory)

        def ranked() -> dict[str, Any]:
            answer = {}
            for key, one in wanted.items():
                own = dict.fromkeys([*found[key], *map(_iri, linked)])
                candidates = match.rank(one, [known[iri] for iri in own if iri in known])
                answer[key] = {"result": [_candidate(each) for each in candidates]}
            return answer

        return await asyncio.to_thread(ranked)

    async def _described(
        self, request: Request, iris: Iterable[str], directory: _Directory
    ) -> dict[str, Thing]:
        iris = list(iris)
        if not iris:
            return {}
        rows = await self._rows(request, match.details(iris), match.COLUMNS)
        return await asyncio.to_thread(match.things, rows, directory.states)

    async def _directory(self, request: Request) -> _Directory:
        """The names of all things, at most FRESH seconds behind the store."""
        async with self._turn:
            known = self._known
            now = time.monotonic()
            if known is not None and (known.snapshot == self._pool.snapshot or now - known.made < FRESH):
                return known
            snapshot = self._pool.snapshot
            names = [
                (_iri(row), getattr(row[1], "value", ""))
                for kind in KINDS
                for row in await self._rows(request, match.names(kind), ("thing", "name"))
            ]
            states: dict[str, list[str]] = {}
            for text in (match.labels("State"), match.names("State")):  # labels first
                for row in await self._rows(request, text, ("thing", "name")):
                    states.setdefault(_iri(row), []).append(getattr(row[1], "value", ""))
            index = await asyncio.to_thread(Index, names)
            self._known = _Directory(index, states, snapshot, now)
            return self._known

    async def _rows(self, request: Request, text: str, columns: Sequence[str]) -> Answer:
        client = access.client_of(request.scope, headers_of(request.scope), self._settings.tokens)
        asker = request.scope["state"]["gone"]
        data = await inner.rows(self._service, Operation("query", text), client, asker, resolved=True)
        return await asyncio.to_thread(rows_of, data, columns, "the store")

    async def _preview(self, request: Request, iri: str) -> str:
        try:
            NamedNode(iri)
        except ValueError:
            raise Problem(400, f"{iri!r} is no IRI.") from None
        known = await self._described(request, [iri], await self._directory(request))
        if iri not in known:
            raise Problem(404, f"Nothing of a kind to match is known of <{iri}>.")
        thing = known[iri]
        others = ", ".join(sorted(thing.names - {thing.label})[:6])
        lines = [
            _description(thing),
            f"also {others}" if others else "",
            thing.item and f"Wikidata {thing.item}",
        ]
        shown = "".join(f"<p style='margin:.2em 0'>{html.escape(line)}</p>" for line in lines if line)
        address = f"{origin_of(request.scope)}/resource?iri={quote(iri, safe='')}"
        name = html.escape(thing.label)
        return (
            f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{name}</title></head>"
            f"<body style='{_STYLE}'><p style='margin:0'><a href='{html.escape(address)}' target='_blank' "
            f"rel='noopener'><b>{name}</b></a></p>{shown}</body></html>"
        )


def _candidate(found: Match) -> dict[str, Any]:
    features: list[dict[str, Any]] = [{"id": "name", "value": found.name}]
    if found.country is not None:
        features.append({"id": "country", "value": found.country})
    thing = found.thing
    return {
        "id": thing.iri,
        "name": thing.label,
        "description": _description(thing),
        "type": [{"id": thing.kind, "name": _spaced(thing.kind)}],
        "score": found.score,
        "features": features,
        "match": found.certain,
    }


def _suggested(thing: Thing) -> dict[str, Any]:
    kind = {"id": thing.kind, "name": _spaced(thing.kind)}
    return {"id": thing.iri, "name": thing.label, "description": _description(thing), "notable": [kind]}


def _iri(row: Sequence[object]) -> str:
    node = row[0]
    assert isinstance(node, NamedNode)
    return node.value


def _description(thing: Thing) -> str:
    country = next(iter(thing.country_names), "")
    return _spaced(thing.kind) + (f", {country}" if country else "")


def _chosen(prefix: str, offered: dict[str, str]) -> list[dict[str, str]]:
    wanted = prefix.strip().lower()
    return [
        {"id": name, "name": _spaced(name), **({"description": text} if text else {})}
        for name, text in offered.items()
        if wanted in name.lower() or wanted in _spaced(name)
    ]


def _spaced(name: str) -> str:
    """`PoliticalParty` as a person reads it."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
