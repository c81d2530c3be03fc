"""From a request for an answer to the bytes on the connection: negotiated, conditional, streamed, given up in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.types import Scope, Send

from server.evaluation.evaluation import Evaluation
from server.evaluation.service import Answer, NotModified, QueryService, Request
from server.http import compression, media
from server.http.media import HTML, Choice, Format
from server.http.problems import MEDIA_TYPE, Problem
from server.monitoring.journal import Entry
from server.pages.pages import Pages
from server.processes.frames import Form

Fields = list[tuple[bytes, bytes]]
Render = Callable[[Form, bytes], bytes]
"""Makes a page of an answer: rows as SPARQL JSON, a graph as N-Quads or Turtle."""

LARGEST_PAGE = 4 * 1024 * 1024

COMMON: Fields = [(b"vary", b"Accept, Accept-Encoding"), (b"cache-control", b"no-cache")]
HTML_FIELDS: Fields = [(b"content-type", b"text/html; charset=utf-8"), *COMMON]


def headers_of(scope: Scope) -> dict[bytes, str]:
    """Header fields by name; several of one name are joined as RFC 9110, section 5.3, says."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        text = value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def wants_page(headers: dict[bytes, str]) -> bool:
    """Whether a person with a browser asks."""
    choice = media.negotiate(headers.get(b"accept", ""), (media.JSON, HTML))
    return choice is not None and choice.format is HTML


def choose(name: str | None, accept: str, offers: Sequence[Format]) -> Choice | None:
    """The format by its name (`?format=`, a suffix) if that says something, else by Accept."""
    named = media.by_name(name, offers) if name else None
    return named or media.negotiate(accept, tuple(offers))


async def respond(send: Send, method: str, status: int, fields: Fields, body: bytes) -> None:
    """A short response."""
    if status not in (204, 304):
        fields = [*fields, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


class Delivery:
    """Delivers answers of the service."""

    def __init__(self, service: QueryService, pages: Pages) -> None:
        self._service = service
        self._pages = pages

    async def problem(self, problem: Problem, scope: Scope, send: Send) -> None:
        """An error, as a page or as a problem document."""
        fields = [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
        if wants_page(headers_of(scope)):
            body, kind = self._pages.problem(problem), b"text/html; charset=utf-8"
        else:
            body, kind = problem.document(), MEDIA_TYPE.encode()
        await respond(
            send, scope["method"], problem.status, [(b"content-type", kind), *COMMON, *fields], body
        )

    async def deliver(
        self,
        request: Request,
        choices: dict[Form, Choice | None],
        render: Render,
        scope: Scope,
        send: Send,
    ) -> None:
        """Answer a request in the format chosen for the form that its answer turns out to have.

        Raises: Problem, as long as nothing was sent.
        """
        method = scope["method"]
        evaluation: Evaluation | None = None
        state = scope["state"]
        state["request"] = request
        request.entry = state["entry"]
        try:
            if state["begun"] is None:
                begun = self._service.begin(request, state["gone"])
            else:
                begun = self._service.take_over(request, state["begun"])
            if isinstance(begun, Answer):
                answer = begun
            else:
                evaluation = begun
                answer = await self._service.finish(request, begun)
            choice = choices[answer.form]
            assert choice is not None  # the evaluator refuses what the client doesn't accept
            if choice.format is HTML:
                data = await self._whole(request, answer)
                page = await asyncio.to_thread(render, answer.form, data)
                await respond(send, method, 200, HTML_FIELDS, page)
            else:
                await self._send(request, answer, choice, method, compression.wanted(scope), send)
        except NotModified as known:
            await respond(send, method, 304, [(b"etag", known.etag.encode()), *COMMON], b"")
        finally:
            if evaluation is not None:
                evaluation.cancel()

    async def _send(
        self, request: Request, answer: Answer, choice: Choice, method: str, packed: bool, send: Send
    ) -> None:
        fields = [(b"content-type", choice.content_type.encode()), *COMMON, timing(request.entry)]
        packed = packed and (answer.body is None or len(answer.body) >= compression.SMALLEST)
        if packed:
            fields.append((b"content-encoding", compression.GZIP.encode()))
        if answer.etag is not None:
            if (etag := request.knows(answer.snapshot)) is not None:
                raise NotModified(etag)
            etag = request.etag(answer.snapshot, compression.GZIP) if packed else answer.etag
            fields.append((b"etag", etag.encode()))
        if answer.body is not None:
            body = await self._service.packed(request, answer) if packed else answer.body
            await respond(send, method, 200, fields, body)
            return
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        stream = compression.Stream() if packed else None
        try:
            if method != "HEAD":
                async for part in self._service.stream(request, answer):
                    out = part if stream is None else await stream.part(part)
                    if out:
                        await send({"type": "http.response.body", "body": out, "more_body": True})
        except Problem:
            return  # the status is out: only a connection that breaks off can tell that the answer is not whole
        rest = b"" if stream is None or method == "HEAD" else stream.end()
        await send({"type": "http.response.body", "body": rest})

    async def _whole(self, request: Request, answer: Answer) -> bytes:
        if answer.body is not None:
            return answer.body
        parts: list[bytes] = []
        size = 0
        stream: AsyncIterator[bytes] = self._service.stream(request, answer)
        async for part in stream:
            parts.append(part)
            size += len(part)
            if size > LARGEST_PAGE:
                raise Problem(413, "The answer is too long for a page: add LIMIT, or choose another format.")
        return b"".join(parts)


def timing(entry: Entry) -> tuple[bytes, bytes]:
    """What a browser's tools show, in milliseconds (Server-Timing)."""
    if entry.cache == "hit":
        return b"server-timing", b"cache;desc=hit"
    waited, evaluated = (entry.waited or 0) * 1000, (entry.evaluated or 0) * 1000
    return b"server-timing", b"cache;desc=miss, queue;dur=%.2f, evaluate;dur=%.2f" % (waited, evaluated)
