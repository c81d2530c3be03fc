"""What the pool knows of one evaluator."""

from __future__ import annotations

import asyncio

from server.child import Child, Ended, Received
from server.evaluation import Evaluation
from server.frames import Kind

LOOK = 0.1
"""Seconds after which a query is looked at for the first time."""

OLD = 0.25
"""Seconds of computing after which a query is a long one."""

STARVED = 1.0
"""Seconds after which it is one even if it could not compute, because the machine is busy with other things."""


class Worker:
    """An evaluator: the snapshot that it holds and the one that it was told of, and what it is doing."""

    def __init__(self, serial: int, received: Received, ended: Ended) -> None:
        self.serial = serial
        self.child = Child(received, ended)
        self.snapshot = 0
        self.told = 0
        self.evaluation: Evaluation | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.deadline = 0.0
        self.old = False
        self._computed: float | None = None

    def tell(self, snapshot: int) -> None:
        """Have it open the newest snapshot before whatever it is asked next."""
        if self.told != snapshot:
            self.told = snapshot
            self.child.send(Kind.SWITCH, 0)

    def take(self, evaluation: Evaluation) -> None:
        """Give it a job."""
        self.evaluation = evaluation
        self.deadline = asyncio.get_running_loop().time() + evaluation.timeout
        self._computed = None
        evaluation.hold, evaluation.go_on = self.child.hold, self.child.go_on
        self.child.send(Kind.JOB, self.serial, evaluation.job.encode())

    def drop(self) -> Evaluation | None:
        """Take its job away; returns it."""
        evaluation, self.evaluation = self.evaluation, None
        if self.timer is not None:
            self.timer.cancel()
        return evaluation

    def is_long(self, age: float) -> bool:
        """Whether its query, so many seconds after it began, is a long one.

        By processor time where that can be read: on a busy machine every query takes long, and to replace all
        evaluators would make it busier. A client that is slow to read holds an evaluator as well.
        """
        computed = self.child.processor_time()
        if self._computed is None:
            self._computed = computed
        if age < OLD:
            return False
        if computed is None or self._computed is None or age >= STARVED:
            return True
        return computed - self._computed >= (OLD - LOOK) / 2 or bool(self.evaluation and self.evaluation.held)
