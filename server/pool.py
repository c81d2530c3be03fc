"""The evaluators, and who may use them when.

There is one process more than may work at a time, so that a warm one stands in for each that dies. A query that has
computed for 250 ms gives way to all others (nice 19) and leaves its seat to a fresh process if there is room for it
among the long ones; its process ends with it, since nobody but root can take niceness back.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator

import store
from server.child import cause_of_death
from server.confine import MEMORY_EXIT
from server.evaluation import Evaluation
from server.frames import Job, Kind, decode_head
from server.problems import Problem, ServerError, unpacked
from server.settings import ServerSettings
from server.waiting import Waiting
from server.worker import LOOK, OLD, Worker

POLL = 0.1
RETRY = 1.0
BUSY = {"Retry-After": "2"}


class Pool:
    """All evaluators of a server; everything here runs on the event loop's thread."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._seated: set[Worker] = set()
        self._long: set[Worker] = set()
        self._idle: list[Worker] = []
        self._waiting = Waiting()
        self._tasks: set[asyncio.Task[None]] = set()
        self._serial = 0
        self._closed = False
        self._failures = 0
        self._trouble = ""
        self.snapshot = 0

    async def start(self) -> None:
        """Start the evaluators and watch for new snapshots.

        Raises: store.StoreError if there is no store.
        """
        self.snapshot = store.current_number(self._settings.data)
        self._fill()
        self._spawn(self._watch())

    def answers(self) -> bool:
        """Whether an evaluator is there to answer.

        Raises: ServerError if none could be started, and twice as many as are wanted have been tried.
        """
        if self._failures > 2 * self._settings.evaluators:
            raise ServerError(f"Can't answer queries: {self._trouble}")
        return any(worker.snapshot for worker in self._seated)

    async def close(self) -> None:
        """End all evaluators; whoever waits is told."""
        self._closed = True
        for evaluation in self._waiting.clear():
            evaluation.fail(Problem(503, "The server is shutting down."))
        workers = self._seated | self._long
        for worker in workers:
            self._discard(worker, Problem(503, "The server is shutting down."))
        for task in list(self._tasks):
            task.cancel()
        for worker in workers:
            await worker.child.buried()

    def submit(self, job: Job, client: str, timeout: float) -> Evaluation:
        """Have a job evaluated for a client (a token or an address), in its turn.

        Raises: Problem if too many wait already.
        """
        evaluation = Evaluation(job, client, timeout)
        if len(self._waiting) >= self._settings.max_waiting:
            raise Problem(503, "Too many queries are waiting; try again in a moment.", headers=BUSY)
        self._waiting.add(evaluation)
        evaluation.give_up = lambda: self._waiting.remove(evaluation)
        self._dispatch()
        if evaluation in self._waiting:
            asyncio.get_running_loop().call_later(self._settings.max_wait, self._give_up_waiting, evaluation)
        return evaluation

    def advance(self, snapshot: int) -> None:
        """A snapshot was published: every query that begins from now on sees it (or a newer one)."""
        if snapshot == self.snapshot:
            return
        self.snapshot = snapshot
        for worker in self._idle:
            worker.tell(self.snapshot)

    def counts(self) -> dict[str, int]:
        """For /health: how many evaluators are ready, at work, and at work for long; how many queries wait."""
        ready = [worker for worker in self._seated if worker.snapshot]
        return {
            "wanted": self._settings.evaluators,
            "alive": len(ready),
            "busy": self._busy(),
            "long": len(self._long),
            "waiting": len(self._waiting),
        }

    def pids(self) -> Iterator[int]:
        """Process numbers of all evaluators."""
        for worker in self._seated | self._long:
            with contextlib.suppress(AssertionError):
                yield worker.child.pid

    # what evaluators say

    def received(self, worker: Worker, kind: Kind, number: int, payload: bytes) -> None:
        """A frame has come."""
        if kind is Kind.READY:
            self._ready(worker, number)
            return
        if kind is Kind.ERROR and number == 0:  # it can't read the store and is about to end
            problem = unpacked(payload)
            self._trouble = problem.detail
            self._discard(worker, problem)
            return
        evaluation = worker.evaluation
        if evaluation is None:
            return
        if kind is Kind.HEAD:
            evaluation.begin(decode_head(payload))
        elif kind is Kind.MORE:
            evaluation.add(payload)
        elif kind is Kind.LAST:
            evaluation.add(payload)
            evaluation.finish()
            self._release(worker)
        elif kind is Kind.ERROR:
            evaluation.fail(unpacked(payload))
            self._release(worker)

    def ended(self, worker: Worker, code: int) -> None:
        """A process is gone, whether we ended it or not."""
        if not worker.snapshot:
            self._failures += 1
            self._trouble = self._trouble or f"its processes end as they start, with exit code {code}."
        status, detail = cause_of_death(code, self._settings.memory_mb, MEMORY_EXIT)
        self._discard(worker, Problem(status, detail, headers=BUSY if status == 503 else None))

    def _ready(self, worker: Worker, snapshot: int) -> None:
        first = not worker.snapshot
        worker.snapshot = snapshot
        self._failures = 0
        self._trouble = ""
        if snapshot > self.snapshot:
            self.advance(snapshot)
        if first and worker in self._seated:
            worker.told = snapshot
            worker.tell(self.snapshot)
            self._idle.append(worker)
            self._dispatch()

    # who works

    def _fill(self) -> None:
        while not self._closed and len(self._seated) <= self._settings.evaluators:
            self._serial += 1
            worker = self._worker(self._serial)
            self._seated.add(worker)
            self._spawn(self._start(worker))

    def _worker(self, serial: int) -> Worker:
        worker = Worker(
            serial,
            lambda kind, number, payload: self.received(worker, kind, number, payload),
            lambda code: self.ended(worker, code),
        )
        return worker

    async def _start(self, worker: Worker) -> None:
        if self._failures:
            await asyncio.sleep(min(RETRY * self._failures, 10))
        try:
            arguments = (str(self._settings.data), str(self._settings.memory_mb))
            await worker.child.start("server.evaluator", *arguments)
        except OSError as error:  # no process or file to be had just now
            self._failures += 1
            self._trouble = f"no process can be started: {error.strerror or error}."
            self._discard(worker, None)
        if worker not in self._seated:
            worker.child.kill()

    def _dispatch(self) -> None:
        while self._idle and self._waiting and (busy := self._busy()) < self._settings.evaluators:
            evaluation = self._next(last_seat=busy == self._settings.evaluators - 1)
            if evaluation is None:
                return
            self._assign(self._idle.pop(), evaluation)

    def _next(self, last_seat: bool) -> Evaluation | None:
        """Round robin over clients; the last seat is kept for those without a long query of their own."""
        return self._waiting.next(set(self._old_ones()) if last_seat else ())

    def _assign(self, worker: Worker, evaluation: Evaluation) -> None:
        worker.tell(self.snapshot)
        worker.take(evaluation)
        evaluation.give_up = lambda: self._abandon(worker, evaluation)
        self._look_again(min(LOOK, evaluation.timeout), worker, evaluation)

    def _look_again(self, seconds: float, worker: Worker, evaluation: Evaluation) -> None:
        worker.timer = asyncio.get_running_loop().call_later(seconds, self._look, worker, evaluation)

    def _look(self, worker: Worker, evaluation: Evaluation) -> None:
        if worker.evaluation is not evaluation:
            return
        left = worker.deadline - asyncio.get_running_loop().time()
        if left <= 0:
            self._expire(worker, evaluation)
        elif not worker.old and worker.is_long(evaluation.timeout - left):
            worker.old = True
            worker.child.be_nice()
            self._look_again(left, worker, evaluation)
            self._unseat_old()
        else:
            self._look_again(left if worker.old else min(OLD - LOOK, left), worker, evaluation)

    def _expire(self, worker: Worker, evaluation: Evaluation) -> None:
        ceiling = self._settings.max_timeout
        detail = f"The query was stopped after {evaluation.timeout:g} s"
        more = f"; ask for more with timeout=, at most {ceiling:g}" if evaluation.timeout < ceiling else ""
        self._discard(worker, Problem(503, f"{detail}{more}.", extra={"timeout": evaluation.timeout}))

    def _release(self, worker: Worker) -> None:
        worker.drop()
        if worker.old:
            self._discard(worker, None)
            return
        self._idle.append(worker)
        worker.tell(self.snapshot)
        self._dispatch()

    def _unseat_old(self) -> None:
        """Move old queries from seats to the room for long ones, at most half of it for one client."""
        share = max(1, self._settings.long_queries // 2)
        for worker in [worker for worker in self._seated if worker.old and worker.evaluation is not None]:
            assert worker.evaluation is not None
            client = worker.evaluation.client
            theirs = sum(1 for each in self._long if each.evaluation and each.evaluation.client == client)
            if len(self._long) < self._settings.long_queries and theirs < share:
                self._seated.discard(worker)
                self._long.add(worker)
        self._fill()
        self._dispatch()

    def _discard(self, worker: Worker, problem: Problem | None) -> None:
        """End a process; `problem` is told to whoever waits for it."""
        evaluation = worker.drop()
        if evaluation is not None and problem is not None:
            evaluation.fail(problem)
        self._long.discard(worker)
        self._seated.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        worker.child.kill()
        if not self._closed:
            self._unseat_old()

    def _abandon(self, worker: Worker, evaluation: Evaluation) -> None:
        if worker.evaluation is evaluation:
            self._discard(worker, None)

    def _give_up_waiting(self, evaluation: Evaluation) -> None:
        if evaluation in self._waiting:
            self._waiting.remove(evaluation)
            evaluation.fail(Problem(503, "All evaluators are busy; try again in a moment.", headers=BUSY))

    def _busy(self) -> int:
        return sum(1 for worker in self._seated if worker.evaluation is not None)

    def _old_ones(self) -> Iterator[str]:
        for worker in self._seated | self._long:
            if worker.old and worker.evaluation is not None:
                yield worker.evaluation.client

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            with contextlib.suppress(store.StoreError, OSError):
                self.advance(store.current_number(self._settings.data))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
