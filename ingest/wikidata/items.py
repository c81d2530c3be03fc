"""What a Wikidata item says of itself, as far as it helps to tell it from others. Read from Wikidata's JSON."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

QID = re.compile(r"Q[1-9][0-9]*")
_TIME = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T")

INSTANCE_OF, SUBCLASS_OF = "P31", "P279"
COUNTRIES = ("P17", "P27", "P1001", "P495")
"""Country, citizenship, jurisdiction, country of origin."""
BORN, DIED, BEGAN, ENDED = "P569", "P570", "P571", "P576"
POSITION, OCCUPATION = "P39", "P106"
START, END = "P580", "P582"
COORDINATES, IMAGE = "P625", "P18"
EARTH = "Q2"


@dataclass(frozen=True)
class Span:
    """Days from the first to the last that a statement of Wikidata's precision (a century to a day) may mean."""

    earliest: date
    latest: date


@dataclass(frozen=True)
class Held:
    """A position, by its item, and when it was held, as far as that is told; `statement` is Wikidata's own name."""

    position: str
    start: Span | None
    end: Span | None
    statement: str = ""


@dataclass(frozen=True)
class Item:
    """One item. `labels` and `aliases` are by language; `values` are the items that a property names."""

    qid: str
    labels: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    descriptions: Mapping[str, str]
    values: Mapping[str, tuple[str, ...]]
    days: Mapping[str, Span]
    held: tuple[Held, ...] = ()
    coordinates: tuple[float, float] | None = None
    """Latitude and longitude in degrees, on Earth."""
    image: str | None = None
    """A file name on Wikimedia Commons."""

    @property
    def label(self) -> str:
        """In English, or in whatever language there is, or the QID."""
        return self.labels.get("en") or next(iter(self.labels.values()), self.qid)

    @property
    def countries(self) -> tuple[str, ...]:
        """The states that it belongs to, each once."""
        return tuple(dict.fromkeys(state for name in COUNTRIES for state in self.values.get(name, ())))


def read(entity: Mapping[str, Any]) -> Item:
    """An item from Wikidata's JSON, as the Action API and the dumps have it. Deprecated statements don't count.

    Raises ValueError for what is no item.
    """
    try:
        return _read(entity)
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise ValueError(f"no entity as Wikidata writes them: {type(error).__name__} {error}") from None


def _read(entity: Mapping[str, Any]) -> Item:
    qid = entity.get("id")
    if not isinstance(qid, str) or not QID.fullmatch(qid):
        raise ValueError(f"{qid!r} is no item of Wikidata")
    claims = _object(entity.get("claims"))
    values: dict[str, tuple[str, ...]] = {}
    days: dict[str, Span] = {}
    coordinates: tuple[float, float] | None = None
    image: str | None = None
    for name in claims:
        found = [_value(statement["mainsnak"]) for statement in _best(claims, name)]
        items = tuple(value["id"] for value in found if isinstance(value, dict) and "id" in value)
        if items:
            values[name] = items
        spans = [span for value in found if isinstance(value, dict) and (span := _span(value))]
        if spans:
            days[name] = spans[0]
        if name == COORDINATES and found and isinstance(found[0], dict) and _on_earth(found[0]):
            coordinates = float(found[0]["latitude"]), float(found[0]["longitude"])
        if name == IMAGE and found and isinstance(found[0], str):
            image = found[0]
    return Item(
        qid,
        {code: each["value"] for code, each in _object(entity.get("labels")).items()},
        {
            code: tuple(each["value"] for each in some)
            for code, some in _object(entity.get("aliases")).items()
        },
        {code: each["value"] for code, each in _object(entity.get("descriptions")).items()},
        values,
        days,
        tuple(_held(claims)),
        coordinates,
        image,
    )


def _on_earth(place: Mapping[str, Any]) -> bool:
    return str(place.get("globe", EARTH)).rpartition("/")[2] == EARTH


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}  # PHP writes an empty one as []


def _best(claims: Mapping[str, Any], name: str) -> list[Any]:
    """The preferred statements of a property, or if there are none the normal ones."""
    statements = claims.get(name, [])
    preferred = [each for each in statements if each.get("rank") == "preferred"]
    return preferred or [each for each in statements if each.get("rank", "normal") == "normal"]


def _value(snak: Mapping[str, Any]) -> Any:
    return snak["datavalue"]["value"] if snak.get("snaktype") == "value" else None


def _held(claims: Mapping[str, Any]) -> Iterator[Held]:
    for statement in claims.get(POSITION, []):
        value = _value(statement["mainsnak"])
        if statement.get("rank") != "deprecated" and isinstance(value, dict) and "id" in value:
            qualifiers = _object(statement.get("qualifiers"))
            start, end = (
                next((_span(_value(snak) or {}) for snak in qualifiers.get(name, [])), None)
                for name in (START, END)
            )
            yield Held(value["id"], start, end, str(statement.get("id", "")))


def _span(value: Mapping[str, Any]) -> Span | None:
    """The days of a time value; None if it is none, before our era, or vaguer than a century."""
    found = _TIME.match(str(value.get("time", "")))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    precision = int(value.get("precision", 11))
    if precision < 7 or not 1 <= year <= 9899:
        return None
    if precision < 9:
        size = 100 if precision == 7 else 10
        first = max(1, (year - 1) // size * size + 1 if size == 100 else year // size * size)
        return Span(date(first, 1, 1), date(first + size - 1, 12, 31))
    try:
        if precision == 9 or not month:
            return Span(date(year, 1, 1), date(year, 12, 31))
        if precision == 10 or not day:
            return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Span(date(year, month, day), date(year, month, day))
    except ValueError:
        return None
