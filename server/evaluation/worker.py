"""What the pool knows of one evaluator."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from server.evaluation.evaluation import Evaluation
from server.processes.child import Child
from server.processes.frames import Kind

OLD = 0.25
"""Seconds of computing after which a query is a long one."""

SOON = 0.06
"""The same for clients who had a long one a moment ago: they are likely to have more of the kind."""

LOOK = 0.4
"""The part of that time after which a query is looked at for the first time."""

STARVED = 1.0
"""Seconds after which it is one even if it could not compute, because the machine is busy with other things."""

BRISK = 0.005
"""Seconds: an evaluator whose last answer took less gets its next question early, to find it without a pause."""


class Worker:
    """An evaluator: the snapshot that it holds and the one that it was told of, what it is doing, and what is next."""

    def __init__(
        self, received: Callable[[Worker, Kind, int, bytes], None], ended: Callable[[Worker, int], None]
    ) -> None:
        self.child = Child(partial(received, self), partial(ended, self))
        self.snapshot = 0
        self.told = 0
        self.evaluation: Evaluation | None = None
        self.next: Evaluation | None = None
        self.old = False
        self.nice = False
        self.brisk = False
        self.patience = OLD
        self._computed: float | None = None

    @property
    def client(self) -> str | None:
        """For whom it works."""
        return None if self.evaluation is None else self.evaluation.client

    def tell(self, snapshot: int) -> None:
        """Have it open the newest snapshot before whatever it is asked next."""
        if self.told != snapshot:
            self.told = snapshot
            self.child.send(Kind.SWITCH, 0)

    def take(self, evaluation: Evaluation) -> None:
        """Give it a job, to be done now or after the one under way."""
        evaluation.worker = self
        if self.evaluation is None:
            self._begin(evaluation)
        else:
            self.next = evaluation
        self.child.send(Kind.JOB, evaluation.number, evaluation.payload)

    def done(self) -> Evaluation | None:
        """Its job is over, and the next begins; returns the job that is over."""
        evaluation, self.evaluation = self.evaluation, None
        self.old = False
        if self.next is not None:
            following, self.next = self.next, None
            self._begin(following)
        return evaluation

    def recall(self) -> Evaluation | None:
        """Take back what it has not begun."""
        evaluation, self.next = self.next, None
        if evaluation is not None:
            evaluation.worker = None
            self.child.send(Kind.SKIP, evaluation.number)
        return evaluation

    def _begin(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self._computed = None
        evaluation.started = time.monotonic()
        evaluation.hold, evaluation.go_on = self.child.hold, self.child.go_on

    def give_way(self) -> None:
        """Let everybody else go first, for good: nobody but root can take niceness back."""
        if not self.nice:
            self.nice = True
            self.child.be_nice()

    def is_long(self, age: float) -> bool:
        """Whether its query, so many seconds after it began, is a long one.

        By processor time where that can be read: on a busy machine every query takes long, and to replace all
        evaluators would make it busier. A client that is slow to read holds an evaluator as well.
        """
        look = self.patience * LOOK
        if age < (look if self._computed is None else self.patience):
            return False
        computed = self.child.processor_time()
        if self._computed is None:
            self._computed = computed
        if age < self.patience:
            return False
        if computed is None or self._computed is None or age >= STARVED:
            return True
        held = bool(self.evaluation and self.evaluation.held)
        return held or computed - self._computed >= (self.patience - look) / 2
