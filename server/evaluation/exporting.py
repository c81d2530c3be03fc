"""An export as an evaluator makes it: what is asked for, and the window of its bytes that is wanted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Protocol, cast

import store
from server.http.problems import Problem
from store import export
from store.export.source import CC_BY


class Sink(Protocol):
    """What takes the bytes."""

    def write(self, data: bytes, /) -> int:
        """Take some."""


@dataclass(frozen=True)
class ExportJob:
    """A format of `store.export.FORMATS`, which claims, of which snapshot, and which of its bytes.

    `measure` gives, in place of the bytes, how many they are. `end` is None for all that follow `start`.
    """

    format: str
    snapshot: int
    selection: export.Selection = field(default_factory=export.Selection)
    rdf12: bool = False
    licence: str = CC_BY
    packed: bool = False
    measure: bool = False
    start: int = 0
    end: int | None = None

    def encode(self) -> str:
        """For the text of a job; `decode` reads it."""
        return json.dumps(asdict(self), default=str)


def decode(text: str) -> ExportJob:
    """The job that `ExportJob.encode` wrote."""
    members = json.loads(text)
    chosen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value and date.fromisoformat(value)
        for name, value in members.pop("selection").items()
    }
    return ExportJob(selection=export.Selection(**chosen), **members)


def run(job: ExportJob, data: Path, base: str, current: store.Snapshot, output: Sink) -> None:
    """Write what is asked for.

    Raises: Problem if the snapshot is gone, or the format can't hold what is in it.
    """
    if job.snapshot == current.number:
        _write(job, base, current, output)
        return
    try:
        with store.open_snapshot(data, job.snapshot) as snapshot:
            _write(job, base, snapshot, output)
    except store.SnapshotMissing as error:
        kept = str(error).rpartition("choose ")[2]
        raise Problem(404, f"Snapshot {job.snapshot} is not kept: choose {kept}.") from None


class _EnoughError(Exception):
    """All that is wanted has been written."""


class _Window:
    """Lets bytes from `start` to `end` pass, and counts all."""

    def __init__(self, output: Sink | None, start: int, end: int | None) -> None:
        self._output = output
        self._start = start
        self._end = end
        self.size = 0

    def write(self, data: bytes) -> int:
        begin, self.size = self.size, self.size + len(data)
        if self._output is not None:
            wanted = data[
                max(self._start - begin, 0) : None if self._end is None else max(self._end - begin, 0)
            ]
            if wanted:
                self._output.write(wanted)
            if self._end is not None and self.size >= self._end:
                raise _EnoughError
        return len(data)

    def flush(self) -> None:
        """Part of `typing.IO[bytes]`."""


def _write(job: ExportJob, base: str, snapshot: store.Snapshot, output: Sink) -> None:
    window = _Window(None if job.measure else output, job.start, job.end)
    try:
        source = export.source(snapshot.store, base, job.selection, rdf12=job.rdf12, licence=job.licence)
        if job.packed:
            with export.compressed(cast(IO[bytes], window)) as file:
                export.dump(source, file, job.format)
        else:
            export.dump(source, cast(IO[bytes], window), job.format)
    except _EnoughError:
        pass
    except store.StoreError as error:
        raise Problem(409, str(error)) from None
    if job.measure:
        output.write(b"%d" % window.size)
