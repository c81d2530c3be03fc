"""How long a connection is waited for, and how much it may send before it is understood.

uvicorn waits for ever for the end of a head or a body, and for a client to take what it is sent: a few hundred slow
connections would hold all that a process may open. What can't be understood gets a problem document, too.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from server.http.gate import Gate
from server.http.problems import MEDIA_TYPE, Problem
from server.settings import ServerSettings

SLOWEST = 16 * 1024
"""Bytes a second of a body that are waited for however long they take."""

PROGRESS = 16 * 1024
"""Bytes that a client must have taken each time that it is looked at."""


class Refused(Exception):  # noqa: N818  # stops the parser
    """A request that is refused before it is whole."""


class Patient(HttpToolsProtocol):
    """A connection that is cut off when it is too slow or says too much."""

    def __init__(self, settings: ServerSettings, gate: Gate, **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self._settings = settings
        self._gate = gate
        self._met = self._in_head = self._in_body = False
        self._size = 0
        self._since = 0.0
        self._request_by: float | None = None
        self._waiting: TimerHandle | None = None
        self._reading: TimerHandle | None = None
        self._refusal: Problem | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Part of asyncio.Protocol."""
        super().connection_made(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        super().data_received(data)
        if self._in_head or self._in_body:
            self._size += len(data)
            limit = self._settings.max_address + self._settings.max_fields
            if self._in_head and self._size > limit and not self.transport.is_closing():
                self._answer(Problem(431, f"A request's head may have {limit} bytes."))
            elif self._waiting is None:
                self._since = self.loop.time()
                wait = self._settings.head_time if self._in_head else self._settings.body_time
                self._waiting = self.loop.call_later(wait, self._look)
        elif self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        elif self.timeout_keep_alive_task is None and (not self._met or self.cycle.response_complete):
            self._expect_request()  # it sent empty lines

    def on_message_begin(self) -> None:
        """Called by the parser."""
        self._met, self._in_head, self._size = True, True, 0
        self._request_by = None
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Called by the parser for each piece of the address."""
        super().on_url(url)
        if len(self.url) > self._settings.max_address:
            self._refusal = Problem(
                414, f"An address has at most {self._settings.max_address} bytes; send a long query by POST."
            )
            raise Refused

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        super().on_header(name, value)
        if len(self.headers) > self._settings.max_headers or len(value) > self._settings.max_fields:
            self._refusal = Problem(
                431, "The request has more header fields, or longer ones, than are read here."
            )
            raise Refused

    def on_headers_complete(self) -> None:
        """Called by the parser."""
        self._in_head, self._in_body = False, True
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self._in_body = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Called by uvicorn for what is no request."""
        problem = self._refusal or Problem(400, "This is no HTTP request that can be understood.")
        self._refusal = None
        self._answer(problem)

    def pause_writing(self) -> None:
        """Part of asyncio.Protocol: the client takes less than it is sent."""
        super().pause_writing()
        self._watch_reader(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Part of asyncio.Protocol."""
        if self._reading is not None:
            self._reading.cancel()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        self._stop_waiting()
        self._unset_keepalive_if_required()
        if self._reading is not None:
            self._reading.cancel()
        super().connection_lost(exc)

    def _expect_request(self) -> None:
        """Wait for the next request; empty lines before it, of whatever number, win no time."""
        self._unset_keepalive_if_required()
        if self._request_by is None:
            self._request_by = self.loop.time() + self._settings.head_time
        self.timeout_keep_alive_task = self.loop.call_at(self._request_by, self.timeout_keep_alive_handler)

    def _look(self) -> None:
        """A head or a body was not whole in time; a body has a second more for each `SLOWEST` bytes of it."""
        self._waiting = None
        left = self._settings.body_time + self._size / SLOWEST - (self.loop.time() - self._since)
        if self._in_body and left > 0:
            self._waiting = self.loop.call_later(max(left, 0.1), self._look)
        elif not self.transport.is_closing():
            self._answer(Problem(408, "The request was not sent in time."))

    def _answer(self, problem: Problem) -> None:
        """Answer from here, unless an answer is under way, and hang up."""
        if not self._met or not self._under_way():
            body = problem.document()
            fields = [
                (b"content-type", MEDIA_TYPE.encode()),
                (b"content-length", b"%d" % len(body)),
                (b"connection", b"close"),
                *self._gate.everywhere,
            ]
            lines = b"".join(b"%b: %b\r\n" % field for field in fields)
            self.transport.write(STATUS_LINE[problem.status] + lines + b"\r\n" + body)
        self.transport.close()

    def _under_way(self) -> bool:
        return bool(self.cycle) and self.cycle.response_started and not self.cycle.response_complete

    def _watch_reader(self, size: int) -> None:
        def look() -> None:
            now = self.transport.get_write_buffer_size()
            if now > size - PROGRESS:
                self.transport.abort()
            else:
                self._watch_reader(now)

        self._reading = self.loop.call_later(self._settings.read_time, look)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
