"""Asking the graph: guard, cache and pool behind one function, for the SPARQL endpoint and for the pages alike."""

from __future__ import annotations

import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from server.evaluation.cache import Cache
from server.evaluation.evaluation import Asker, Evaluation
from server.evaluation.pool import Pool
from server.http import compression
from server.http.problems import Problem
from server.monitoring.journal import Entry
from server.processes.frames import Form, Head, Job
from server.settings import ServerSettings
from server.sparql import guard
from server.sparql.protocol import Operation, check_iri


@dataclass(slots=True)
class Answer:
    """An answer whose head is known. `body` is all of it, or None: then it streams from `parts`."""

    form: Form
    snapshot: int
    etag: str | None
    body: bytes | None
    evaluation: Evaluation | None = None


@dataclass(slots=True)
class Request:
    """A job, who asks, how long it may take (seconds), the ETags that the asker has, and what the log says of it.

    `keep`: whether the same job always has the same answer on a snapshot.
    """

    job: Job
    client: str
    timeout: float
    known: str = ""
    keep: bool = True
    verb: str = "describe"
    entry: Entry = field(default_factory=lambda: Entry(time.monotonic()))
    payload: bytes = b""
    key: bytes = b""

    def __post_init__(self) -> None:
        self.payload = self.job.encode()
        self.key = hashlib.blake2b(self.payload, digest_size=12).digest()

    def etag(self, snapshot: int, coding: str = "") -> str:
        """Of its answer on a snapshot, as it is or by a content coding."""
        return f'"{snapshot}-{self.key.hex()}{coding and "-" + coding}"'

    def knows(self, snapshot: int) -> str | None:
        """The ETag by which the asker has the answer already, in one coding or the other."""
        etags = (self.etag(snapshot), self.etag(snapshot, compression.GZIP)) if self.known else ()
        return next((etag for etag in etags if etag in self.known), None)


class NotModified(Exception):  # noqa: N818  # no error, an answer
    """The asker has the answer already."""

    def __init__(self, etag: str) -> None:
        self.etag = etag


class QueryService:
    """Answers questions from the cache or from an evaluator."""

    def __init__(self, settings: ServerSettings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self.cache = Cache(settings.cache_bytes)
        self._cached_snapshot = 0

    def query(
        self,
        operation: Operation,
        client: str,
        *,
        solutions: str | None,
        graph: str | None,
        known: str = "",
        resolved: bool = False,
    ) -> Request:
        """A guarded request for a query, with the names of the formats for either form of answer.

        `resolved` is a query that holds answers of other endpoints, or asks for what they need: never kept.

        Raises: Problem 400 or 413.
        """
        if len(operation.text) > self._settings.max_query and not resolved:
            raise Problem(413, f"The query is longer than {self._settings.max_query} characters.")
        text = guard.decoded(operation.text)
        keep = guard.check(text) and not resolved
        for iri in (*(operation.default_graphs or ()), *(operation.named_graphs or ())):
            check_iri(iri)
        verb = guard.verb(text)
        form = guard.FORMS.get(verb)
        solutions = None if form is Form.GRAPH else solutions  # one answer, one key in the cache
        graph = None if form is Form.SOLUTIONS else graph
        job = Job(
            "query",
            text,
            solutions,
            graph,
            operation.default_graphs,
            operation.named_graphs,
            operation.base,
        )
        timeout = min(operation.timeout or self._settings.timeout, self._settings.max_timeout)
        return Request(job, client, timeout, known, keep, verb)

    def description(self, iri: str, client: str, *, graph: str, known: str = "", page: int = 1) -> Request:
        """A request for a page of the description of a resource.

        Raises: Problem 400 if that is no IRI.
        """
        check_iri(iri)
        text = iri if page == 1 else f"{iri} {page}"
        return Request(Job("describe", text, None, graph), client, self._settings.timeout, known)

    def graph(self, name: str, client: str, *, format: str, known: str = "") -> Request:
        """A request for a whole graph by its name, as `server.sparql.datasets` has them."""
        return Request(
            Job("graph", name, None, format), client, self._settings.max_timeout, known, verb="graph"
        )

    def begin(self, request: Request, asker: Asker) -> Answer | Evaluation:
        """The answer from the cache, or an evaluation to wait for (see `finish`).

        Raises: NotModified, Problem.
        """
        entry, snapshot = request.entry, self._pool.snapshot
        entry.text, entry.form = request.job.text, request.verb
        if request.keep:
            if self._cached_snapshot != snapshot:
                self.cache.clear()
                self._cached_snapshot = snapshot
            entry.snapshot = snapshot
            entry.cache = "hit"
            kept = self.cache.get(request.key)
            if (etag := request.knows(snapshot)) is not None:
                raise NotModified(etag)
            if kept is not None:
                form, entry.rows, body = kept
                return Answer(Form(form), snapshot, request.etag(snapshot), body)
        entry.cache = "miss"
        return self._pool.submit(request.payload, request.client, request.timeout, asker)

    def take_over(self, request: Request, evaluation: Evaluation) -> Evaluation:
        """An evaluation that was begun for the same request on its short way (see `server.front.lane`)."""
        entry = request.entry
        entry.text, entry.form, entry.cache, entry.began = (
            request.job.text,
            request.verb,
            "miss",
            evaluation.asked,
        )
        return evaluation

    async def finish(self, request: Request, evaluation: Evaluation) -> Answer:
        """Wait for the head of an answer.

        Raises: NotModified, Problem.
        """
        return self.known(request, evaluation, await evaluation.head())

    def known(self, request: Request, evaluation: Evaluation, head: Head) -> Answer:
        """The answer whose head has come."""
        body = evaluation.whole()
        answer = Answer(head.form, head.snapshot, None, body, evaluation)
        if request.keep:
            answer.etag = request.etag(head.snapshot)
        entry = request.entry
        entry.snapshot = head.snapshot
        entry.waited = evaluation.started - evaluation.asked
        if body is not None:
            self._finished(request, answer, body)
        else:
            entry.evaluated = time.monotonic() - evaluation.started
        return answer

    async def stream(self, request: Request, answer: Answer) -> AsyncIterator[bytes]:
        """The parts of an answer that has no `body`; kept for the next asker if it is not too long.

        Raises: Problem if it breaks off.
        """
        assert answer.evaluation is not None
        kept: list[bytes] | None = [] if request.keep else None
        size = 0
        async for part in answer.evaluation.parts():
            if kept is not None:
                kept.append(part)
                size += len(part)
                if size > self._settings.max_cached_answer:
                    kept = None
            yield part
        self._finished(request, answer, None if kept is None else b"".join(kept))

    async def packed(self, request: Request, answer: Answer) -> bytes:
        """A whole answer by gzip, for which it is packed once."""
        assert answer.body is not None
        key = request.key + b"gzip"
        current = request.keep and answer.snapshot == self._cached_snapshot
        kept = self.cache.get(key) if current else None
        if kept is not None:
            return kept[2]
        body = await compression.packed(answer.body)
        if current and answer.snapshot == self._pool.snapshot == self._cached_snapshot:
            self.cache.put(key, (int(answer.form), 0, body))
        return body

    def _finished(self, request: Request, answer: Answer, body: bytes | None) -> None:
        assert answer.evaluation is not None
        rows = answer.evaluation.rows
        request.entry.rows, request.entry.evaluated = rows, answer.evaluation.seconds
        if (
            request.keep
            and body is not None
            and answer.snapshot == self._pool.snapshot == self._cached_snapshot
        ):
            self.cache.put(request.key, (int(answer.form), rows, body))
