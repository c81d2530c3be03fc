"""`/export`: the store, or some of its claims, to take away; a download that broke off goes on where it was.

The same snapshot gives the same bytes, so a range of them (RFC 9110, section 14) is made again rather than kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fastapi import APIRouter, Response
from starlette.datastructures import QueryParams
from starlette.requests import Request as Asked
from starlette.types import Receive, Scope, Send

from ontology.authority import load
from queries.errors import QueryError
from queries.selecting import selection
from server.evaluation.exporting import ExportJob
from server.evaluation.pool import Pool
from server.evaluation.service import Answer, QueryService, Request
from server.http import compression
from server.http.access import client_of
from server.http.media import Format, by_name, negotiate
from server.http.problems import Problem
from server.pages.pages import Pages
from server.processes.frames import Job
from server.protocols.delivery import Delivery, Fields, headers_of, respond, wants_page
from server.resources import links
from server.settings import ServerSettings
from store.export import FORMATS

LONGEST = 3600.0
"""Seconds that an export may take."""

WORDS = ("format", "document", "actor", "type", "since", "until", "snapshot", "rdf12")

OFFERS = tuple(Format(name, (format.media_type,), (name, format.suffix)) for name, format in FORMATS.items())

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass(frozen=True)
class Wanted:
    """An export and how it is handed over: by gzip as a file of its own (`archive`) or as a content coding."""

    job: ExportJob
    archive: bool = False

    @property
    def name(self) -> str:
        """Of the file that is downloaded."""
        return (
            f"legation-{self.job.snapshot}.{FORMATS[self.job.format].suffix}{'.gz' if self.archive else ''}"
        )


class Exported(Response):
    """A response that is an export."""

    def __init__(self, exports: Exports, suffix: str | None) -> None:
        super().__init__()
        self._exports = exports
        self._suffix = suffix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        await self._exports.answer(self._suffix, scope, send)


class Exports:
    """Answers for exports; `known` are folders of authority files whose names may be asked for."""

    def __init__(
        self,
        settings: ServerSettings,
        pool: Pool,
        service: QueryService,
        pages: Pages,
        delivery: Delivery,
        known: Sequence[Path] = (),
    ) -> None:
        self._settings = settings
        self._pool = pool
        self._service = service
        self._pages = pages
        self._delivery = delivery
        self._known = known

    def router(self) -> APIRouter:
        """The routes, for FastAPI."""
        router = APIRouter(tags=["exports"])

        @router.api_route("/export", methods=["GET", "HEAD"], response_class=Response)
        def export() -> Response:
            """The graph in one of many formats, by `format` or Accept; as a page, what there is to choose."""
            return Exported(self, None)

        @router.api_route("/export.{suffix:path}", methods=["GET", "HEAD"], response_class=Response)
        def export_as(suffix: str) -> Response:
            """The same by suffix (.nq, .trig, .csv, …), and by gzip if that ends in .gz."""
            return Exported(self, suffix)

        return router

    async def answer(self, suffix: str | None, scope: Scope, send: Send) -> None:
        """Answer with an export."""
        headers = headers_of(scope)
        parameters = Asked(scope).query_params
        try:
            if suffix is None and "format" not in parameters and wants_page(headers):
                body = self._pages.exports(self._pool.snapshot)
                fields = [(b"content-type", b"text/html; charset=utf-8"), (b"vary", b"Accept")]
                await respond(send, scope["method"], 200, fields, body)
                return
            wanted = self._read(suffix, parameters, headers, scope)
            await self._send(wanted, scope, headers, send)
        except Problem as problem:
            await self._delivery.problem(problem, scope, send)

    def _read(
        self, suffix: str | None, parameters: QueryParams, headers: dict[bytes, str], scope: Scope
    ) -> Wanted:
        unknown = set(parameters) - set(WORDS)
        if unknown:
            raise Problem(400, f"There is no parameter {min(unknown)}; there are {', '.join(WORDS)}.")
        archive = suffix is not None and suffix.endswith(".gz")
        name = (suffix or "").removesuffix(".gz") or parameters.get("format")
        choice = by_name(name, OFFERS) if name else negotiate(headers.get(b"accept", ""), OFFERS)
        if choice is None and name:
            known = ", ".join(FORMATS)
            raise Problem(
                404 if suffix else 400, f"The graph is not exported as {name!r}; there are {known}."
            )
        if choice is None:
            types = [offer.types[0] for offer in OFFERS]
            raise Problem(406, "The graph is exported as " + ", ".join(types), extra={"available": types})
        try:
            chosen = selection(
                documents=filter(None, parameters.getlist("document")),
                actors=filter(None, parameters.getlist("actor")),
                types=filter(None, parameters.getlist("type")),
                since=parameters.get("since"),
                until=parameters.get("until"),
                names=load(*self._known),
            )
            snapshot = int(parameters.get("snapshot") or self._pool.snapshot)
        except QueryError as error:
            raise Problem(400, str(error)) from None
        except ValueError:
            raise Problem(400, f"snapshot={parameters['snapshot']} is no number of a snapshot.") from None
        rdf12 = parameters.get("rdf12", "0").lower() not in ("0", "no", "false")
        packed = archive or compression.wanted(scope)
        job = ExportJob(choice.format.name, snapshot, chosen, rdf12, self._settings.licence, packed)
        return Wanted(job, archive)

    async def _send(self, wanted: Wanted, scope: Scope, headers: dict[bytes, str], send: Send) -> None:
        job, method = wanted.job, scope["method"]
        etag = self._request(job, scope, headers).etag(job.snapshot)
        fields = self._fields(wanted, etag)
        if etag in headers.get(b"if-none-match", ""):
            await respond(send, method, 304, fields, b"")
            return
        status = 200
        asked = _RANGE.fullmatch(headers.get(b"range", ""))
        if asked is not None and headers.get(b"if-range", etag) == etag and method == "GET":
            total = await self._measured(job, scope, headers)
            start, end = int(asked[1]), min(int(asked[2] or total), total - 1) + 1
            if start >= end:
                fields.append((b"content-range", b"bytes */%d" % total))
                await respond(send, method, 416, fields, b"")
                return
            status, job = 206, replace(job, start=start, end=end)
            fields.append((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, total)))
            fields.append((b"content-length", b"%d" % (end - start)))
        await self._stream(job, status, fields, scope, headers, send)

    def _fields(self, wanted: Wanted, etag: str) -> Fields:
        format = FORMATS[wanted.job.format]
        kind = "application/gzip" if wanted.archive else format.media_type
        return [
            (b"content-type", (kind + ("; charset=utf-8" if kind.startswith("text/") else "")).encode()),
            *([(b"content-encoding", b"gzip")] if wanted.job.packed and not wanted.archive else []),
            (b"content-disposition", f'attachment; filename="{wanted.name}"'.encode()),
            (b"etag", etag.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"cache-control", b"no-cache"),
            (b"accept-ranges", b"bytes"),
            (b"link", links.field([(links.VOID, "describedby", "text/turtle")])),
        ]

    def _request(self, job: ExportJob, scope: Scope, headers: dict[bytes, str]) -> Request:
        found = Request(
            Job("export", job.encode(), None, job.format),
            client_of(scope, headers, self._settings.tokens),
            LONGEST,
            keep=job.measure,
            verb="export",
        )
        found.entry = scope["state"]["entry"]
        return found

    async def _measured(self, job: ExportJob, scope: Scope, headers: dict[bytes, str]) -> int:
        """How many bytes the whole has."""
        request = self._request(replace(job, measure=True), scope, headers)
        begun = self._service.begin(request, scope["state"]["gone"])
        if isinstance(begun, Answer):
            assert begun.body is not None
            return int(begun.body)
        try:
            answer = await self._service.finish(request, begun)
            if answer.body is not None:
                return int(answer.body)
            return int(b"".join([part async for part in self._service.stream(request, answer)]))
        finally:
            begun.cancel()

    async def _stream(
        self,
        job: ExportJob,
        status: int,
        fields: Fields,
        scope: Scope,
        headers: dict[bytes, str],
        send: Send,
    ) -> None:
        if scope["method"] == "HEAD":
            await send({"type": "http.response.start", "status": status, "headers": fields})
            await send({"type": "http.response.body", "body": b""})
            return
        request = self._request(job, scope, headers)
        begun = self._service.begin(request, scope["state"]["gone"])
        assert not isinstance(begun, Answer)  # exports are not kept
        try:
            answer = await self._service.finish(request, begun)
            if answer.body is not None:
                fields = [field for field in fields if field[0] != b"content-length"]
                await respond(send, "GET", status, fields, answer.body)
                return
            await send({"type": "http.response.start", "status": status, "headers": fields})
            try:
                async for part in self._service.stream(request, answer):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            except Problem:
                return  # the status is out: only a connection that breaks off can tell that it is not whole
            await send({"type": "http.response.body", "body": b""})
        finally:
            begun.cancel()
