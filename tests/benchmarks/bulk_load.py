"""How long `legation import` takes for a file, next to Oxigraph's own loader on the same file.

    python tests/benchmarks/bulk_load.py [FILE.nq] [--quads 1000000] [--runs 3]

Without a file, one in Legation's layout is made: descriptions in the default graph, a graph a claim. The runs
are interleaved, each in a process and a store of its own; the bar is a ratio of 2 and a minute a million.
"""

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TERMS = "https://w3id.org/legation/ontology#"
BASE = "http://localhost:8000/id/"

OURS = """
import sys
from pathlib import Path
import store
from store import bulk
store.create(Path(sys.argv[1]), "http://localhost:8000/id/")
print(bulk.load(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def quads(seed: int = 2023) -> Iterator[str]:
    """N-Quads of made-up documents and claims without end, the same ones each time."""
    draw = random.Random(seed)
    claim = 0
    for number in range(sys.maxsize):
        document = f"<{BASE}document/{number}>"
        yield f'{document} <http://purl.org/dc/terms/title> "Report {draw.random()} of talks"@en .\n'
        yield f'{document} <http://purl.org/dc/terms/publisher> "Outlet {draw.randrange(40)}" .\n'
        for _ in range(draw.randrange(1, 12)):
            claim += 1
            graph, event = f"<{BASE}claim/{claim}#claim>", f"<{BASE}event/{draw.randrange(claim // 2 + 1)}>"
            actors = [f"<{BASE}actor/{int(draw.paretovariate(0.8)) % 5000}>" for _ in range(3)]
            yield f"{graph} <{TERMS}claimant> {actors[2]} .\n"
            yield f"{graph} <{TERMS}about> {event} .\n"
            yield f"{graph} <{TERMS}derivedFrom> {document} .\n"
            yield f'{graph} <{TERMS}quote> "the minister of {draw.random()} arrived for talks on Tuesday"@en .\n'
            yield f"{event} <{TERMS}visitor> {actors[0]} {graph} .\n"
            yield f"{event} <{TERMS}host> {actors[1]} {graph} .\n"
            yield f'{event} <{TERMS}dateText> "day {draw.randrange(3650)}" {graph} .\n'


def seconds(command: list[str]) -> float:
    """How long a command takes; ends the benchmark with its message if it fails."""
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - begun


def main() -> None:
    """Run it and print a line a run, then the medians and their ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, help="N-Quads to load")
    parser.add_argument("--quads", type=int, default=1_000_000, help="how many to make without a file")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    oxigraph = Path(sysconfig.get_path("scripts")) / "oxigraph"
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = options.file.resolve() if options.file else folder / "made.nq"
        if not options.file:
            with file.open("w", encoding="utf-8") as output:
                output.writelines(islice(quads(), options.quads))
        for run in range(options.runs):
            here, there = folder / f"ours{run}", folder / f"theirs{run}"
            theirs.append(seconds([str(oxigraph), "load", "--location", str(there), "--file", str(file)]))
            ours.append(seconds([sys.executable, "-c", OURS, str(here), str(file)]))
            print(f"run {run + 1}: legation {ours[-1]:.2f} s, oxigraph load {theirs[-1]:.2f} s", flush=True)
            shutil.rmtree(here)
            shutil.rmtree(there)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
        2**20 if sys.platform == "darwin" else 2**10
    )
    legation, peer = statistics.median(ours), statistics.median(theirs)
    print(
        f"medians: legation {legation:.2f} s, oxigraph load {peer:.2f} s; ratio {legation / peer:.2f} (bar: 2)"
    )
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
