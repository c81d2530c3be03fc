"""`/reconcile`: manifest, queries, suggestions and previews (sections 3 to 6 of the specification)."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from ontology.names import LEG
from queries.federation.ask import rows_of
from server import access, inner, protocol
from server.body import read as read_body
from server.delivery import headers_of
from server.gate import origin_of
from server.problems import Problem
from server.protocol import Operation
from server.reconciliation import batch, match
from server.reconciliation.batch import Wanted
from server.reconciliation.match import KINDS, Match, Thing
from server.service import QueryService
from server.settings import ServerSettings

PROPERTIES = {
    "country": "the state that it belongs to, by name or IRI",
    "wikidata": "its Wikidata item, such as Q423",
}
MAX_BODY = 1024 * 1024
SUGGESTED = 10
_FRAMED = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"}
_STYLE = "font:14px/1.4 sans-serif;margin:.5em;overflow:hidden"


class Reconciliation:
    """The service over the things of a store."""

    def __init__(self, settings: ServerSettings, base: str, service: QueryService) -> None:
        self._settings = settings
        self._base = base
        self._service = service

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
            found = match.begun(typed, await self._things(request, [Wanted(typed)])) if typed else []
            shown = found[max(0, cursor) :][:SUGGESTED]
            return JSONResponse({"result": [_suggested(thing) for thing in shown]})

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
        known = await self._things(request, wanted.values())
        return {
            key: {"result": [_candidate(each) for each in match.rank(one, known)]}
            for key, one in wanted.items()
        }

    async def _things(self, request: Request, wanted: Iterable[Wanted]) -> dict[str, Thing]:
        """All that may be meant by some queries."""
        wanted = list(wanted)
        names = [one.name for one in wanted if one.name]
        items = {item for one in wanted for item in (one.values or {}).get("wikidata", ())}
        iris: dict[str, None] = {}
        for text in [match.query(names)] * bool(names) + [match.by_item(items)] * bool(items):
            found = rows_of(await self._rows(request, text), ("thing",), "the store")
            iris.update(dict.fromkeys(getattr(row[0], "value", "") for row in found))
        if not iris:
            return {}
        found = rows_of(await self._rows(request, match.details(iris)), match.COLUMNS, "the store")
        return match.things(found)

    async def _rows(self, request: Request, text: str) -> bytes:
        client = access.client_of(request.scope, headers_of(request.scope), self._settings.tokens)
        asker = request.scope["state"]["gone"]
        return await inner.rows(self._service, Operation("query", text), client, asker, resolved=True)

    async def _preview(self, request: Request, iri: str) -> str:
        try:
            text = match.details([iri])
        except ValueError:
            raise Problem(400, f"{iri!r} is no IRI.") from None
        known = match.things(rows_of(await self._rows(request, text), match.COLUMNS, "the store"))
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


def _description(thing: Thing) -> str:
    country = min(thing.country_names, key=len, default="")
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
