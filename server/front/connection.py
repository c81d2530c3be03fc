"""The connection to a client: uvicorn's own, that knows answers by the bytes of their requests.

A client that asks the same again sends the same bytes; when they were answered from the cache once, they need not be
read again: one look-up in a dictionary instead of parsing HTTP, a gate, a form and a query (9 µs instead of 75). It is
only done for requests that came alone and whole, between two messages, so the bytes can't be part of anything else.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.front.patience import Patient
from server.http.gate import Gate
from server.monitoring.journal import Entry, Journal, told
from server.monitoring.metrics import Metrics
from server.settings import ServerSettings

if TYPE_CHECKING:
    from server.evaluation.pool import Pool

LONGEST = 16 * 1024
"""Bytes of a request that may be known."""

Known = tuple[int, bytes, str, str, str]
"""The snapshot, the answer after its date, its line in the log, its form, and for whom a proxy asked, if one did."""


class Front:
    """What all connections share: the known answers, up to `limit` bytes of them; the log; the metrics."""

    def __init__(
        self,
        settings: ServerSettings,
        gate: Gate,
        pool: Pool,
        journal: Journal,
        metrics: Metrics,
        limit: int,
    ) -> None:
        self.settings = settings
        self.gate = gate
        self.pool = pool
        self.journal = journal
        self.metrics = metrics
        self._limit = limit
        self._known: dict[bytes, Known] = {}
        self._size = 0

    def find(self, request: bytes) -> Known | None:
        """The answer to a request's bytes."""
        known = self._known.get(request)
        if known is not None and known[0] != self.pool.snapshot:
            self._known.clear()
            self._size = 0
            return None
        return known

    def learn(self, request: bytes, known: Known) -> None:
        """Remember an answer; the oldest are forgotten first."""
        if request in self._known or (len(request) + len(known[1])) * 8 > self._limit:
            return
        self._known[request] = known
        self._size += len(request) + len(known[1])
        while self._size > self._limit:
            oldest = next(iter(self._known))
            self._size -= len(oldest) + len(self._known.pop(oldest)[1])

    def application(self, app: ASGIApp) -> ASGIApp:
        """`app`, with its requests logged and counted."""

        async def observed(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            client = scope["client"][0] if scope["client"] else ""
            entry = Entry(time.monotonic(), client, scope["method"], scope["path"])
            scope["state"]["entry"] = entry
            head: Message | None = None

            async def noted(message: Message) -> None:
                nonlocal head
                if message["type"] == "http.response.start":
                    entry.status = message["status"]
                    head = message
                    return
                body = message.get("body", b"")
                entry.bytes += len(body)
                if head is not None:
                    start, head = head, None
                    if not message.get("more_body"):
                        _measure(scope, start, body)
                        if entry.cache == "hit":
                            self._consider(scope, entry, start, body)
                        if scope["state"]["respond"](scope, start, body):
                            return
                    await send(start)
                await send(message)

            try:
                await app(scope, receive, noted)
            finally:
                self.ended(entry)

        return observed

    def ended(self, entry: Entry) -> None:
        """Log and count a request that has ended."""
        self.journal.note(entry)
        self.metrics.observe(entry.form, entry.status, time.monotonic() - entry.began)

    def _consider(self, scope: Scope, entry: Entry, head: Message, body: bytes) -> None:
        request: bytes | None = scope["state"].get("bytes")
        if request is None or entry.status != 200 or entry.method != "GET" or entry.snapshot is None:
            return
        fields = b"".join(b"%b: %b\r\n" % field for field in head["headers"])
        proxied = "" if entry.client == scope["state"]["peer"] else entry.client
        self.learn(request, (entry.snapshot, b"%b\r\n%b" % (fields, body), told(entry), entry.form, proxied))


class Connection(Patient):
    """One client's connection. `lost` is whether it has hung up."""

    def __init__(self, front: Front, **uvicorns: Any) -> None:
        super().__init__(front.settings, front.gate, **uvicorns)
        self._front = front
        self._between = True
        self._messages = 0
        self.lost = False

    def gone(self) -> bool:
        """Whether the client has hung up."""
        return self.lost

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        if not self._between or len(data) > LONGEST:
            super().data_received(data)
            return
        known = self._front.find(data)
        if known is not None and self._free():
            self._repeat(known)
            return
        messages = self._messages
        super().data_received(data)
        if self._between and self._messages == messages + 1 and self.cycle.keep_alive:
            self.scope["state"]["bytes"] = data  # its task begins later

    def on_message_begin(self) -> None:
        """Called by the parser."""
        self._between = False
        self._messages += 1
        super().on_message_begin()
        self.scope["state"].update(gone=self.gone, peer=self._peer(), respond=self.respond, begun=None)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self._between = True
        super().on_message_complete()

    def respond(self, scope: Scope, start: Message, body: bytes) -> bool:
        """Send a whole answer to a plain GET at once, where uvicorn would write its head and its body for themselves.

        Returns False where that is not plain enough.
        """
        cycle = self.cycle
        plain = scope["method"] == "GET" and start["status"] == 200 and cycle.scope["state"] is scope["state"]
        if not plain or cycle.disconnected or self.flow.write_paused or not cycle.keep_alive:
            return False
        fields = [b"%b: %b\r\n" % field for field in (*cycle.default_headers, *start["headers"])]
        cycle.response_started = cycle.response_complete = True
        self.transport.write(b"".join((b"HTTP/1.1 200 OK\r\n", *fields, b"\r\n", body)))
        cycle.message_event.set()
        cycle.on_response()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        self.lost = True
        super().connection_lost(exc)

    def _free(self) -> bool:
        """Whether nothing is under way, and what comes next is the start of a request."""
        done = self._between and (self.cycle is None or self.cycle.response_complete) and not self.pipeline
        return done and not self.flow.write_paused and not self.transport.is_closing()

    def _answered(self) -> None:
        """An answer went out without uvicorn: what it would do then."""
        self.server_state.total_requests += 1
        self._unset_keepalive_if_required()
        self.flow.resume_reading()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _repeat(self, known: Known) -> None:
        began = time.monotonic()
        _, answer, line, form, proxied = known
        fields = b"".join([b"%b: %b\r\n" % field for field in self.server_state.default_headers])
        self.transport.write(b"HTTP/1.1 200 OK\r\n%b%b" % (fields, answer))
        self._answered()
        seconds = time.monotonic() - began
        self._front.journal.repeat(proxied or self._peer(), seconds, line)
        self._front.metrics.repeated += 1
        self._front.metrics.observe(form, 200, seconds)

    def _peer(self) -> str:
        return self.client[0] if self.client else ""


def _measure(scope: Scope, head: Message, body: bytes) -> None:
    """Give a whole answer its length: sent by `respond` without one, it would not end before the connection does."""
    if scope["method"] == "GET" and head["status"] == 200:
        fields: list[tuple[bytes, bytes]] = list(head["headers"])
        if all(name != b"content-length" for name, _ in fields):
            head["headers"] = [*fields, (b"content-length", b"%d" % len(body))]
