"""How well an item fits a thing, with the reasons: every point that is given or taken can be read.

Points add up to 100 at most. The certainty of the best candidate is its points out of 100, and at most RIVALLED when
another comes near: of two Li Hui who both fit, neither is certain.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from ingest.wikidata.items import BEGAN, BORN, DIED, ENDED, INSTANCE_OF, OCCUPATION, SUBCLASS_OF, Item
from ingest.wikidata.subjects import Subject

NEAR = 15
"""Points within which another candidate makes the best one uncertain."""
RIVALLED = 0.5
DEPTH = 3
"""How far up subclass-of is looked for a class that fits."""
_YOUNGEST = 15
_SMALL = frozenset("of the and for to since in on at a an de former deputy s".split())


@dataclass(frozen=True)
class Reason:
    """Points given or taken, and why."""

    points: int
    text: str

    def __str__(self) -> str:
        return f"{self.text} ({self.points:+d})"


@dataclass(frozen=True)
class Candidate:
    """An item that may be meant; `certainty` from 0 to 1."""

    item: Item
    reasons: tuple[Reason, ...]
    certainty: float = 0.0

    @property
    def points(self) -> int:
        """From 0 to 100."""
        return max(0, min(100, sum(reason.points for reason in self.reasons)))


def rank(subject: Subject, items: Sequence[Item], known: Mapping[str, Item]) -> list[Candidate]:
    """The items that may be meant, the likeliest first. `known` are classes and positions by their QIDs."""
    found = [Candidate(item, tuple(_reasons(subject, item, known))) for item in items]
    found = sorted(
        (each for each in found if each.points), key=lambda each: (-each.points, int(each.item.qid[1:]))
    )
    ranked = []
    for place, each in enumerate(found):
        certainty = each.points / 100
        rivals = [other for other in found if other is not each and other.points > each.points - NEAR]
        if rivals:
            certainty = min(certainty, RIVALLED)
        if place:
            certainty = min(certainty, RIVALLED - 0.01)
        ranked.append(Candidate(each.item, each.reasons, round(certainty, 2)))
    return ranked


def _reasons(subject: Subject, item: Item, known: Mapping[str, Item]) -> list[Reason]:
    if item.qid in subject.warned:
        return [Reason(-100, "the authority warns of this item")]
    name = _name(subject, item)
    reasons = [name, _type(subject, item, known), _country(subject, item), _office(subject, item, known)]
    return [reason for reason in [*reasons, *_life(subject, item)] if reason.points]


def _name(subject: Subject, item: Item) -> Reason:
    label, others = item.labels.get("en", ""), item.aliases.get("en", ())
    everywhere = {*item.labels.values(), *(alias for some in item.aliases.values() for alias in some)}
    if subject.label == label:
        return Reason(45, "same name")
    if any(name in (label, *others) for name in subject.names):
        return Reason(40, "an alias is the same")
    mine = {plain(name) for name in subject.names}
    if mine & {plain(name) for name in (label, *others)}:
        return Reason(38, "same name but for case or accents")
    if mine & {plain(name) for name in everywhere}:
        return Reason(35, "same name in another language")
    if any(sorted(one.split()) == sorted(plain(label).split()) for one in mine):
        return Reason(33, "same words in another order")
    if subject.bare is not None and plain(subject.bare) in {plain(name) for name in (label, *others)}:
        return Reason(35, "same name without the state")
    likest = max(
        (difflib.SequenceMatcher(None, one, plain(two)).ratio() for one in mine for two in (label, *others)),
        default=0.0,
    )
    return Reason(20, f"similar name, {likest:.2f}") if likest >= 0.85 else Reason(0, "")


def plain(name: str) -> str:
    """A name without case, accents and marks."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = (
        character if character.isalnum() else " "
        for character in letters
        if not unicodedata.combining(character)
    )
    return " ".join("".join(kept).split())


