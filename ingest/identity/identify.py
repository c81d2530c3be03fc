"""Step 7: is this happening in the graph already?

Which claims stand together follows from the set of their identity keys, not from the order in which they came:

1. Precise keys of the same type, sides and names whose days overlap, directly or through others, are one event.
   Without names ("a Russian delegation") such a cluster belongs to the latest named one that it overlaps, if any.
2. A loose key ("in September", no date) belongs to the latest event of rule 1 within its window that has its names
   (any names, if it has none itself). It may not join two events: a text that is vague on the date of one visit
   does not say that two visits were one, and a chain of vague dates would swallow all that two states ever did.
3. Loose keys that find no such event stand together by calendar month (or year), and so do flows of goods and help.
4. Keys that lack a side identify with nothing beyond their document.

A new key changes only what touches its days, and everything that can touch a day is a short list of exact terms
(`periods`), so a document costs a bounded number of look-ups, however often its parties meet. A key that
is there already costs one.

An event keeps its IRI while it gains and loses claims. Where events join, the one whose first claim was published
first keeps its IRI; the other's forwards to it. Where an event falls apart, it stays with its first claim, and a
part that once had an IRI of its own gets it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from ingest.identity import periods
from ingest.identity.keys import Key, parse
from ingest.identity.parties import NOBODY
from ingest.identity.register import Register

ANYBODY = "*"
"""For the names in a mark, so that an event can be found without knowing who was there."""


def add(register: Register, key: Key) -> None:
    """Find the event of a key of the document at hand, or mint one; others may join or part for it."""
    event = register.event(key)
    register.expected[str(key)] = event
    if event is None:
        _settle(register, key, None)


def remove(register: Register, key: Key, event: NamedNode) -> None:
    """Undo what a key held together, after its last claim (about `event`) has gone; nothing if others have it."""
    if not register.exists(key):
        _settle(register, key, event)


@dataclass(frozen=True)
class _Cluster:
    """Precise keys of the same names whose days hang together."""

    keys: tuple[Key, ...]
    span: periods.Days

    @property
    def names(self) -> str:
        return self.keys[0].names

    @property
    def days(self) -> list[date]:
        return periods.each_day(self.span)

    @property
    def home(self) -> str:
        """The mark by which the cluster's event is found."""
        return self.keys[0].at(self.span[0])

    @property
    def marks(self) -> Iterator[str]:
        for day in self.days:
            yield self.keys[0].at(day)
            if self.names != NOBODY:
                yield self.keys[0].at(day, ANYBODY)


def _settle(register: Register, changed: Key, former: NamedNode | None) -> None:
    """Bring the events around a key that came or went (having been about `former`) in line with the keys there are."""
    scene = _Scene(register, changed)
    before = {key: register.event(key) for key in scene.keys}
    touched = {event for event in (*before.values(), former) if event is not None}
    scene.release_days()
    homes: dict[str, list[Key]] = {}
    for key in scene.keys:
        homes.setdefault(scene.home(key), []).append(key)
    owners = [(cluster, scene.home(cluster.keys[0])) for cluster in scene.all_clusters]
    _release_cells(register, scene, touched, homes)
    chosen = _assign(register, scene, before, touched, homes)
    heirs = {event: _heir(register, event, before, homes, chosen) for event in touched}
    for home, keys in homes.items():
        event = chosen[home]
        if home in scene.clusters or not register.holders(home):
            register.describe(event, parse(home), scene.when(home))
        if home not in scene.clusters:
            register.hold(event, [home])
        for key in keys:
            if before[key] != event:
                register.move(key, event)
    for cluster, home in owners:
        register.hold(chosen[home], cluster.marks)
    for event in touched - set(chosen.values()):
        register.close(event, heirs[event])


