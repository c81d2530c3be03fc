"""The whole line over a corpus: its reports ingested into a store of its own, and compared."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import store
from ingest.commit import Summary
from ingest.pipeline import Setting, ingest
from ontology import authority, schema
from ontology.vocabulary import vocabulary
from tests.corpus.scoring.annotation import Annotation, read_annotations
from tests.corpus.scoring.graph import Graph

BASE = "http://localhost:8000/id/"


@dataclass(frozen=True)
class Corpus:
    """Reports with their annotations, and what is known beside the shipped authority."""

    name: str
    reports: Path
    authority: tuple[Path, ...]

    @property
    def annotations(self) -> list[Annotation]:
        return read_annotations(self.reports)


def corpus(folder: Path) -> Corpus:
    """A folder with `reports` and `authority` in it."""
    return Corpus(folder.name, folder / "reports", (folder / "authority",))


@contextmanager
def ingested(corpus: Corpus, jobs: int = 1) -> Iterator[tuple[Graph, Summary]]:
    """The graph of a corpus, as the pipeline makes it, and what became of each report."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        known = authority.quads(authority.load(*corpus.authority))
        store.create(data, BASE, chain(schema.quads(), vocabulary().terms, known))
        reports = sorted(map(str, corpus.reports.glob("*.md")))
        summary = ingest(data, reports, Setting(authority=corpus.authority), jobs, lambda outcome: None)
        with store.reading(data) as snapshot:
            yield Graph(snapshot.store), summary
