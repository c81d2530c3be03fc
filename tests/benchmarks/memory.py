"""Does memory stay flat? The resident set of `ingest` over many short documents, each with names that no other has.

usage: python tests/benchmarks/memory.py [DOCUMENTS]

Reads and commits made-up reports (made_reports.py; default 10,000) with one process into a temporary store, and
prints its resident set in MB after each tenth. A line of it that goes on rising is a leak.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import chain, count
from pathlib import Path

import psutil  # type: ignore[import-untyped]

sys.path.insert(0, str(Path(__file__).parents[2]))

import store
from ingest.commit import Outcome
from ingest.pipeline import Setting, ingest
from ontology import authority, schema
from ontology.vocabulary import vocabulary
from tests.benchmarks.made_reports import report


def main() -> None:
    """Ingest and print."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    process, done = psutil.Process(), count(1)

    def told(outcome: Outcome) -> None:
        number = next(done)
        if number % (documents // 10) == 0:
            print(f"{number:7} documents  {process.memory_info().rss / 1e6:6.0f} MB", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder) / "reports"
        reports.mkdir()
        for number in range(documents):
            (reports / f"{number:06}.md").write_text(report(number), encoding="utf-8")
        data = Path(folder) / "data"
        known = chain(schema.quads(), vocabulary().terms, authority.quads(authority.load()))
        store.create(data, "http://localhost:8000/id/", known)
        summary = ingest(data, [str(reports)], Setting(), 1, told)
        print(summary)


if __name__ == "__main__":
    main()