def _type(subject: Subject, item: Item, known: Mapping[str, Item]) -> Reason:
    types = item.values.get(INSTANCE_OF, ())
    if subject.kind == "MaterielType" and not types:
        types = item.values.get(SUBCLASS_OF, ())
    for kind in types:
        if kind in never():
            return Reason(-100, f"is {never()[kind]}")
    if not types:
        return Reason(0, "")
    above = set(types)
    level = set(types)
    for _ in range(DEPTH):
        level = {up for kind in level if kind in known for up in known[kind].values.get(SUBCLASS_OF, ())}
        above |= level
    named = ", ".join(known[kind].label if kind in known else kind for kind in types[:2])
    if above & set(fits(subject.kind)):
        return Reason(20, f"is a {named}")
    return Reason(-40, f"is a {named}, no {subject.kind}")


def _country(subject: Subject, item: Item) -> Reason:
    if subject.country is None or not item.countries:
        return Reason(0, "")
    if subject.country in item.countries:
        return Reason(20, f"of {subject.country_label}")
    return Reason(-40, f"not of {subject.country_label}")


def _office(subject: Subject, item: Item, known: Mapping[str, Item]) -> Reason:
    wanted = [words for text in subject.words if (words := _words(text))]
    if not wanted:
        return Reason(0, "")
    offices = [(held.position, held.end) for held in item.held]
    offices += [(occupation, None) for occupation in item.values.get(OCCUPATION, ())]
    best = Reason(0, "")
    for position, end in offices:
        label = known[position].label if position in known else ""
        if any(_agree(words, _words(label)) for words in wanted):
            if end is not None and subject.days is not None and end.latest < subject.days[0]:
                best = max(
                    best, Reason(6, f"was {label}, until {end.latest.year}"), key=lambda each: each.points
                )
            else:
                best = max(best, Reason(10, f"is {label}"), key=lambda each: each.points)
    description = item.descriptions.get("en", "")
    if not best.points and any(_agree(words, _words(description)) for words in wanted):
        return Reason(8, f"described as {description}")
    return best


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split()) - _SMALL


def _agree(told: frozenset[str], known: frozenset[str]) -> bool:
    return len(told & known) * 2 >= min(len(told), len(known)) > 0


def _life(subject: Subject, item: Item) -> list[Reason]:
    """What the days of its documents say: nobody speaks before birth, nobody long after the end."""
    if subject.days is None:
        return []
    first, last = subject.days
    born, died = item.days.get(BORN), item.days.get(DIED)
    began, ended = item.days.get(BEGAN), item.days.get(ENDED)
    reasons = []
    if born is not None:
        if _years_later(born.earliest, _YOUNGEST) > last:
            reasons.append(Reason(-60, f"born {born.earliest.year}, too young for a document of {last.year}"))
        else:
            reasons.append(Reason(5, f"born {born.earliest.year}"))
    if died is not None and died.latest < first:
        reasons.append(Reason(-60, f"died {died.latest.year}, before the document of {first.year}"))
    if began is not None and began.earliest > last:
        reasons.append(Reason(-60, f"founded {began.earliest.year}, after the document of {last.year}"))
    if ended is not None and ended.latest < first:
        reasons.append(Reason(-40, f"dissolved {ended.latest.year}, before the document of {first.year}"))
    return reasons


def _years_later(day: date, years: int) -> date:
    return date(min(day.year + years, 9999), day.month, min(day.day, 28))


@cache
def _types() -> Mapping[str, Mapping[str, object]]:
    loaded: Mapping[str, Mapping[str, object]] = yaml.safe_load(
        (Path(__file__).parent / "types.yaml").read_text(encoding="utf-8")
    )
    return loaded


def fits(kind: str) -> tuple[str, ...]:
    """The classes of Wikidata that a kind of thing may be an instance of."""
    found = _types()["fits"].get(kind, ())
    assert isinstance(found, list)
    return tuple(map(str, found))


@cache
def never() -> Mapping[str, str]:
    """The classes that nothing of a report is an instance of, with what they are."""
    return {qid: str(text) for qid, text in _types()["never"].items()}
