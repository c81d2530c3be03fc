"""Where evaluators sit: so many seats as may work at a time and one for a warm spare, and room for long queries."""

from __future__ import annotations

from collections.abc import Iterator

from server.worker import Worker


class Seats:
    """Every evaluator is seated or among the long ones; of the seated, some are working and some idle."""

    def __init__(self, seats: int, room: int) -> None:
        self._seats = seats
        self._room = room
        self.seated: set[Worker] = set()
        self.long: set[Worker] = set()
        self.working: set[Worker] = set()
        self.idle: list[Worker] = []

    def __iter__(self) -> Iterator[Worker]:
        yield from [*self.seated, *self.long]

    def __contains__(self, worker: Worker) -> bool:
        return worker in self.seated or worker in self.long

    def wanting(self) -> bool:
        """Whether another process is needed."""
        return len(self.seated) <= self._seats

    def free(self) -> int:
        """How many more may work."""
        return self._seats - len(self.working) if self.idle else 0

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

    def clients_with_old(self) -> set[str | None]:
        """Whose long queries are under way."""
        return {worker.client for worker in self if worker.old}
