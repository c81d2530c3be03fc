"""How fast are articles read? Documents of 500 words a second and core, and the ratio to the same spaCy pipeline alone.

usage: python tests/benchmarks/reading.py [TEXTS…] [--rounds 5]

TEXTS are files or folders (default: the samples that ship with Legation). Both sides read the same texts in turn in one
process, after the model is loaded: ours with everything from bytes to checked quads (SHACL included), spaCy alone only
its pipeline over the kept text.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode

from ingest.describe import quads
from ingest.interpret import interpret
from ingest.language.text import load_language
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ingest.reading.sources import find_sources
from ontology import shapes
from ontology.authority import load

SAMPLES = Path(__file__).parents[2] / "legation" / "samples"
BASE = "http://localhost:8000/id/"


def main() -> None:
    """Measure in turn and print the medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="*", default=[str(SAMPLES)])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    authority, language = load(), load_language()
    sources = [(source.name, source.read()) for source in find_sources(arguments.texts)]
    texts = [read(raw, name, Overrides(), authority).text for name, raw in sources]
    documents = sum(len(text.split()) for text in texts) / 500

    def ours() -> None:
        for name, raw in sources:
            reading = interpret(read(raw, name, Overrides(), authority), authority)
            events = {claim.event: NamedNode(f"{BASE}event/{claim.event}") for claim in reading.claims}
            shapes.check(list(quads(reading, BASE, events)))

    def spacy_alone() -> None:
        for text in texts:
            language(text)

    ours()
    spacy_alone()
    pairs = [(_seconds(ours), _seconds(spacy_alone)) for _ in range(arguments.rounds)]
    mine, alone = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(peer / own for own, peer in pairs)
    print(f"{len(texts)} texts, {documents * 500:.0f} words, {arguments.rounds} rounds")
    print(f"Legation, bytes to checked quads: {documents / mine:5.1f} documents of 500 words a second")
    print(f"spaCy's pipeline alone:           {documents / alone:5.1f}")
    print(f"ratio (median of paired rounds):  {ratio:5.2f}")


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
