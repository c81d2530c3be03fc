"""Which told event is which of the analyst's, and which claim which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.corpus.scoring.annotation import OWN_VOICE, Annotation, GoldClaim, GoldEvent
from tests.corpus.scoring.graph import ToldClaim, ToldEvent
from tests.corpus.scoring.names import Named, same

_SIDES = {
    "Visit": ("visitor", "destination"),
    "ArmsTransfer": ("supplier", "recipient"),
    "MilitaryAssistance": ("provider", "recipient"),
    "Sanction": ("imposedBy", "target"),
}
_TOGETHER = {"Meeting": "participant", "Agreement": "party"}
# Whoever takes part under another role takes part.
_AS_PARTICIPANTS = ("visitor", "host", "supplier", "recipient", "party", "imposedBy", "target")
_INSTEAD = {"party": "participant", "provider": "supplier"}


@dataclass(frozen=True)
class Pair:
    """An analyst's claim and a told one about the same event: whether claimant and stance are right."""

    told: ToldClaim
    claimant: bool
    stance: bool

    @property
    def right(self) -> bool:
        return self.claimant and self.stance


@dataclass(frozen=True)
class Match:
    """An analyst's event that was told. `fillers` counts those that are right; `date` is whether it is right."""

    gold: GoldEvent
    told: ToldEvent
    fillers: int
    strict: bool
    date: bool
    claims: tuple[Pair, ...]


def matches(report: Annotation, told: Sequence[ToldEvent]) -> list[Match]:
    """Each analyst's event with at most one told, each told with at most one, the most alike first."""
    candidates: list[tuple[float, Match]] = []
    for gold in report.events:
        for event in told:
            if gold.type not in event.types:
                continue
            found = right_fillers(gold, event)
            if gold.fillers and found / gold.fillers < 0.5:
                continue
            date = _right_date(gold, event)
            pairs = tuple(_claim_pairs(report, report.about(gold), event.claims))
            alike = found / max(gold.fillers, 1) + 0.02 * sum(pair.right for pair in pairs) + 0.25 * date
            candidates.append((alike, Match(gold, event, found, _strict(gold, event), date, pairs)))
    kept: list[Match] = []
    for _, match in sorted(candidates, key=lambda candidate: -candidate[0]):
        if not any(match.gold.id == other.gold.id or match.told.iri == other.told.iri for other in kept):
            kept.append(match)
    return kept


def right_fillers(gold: GoldEvent, told: ToldEvent, only: str | None = None) -> int:
    """How many of the analyst's fillers are told, of all roles or of one; each told filler counts once."""
    return sum(_right_in(role, gold, told) for role in gold.roles if only in (None, role))


def _right_in(role: str, gold: GoldEvent, told: ToldEvent) -> int:
    left = list(told.roles.get(role, ()))
    if role == "participant":
        for other in _AS_PARTICIPANTS:
            left += [filler for filler in told.roles.get(other, ()) if filler not in left]
    if not left and role in _INSTEAD:
        left = list(told.roles.get(_INSTEAD[role], ()))
    instead: tuple[Named, ...] = ()
    if role == "visitor":
        left += told.parts
        instead = gold.instead
    right = 0
    for name in gold.roles[role]:
        for filler in left:
            if any(same(wanted, filler) for wanted in (name, *instead)):
                left.remove(filler)
                right += 1
                break
    return right


def _strict(gold: GoldEvent, told: ToldEvent) -> bool:
    if together := _TOGETHER.get(gold.type):
        return right_fillers(gold, told, together) >= min(2, len(gold.roles[together]))
    return all(not gold.roles[side] or right_fillers(gold, told, side) for side in _SIDES[gold.type])


def _right_date(gold: GoldEvent, told: ToldEvent) -> bool:
    """Whether the told days lie in the day, month or year that the analyst gives."""
    if gold.date is None or not told.dates:
        return False
    return all(day.startswith(gold.date) for day in told.dates.values())


def _claim_pairs(report: Annotation, gold: Sequence[GoldClaim], told: Sequence[ToldClaim]) -> list[Pair]:
    """Each claim with at most one other, the best pairs first."""
    cells: list[tuple[float, int, int, Pair]] = []
    for row, wanted in enumerate(gold):
        for column, claim in enumerate(told):
            claimant = any(_speaks(report, who, claim.claimant) for who in wanted.claimants)
            by_whole_name = any(_speaks(report, who, claim.claimant, whole=True) for who in wanted.claimants)
            stance = claim.stance in wanted.stances
            fit = 10.0 * (claimant and stance) + 2 * claimant + stance
            fit += 0.5 * by_whole_name + 0.25 * (claim.stance == wanted.stances[0])
            cells.append((fit, row, column, Pair(claim, claimant, stance)))
    rows: set[int] = set()
    columns: set[int] = set()
    pairs = []
    for _, row, column, pair in sorted(cells, key=lambda cell: -cell[0]):
        if row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append(pair)
    return pairs


def _speaks(report: Annotation, wanted: Named | None, told: Named | None, whole: bool = False) -> bool:
    if wanted is OWN_VOICE:
        return told is None or bool(told.names & report.own_names)
    return told is not None and same(wanted, told, whole)
