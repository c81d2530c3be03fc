"""An evaluator: a process that holds a snapshot and answers one question at a time (`python -m server.evaluator`).

It may die at any moment, by a deadline, its memory limit or a query that is nested too deeply; whoever asked is told
by the front, and nobody else notices.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

import store
from ontology.errors import LegationError
from ontology.names import PREFIXES
from server import confine, syntax
from server.description import FORMATS, describe, serialise
from server.frames import GATHER, Form, Head, Job, Kind, Pipe, decode_job, frame, standard_input
from server.links import local
from server.problems import Problem

SOLUTIONS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}


class Reply:
    """The file that Oxigraph writes an answer into: gathers 64 KiB, then sends what there is, frame by frame."""

    def __init__(self, pipe: Pipe, job: int, head: Head) -> None:
        self._pipe = pipe
        self._job = job
        self._head: Head | None = head
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Part of `typing.IO[bytes]`."""
        self._parts.append(bytes(data))
        self._size += len(data)
        if self._size >= GATHER:
            self._send(Kind.MORE)
        return len(data)

    def flush(self) -> None:
        """Part of `typing.IO[bytes]`; frames go out when they are full."""

    def finish(self) -> None:
        """Send the rest."""
        self._send(Kind.LAST)

    def _send(self, kind: Kind) -> None:
        data = frame(kind, self._job, b"".join(self._parts))
        if self._head is not None:
            data = frame(Kind.HEAD, self._job, self._head.encode()) + data
            self._head = None
        self._parts.clear()
        self._size = 0
        self._pipe.send(data)


class Evaluator:
    """The loop of the process, over one pipe and one data folder."""

    def __init__(self, pipe: Pipe, data: Path, memory_mb: int) -> None:
        self._pipe = pipe
        self._data = data
        self._memory_mb = memory_mb
        self._snapshot: store.Snapshot | None = None
        self._base_iri = store.base(data)

    def run(self) -> None:
        """Serve until the front hangs up or the store can't be read any more."""
        if not self._switch():
            return
        while (message := self._pipe.receive()) is not None:
            kind, number, payload = message
            if kind is Kind.SWITCH:
                if not self._switch():
                    return
            elif not self._answer(number, decode_job(payload)):
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

    def _query(self, number: int, job: Job, snapshot: store.Snapshot) -> None:
        parse = partial(snapshot.store.query, base_iri=self._base_iri, prefixes=PREFIXES)
        default = _graphs(job.default_graphs)
        named = _graphs(job.named_graphs)
        try:
            result = parse(
                job.text, default_graph=None if default is None else [*default], named_graphs=named
            )
        except SyntaxError as error:
            raise syntax.explain(parse, job.text, str(error)) from None
        if isinstance(result, QueryTriples):
            if job.graph is None:
                raise _not_acceptable(FORMATS.values())
            reply = Reply(self._pipe, number, Head(snapshot.number, Form.GRAPH))
            result.serialize(reply, FORMATS[job.graph])  # type: ignore[arg-type]  # write and flush are all it calls
        else:
            assert isinstance(result, (QuerySolutions, QueryBoolean))
            if job.solutions is None:
                raise _not_acceptable(SOLUTIONS.values())
            reply = Reply(self._pipe, number, Head(snapshot.number, Form.SOLUTIONS))
            result.serialize(reply, SOLUTIONS[job.solutions])  # type: ignore[arg-type]
        reply.finish()

    def _describe(self, number: int, job: Job, snapshot: store.Snapshot) -> None:
        reply = Reply(self._pipe, number, Head(snapshot.number, Form.GRAPH))
        description = describe(snapshot.store, job.text)
        if description is None:
            raise Problem(
                404, f"Nothing is known here of <{job.text}>: no document, claim, event or actor has it."
            )
        if description.replaced_by is not None:
            address = local(description.replaced_by, self._base_iri)
            raise Problem(301, f"It is now <{description.replaced_by}>.", headers={"Location": address})
        if job.graph is None:
            raise _not_acceptable(FORMATS.values())
        reply.write(serialise(description, job.graph))
        reply.finish()


def _graphs(iris: tuple[str, ...] | None) -> list[NamedNode | BlankNode] | None:
    return None if iris is None else [NamedNode(iri) for iri in iris]


def _not_acceptable(formats: Iterable[QueryResultsFormat | RdfFormat]) -> Problem:
    types = sorted({kind.media_type.partition(";")[0] for kind in formats})
    return Problem(406, "This query can be answered as " + ", ".join(types), extra={"available": types})


def main() -> None:
    """`python -m server.evaluator DATA MEMORY_MB`, with a socket to the front as standard input."""
    data, memory_mb = Path(sys.argv[1]), int(sys.argv[2])
    confine.start(lambda: Evaluator(standard_input(), data, memory_mb).run(), memory_mb)


if __name__ == "__main__":
    main()
