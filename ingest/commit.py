"""Step 9: readings into the store, a batch of whole documents a snapshot.

The writer's lock is held only while a batch is written. All that depends on what the store holds (is it new? is
this happening there already?) is asked under the lock, of the newest snapshot, so two runs side by side agree.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal as OneOf
from typing import get_args

from pyoxigraph import Store

import store
from ingest import documents
from ingest.describe import document_iri
from ingest.errors import IngestError
from ingest.events.frames import Frames, frames
from ingest.model import Reading
from ontology.authority import Authority, load
from store import texts

BATCH = 50
"""Most documents in one snapshot."""
SECONDS = 5.0
"""Longest time that a document waits for others to be committed with it, as far as readings come in."""

Status = OneOf["added", "replaced", "unchanged", "failed"]


@dataclass(frozen=True)
class Failure:
    """A source that didn't come as far as a reading."""

    source: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What became of one source: `document` is the IRI if it is in the store, `message` says why it isn't."""

    source: str
    status: Status
    document: str | None = None
    claims: int = 0
    message: str | None = None


@dataclass(frozen=True)
class Summary:
    """What became of a run: its sources, and the numbers of the snapshots that were made."""

    outcomes: tuple[Outcome, ...] = ()
    snapshots: tuple[int, ...] = ()

    def count(self, *statuses: Status) -> int:
        """How many sources ended so."""
        return sum(outcome.status in statuses for outcome in self.outcomes)

    @property
    def failed(self) -> int:
        """How many sources are not in the store because of this run."""
        return self.count("failed")

    @property
    def claims(self) -> int:
        """Claims of the documents that were added or replaced."""
        return sum(outcome.claims for outcome in self.outcomes if outcome.status in ("added", "replaced"))

    def __str__(self) -> str:
        parts = [f"{self.count(status)} {status}" for status in get_args(Status) if self.count(status)]
        return f"{', '.join(parts) or 'nothing to do'}; {self.claims} claims written"


def commit_readings(
    data: Path,
    readings: Iterable[Reading | Failure],
    on_done: Callable[[Outcome], None] = lambda outcome: None,
    *,
    authority: Sequence[Path] = (),
    events: Sequence[Path] = (),
    batch: int = BATCH,
    seconds: float = SECONDS,
) -> Summary:
    """Store readings as they come, and report each one when it is safe on disk.

    `authority` and `events` name the folders of authority files and of frames with which they were read.
    A document that cannot be stored is reported as failed and the others go on. The order of the readings is the
    order in which events are minted: give them in the order of the sources for the same IRIs in every run.
    Raises StoreError if the store itself cannot be written; what was reported before is safe.
    """
    outcomes: list[Outcome] = []
    snapshots: list[int] = []
    waiting: list[Reading | Failure] = []
    since = time.monotonic()

    def write() -> None:
        number, found = _write(data, waiting, load(*authority), frames(*events))
        waiting.clear()
        _give_back()
        snapshots.extend([number] if number is not None else [])
        outcomes.extend(found)
        for outcome in found:
            on_done(outcome)

    for reading in readings:
        if not waiting:
            since = time.monotonic()
        waiting.append(reading)
        if len(waiting) >= batch or time.monotonic() - since >= seconds:
            write()
    if waiting:
        write()
    return Summary(tuple(outcomes), tuple(snapshots))


def _give_back() -> None:
    """Have glibc return to the system what the store needed while it was open, which it would keep in many pieces.

    Takes 6 ms; without it a process grows by 7 MB with each 1,000 documents, with it by 3.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other systems need none
    if trim is not None:
        trim(0)


def delete(data: Path, names: Iterable[str], events: Sequence[Path] = ()) -> list[str]:
    """Delete documents by IRI, address or key in one commit; their IRIs. Raises NoDocument (then nothing is done).

    `events` are the folders of frames beside the shipped ones, which say what events that stay are called.
    """
    base = store.base(data)
    with store.writing(data) as commit:
        return [documents.delete(commit.store, base, name, frames(*events)) for name in names]


def _write(
    data: Path, batch: list[Reading | Failure], known: Authority, forms: Frames
) -> tuple[int | None, list[Outcome]]:
    """One snapshot, or none if nothing changed."""
    base = store.base(data)
    prepared = [_keep_text(data, reading) for reading in batch]
    if not any(isinstance(reading, Reading) for reading in prepared):
        return None, [_failed(failure) for failure in prepared if isinstance(failure, Failure)]
    with store.writing(data) as commit:
        outcomes = [_put(commit.store, base, reading, known, forms) for reading in prepared]
        if all(outcome.status in ("unchanged", "failed") for outcome in outcomes):
            commit.abandon()
        return (None if commit.abandoned else commit.number), outcomes


def _keep_text(data: Path, reading: Reading | Failure) -> Reading | Failure:
    """The text goes to disk before any commit that refers to it."""
    if isinstance(reading, Failure):
        return reading
    try:
        reading.document.text.encode()
    except UnicodeEncodeError as error:
        key = reading.document.key
        return Failure(key, f"{key}: no Unicode text at character {error.start}: convert it to UTF-8")
    texts.put(data, reading.document.text)
    return reading


def _put(graph: Store, base: str, reading: Reading | Failure, known: Authority, forms: Frames) -> Outcome:
    if isinstance(reading, Failure):
        return _failed(reading)
    source = reading.document.key
    try:
        status = documents.put(graph, base, reading, known, forms)
    except IngestError as error:
        return Outcome(source, "failed", message=str(error))
    return Outcome(source, status, document_iri(reading.document, base).value, len(reading.claims))


def _failed(failure: Failure) -> Outcome:
    return Outcome(failure.source, "failed", message=failure.message)
