"""Asking the graph: guard, cache and pool behind one function, for the SPARQL endpoint and for the pages alike."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from server import guard
from server.cache import Cache, Kept
from server.evaluation import Evaluation, never
from server.frames import Form, Head, Job
from server.pool import Pool
from server.problems import Problem
from server.protocol import Operation
from server.settings import ServerSettings


@dataclass
class Answer:
    """An answer whose head is known. `body` is all of it, or None: then it streams from `parts`."""

    head: Head
    etag: str | None
    body: bytes | None
    evaluation: Evaluation | None = None

    @property
    def form(self) -> Form:
        """Rows (or a truth value), or a graph."""
        return self.head.form


@dataclass(frozen=True)
class Request:
    """A job, who asks, how long it may take (seconds), and the ETags that the asker has."""

    job: Job
    client: str
    timeout: float
    known: str = ""
    keep: bool = True
    gone: Callable[[], bool] = never


class NotModified(Exception):  # noqa: N818  # no error, an answer
    """The asker has the answer already."""

    def __init__(self, etag: str) -> None:
        self.etag = etag


class QueryService:
    """Answers questions from the cache or from an evaluator."""

    def __init__(self, settings: ServerSettings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._cache = Cache(settings.cache_bytes)
        self._cached_snapshot = 0

    def query(
        self, operation: Operation, client: str, *, solutions: str | None, graph: str | None, known: str = ""
    ) -> Request:
        """A guarded request for a query, with the names of the formats for either form of answer.

        Raises: Problem 400 or 413.
        """
        if len(operation.text) > self._settings.max_query:
            raise Problem(413, f"The query is longer than {self._settings.max_query} characters.")
        keep = guard.check(operation.text, services=self._settings.service_allow)
        for iri in (*(operation.default_graphs or ()), *(operation.named_graphs or ())):
            _check_iri(iri)
        form = guard.form(operation.text)
        solutions = None if form is Form.GRAPH else solutions  # one answer, one key in the cache
        graph = None if form is Form.SOLUTIONS else graph
        job = Job(
            "query",
            operation.text,
            solutions,
            graph,
            operation.default_graphs,
            operation.named_graphs,
            operation.base,
        )
        timeout = min(operation.timeout or self._settings.timeout, self._settings.max_timeout)
        return Request(job, client, timeout, known, keep)

    def description(self, iri: str, client: str, *, graph: str, known: str = "") -> Request:
        """A request for the description of a resource.

        Raises: Problem 400 if that is no IRI.
        """
        _check_iri(iri)
        return Request(Job("describe", iri, None, graph), client, self._settings.timeout, known)

    def graph(self, name: str, client: str, *, format: str, known: str = "") -> Request:
        """A request for a whole graph by its name, as `server.datasets` has them."""
        return Request(Job("graph", name, None, format), client, self._settings.max_timeout, known)

    def begin(self, request: Request) -> Answer | Evaluation:
        """The answer from the cache, or an evaluation to wait for (see `finish`).

        Raises: NotModified, Problem.
        """
        if request.keep:
            if self._cached_snapshot != self._pool.snapshot:
                self._cache.clear()
                self._cached_snapshot = self._pool.snapshot
            kept = self._cache.get(request.job)
            if kept is not None:
                if kept.etag in request.known:
                    raise NotModified(kept.etag)
                return Answer(kept.head, kept.etag, kept.body)
            if request.known and (etag := _etag(request.job, self._pool.snapshot)) in request.known:
                raise NotModified(etag)
        return self._pool.submit(request.job, request.client, request.timeout, request.gone)

    async def finish(self, request: Request, evaluation: Evaluation) -> Answer:
        """Wait for the head of an answer.

        Raises: NotModified, Problem.
        """
        head = await evaluation.head()
        body = evaluation.whole()
        etag = _etag(request.job, head.snapshot) if request.keep else None
        answer = Answer(head, etag, body, evaluation)
        if body is not None:
            self._keep(request, answer, body)
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
        if kept is not None:
            self._keep(request, answer, b"".join(kept))

    def _keep(self, request: Request, answer: Answer, body: bytes) -> None:
        current = answer.head.snapshot == self._pool.snapshot == self._cached_snapshot
        if answer.etag is not None and current:
            self._cache.put(request.job, Kept(answer.head, body, answer.etag))


def _etag(job: Job, snapshot: int) -> str:
    digest = hashlib.blake2b(job.encode(), digest_size=9).hexdigest()
    return f'"{snapshot}-{digest}"'


def _check_iri(iri: str) -> None:
    try:
        NamedNode(iri)
    except ValueError as error:
        raise Problem(400, f"{iri!r} is no absolute IRI: {error}") from None
