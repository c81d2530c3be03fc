"""The short way for short questions: a GET of `/sparql?query=…` whose header was met before needs no framework again.

Header fields say who may ask, in which format, from where; the same bytes of a header say the same. So when a question
went the long way (HTTP parser, gate, protocol, negotiation) and got a whole answer, the fields of that answer are
remembered under the bytes of its header, and other questions under the same header go to the evaluators at once.
Whatever turns out not to be so simple (an error, a long answer) takes the long way with its evaluation under the arm.
"""

from __future__ import annotations

import re
import time
from asyncio import Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from starlette.types import Message, Scope

from server.evaluation.evaluation import Evaluation
from server.evaluation.service import Answer, NotModified, QueryService, Request
from server.front.connection import LONGEST, Connection, Front
from server.http.problems import Problem
from server.monitoring.journal import Entry, told
from server.processes.frames import Form, Head
from server.protocols.delivery import timing
from server.sparql import guard
from server.sparql.protocol import Operation

MOST = 1000
"""Headers that are remembered."""

_LINE = re.compile(rb"GET /sparql\?query=([!\"$%'-~]+)")
_VARIABLE = {b"etag", b"content-length", b"server-timing"}
_FIXED = {b"content-type", b"vary", b"cache-control", b"content-security-policy", b"referrer-policy"}
_FIXED |= {b"x-content-type-options", b"access-control-allow-origin", b"access-control-expose-headers"}


@dataclass(frozen=True, slots=True)
class Template:
    """What is known of questions under a header: one of them, the form of its answer and the answer's fields."""

    request: Request
    form: Form
    fields: bytes


@dataclass(frozen=True, slots=True)
class Pending:
    """A question on its short way."""

    data: bytes
    template: Template
    request: Request
    evaluation: Evaluation


class Lane(Connection):
    """A connection with a short way; `templates` belong to all connections."""

    def __init__(
        self,
        front: Front,
        service: QueryService,
        templates: dict[tuple[bytes, str], Template],
        **uvicorns: Any,
    ) -> None:
        super().__init__(front, **uvicorns)
        self._service = service
        self._templates = templates
        self._pending: Pending | None = None
        self._held = b""
        self._begun: Evaluation | None = None
        self._last = False

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        if self._pending is not None:
            self._held += data
            self.flow.pause_reading()
        elif not (len(data) <= LONGEST and self._free() and self._begin(data)):
            super().data_received(data)

    def on_message_begin(self) -> None:
        """Called by the parser."""
        super().on_message_begin()
        self.scope["state"]["begun"], self._begun = self._begun, None

    def respond(self, scope: Scope, start: Message, body: bytes) -> bool:
        """Part of Connection."""
        if not super().respond(scope, start, body):
            return False
        self._learn(scope["state"], start)
        return True

    def shutdown(self) -> None:
        """Called by uvicorn: end after what is under way."""
        if self._pending is None:
            super().shutdown()
        self._last = True

    def _learn(self, state: dict[str, Any], start: Message) -> None:
        data: bytes | None = state.get("bytes")
        request: Request | None = state.get("request")
        if data is None or request is None or not request.keep or request.known:
            return
        line, _, header = data.partition(b" HTTP/1.1\r\n")
        job, form = request.job, guard.FORMS.get(request.verb)
        key = (header, self._peer())
        if key in self._templates or job.kind != "query" or job.default_graphs is not None or form is None:
            return
        names = {name for name, _ in start["headers"]}
        page = any(value.startswith(b"text/html") for _, value in start["headers"])
        if _LINE.fullmatch(line) is None or names - _VARIABLE - _FIXED or b"etag" not in names or page:
            return
        fields = b"".join(b"%b: %b\r\n" % field for field in start["headers"] if field[0] in _FIXED)
        while len(self._templates) >= MOST:
            self._templates.pop(next(iter(self._templates)))
        self._templates[key] = Template(request, form, fields)

    def _begin(self, data: bytes) -> bool:
        line, _, header = data.partition(b" HTTP/1.1\r\n")
        template = self._templates.get((header, self._peer()))
        if template is None or self._front.find(data) is not None or (found := _LINE.fullmatch(line)) is None:
            return False
        began = time.monotonic()
        job = template.request.job
        try:
            text = unquote_plus(found[1].decode(), errors="strict")
            if not guard.is_plain(text):
                return False
            request = self._service.query(
                Operation("query", text, base=job.base),
                template.request.client,
                solutions=job.solutions,
                graph=job.graph,
            )
            if guard.FORMS.get(request.verb) is not template.form:
                return False
            request.entry = Entry(began, template.request.entry.client, "GET", "/sparql")
            begun = self._service.begin(request, self.gone)
        except (Problem, NotModified, UnicodeDecodeError):
            return False
        if isinstance(begun, Answer):
            assert begun.etag is not None and begun.body is not None  # from the cache
            entry = request.entry
            answer = self._send(template, entry, begun.etag, begun.body)
            proxied = "" if entry.client == self._peer() else entry.client
            self._front.learn(data, (begun.snapshot, answer, told(entry), entry.form, proxied))
            return True
        self._unset_keepalive_if_required()
        self._pending = Pending(data, template, request, begun)
        begun.when_known(self._known)
        return True

    def _known(self, head: Future[Head]) -> None:
        pending, self._pending = self._pending, None
        if pending is None or self.lost:
            return
        failed = head.exception() is not None
        answer = None if failed else self._service.known(pending.request, pending.evaluation, head.result())
        if answer is None or answer.body is None or answer.etag is None or not self._free():
            self._begun = pending.evaluation
            super().data_received(pending.data)
        else:
            self._send(pending.template, pending.request.entry, answer.etag, answer.body)
        held, self._held = self._held, b""
        if self._last and not self.transport.is_closing():
            super().shutdown()
        elif held:
            self.data_received(held)

    def _send(self, template: Template, entry: Entry, etag: str, body: bytes) -> bytes:
        """Send an answer; returns what follows its date."""
        entry.status, entry.bytes = 200, len(body)
        answer = b"%b%b: %b\r\netag: %b\r\ncontent-length: %d\r\n\r\n%b" % (
            template.fields,
            *timing(entry),
            etag.encode(),
            len(body),
            body,
        )
        dated = b"".join([b"%b: %b\r\n" % field for field in self.server_state.default_headers])
        self.transport.write(b"HTTP/1.1 200 OK\r\n%b%b" % (dated, answer))
        self._answered()
        self._front.ended(entry)
        return answer
