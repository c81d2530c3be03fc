"""Identity keys: type, main parties and period of each event of a document, as one line of text.

    Visit | actor/russia > actor/north-korea | actor/alexander-kozlov | 2023-11-14/2023-11-14

Claims with equal keys are about one event. What else stands together is for `identify` to say.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from ingest.events.frames import Frames, Identity, frames
from ingest.identity import periods
from ingest.identity.parties import NOBODY, parties
from ingest.model import Claim, Document, Interval, Reading

BAR = " | "

_AHEAD = {"plans", "predicts", "demands", "warns"}


@dataclass(frozen=True, order=True)
class Key:
    """By what claims about one happening are found."""

    type: str
    sides: str
    names: str
    period: str

    def __str__(self) -> str:
        return BAR.join((self.type, self.sides, self.names, self.period))

    @property
    def precise(self) -> bool:
        """Whether it founds an event of its own days."""
        return periods.is_precise(self.period)

    @property
    def alone(self) -> bool:
        """Whether it identifies with nothing beyond its document."""
        return self.period.startswith("only ")

    @property
    def days(self) -> periods.Days | None:
        """First and last day on which the event may lie, if it lies by days."""
        return periods.days(self.period)

    def at(self, place: date | str, names: str | None = None) -> str:
        """The mark of an event that holds this day, or this cell, for such parties."""
        return BAR.join((self.type, self.sides, names or self.names, str(place)))

    def having(self, period: str, names: str | None = None) -> Key:
        """Such parties at another period."""
        return Key(self.type, self.sides, names or self.names, period)


def parse(text: str) -> Key:
    """The key (or the mark of an event, with day or cell for the period) that reads so."""
    kind, sides, names, period = text.split(BAR)
    return Key(kind, sides, names, period)


def keys(reading: Reading, known: Frames | None = None) -> dict[int, Key]:
    """The key of each event of a document, by its number there; `known` are its frames, else the shipped ones.

    Events that the document keeps apart stay apart: of two with like parties at overlapping times, only the one
    that is told more exactly is compared with other documents.
    """
    told: dict[int, list[Claim]] = {}
    for claim in reading.claims:
        told.setdefault(claim.event, []).append(claim)
    known = known or frames()
    first = {number: _key(reading.document, number, claims, known) for number, claims in told.items()}
    found: dict[int, Key] = {}
    for number in sorted(first, key=lambda number: (_vagueness(first[number]), number)):
        key = first[number]
        if any(_alike(key, other) for other in found.values()):
            key = replace(key, period=_only(reading.document, number))
        found[number] = key
    return found


def _key(document: Document, number: int, claims: list[Claim], known: Frames) -> Key:
    kind = claims[0].telling.type
    identity = known[kind].identity
    whens = [claim.telling.when for claim in claims if claim.telling.when is not None]
    stances = {claim.stance for claim in claims}
    who = parties([claim.telling for claim in claims], identity)
    period = _period(identity, document, whens, stances) if who.known else None
    return Key(kind, who.sides, who.names, period or _only(document, number))


def _period(identity: Identity, document: Document, whens: list[Interval], stances: set[str]) -> str | None:
    if identity.lasts == "always" or (identity.lasts == "undated" and not whens):
        return periods.standing(whens, document.published, expected=stances == {"predicts"})
    if whens:
        return periods.told(whens)
    return periods.undated(document.published, ahead=stances <= _AHEAD)


def _only(document: Document, number: int) -> str:
    return f"only {hashlib.sha256(document.key.encode()).hexdigest()[:8]}/{number}"


def _vagueness(key: Key) -> tuple[int, bool]:
    days = key.days
    return (days[1] - days[0]).days if days else 1000, key.names == NOBODY


def _alike(key: Key, other: Key) -> bool:
    if (key.type, key.sides) != (other.type, other.sides) or key.alone or other.alone:
        return False
    if NOBODY not in (key.names, other.names) and key.names != other.names:
        return False
    one, two = key.days, other.days
    if one is None or two is None:
        return key.period == other.period
    return one[0] <= two[1] and two[0] <= one[1]
