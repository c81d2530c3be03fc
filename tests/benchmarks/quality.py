"""How well are articles read? Events, roles, claims, dates and identity against what analysts read in them.

usage: python tests/benchmarks/quality.py [FOLDER…] [--held-back] [--gold DIR [--authority DIR]] [--jobs N] [-v]

Ingests each corpus under tests/corpus (or only those named) with the real pipeline into a store of its own, and
compares. `--held-back` adds the reports that nobody looks at while writing rules: no text and no name of theirs is
printed. `--gold` takes any other folder of reports and annotations. What counts as right is said in
tests/corpus/scoring. Precision / recall / F1 each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.corpus.scoring.annotation import ROLES
from tests.corpus.scoring.line import Corpus, corpus, ingested
from tests.corpus.scoring.tally import Figures, Judged, figures, identity, judge, on_matched

CORPORA = Path(__file__).parents[1] / "corpus"
HELD_BACK = "held_out"
SURE = 0.8
FEWEST = 3
"""Reports in which a construction must be tried to be shown."""


def main() -> None:
    """Ingest, compare, print."""
    arguments = _arguments()
    everything: list[Judged] = []
    sure: list[Judged] = []
    chosen = _chosen(arguments)
    for each in chosen:
        with ingested(each, arguments.jobs) as (graph, summary):
            reports = each.annotations
            all_ = [judge(report, graph) for report in reports]
            some = [judge(report, graph, SURE) for report in reports]
        unread = [outcome.message for outcome in summary.outcomes if outcome.status == "failed"]
        _show(each.name, all_, some)
        if unread and each.name != HELD_BACK:
            print("  not read:", *unread, sep="\n    ")
        if arguments.verbose and each.name != HELD_BACK:
            _show_reports(all_)
        everything += all_
        sure += some
    if len(chosen) > 1:
        _show("all", everything, sure)
    _show_types(everything)
    _show_constructions(everything)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", help="names of folders under tests/corpus (default: all)")
    parser.add_argument("--held-back", action="store_true", help=f"add {HELD_BACK}")
    parser.add_argument("--gold", type=Path, help="a folder of reports (*.md) and annotations (*.json)")
    parser.add_argument("--authority", type=Path, help="its own authority, if it has one")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is missed and invented")
    return parser.parse_args()


def _chosen(arguments: argparse.Namespace) -> list[Corpus]:
    if arguments.gold is not None:
        known = () if arguments.authority is None else (arguments.authority,)
        return [Corpus(arguments.gold.name, arguments.gold, known)]
    names = arguments.folders or sorted(
        path.parent.name for path in CORPORA.glob("*/reports") if path.parent.name != HELD_BACK
    )
    if arguments.held_back:
        names = [*names, HELD_BACK]
    return [corpus(CORPORA / name) for name in names]


def _show(name: str, judged: Sequence[Judged], sure: Sequence[Judged]) -> None:
    print(f"{name}: {sum(each.found for each in judged)} of {len(judged)} reports")
    told = figures(judged)
    for measure, each in told.items():
        print(f"  {measure:9} {_line(each)}")
    claimants, stances = on_matched(judged)
    print(f"  on events that were found: claimant {_share(claimants)}, stance {_share(stances)}")
    print(f"  wrong Wikidata IDs: {sum(each.wrong_ids for each in judged)}")
    certain = figures(sure)["claims"]
    share = certain.right / told["claims"].right if told["claims"].right else 0
    print(f"  claims at confidence ≥ {SURE}: precision {_share(certain)}, {share:.2f} of the right ones")
    if grouped := [each for each in judged if each.report.grouped]:
        same = identity(grouped)
        print(
            f"  identity across reports: {_line(same)}  ({same.wanted} pairs that are one, {same.told} told)"
        )


def _line(figures: Figures) -> str:
    return f"P {figures.precision:.2f}  R {figures.recall:.2f}  F1 {figures.f1:.2f}"


def _share(figures: Figures) -> str:
    return f"{figures.right}/{figures.told} = {figures.precision:.2f}"


def _show_types(judged: Sequence[Judged]) -> None:
    _table({name: figures(judged, name) for name in ROLES}, "type", {})


def _show_constructions(judged: Iterable[Judged]) -> None:
    """Over the reports in which each construction is tried; it is not all that they try."""
    reports: dict[str, list[Judged]] = {}
    for each in judged:
        for label in each.report.constructions:
            reports.setdefault(label, []).append(each)
    told = [label for label in reports if len(reports[label]) >= FEWEST]
    rows = {label: figures(reports[label]) for label in sorted(told, key=lambda key: -len(reports[key]))}
    _table(rows, "construction", {label: len(each) for label, each in reports.items()})


def _table(rows: Mapping[str, Mapping[str, Figures]], head: str, counts: Mapping[str, int]) -> None:
    if not rows:
        return
    measures = list(next(iter(rows.values())))
    print(f"\n{head:28} reports " + "".join(f"{name:>18}" for name in measures))
    for name, row in rows.items():
        cells = (f"{each.precision:.2f} {each.recall:.2f} {each.f1:.2f}" for each in row.values())
        print(f"{name:28} {counts.get(name, ''):>7} " + "".join(f"{cell:>18}" for cell in cells))


def _show_reports(judged: Iterable[Judged]) -> None:
    for each in judged:
        print(f"  {each.report.id}: missed {', '.join(each.missed) or '-'}")
        for event in each.invented:
            print(f"    invented: {', '.join(sorted(event.types))} {event.iri}")
        for match in each.matches:
            if not match.strict:
                print(f"    not strictly right: {match.gold.type} {match.gold.id}")


if __name__ == "__main__":
    main()
