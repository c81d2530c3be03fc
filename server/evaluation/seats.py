"""Where evaluators sit: so many seats as may work at a time and one for a warm spare, and room for long queries.

The spare works, too, when somebody comes who has nothing under way: nobody alone keeps everybody else waiting.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from server.evaluation.worker import OLD, SOON, Worker

MEMORY = 60.0
"""Seconds for which a client is remembered to have had a long query."""


class Seats:
    """Every evaluator is seated or among the long ones; of the seated, some are working and some idle."""

    def __init__(self, seats: int, room: int) -> None:
        self._seats = seats
        self._room = room
        self.seated: set[Worker] = set()
        self.long: set[Worker] = set()
        self.working: set[Worker] = set()
        self.idle: list[Worker] = []
        self._lengthy: dict[str | None, float] = {}

    def __iter__(self) -> Iterator[Worker]:
        yield from [*self.seated, *self.long]

    def __contains__(self, worker: Worker) -> bool:
        return worker in self.seated or worker in self.long

    def wanting(self) -> bool:
        """Whether another process is needed."""
        return len(self.seated) <= self._seats

    def admits(self) -> bool:
        """Whether one more may work for anybody: a process stays for those who have nothing under way."""
        return len(self.idle) > 1 and len(self.working) < self._seats

    def admits_newcomer(self) -> bool:
        """Whether one may work for somebody who has nothing under way."""
        return bool(self.idle) and len(self.working) <= self._seats

    def leave(self, worker: Worker) -> None:
        """It is no more."""
        self.seated.discard(worker)
        self.long.discard(worker)
        self.working.discard(worker)
        if worker in self.idle:
            self.idle.remove(worker)

    def unseat_old(self) -> None:
        """Move old queries to the room for long ones, at most half of it for one client."""
        share = max(1, self._room // 2)
        for worker in [worker for worker in self.working if worker.old]:
            theirs = sum(1 for each in self.long if each.client == worker.client)
            if len(self.long) < self._room and theirs < share:
                self.seated.discard(worker)
                self.working.discard(worker)
                self.long.add(worker)

    def sit_down_again(self, worker: Worker) -> None:
        """Its query is over and it did not have to give way: it is as good as new."""
        self.long.discard(worker)
        self.working.discard(worker)
        self.seated.add(worker)
        self.idle.append(worker)

    def brisk(self) -> list[Worker]:
        """Those whose next question may be sent already; never a working spare, or it would be taken for good."""
        if len(self.working) > self._seats:
            return []
        return [worker for worker in self.working if worker.brisk and worker.next is None and not worker.old]

    def make_way(self, waiting: set[str]) -> None:
        """Long queries give way if anybody but their own client wants something."""
        wanting = waiting | self.clients() - {None}
        for worker in self:
            if worker.old and wanting - {worker.client}:
                worker.give_way()

    def grown_old(self, worker: Worker) -> None:
        """Its query is a long one."""
        now = time.monotonic()
        worker.old = True
        self._lengthy = {client: since for client, since in self._lengthy.items() if now - since < MEMORY}
        self._lengthy[worker.client] = now

    def patience(self, client: str) -> float:
        """Seconds of computing after which a client's next query is a long one."""
        since = self._lengthy.get(client)
        return OLD if since is None or time.monotonic() - since > MEMORY else SOON

    def has_old(self) -> bool:
        """Whether long queries are under way."""
        return any(worker.old for worker in self.working) or bool(self.long)

    def clients(self) -> set[str | None]:
        """Who has something under way."""
        return {worker.client for worker in self}
