"""Updates on the front's side: they wait in one line, go to the writer together, and each learns its own outcome."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from server.changes import model
from server.changes.model import Change, Done
from server.evaluation.pool import Pool
from server.http.problems import Problem, unpacked
from server.processes.child import Child, cause_of_death
from server.processes.confine import MEMORY_EXIT
from server.processes.frames import Kind
from server.settings import ServerSettings

BATCH = 100

GATHER = 0.015
"""Seconds at most that a commit waits for those who were just answered: they will send their next."""


@dataclass(eq=False)
class Pending:
    """A change that somebody waits for."""

    number: int
    change: Change
    timeout: float
    outcome: asyncio.Future[Done]


class Updates:
    """The line of updates and the one writer process, which starts with the first of them."""

    def __init__(self, settings: ServerSettings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._line: list[Pending] = []
        self._under_way: dict[int, Pending] = {}
        self._writer: Child | None = None
        self._ready = False
        self._begun = 0
        self._batch = 0
        self._expected = 0
        self._gathering: asyncio.TimerHandle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._start: asyncio.Task[None] | None = None
        self._count = 0

    async def submit(self, change: Change, timeout: float | None = None) -> Done:
        """Carry out a change, within so many seconds; every later query sees the snapshot that holds it.

        Raises: Problem.
        """
        if len(self._line) >= self._settings.max_waiting:
            raise Problem(
                503, "Too many updates are waiting; try again in a moment.", headers={"Retry-After": "2"}
            )
        self._count += 1
        timeout = min(timeout or self._settings.timeout, self._settings.max_timeout)
        outcome: asyncio.Future[Done] = asyncio.get_running_loop().create_future()
        pending = Pending(self._count, change, timeout, outcome)
        self._line.append(pending)
        self._pump()
        return await outcome

    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._line)

    async def close(self) -> None:
        """End the writer; whoever waits is told that nothing was written."""
        for pending in [*self._line, *self._under_way.values()]:
            self._fail(pending, Problem(503, "The server is shutting down; nothing was written."))
        self._line.clear()
        self._under_way.clear()
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.kill()
            await writer.buried()

    def _pump(self) -> None:
        if self._under_way or not self._line or (self._gathering and len(self._line) < self._expected):
            return
        if self._writer is None:
            self._ready = False
            writer = self._writer = Child(self._received, lambda code: self._ended(writer, code))
            self._start = asyncio.get_running_loop().create_task(self._launch(writer))
        elif self._ready:
            batch, self._line = self._line[:BATCH], self._line[BATCH:]
            self._under_way = {pending.number: pending for pending in batch}
            self._batch = len(batch)
            if self._gathering is not None:
                self._gathering.cancel()
                self._gathering = None
            self._begun = -1
            payload = model.pack((pending.number, pending.change) for pending in batch)
            self._writer.send(Kind.JOB, 0, payload)

    async def _launch(self, writer: Child) -> None:
        settings = self._settings
        arguments = (str(settings.data), str(settings.memory_mb), str(settings.timeout))
        try:
            await writer.start("server.changes.writer", *arguments)
        except OSError:  # no process or file to be had just now
            self._ended(writer, 1)

    def _received(self, kind: Kind, number: int, payload: bytes) -> None:
        if kind is Kind.READY:
            self._ready = True
        elif kind is Kind.BEGUN:
            self._begun = number
            self._cancel_timer()
            if pending := self._under_way.get(number):
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(pending.timeout, self._expire, pending)
            return
        elif pending := self._under_way.pop(number, None):
            if kind is Kind.ERROR:
                self._fail(pending, unpacked(payload))
            else:
                snapshot, created = map(int, payload.split())
                self._pool.advance(max(snapshot, self._pool.snapshot))
                if not pending.outcome.done():
                    pending.outcome.set_result(Done(snapshot, bool(created)))
        self._cancel_timer()
        if self._batch and not self._under_way:
            self._gather()
        self._pump()

    def _gather(self) -> None:
        """Wait for as many as took part lately; otherwise eight clients split in two halves that wait for each other.

        A client on its own waits for nobody, and who doesn't come back is waited for once.
        """
        self._expected, self._batch = min(self._batch + len(self._line), BATCH), 0
        if self._expected > 1:
            self._gathering = asyncio.get_running_loop().call_later(GATHER, self._gathered)

    def _gathered(self) -> None:
        self._gathering = None
        self._pump()

    def _expire(self, pending: Pending) -> None:
        if self._begun == pending.number and self._writer is not None:
            detail = f"The update was stopped after {pending.timeout:g} s, and nothing of it was written."
            self._under_way.pop(pending.number, None)
            self._fail(pending, Problem(503, detail, extra={"timeout": pending.timeout}))
            self._writer.kill()

    def _ended(self, writer: Child, code: int) -> None:
        """The writer is gone: the update it was at has failed; the rest of its batch is tried again without it."""
        if writer is not self._writer:
            return
        self._cancel_timer()
        self._writer = None
        rest = list(self._under_way.values())
        self._under_way = {}
        if self._begun == 0:
            for pending in rest:
                self._fail(
                    pending, Problem(503, "The writer was ended while it committed; look whether it did.")
                )
            rest = []
        elif guilty := next((pending for pending in rest if pending.number == self._begun), None):
            status, detail = cause_of_death(code, self._settings.memory_mb, MEMORY_EXIT)
            self._fail(guilty, Problem(status, detail.replace("query", "update")))
            rest.remove(guilty)
        elif not self._ready:
            for pending in [*rest, *self._line]:
                self._fail(pending, Problem(503, "The writer can't start; nothing was written."))
            rest, self._line = [], []
        self._line[:0] = rest
        self._pump()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @staticmethod
    def _fail(pending: Pending, problem: Problem) -> None:
        if not pending.outcome.done():
            pending.outcome.set_exception(problem)
