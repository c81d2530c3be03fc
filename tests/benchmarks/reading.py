"""How fast are articles read? Documents of 500 words a second and core, and the ratio to the same spaCy pipeline alone.

usage: python tests/benchmarks/reading.py [TEXTS…] [--authority DIR] [--rounds 5] [--jobs DOCUMENTS]

TEXTS are files or folders. Without any, the reports of tests/corpus are joined to documents of about 500 words, each
folder with its authority. All sides read the same documents in turn in one process, after the model is loaded:

- spaCy alone: only its pipeline over the kept text;
- Legation, to checked quads: everything from bytes to claims as RDF, SHACL included;
- Legation, to a store: besides identified, corroborated and put into a store in memory.

Counted is the processor's time, for all of them run on one core and others may use the machine. `--jobs` then ingests
so many documents with one and with two processes, start and commits included, and compares the time on the clock:
give some hundreds, and leave the machine alone.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, cycle, islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

sys.path.insert(0, str(Path(__file__).parents[2]))

import store
from ingest import documents
from ingest.describe import quads
from ingest.identity.keys import keys
from ingest.identity.register import EVENT, KEY, LABEL, TYPE
from ingest.interpret import interpret
from ingest.language.text import MODELS
from ingest.model import Document, Reading
from ingest.pipeline import Setting, ingest
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ingest.reading.sources import find_sources
from ontology import schema, shapes
from ontology.authority import Authority, load
from ontology.authority import quads as authority_quads
from ontology.vocabulary import vocabulary

CORPORA = Path(__file__).parents[1] / "corpus"
HELD_BACK = "held_out"
BASE = "http://localhost:8000/id/"
WORDS = 500


@dataclass(frozen=True)
class Article:
    """A text to be read, and the folders of the authority that it needs."""

    name: str
    raw: bytes
    folders: tuple[Path, ...]

    @property
    def known(self) -> Authority:
        return load(*self.folders)

    def document(self) -> Document:
        return read(self.raw, self.name, Overrides(), self.known)


def main() -> None:
    """Measure in turn and print the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="*")
    parser.add_argument("--authority", type=Path, action="append", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=0, metavar="DOCUMENTS")
    arguments = parser.parse_args()
    if arguments.texts:
        folders = tuple(arguments.authority)
        articles = [Article(each.name, each.read(), folders) for each in find_sources(arguments.texts)]
    else:
        articles = list(joined_reports())
    measure(articles, arguments.rounds)
    if arguments.jobs:
        measure_jobs(articles, arguments.jobs)


def joined_reports() -> Iterator[Article]:
    """The reports of the corpora as documents of about 500 words, each as long as it takes from one folder's."""
    for folder in sorted(CORPORA.glob("*/reports")):
        if folder.parent.name == HELD_BACK:
            continue
        waiting: list[str] = []
        for file in sorted(folder.glob("*.md")):
            waiting.append(file.read_text(encoding="utf-8"))
            bodies = [text.split("---\n", 2)[2] for text in waiting]
            if sum(len(body.split()) for body in bodies) >= WORDS - 50:
                head = waiting[0].split("---\n", 2)[1]
                text = f"---\n{head}---\n" + "\n\n".join(bodies)
                yield Article(str(file), text.encode(), (folder.parent / "authority",))
                waiting = []


def measure(articles: Sequence[Article], rounds: int) -> None:
    """Documents a second, and ratios to spaCy alone in the same round."""
    name = next(name for name in MODELS if find_spec(name))
    language = import_module(name).load()  # as it comes
    texts = [article.document().text for article in articles]
    size = sum(len(text.split()) for text in texts) / WORDS

    def alone() -> None:
        for text in texts:
            language(text)

    def to_quads() -> None:
        for article in articles:
            reading = interpret(article.document(), article.known)
            events = {number: NamedNode(f"{BASE}event/{number}") for number in keys(reading)}
            found = [*quads(reading, BASE, events), *_heads(reading, events)]
            if faults := shapes.check(found, article.known):
                raise SystemExit(f"{article.name}: {faults[0]}")

    def to_store() -> None:
        graph = Store()
        for article in articles:
            documents.put(graph, BASE, interpret(article.document(), article.known), article.known)

    sides = {
        "spaCy's pipeline alone": alone,
        "Legation, to checked quads": to_quads,
        "Legation, to a store": to_store,
    }
    for side in sides.values():
        side()
    times = {name: [] for name in sides}  # type: dict[str, list[float]]
    for _ in range(rounds):
        for name, side in sides.items():
            times[name].append(_seconds(side))
    print(f"{len(texts)} documents, {size * WORDS / len(texts):.0f} words each, {rounds} rounds")
    peer = times["spaCy's pipeline alone"]
    for name, each in times.items():
        ratio = statistics.median(theirs / ours for theirs, ours in zip(peer, each, strict=True))
        print(
            f"{name:28} {size / statistics.median(each):6.1f} documents of {WORDS} words a second, {ratio:.2f}"
        )


def _heads(reading: Reading, events: dict[int, NamedNode]) -> Iterator[Quad]:
    """What Legation states of events, without which they breach the shapes."""
    for number, key in keys(reading).items():
        yield Quad(events[number], TYPE, EVENT)
        yield Quad(events[number], LABEL, Literal("an event", language="en"))
        yield Quad(events[number], KEY, Literal(str(key)))


def _seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def measure_jobs(articles: Sequence[Article], number: int) -> None:
    """The time on the clock of one process to two, and how much more the two work."""
    folders = articles[0].folders
    chosen = [article for article in articles if article.folders == folders]
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder) / "reports"
        reports.mkdir()
        for index, article in enumerate(islice(cycle(chosen), number)):
            text = article.raw.decode().replace("\nurl: ", "\nurl_of_first: ", 1)
            text = text.replace("---\n", f"---\nurl: https://made.example/{index}\n", 1)
            (reports / f"{index:05}.md").write_text(text, encoding="utf-8")
        seconds = {jobs: _ingested(Path(folder) / f"data-{jobs}", reports, folders, jobs) for jobs in (1, 2)}
    (one, busy_one), (two, busy_two) = seconds[1], seconds[2]
    print(f"{number} documents with 1 process {one:.1f} s, with 2 {two:.1f} s: {one / two:.2f} times as fast")
    print(
        f"  {busy_two / busy_one:.2f} times the work; {2 * busy_one / busy_two:.2f} would be most on 2 cores"
    )


def _ingested(data: Path, reports: Path, folders: tuple[Path, ...], jobs: int) -> tuple[float, float]:
    """Seconds on the clock, and of all processors."""
    known = chain(schema.quads(), vocabulary().terms, authority_quads(load(*folders)))
    store.create(data, BASE, known)
    start, before = time.perf_counter(), os.times()
    ingest(data, [str(reports)], Setting(authority=folders), jobs, lambda outcome: None)
    after = os.times()
    return time.perf_counter() - start, sum(after[:4]) - sum(before[:4])


if __name__ == "__main__":
    main()
