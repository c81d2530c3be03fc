"""The rules of `identify`, applied to all keys at once and without regard to cost: what its answers are held to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ingest.identity.keys import Key
from ingest.identity.parties import NOBODY
from ingest.identity.periods import cell, each_day


def grouped(told: Mapping[str, Key]) -> set[frozenset[str]]:
    present = set(told.values())
    homes = {key: _home(key, present) for key in present}
    groups: dict[object, set[str]] = {}
    for claim, key in told.items():
        groups.setdefault((key.type, key.sides, homes[key]), set()).add(claim)
    return {frozenset(claims) for claims in groups.values()}


def _home(key: Key, present: set[Key]) -> object:
    near = {other for other in present if (other.type, other.sides) == (key.type, key.sides)}
    named = _clusters({k for k in near if k.precise and k.names != NOBODY})
    nameless = _clusters({k for k in near if k.precise and k.names == NOBODY})
    if key.precise:
        (own,) = [c for c in named + nameless if key in c]
        return _anchor(own, named) if key.names == NOBODY else own
    window = each_day(key.days) if key.days else []
    for day in reversed(window):
        at = [c for c in named if day in _days(c) and key.names in (_names(c), NOBODY)]
        if at:
            return min(at, key=_rank)
        at = [_anchor(c, named) for c in nameless if day in _days(c)] if key.names == NOBODY else []
        if at:
            return min(at, key=_rank)
    return key.names, cell(key.period)


def _anchor(own: frozenset[Key], named: list[frozenset[Key]]) -> frozenset[Key]:
    for day in sorted(_days(own), reverse=True):
        if at := [c for c in named if day in _days(c)]:
            return min(at, key=_rank)
    return own


def _rank(cluster: frozenset[Key]) -> tuple[str, date]:
    return _names(cluster), min(_days(cluster))


def _names(cluster: frozenset[Key]) -> str:
    return next(iter(cluster)).names


def _days(cluster: frozenset[Key]) -> set[date]:
    return {day for key in cluster if key.days for day in each_day(key.days)}


def _clusters(present: set[Key]) -> list[frozenset[Key]]:
    left, found = set(present), list[frozenset[Key]]()
    while left:
        cluster = {left.pop()}
        while grown := {k for k in left for c in cluster if k.names == c.names and _meet(k, c)}:
            cluster |= grown
            left -= grown
        found.append(frozenset(cluster))
    return found


def _meet(one: Key, two: Key) -> bool:
    assert one.days and two.days
    return one.days[0] <= two.days[1] and two.days[0] <= one.days[1]
