"""How claims about one event stand to one another: `leg:respondsTo` and `leg:contradicts`. Pure.

Two claims are compared if they are about one event and

- stand in one document and are of different claimants; or
- are both *foremost* and of different sources.

A source is a state with its bodies, its outlets and whoever speaks for it; an outlet, by its name; or another actor.
The foremost claims of an event are, for each of five things that can be said of it (that it is so, that it is not,
that it is doubtful, on which days it was, how much it was), the first claim of each of the first `MOST` sources:
outlets after all others, for what a paper says in its own voice matters less than whom it quotes. "First" goes by
the day on which it was said as far as that is told, else published; then by IRI. An actor who is known from one
document alone is compared in that document alone.

So the allegation that every paper repeats is denied once for each source and not once for each paper, and a denial
that is printed beside what it denies is always linked to it. An event has at most 5 × MOST foremost claims, however
often it is told; they depend on nothing but the claims about it, and a new claim is weighed against these alone:

    foremost(foremost(old) ∪ new) = foremost(old ∪ new)

**Contradicts** (symmetric): one claim says that it is so and the other that it is not; or both say that it is so, of
a meeting, agreement or round of sanctions on days that don't meet (a visit lasts, and one tells of its first
day, another of its last); or of a flow with a least amount above the other's greatest, for the same goods,
unit and time. Goods or days that both tell and that don't meet are two matters: who denies missiles doesn't
contradict who tells of shells; "arms" are all military equipment.

**Responds to**: a claim that denies or doubts answers those that say it is so, of the same matter, unless they were
said later. In one document only told dates of the statements count as later: news puts the answer first as often as
not. Condemning and demanding answer a deed, not what someone said of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

MOST = 12
"""Most sources whose first claims are compared across documents, for each thing that can be said of an event."""

AFFIRMING = {"asserts", "alleges", "condemns"}
ANSWERING = {"denies", "questions"}

Period = tuple[str, str]
"""First and last possible day, in ISO form."""


@dataclass(frozen=True)
class Standpoint:
    """A claim as far as it bears on others."""

    claim: str
    document: str
    claimant: str
    source: str
    """The state, the outlet's name or the actor by which independence is counted."""
    lasting: bool
    """Whether the source is known beyond the document."""
    outlet: bool
    one_day: bool
    """Whether such a thing happens on one day, so that two days of one exclude each other."""
    stance: str
    said: Period
    stated: bool
    """Whether the text tells when it was said; else it is the day of publication."""
    when: Period | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str | None = None
    goods: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    """The goods and all kinds that they belong to or may be called."""

    @property
    def affirms(self) -> bool:
        """Whether it puts the event forward as real."""
        return self.stance in AFFIRMING

    @property
    def dates(self) -> bool:
        """Whether it tells on which day it was."""
        return self.affirms and self.when is not None and self.one_day

    @property
    def counts(self) -> bool:
        """Whether it tells how much of something was transferred."""
        told = self.minimum is not None or self.maximum is not None
        return self.affirms and told and self.unit is not None and bool(self.goods)


def foremost(given: Iterable[Standpoint]) -> set[Standpoint]:
    """The claims of one event that are compared across documents."""
    ranked = sorted((each for each in given if each.lasting), key=lambda s: (s.outlet, s.said[0], s.claim))
    facets: tuple[list[Standpoint], ...] = (
        [each for each in ranked if each.affirms],
        [each for each in ranked if each.stance == "denies"],
        [each for each in ranked if each.stance == "questions"],
        [each for each in ranked if each.dates],
        [each for each in ranked if each.counts],
    )
    return {each for facet in facets for each in _first_of_each(facet)}


def _first_of_each(ranked: Iterable[Standpoint]) -> list[Standpoint]:
    found: dict[str, Standpoint] = {}
    for each in ranked:
        found.setdefault(each.source, each)
    return list(found.values())[:MOST]


def links(
    one: Standpoint, others: Iterable[Standpoint], leading: Collection[Standpoint]
) -> Iterator[tuple[str, str, str]]:
    """What joins a claim to others about its event, either way: claim, property, claim.

    `leading` are the foremost claims of the event.
    """
    for other in others:
        if not _compared(one, other, leading):
            continue
        if _contradict(one, other):
            yield one.claim, "contradicts", other.claim
            yield other.claim, "contradicts", one.claim
        for answer, given in ((one, other), (other, one)):
            if _responds(answer, given):
                yield answer.claim, "respondsTo", given.claim


def _compared(one: Standpoint, other: Standpoint, leading: Collection[Standpoint]) -> bool:
    if one.document == other.document:
        return one.claimant != other.claimant
    return one.source != other.source and one in leading and other in leading


def _contradict(one: Standpoint, other: Standpoint) -> bool:
    if one.affirms and other.affirms:
        return _days_apart(one, other) or _amounts_apart(one, other) or _amounts_apart(other, one)
    yes, no = (one, other) if one.affirms else (other, one)
    return yes.affirms and no.stance == "denies" and _same_matter(yes, no)


def _responds(answer: Standpoint, given: Standpoint) -> bool:
    if answer.stance not in ANSWERING or not given.affirms or not _same_matter(answer, given):
        return False
    comparable = answer.document != given.document or (answer.stated and given.stated)
    return not (comparable and given.said[0] > answer.said[1])


def _same_matter(one: Standpoint, other: Standpoint) -> bool:
    if one.goods and other.goods and not (one.goods & other.kinds or other.goods & one.kinds):
        return False
    return one.when is None or other.when is None or _meet(one.when, other.when)


def _days_apart(one: Standpoint, other: Standpoint) -> bool:
    if not (one.dates and other.dates) or one.when is None or other.when is None:
        return False
    return not _meet(one.when, other.when)


def _amounts_apart(more: Standpoint, less: Standpoint) -> bool:
    if not (more.counts and less.counts) or more.minimum is None or less.maximum is None:
        return False
    if (more.goods, more.unit, more.when) != (less.goods, less.unit, less.when):
        return False
    # Without a time of its own an amount is that of the day on which it is told; flows grow.
    return more.minimum > less.maximum and (more.when is not None or more.said == less.said)


def _meet(one: Period, other: Period) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
