"""Counting what is right, and what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.corpus.scoring.annotation import ROLES, Annotation
from tests.corpus.scoring.graph import Graph, ToldEvent
from tests.corpus.scoring.matching import Match, matches
from tests.corpus.scoring.names import Named

MEASURES = ("events", "strict", "roles", "claims", "dates")


@dataclass(frozen=True)
class Figures:
    """Of `told` so many are `right`, of `wanted` that there are to be told."""

    right: int
    told: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Judged:
    """A report with what was told of it, and what that is worth."""

    report: Annotation
    found: bool
    told: tuple[ToldEvent, ...]
    matches: tuple[Match, ...]
    wrong_ids: int

    @property
    def missed(self) -> list[str]:
        """The analyst's events that are not told."""
        return sorted({event.id for event in self.report.events} - {match.gold.id for match in self.matches})

    @property
    def invented(self) -> list[ToldEvent]:
        """The told events that no analyst read."""
        matched = {match.told.iri for match in self.matches}
        return [event for event in self.told if event.iri not in matched]


def judge(report: Annotation, graph: Graph, floor: float = 0.0) -> Judged:
    """Compare a report's annotation with the claims of at least this confidence."""
    document = graph.document(report.url)
    told = [] if document is None else graph.events(document, floor)
    return Judged(
        report, document is not None, tuple(told), tuple(matches(report, told)), _wrong_ids(report, told)
    )


def _wrong_ids(report: Annotation, told: Sequence[ToldEvent]) -> int:
    """How many of the analyst's entities are linked to a Wikidata ID, and to none that is theirs."""
    things = {thing for event in told for fillers in event.roles.values() for thing in fillers}
    things |= {claim.claimant for event in told for claim in event.claims if claim.claimant is not None}
    wrong = 0
    for entity in report.entities:
        ids: set[str] = set()
        for thing in things:
            if _is_called(entity, thing):
                ids |= thing.ids
        wrong += bool(entity.ids and ids and not ids & entity.ids)
    return wrong


def _is_called(entity: Named, thing: Named) -> bool:
    return bool(entity.names & thing.names or entity.ids & thing.ids)


def figures(judged: Iterable[Judged], type_: str | None = None) -> dict[str, Figures]:
    """Events, strict events, roles, claims and dates over some reports, of all events or of those of one type."""
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for each in judged:
        report = each.report
        gold = [event for event in report.events if type_ in (None, event.type)]
        types = {event.id: event.type for event in gold}
        wanted.update(
            events=len(gold),
            roles=sum(event.fillers for event in gold),
            claims=sum(claim.event in types for claim in report.claims),
            dates=sum(bool(event.date) for event in gold),
        )
        matched = {match.told.iri: match.gold.type for match in each.matches}
        for event in each.told:
            kind = matched.get(event.iri) or next((t for t in sorted(event.types) if t in ROLES), None)
            if type_ in (None, kind):
                told.update(events=1, claims=len(event.claims))
                told.update(
                    roles=sum(len(event.roles.get(prop, ())) for prop in ROLES.get(kind or "", {}).values())
                )
        for match in each.matches:
            if match.gold.id in types:
                told.update(dates=bool(match.told.dates))
                right.update(
                    events=1,
                    strict=match.strict,
                    roles=match.fillers,
                    claims=sum(pair.right for pair in match.claims) if match.strict else 0,
                    dates=match.date,
                )
    told["strict"], wanted["strict"] = told["events"], wanted["events"]
    return {name: Figures(right[name], told[name], wanted[name]) for name in MEASURES}


def on_matched(judged: Iterable[Judged]) -> tuple[Figures, Figures]:
    """How many claimants, and how many stances, are right among the claims about the events that were found."""
    pairs = [pair for each in judged for match in each.matches for pair in match.claims]
    return tuple(  # type: ignore[return-value]
        Figures(sum(hits), len(pairs), len(pairs))
        for hits in ([pair.claimant for pair in pairs], [pair.stance for pair in pairs])
    )


def identity(judged: Iterable[Judged]) -> Figures:
    """Pairs of events of different reports that the graph holds to be one, against those that are one."""
    found = [(each.report.id, match.told.iri, match.gold.group) for each in judged for match in each.matches]
    right = told = wanted = 0
    for number, (report, event, group) in enumerate(found):
        for other_report, other_event, other_group in found[:number]:
            if report != other_report:
                one = group is not None and group == other_group
                right += one and event == other_event
                told += event == other_event
                wanted += one
    return Figures(right, told, wanted)