class _Scene:
    """The keys that a change may concern, and where each belongs after it."""

    def __init__(self, register: Register, changed: Key) -> None:
        self._register = register
        self._changed = changed
        self._named: list[_Cluster] = []
        self._nameless: list[_Cluster] = []
        self.keys = [changed] if register.exists(changed) else []
        if changed.precise and changed.days:
            own = self._clusters(changed.names, [changed.days])
            spans = [changed.days, *(cluster.span for cluster in own)]
            if changed.names == NOBODY:
                self._nameless = own
            else:
                self._named = own
                self._nameless = self._clusters(NOBODY, spans)
            self._days = {day for span in spans for day in periods.each_day(span)}
            around = self._days | {day for cluster in self._nameless for day in cluster.days}
            self.keys = [key for cluster in self.all_clusters for key in cluster.keys]
            self.keys += self._loose({changed.names, NOBODY}, around)
        self.clusters = {cluster.home: cluster for cluster in self.all_clusters}

    @property
    def all_clusters(self) -> list[_Cluster]:
        return self._named + self._nameless

    def _existing(self, names: str, forms: Iterable[str]) -> list[Key]:
        keys = (self._changed.having(form, names) for form in forms)
        return [key for key in keys if self._register.exists(key)]

    def _clusters(self, names: str, spans: list[periods.Days]) -> list[_Cluster]:
        """The clusters that share a day with one of the spans."""
        found: list[_Cluster] = []
        seen: set[Key] = set()
        for span in spans:
            for seed in self._existing(names, sorted(periods.precise_at(span))):
                if seed in seen:
                    continue
                cluster = self._grown(seed)
                seen.update(cluster.keys)
                found.append(cluster)
        return found

    def _grown(self, seed: Key) -> _Cluster:
        span = seed.days
        assert span is not None
        while True:
            keys = self._existing(seed.names, sorted(periods.precise_at(span)))
            reach = [days for key in keys if (days := key.days)]
            wider = (min(first for first, _ in reach), max(last for _, last in reach))
            if wider == span:
                return _Cluster(tuple(sorted(keys)), span)
            span = wider

    def _loose(self, names: set[str], days: set[date]) -> list[Key]:
        forms = sorted({form for day in days for form in periods.loose_at(day)})
        return [key for name in sorted(names) for key in self._existing(name, forms)]

    def release_days(self) -> None:
        """Take the days of the changed clusters from their events; they are dealt out anew."""
        if not self._changed.precise:
            return
        for day in sorted(self._days):
            for event in self._register.holders(self._changed.at(day)):
                self._register.release(event, self._changed.at(day))
                if self._changed.names != NOBODY:
                    self._register.release(event, self._changed.at(day, ANYBODY))
        for cluster in self._nameless:
            for mark in cluster.marks:
                for event in self._register.holders(mark):
                    self._register.release(event, mark)

    def home(self, key: Key) -> str:
        """The mark of the event to which a key belongs: its first day, or its cell."""
        if key.precise:
            cluster = next(cluster for cluster in self.all_clusters if key in cluster.keys)
            return cluster.home if key.names != NOBODY else self._anchored(cluster)
        if window := key.days:
            for day in reversed(periods.each_day(window)):
                homes = self._homes_at(day, key.names)
                if not homes and key.names == NOBODY:
                    homes = self._nameless_at(day)
                if homes:
                    return min(homes)
        return key.at(periods.cell(key.period))

    def _anchored(self, cluster: _Cluster) -> str:
        """Where a cluster without names belongs: to the latest named event that it overlaps, or nowhere else."""
        for day in reversed(cluster.days):
            if homes := self._homes_at(day, NOBODY):
                return min(homes)
        return cluster.home

    def _homes_at(self, day: date, names: str) -> set[str]:
        """Homes of the named events of a day; with any names, if none are given."""
        homes = {c.home for c in self._named if c.span[0] <= day <= c.span[1] and names in (c.names, NOBODY)}
        mark = self._changed.at(day, ANYBODY if names == NOBODY else names)
        return homes | {self._home_of(event) for event in self._register.holders(mark)}

    def _nameless_at(self, day: date) -> set[str]:
        homes = {self._anchored(c) for c in self._nameless if c.span[0] <= day <= c.span[1]}
        return homes | {self._home_of(e) for e in self._register.holders(self._changed.at(day, NOBODY))}

    def _home_of(self, event: NamedNode) -> str:
        marks = [mark for text in self._register.marks(event) if (mark := parse(text)).names != ANYBODY]
        return str(min(marks, key=lambda mark: (mark.names == NOBODY, mark.period)))

    def populated(self, cell: Key) -> bool:
        """Whether any key still belongs to a cell."""
        members = self._existing(cell.names, periods.loose_in(cell.period))
        return any(self.home(member) == str(cell) for member in members)

    def when(self, home: str) -> periods.Days | str:
        """The days or the cell by which the event of a home is called."""
        if home in self.clusters:
            return self.clusters[home].span
        return parse(home).period


def _release_cells(
    register: Register, scene: _Scene, touched: set[NamedNode], homes: dict[str, list[Key]]
) -> None:
    for event in touched:
        for mark in register.marks(event):
            cell = parse(mark)
            by_calendar = len(cell.period) != len("2023-11-14")
            if by_calendar and mark not in homes and not scene.populated(cell):
                register.release(event, mark)


def _assign(
    register: Register,
    scene: _Scene,
    before: dict[Key, NamedNode | None],
    touched: set[NamedNode],
    homes: dict[str, list[Key]],
) -> dict[str, NamedNode]:
    """An event for each home: the one that holds it, else the oldest that is free, else a new one."""
    chosen = {home: holder for home in homes for holder in register.holders(home)[:1]}
    free = {event for event in touched if not register.marks(event)}
    wishes = [
        (home, event)
        for home, keys in homes.items()
        if home not in chosen
        for event in {before[key] for key in keys}
        if event is not None and event in free
    ]
    if len({home for home, _ in wishes}) < len(wishes) or len({event for _, event in wishes}) < len(wishes):
        wishes.sort(key=lambda wish: (register.age(wish[1], homes[wish[0]]), wish[0]))
    for home, event in wishes:
        if home not in chosen and event not in chosen.values():
            chosen[home] = event
    for home in sorted(set(homes) - set(chosen)):
        chosen[home] = register.mint(homes[home], scene.when(home), touched)
    return chosen


def _heir(
    register: Register,
    event: NamedNode,
    before: dict[Key, NamedNode | None],
    homes: dict[str, list[Key]],
    chosen: dict[str, NamedNode],
) -> NamedNode | None:
    """The event that takes the first of an event's claims."""
    takers = [(home, [key for key in keys if before[key] == event]) for home, keys in homes.items()]
    takers = [(home, keys) for home, keys in takers if keys]
    if not takers:
        return None
    if len({chosen[home] for home, _ in takers}) == 1:
        return chosen[takers[0][0]]
    return chosen[min(takers, key=lambda taker: (register.age(event, taker[1]), taker[0]))[0]]
