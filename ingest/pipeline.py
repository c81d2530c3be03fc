"""The life of an article in its order: read → interpret (pure, in parallel) → commit (one writer).

Steps 1–6 of a document depend on nothing but the document; 7–9 run under the writer's lock, in the order of the
sources, so that the same input gives the same graph however many processes read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from ingest.commit import Outcome, Summary, commit_readings
from ingest.errors import IngestError
from ingest.interpret import interpret
from ingest.model import Reading
from ingest.read import Overrides, read
from ingest.sources import Source, sources
from ontology.authority import Authority, load

_AHEAD = 4
"""How many documents a process may be ahead of the writer: memory stays flat over a million."""
_MAX_TASKS = 2000
"""After this many documents a reading process is replaced, for spaCy's vocabulary grows with every new word."""


@dataclass(frozen=True)
class Failure:
    """A source that could not be read, and why."""

    name: str
    error: str


@dataclass(frozen=True)
class Setting:
    """What every reading process needs to know."""

    overrides: Overrides = Overrides()
    authority: tuple[Path, ...] = ()
    model: str | None = None


def ingest(
    data: Path,
    names: Sequence[str],
    setting: Setting,
    jobs: int,
    report: Callable[[Outcome], None],
) -> Summary:
    """Read the sources and keep their claims in the store at `data`; `report` hears of each document."""
    return commit_readings(data, preview(names, setting, jobs), report)


def preview(names: Sequence[str], setting: Setting, jobs: int = 1) -> Iterator[Reading | Failure]:
    """The readings of the sources in their order, each as soon as it is there; nothing is stored."""
    found = sources(names)
    if jobs <= 1:
        authority = load(*setting.authority)
        return (_reading(source, setting, authority) for source in found)
    return _in_parallel(found, setting, jobs)


def _in_parallel(found: Iterable[Source], setting: Setting, jobs: int) -> Iterator[Reading | Failure]:
    waiting = iter(found)
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=_MAX_TASKS) as pool:
        running = [pool.submit(_read_in_child, source, setting) for source in islice(waiting, jobs * _AHEAD)]
        while running:
            done = running.pop(0)
            yield done.result()
            running.extend(pool.submit(_read_in_child, source, setting) for source in islice(waiting, 1))


def _read_in_child(source: Source, setting: Setting) -> Reading | Failure:
    return _reading(source, setting, load(*setting.authority))


def _reading(source: Source, setting: Setting, authority: Authority) -> Reading | Failure:
    try:
        document = read(source.content(), source.name, setting.overrides, authority)
        return interpret(document, authority, setting.model)
    except IngestError as error:
        return Failure(source.name, str(error))
