"""A question on its way through the pool, as its asker sees it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from server.http.problems import Problem
from server.processes.frames import Head

if TYPE_CHECKING:
    from server.evaluation.worker import Worker

HIGH_WATER = 1024 * 1024
LOW_WATER = 256 * 1024


def _nothing() -> None:
    pass


def _never() -> bool:
    return False


Asker = Callable[[], bool]
"""Tells whether whoever waits for an answer has hung up."""


class Evaluation:
    """Await `head`, then take `parts`; `cancel` when the answer is of no more use.

    `payload` is the job as `Job.encode` writes it, `timeout` is in seconds from the moment that an evaluator begins; `gone` tells whether the asker has hung up. The
    pool feeds it through `begin`, `add`, `finish` and `fail`, and sets the hooks: `hold` and `go_on` stop and restart
    the evaluator's writing.
    """

    __slots__ = (
        "_arrival",
        "_head",
        "_loop",
        "_parts",
        "_problem",
        "_size",
        "asked",
        "client",
        "ended",
        "give_up",
        "go_on",
        "gone",
        "held",
        "hold",
        "number",
        "payload",
        "rows",
        "seconds",
        "started",
        "timeout",
        "worker",
    )

    def __init__(
        self, payload: bytes, client: str, timeout: float, gone: Asker = _never, number: int = 0
    ) -> None:
        self.payload = payload
        self.client = client
        self.timeout = timeout
        self.gone = gone
        self.number = number
        self.asked = time.monotonic()
        self.started = 0.0
        self.worker: Worker | None = None
        self.rows = 0
        self.seconds = 0.0
        self.hold: Callable[[], None] = _nothing
        self.go_on: Callable[[], None] = _nothing
        self.give_up: Callable[[], None] = _nothing
        self.ended = False
        self.held = False
        self._loop = asyncio.get_running_loop()
        self._head: asyncio.Future[Head] = self._loop.create_future()
        self._arrival: asyncio.Future[None] | None = None
        self._parts: deque[bytes] = deque()
        self._size = 0
        self._problem: Problem | None = None

    async def head(self) -> Head:
        """The answer's head.

        Raises: Problem if there is no answer.
        """
        return await self._head

    def when_known(self, hear: Callable[[asyncio.Future[Head]], None]) -> None:
        """Have `hear` called with the answer's head, or its error, once there is either."""
        self._head.add_done_callback(hear)

    async def parts(self) -> AsyncIterator[bytes]:
        """The answer's bytes as they come.

        Raises: Problem if the answer breaks off.
        """
        while True:
            while self._parts:
                part = self._parts.popleft()
                self._size -= len(part)
                if self.held and self._size < LOW_WATER:
                    self.held = False
                    self.go_on()
                yield part
            if self._problem is not None:
                raise self._problem
            if self.ended:
                return
            self._arrival = self._loop.create_future()
            await self._arrival

    def whole(self) -> bytes | None:
        """All of a short answer, if it has come already."""
        if not self.ended or self._problem is not None:
            return None
        data = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts.clear()
        return data

    def cancel(self) -> None:
        """Nobody waits any longer; an evaluator at work on it is ended. Without effect on an answer that has ended."""
        if not self.ended:
            self.fail(Problem(503, "The client has gone."))
            self.give_up()

    def begin(self, head: Head) -> None:
        """The answer starts."""
        if not self._head.done():
            self._head.set_result(head)

    def add(self, data: bytes) -> None:
        """More of the answer."""
        if self.ended:
            return
        self._parts.append(data)
        self._size += len(data)
        if self._size > HIGH_WATER and not self.held:
            self.held = True
            self.hold()
        self._wake()

    def finish(self, rows: int = 0, seconds: float = 0.0) -> None:
        """The answer is complete: so many rows, after so many seconds of work."""
        self.ended = True
        self.rows = rows
        self.seconds = seconds
        if self.held:  # the evaluator goes on to somebody else's question
            self.held = False
            self.go_on()
        self._wake()

    def fail(self, problem: Problem) -> None:
        """There will be no answer, or no more of it."""
        if self.ended:
            return
        self.ended = True
        self._problem = problem
        if not self._head.done():
            self._head.set_exception(problem)
            self._head.exception()  # whoever has gone will not ask for it
        self._wake()

    def _wake(self) -> None:
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)
