"""A picture of the ontology: its main classes, and which properties lead from one to another.

Boxes stand where this module puts them; what joins them is read from the ontology's domains and ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 1010, 490
_BOX = (130, 36)
_PLACES = {
    "Document": (15, 20),
    "Evidence": (15, 110),
    "Stance": (15, 220),
    "Certainty": (15, 300),
    "ReviewStatus": (15, 380),
    "Claim": (320, 120),
    "Event": (620, 20),
    "Actor": (620, 380),
    "Place": (865, 200),
    "MaterielType": (865, 20),
}
_LINE = 15


@dataclass(frozen=True)
class Box:
    """A class, and the properties that lead from it to itself."""

    name: str
    x: int
    y: int
    loops: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A line of text that leads to a term."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Arrow:
    """The properties from one class to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Diagram:
    """Everything to draw; lengths are the units of a view box of WIDTH × HEIGHT."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int = WIDTH
    height: int = HEIGHT
    box: tuple[int, int] = _BOX


def draw(properties: dict[str, tuple[str | None, str | None]], above: dict[str, tuple[str, ...]]) -> Diagram:
    """A diagram of object properties with domain and range, by local names; `above` are classes' superclasses."""
    joined: dict[tuple[str, str], list[str]] = {}
    for name, (domain, range_) in properties.items():
        start, end = _box(domain, above), _box(range_, above)
        if start is not None and end is not None:
            joined.setdefault((start, end), []).append(name)
    boxes = tuple(Box(name, x, y, tuple(joined.get((name, name), ()))) for name, (x, y) in _PLACES.items())
    arrows = tuple(
        _arrow(start, end, names, (end, start) in joined)
        for (start, end), names in joined.items()
        if start != end
    )
    return Diagram(boxes, arrows)


def _box(name: str | None, above: dict[str, tuple[str, ...]]) -> str | None:
    """The nearest class that has a box."""
    waiting = [name] if name else []
    while waiting:
        each = waiting.pop(0)
        if each in _PLACES:
            return each
        waiting += above.get(each, ())
    return None


def _arrow(start: str, end: str, names: list[str], both_ways: bool) -> Arrow:
    (x1, y1), (x2, y2) = _centre(start), _centre(end)
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    aside = 9 if both_ways else 0
    dx, dy = -(y2 - y1) / length * aside, (x2 - x1) / length * aside
    x1, y1, x2, y2 = x1 + dx, y1 + dy, x2 + dx, y2 + dy
    cut1, cut2 = _edge(x2 - x1, y2 - y1), _edge(x1 - x2, y1 - y2)
    a, b = (x1 + cut1[0], y1 + cut1[1]), (x2 + cut2[0], y2 + cut2[1])
    share = 0.38 if both_ways else 0.5
    middle = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
    top = middle[1] - _LINE * (len(names) - 1) / 2 + 4
    texts = tuple(Text(name, middle[0], top + _LINE * row) for row, name in enumerate(names))
    return Arrow(*a, *b, texts)


def _centre(name: str) -> tuple[float, float]:
    x, y = _PLACES[name]
    return x + _BOX[0] / 2, y + _BOX[1] / 2


def _edge(dx: float, dy: float) -> tuple[float, float]:
    """From a box's centre to where a line in this direction leaves it."""
    scale = min(_BOX[0] / 2 / abs(dx) if dx else 1e9, _BOX[1] / 2 / abs(dy) if dy else 1e9)
    return dx * scale, dy * scale
