"""The life of an article in its order: read → interpret (pure, in parallel) → commit (one writer).

Steps 1–6 of a document depend on nothing but the document; 7–9 run under the writer's lock, in the order of the
sources, so that the same input gives the same graph however many processes read it.
"""

from __future__ import annotations

import logging
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from ingest.commit import Failure, Outcome, Summary, commit_readings
from ingest.errors import IngestError
from ingest.events.frames import frames
from ingest.interpret import interpret
from ingest.language.text import forget
from ingest.model import Reading
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ingest.reading.sources import Source, find_sources
from ontology.authority import load

_LOG = logging.getLogger(__name__)
_ROOM = Path(__file__).parent
_AHEAD = 32
"""How many documents a process may be ahead of the writer: enough to go on reading while a batch is written, and few
enough that memory stays flat over a million."""
_MAX_TASKS = 2000
"""After this many documents a reading process is replaced, or the only one loads its model anew: spaCy's vocabulary
grows with every new word, by 5 to 20 MB over so many documents."""


@dataclass(frozen=True)
class Setting:
    """What every reading process needs to know."""

    overrides: Overrides = field(default_factory=Overrides)
    authority: tuple[Path, ...] = ()
    model: str | None = None
    frames: tuple[Path, ...] = ()


def ingest(
    data: Path,
    names: Sequence[str],
    setting: Setting,
    jobs: int,
    report: Callable[[Outcome], None],
) -> Summary:
    """Read the sources and keep their claims in the store at `data`; `report` hears of each document."""
    return commit_readings(
        data, preview(names, setting, jobs), report, authority=setting.authority, events=setting.frames
    )


def preview(names: Sequence[str], setting: Setting, jobs: int = 1) -> Iterator[Reading | Failure]:
    """The readings of the sources in their order, each as soon as it is there; nothing is stored.

    Raises IngestError at once if a name means no text.
    """
    found = find_sources(names)
    return _in_turn(found, setting) if jobs <= 1 else _in_parallel(found, setting, jobs)


def _in_turn(found: Sequence[Source], setting: Setting) -> Iterator[Reading | Failure]:
    for number, source in enumerate(found):
        if number and number % _MAX_TASKS == 0:
            forget()
        raw = _raw(source)
        yield raw if isinstance(raw, Failure) else _reading(raw, source.name, setting)


def _in_parallel(found: Sequence[Source], setting: Setting, jobs: int) -> Iterator[Reading | Failure]:
    sources = iter(found)
    with ProcessPoolExecutor(
        jobs,
        get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),  # Ctrl-C is the parent's to hear
        max_tasks_per_child=_MAX_TASKS,
    ) as pool:
        running: list[Failure | Future[Reading | Failure]] = []
        while True:
            for source in islice(sources, jobs * _AHEAD - len(running)):
                raw = _raw(source)
                submitted = (
                    raw if isinstance(raw, Failure) else pool.submit(_reading, raw, source.name, setting)
                )
                running.append(submitted)
            if not running:
                return
            first = running.pop(0)
            try:
                yield first if isinstance(first, Failure) else first.result()
            except BrokenProcessPool:
                raise IngestError(
                    "a reading process was ended, perhaps for want of memory: give fewer --jobs"
                ) from None


def _raw(source: Source) -> bytes | Failure:
    try:
        return source.read()
    except IngestError as error:
        return Failure(source.name, str(error))


def _reading(raw: bytes, name: str, setting: Setting) -> Reading | Failure:
    authority = load(*setting.authority)
    try:
        document = read(raw, name, setting.overrides, authority)
        return interpret(document, authority, setting.model, frames(*setting.frames))
    except IngestError as error:
        return Failure(name, str(error))
    except Exception as error:
        # A mistake of ours that one text in a thousand brings to light must not cost the others their turn.
        _LOG.debug("%s could not be read", name, exc_info=True)
        mistake = f"a mistake in Legation: {_mistake(error)}; please report it with the text"
        return Failure(name, f"{name}: {mistake}")


def _mistake(error: Exception) -> str:
    """An unexpected error in one line: its class, what it says, and the last line of this room on its way."""
    frames = traceback.extract_tb(error.__traceback__)
    last = [frame for frame in frames if _ROOM in Path(frame.filename).parents][-1]
    place = f"{Path(last.filename).relative_to(_ROOM.parent)}, line {last.lineno}"
    return f"{type(error).__name__} ({' '.join(str(error).split())[:200]}) in {place}"
