"""Finds the weights of ingest/confidence.yaml: which signs of a claim go with being right.

usage: python tests/benchmarks/confidence.py [FOLDER…] [--gold DIR]… [--fit]

Reads annotated corpora (default: all under tests/corpus that are not held back), finds by tests/corpus/scoring which
claims are right, and shows for each sign the share of right claims with and without it. Then a logistic regression
with a penalty on large weights; its worth is told from reports that it was not fitted on, one at a time left out.
`--fit` prints the weights as they stand in the file: the one of all claims is raised or lowered until those from 0.8
on hold 60 % of the right ones. So the figure orders claims, and 0.8 divides them where analysts asked for it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import trace
from ingest.attributed import Attributed
from ingest.confidence import confidence
from ingest.describe import claim_iris
from ingest.interpret import interpret
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ontology import authority
from tests.corpus.scoring.line import BASE, Corpus, corpus, ingested
from tests.corpus.scoring.tally import judge

CORPORA = Path(__file__).parents[1] / "corpus"
HELD_BACK = "held_out"
PENALTY = 3.0
"""Of the squared weights; found by what predicts best the reports left out."""
SURE = 0.8
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """A claim of a report: its signs, and whether it is right."""

    report: str
    signs: dict[str, int]
    right: bool


def main() -> None:
    """Read, fit, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--gold", type=Path, action="append", default=[], help="a folder with reports")
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    names = arguments.folders or sorted(
        path.parent.name for path in CORPORA.glob("*/reports") if path.parent.name != HELD_BACK
    )
    corpora = [corpus(CORPORA / name) for name in names]
    corpora += [Corpus(folder.name, folder, ()) for folder in arguments.gold]
    cases = [case for each in corpora for case in _cases(each)]
    signs = sorted({sign for case in cases for sign in case.signs})
    right = np.array([case.right for case in cases], float)
    _show_signs(cases, signs)
    _show("as it stands", np.array([float(confidence(case.signs)) for case in cases]), right)
    table = np.array([[1.0, *(case.signs.get(sign, 0) for sign in signs)] for case in cases])
    left_out = np.zeros(len(cases))
    for report in {case.report for case in cases}:
        mine = np.array([case.report == report for case in cases])
        left_out[mine] = _share(table[mine], _fitted(table[~mine], right[~mine]))
    _show("fitted, on reports left out", left_out, right)
    weights = _fitted(table, right)
    _show("fitted, on the same reports", _share(table, weights), right)
    if arguments.fit:
        weights[0] += _shift(_share(table, weights), right)
        for name, weight in zip(["always", *signs], weights, strict=True):
            print(f"{name}: {weight:.2f}")


def _cases(corpus: Corpus) -> Iterator[Case]:
    with ingested(corpus) as (graph, _):
        judged = [judge(report, graph) for report in corpus.annotations]
    right = {
        pair.told.iri
        for each in judged
        for match in each.matches
        if match.strict
        for pair in match.claims
        if pair.right
    }
    known = authority.load(*corpus.authority)
    for file in sorted(corpus.reports.glob("*.md")):
        document = read(file.read_bytes(), str(file), Overrides(), known)
        with trace.listening() as notes:
            reading = interpret(document, known)
        signs: dict[tuple[object, ...], dict[str, int]] = {}
        for note in notes:
            attributed = note.data.get("attributed")
            if note.kind == "claim" and isinstance(attributed, Attributed):
                said = (note.data["event"], note.data["claimant"], attributed.attribution.attitude.stance)
                signs[said] = dict(note.data["signs"])  # type: ignore[call-overload]
        for iri, claim in zip(claim_iris(reading, BASE), reading.claims, strict=True):
            yield Case(file.stem, signs[claim.event, claim.claimant, claim.stance], iri.value in right)


def _share(table: Numbers, weights: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-table @ weights))


def _fitted(table: Numbers, right: Numbers) -> Numbers:
    """Logistic regression by Newton's method; no penalty on the first weight, which all cases have."""
    weights = np.zeros(table.shape[1])
    penalty = np.eye(table.shape[1]) * PENALTY
    penalty[0, 0] = 0
    for _ in range(30):
        share = _share(table, weights)
        slope = table.T @ (right - share) - penalty @ weights
        curve = (table * (share * (1 - share))[:, None]).T @ table + penalty
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _shift(share: Numbers, right: Numbers) -> float:
    """What to add to all sums so that the claims from SURE on hold 60 % of the right ones."""
    order = np.argsort(-share, kind="stable")
    last = share[order[int(np.searchsorted(np.cumsum(right[order]), 0.6 * right.sum()))]]
    return float(np.log(SURE / (1 - SURE)) - np.log(last / (1 - last)))


def _show_signs(cases: Sequence[Case], signs: Sequence[str]) -> None:
    print(f"{'sign':22} right with it     without it")
    for sign in signs:
        with_it = [case.right for case in cases if case.signs.get(sign)]
        without = [case.right for case in cases if not case.signs.get(sign)]
        print(f"{sign:22} {_part(with_it):17} {_part(without)}")


def _part(right: Sequence[bool]) -> str:
    return f"{sum(right)}/{len(right)} = {sum(right) / max(len(right), 1):.2f}"


def _show(name: str, share: Numbers, right: Numbers) -> None:
    sure = share >= SURE
    kept = right[sure]
    print(
        f"{name}: at ≥ {SURE} {kept.sum():.0f}/{len(kept)} = {kept.sum() / max(len(kept), 1):.2f} are right,"
        f" {kept.sum() / right.sum():.2f} of the right ones; mean {share.mean():.2f}, right {right.mean():.2f}"
    )
    order = np.argsort(-share, kind="stable")
    counted = np.cumsum(right[order])
    most = int(np.searchsorted(counted, 0.6 * right.sum())) + 1
    print(
        f"  the surest that hold 60 % of the right ones: {counted[most - 1] / most:.2f} (≥ {share[order[most - 1]]:.2f})"
    )


if __name__ == "__main__":
    main()
