"""The evaluators, and who may use them when.

There is one process more than may work at a time, so that a warm one stands in for each that dies. A query that has
computed for 250 ms leaves its seat to a fresh process when others wait, if there is room for it among the long ones;
while another client wants something it gives way (nice 19), and its process ends with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Coroutine

import store
from server.evaluation.evaluation import Asker, Evaluation
from server.evaluation.seats import Seats
from server.evaluation.waiting import Waiting
from server.evaluation.worker import BRISK, Worker
from server.http.problems import Problem, ServerError, unpacked
from server.processes.child import cause_of_death
from server.processes.confine import MEMORY_EXIT
from server.processes.frames import TALLY, Kind, decode_head
from server.settings import ServerSettings

POLL, RETRY = 0.1, 1.0
TICK = 0.02
"""Seconds between two looks at all that is under way: deadlines, long queries, askers who have gone."""

BUSY = {"Retry-After": "2"}


class Pool:
    """All evaluators of a server; everything here runs on the event loop's thread."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._seats = Seats(settings.evaluators, settings.long_queries)
        self._waiting = Waiting()
        self._tasks: set[asyncio.Task[None]] = set()
        self._count = 0
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
        self._spawn(self._patrol())

    def answers(self) -> bool:
        """Whether an evaluator is there to answer.

        Raises: ServerError if none could be started, and twice as many as are wanted have been tried.
        """
        if self._failures > 2 * self._settings.evaluators:
            raise ServerError(f"Can't answer queries: {self._trouble}")
        return any(worker.snapshot for worker in self._seats.seated)

    async def close(self) -> None:
        """End all evaluators; whoever waits is told."""
        self._closed = True
        closing = Problem(503, "The server is shutting down.")
        workers = [*self._seats]
        for worker in workers:
            self._discard(worker, closing)
        for evaluation in self._waiting.clear():
            evaluation.fail(closing)
        for task in list(self._tasks):
            task.cancel()
        for worker in workers:
            await worker.child.buried()

    def submit(self, payload: bytes, client: str, timeout: float, gone: Asker) -> Evaluation:
        """Have a job (`Job.encode`) evaluated for a client (a token or an address), in its turn, unless it is gone by then.

        Raises: Problem if too many wait already.
        """
        if self.full():
            raise _busy("Too many queries are waiting")
        self._count = self._count % 0xFFFFFFFF + 1
        evaluation = Evaluation(payload, client, timeout, gone, self._count)
        evaluation.give_up = lambda: self._abandon(evaluation)
        self._waiting.add(evaluation)
        if self._seats.has_old():
            self._yield()
        self._dispatch()
        return evaluation

    def full(self) -> bool:
        """Whether no more queries may wait."""
        return len(self._waiting) >= self._settings.max_waiting

    def advance(self, snapshot: int) -> None:
        """A snapshot was published: every query that begins from now on sees it (or a newer one)."""
        self.snapshot = snapshot

    def counts(self) -> dict[str, int]:
        """For /health: how many evaluators are ready, at work, and at work for long; how many queries wait."""
        return {
            "wanted": self._settings.evaluators,
            "alive": sum(1 for worker in self._seats.seated if worker.snapshot),
            "busy": len(self._seats.working),
            "long": len(self._seats.long),
            "waiting": len(self._waiting),
        }

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
        if evaluation is None or evaluation.number != number:
            return
        if kind is Kind.HEAD:
            evaluation.begin(decode_head(payload))
        elif kind is Kind.MORE:
            evaluation.add(payload)
        elif kind is Kind.LAST:
            rows, seconds = TALLY.unpack_from(payload)
            evaluation.add(payload[TALLY.size :])
            evaluation.finish(rows, seconds)
            worker.brisk = seconds < BRISK
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
        self.advance(max(snapshot, self.snapshot))
        if first and worker in self._seats.seated:
            worker.told = snapshot
            worker.tell(self.snapshot)
            self._seats.idle.append(worker)
            self._dispatch()

    # who works

    def _fill(self) -> None:
        while not self._closed and self._seats.wanting():
            worker = Worker(self.received, self.ended)
            self._seats.seated.add(worker)
            self._spawn(self._start(worker))

    async def _start(self, worker: Worker) -> None:
        if self._failures:
            await asyncio.sleep(min(RETRY * self._failures, 10))
        try:
            given = self._settings
            arguments = (str(given.data), str(given.memory_mb), str(given.max_answer))
            await worker.child.start("server.evaluation.evaluator", *arguments)
        except OSError as error:  # no process or file to be had just now
            self._failures += 1
            self._trouble = f"no process can be started: {error.strerror or error}."
            self._discard(worker, None)
        if worker not in self._seats:
            worker.child.kill()

    def _dispatch(self) -> None:
        """Round robin over clients; the last process is for those who have nothing under way."""
        while self._waiting and (admitted := self._seats.admits()) | self._seats.admits_newcomer():
            evaluation = self._waiting.next(() if admitted else self._seats.clients())
            if evaluation is None:
                break
            worker = self._seats.idle.pop()
            self._seats.working.add(worker)
            worker.patience = self._seats.patience(evaluation.client)
            worker.tell(self.snapshot)
            worker.take(evaluation)
        for worker in self._seats.brisk():
            if (evaluation := self._waiting.next()) is None:
                return
            worker.tell(self.snapshot)
            worker.take(evaluation)

    async def _patrol(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            for worker in self._seats:
                if worker.evaluation is not None:
                    self._look(worker, worker.evaluation, now - worker.evaluation.started)
            for evaluation in [*self._waiting]:
                if evaluation.gone():
                    evaluation.cancel()
                elif now - evaluation.asked >= self._settings.max_wait:
                    self._waiting.remove(evaluation)
                    evaluation.fail(_busy())

    def _look(self, worker: Worker, evaluation: Evaluation, age: float) -> None:
        if evaluation.gone():
            evaluation.cancel()
        elif age >= evaluation.timeout:
            self._expire(worker, evaluation)
        elif not worker.old and worker.is_long(age):
            self._seats.grown_old(worker)
            self._recall(worker)
            self._yield()
        elif worker.next is not None and age >= TICK:
            self._recall(worker)
            worker.brisk = False
            self._dispatch()

    def _yield(self) -> None:
        self._seats.make_way({evaluation.client for evaluation in self._waiting})
        if self._waiting:
            self._unseat_old()

    def _recall(self, worker: Worker) -> None:
        """Whoever waits behind a slow query finds another evaluator, perhaps."""
        evaluation = worker.recall()
        if evaluation is not None:
            self._waiting.put_back(evaluation)

    def _expire(self, worker: Worker, evaluation: Evaluation) -> None:
        ceiling = self._settings.max_timeout
        detail = f"The query was stopped after {evaluation.timeout:g} s"
        more = f"; ask for more with timeout=, at most {ceiling:g}" if evaluation.timeout < ceiling else ""
        self._discard(worker, Problem(503, f"{detail}{more}.", extra={"timeout": evaluation.timeout}))

    def _release(self, worker: Worker) -> None:
        worker.done()
        if worker.nice:
            self._discard(worker, None)
            return
        if worker.evaluation is None:
            self._seats.sit_down_again(worker)
            worker.tell(self.snapshot)
        self._dispatch()

    def _unseat_old(self) -> None:
        self._seats.unseat_old()
        self._fill()
        self._dispatch()

    def _discard(self, worker: Worker, problem: Problem | None) -> None:
        """End a process; `problem` is told to whoever waits for it."""
        self._recall(worker)
        evaluation = worker.done()
        if evaluation is not None and problem is not None:
            evaluation.fail(problem)
        self._seats.leave(worker)
        worker.child.kill()
        if not self._closed:
            self._unseat_old()

    def _abandon(self, evaluation: Evaluation) -> None:
        worker = evaluation.worker
        if worker is None:
            self._waiting.remove(evaluation)
        elif worker.evaluation is evaluation:
            self._discard(worker, None)
        elif worker.next is evaluation:
            worker.recall()

    async def _watch(self) -> None:
        for looks in itertools.count():
            await asyncio.sleep(POLL)
            with contextlib.suppress(store.StoreError, OSError):
                self.advance(store.current_number(self._settings.data))
            # Not at every commit: for three evaluators that takes more time than the commit.
            for worker in self._seats.idle if looks % 5 == 0 else ():
                worker.tell(self.snapshot)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _busy(cause: str = "All evaluators are busy") -> Problem:
    return Problem(503, f"{cause}; try again in a moment.", headers=BUSY)
