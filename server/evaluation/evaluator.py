"""An evaluator: a process that holds a snapshot and answers one question at a time.

It is started as `python -m server.evaluation.evaluator`.

It may die at any moment, by a deadline, its memory limit or a query that is nested too deeply; whoever asked is told
by the front, and nobody else notices.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

import store
from ontology.errors import LegationError
from ontology.names import PREFIXES
from server.evaluation import exporting
from server.evaluation.reply import Enough, Reply
from server.http.problems import Problem
from server.processes import confine
from server.processes.frames import Form, Head, Job, Kind, Pipe, decode_job, frame, standard_input
from server.resources.description import absence, describe
from server.resources.links import local
from server.resources.notation import FORMATS, serialise
from server.sparql import datasets, syntax
from server.sparql.merge import merged

SOLUTIONS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}


HURRIED = 0.005
"""Seconds of work during which nobody takes back the next job."""


class Evaluator:
    """The loop of the process, over one pipe and one data folder."""

    def __init__(self, pipe: Pipe, data: Path, memory_mb: int, max_answer: int) -> None:
        self._pipe = pipe
        self._max_answer = max_answer
        self._data = data
        self._memory_mb = memory_mb
        self._snapshot: store.Snapshot | None = None
        self._base_iri = store.base(data)
        self._begun = 0.0

    def run(self) -> None:
        """Serve until the front hangs up or the store can't be read any more."""
        if not self._switch():
            return
        while (message := self._pipe.receive()) is not None:
            kind, number, payload = message
            if kind is Kind.SWITCH:
                if not self._switch():
                    return
            elif kind is Kind.JOB:
                if time.monotonic() - self._begun > HURRIED and self._pipe.holds(Kind.SKIP, number):
                    continue
                self._begun = time.monotonic()
                if not self._answer(number, decode_job(payload)):
                    return

    def _switch(self) -> bool:
        try:
            if self._snapshot is not None:
                self._snapshot.close()
            self._snapshot = store.open_snapshot(self._data)
        except (LegationError, OSError) as error:
            self._pipe.send(frame(Kind.ERROR, 0, Problem(503, str(error)).packed()))
            return False
        confine.limit_memory(self._memory_mb)
        self._pipe.send(frame(Kind.READY, self._snapshot.number))
        return True

    def _answer(self, number: int, job: Job) -> bool:
        """Answer a job; False when the process is of no more use."""
        assert self._snapshot is not None
        sound = True
        try:
            if job.kind == "describe":
                self._describe(number, job, self._snapshot)
            elif job.kind == "graph":
                self._graph(number, job, self._snapshot)
            elif job.kind == "export":
                self._export(number, job, self._snapshot)
            else:
                self._query(number, job, self._snapshot)
            return True
        except Problem as error:
            problem = error
        except (ValueError, RuntimeError) as error:
            problem = Problem(400, f"The query can't be evaluated: {error}")
        except PermissionError:
            problem = Problem(400, "The query reaches for another host, which is not allowed here.")
        except OSError as error:
            if isinstance(error, (BrokenPipeError, ConnectionError)):
                raise
            problem = Problem(503, f"The snapshot can't be read: {error}", headers={"Retry-After": "1"})
            sound = False
        self._pipe.send(frame(Kind.ERROR, number if sound else 0, problem.packed()))
        return sound

    def _reply(self, number: int, head: Head, format: str, limit: int = sys.maxsize) -> Reply:
        return Reply(self._pipe, number, head, format, self._begun, limit)

    def _query(self, number: int, job: Job, snapshot: store.Snapshot) -> None:
        base = job.base or self._base_iri
        given = datasets.default_graphs(job.default_graphs), datasets.named_graphs(job.named_graphs)
        data, default, named = merged(snapshot.store, job.text, *given, base, PREFIXES)
        parse = partial(data.query, base_iri=base, prefixes=PREFIXES)
        try:
            result = parse(job.text, default_graph=default, named_graphs=named)
        except SyntaxError as error:
            raise syntax.explain(parse, job.text, str(error)) from None
        if isinstance(result, QueryTriples):
            if job.graph is None:
                raise _not_acceptable(FORMATS.values())
            reply = self._reply(number, Head(snapshot.number, Form.GRAPH), job.graph, self._max_answer)
            write = partial(result.serialize, reply, FORMATS[job.graph])  # type: ignore[arg-type]  # write is all it calls
        else:
            assert isinstance(result, (QuerySolutions, QueryBoolean))
            if job.solutions is None:
                raise _not_acceptable(SOLUTIONS.values())
            head = Head(snapshot.number, Form.SOLUTIONS)
            reply = self._reply(number, head, job.solutions, self._max_answer)
            write = partial(result.serialize, reply, SOLUTIONS[job.solutions])  # type: ignore[arg-type]
        try:
            write()
            reply.finish()
        except Enough:
            if not reply.cut():
                raise Problem(503, f"The answer has more than {self._max_answer} bytes: add LIMIT.") from None

    def _graph(self, number: int, job: Job, snapshot: store.Snapshot) -> None:
        assert job.graph is not None
        reply = self._reply(number, Head(snapshot.number, Form.GRAPH), job.graph)
        datasets.write(snapshot.store, job.text, FORMATS[job.graph], reply)
        reply.finish()

    def _export(self, number: int, job: Job, snapshot: store.Snapshot) -> None:
        wanted = exporting.decode(job.text)
        reply = self._reply(number, Head(wanted.snapshot, Form.GRAPH), "")
        exporting.run(wanted, self._data, self._base_iri, snapshot, reply)
        reply.finish()

    def _describe(self, number: int, job: Job, snapshot: store.Snapshot) -> None:
        iri, _, page = job.text.partition(" ")
        description = describe(snapshot.store, iri, int(page or 1))
        if description is None:
            raise Problem(404, absence(iri, self._base_iri))
        if description.replaced_by is not None:
            address = local(description.replaced_by, self._base_iri)
            raise Problem(301, f"It is now <{description.replaced_by}>.", headers={"Location": address})
        if job.graph is None:
            raise _not_acceptable(FORMATS.values())
        reply = self._reply(number, Head(snapshot.number, Form.GRAPH), job.graph)
        reply.write(serialise(description, job.graph, self._base_iri))
        reply.finish()


def _not_acceptable(formats: Iterable[QueryResultsFormat | RdfFormat]) -> Problem:
    types = sorted({kind.media_type.partition(";")[0] for kind in formats})
    return Problem(406, "This query can be answered as " + ", ".join(types), extra={"available": types})


def main() -> None:
    """`python -m server.evaluation.evaluator DATA MEMORY_MB MAX_ANSWER`, with a socket to the front as standard input."""
    data, memory_mb, max_answer = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    confine.start(lambda: Evaluator(standard_input(), data, memory_mb, max_answer).run(), memory_mb)


if __name__ == "__main__":
    main()
