"""The groups of a query and their elements, by tokens: what stands beside a SERVICE, and within what.

No grammar is checked here, Oxigraph does that. A text that this reading takes otherwise than the grammar does is
refused or sent on as it is, never half understood: `Unreadable` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from queries.federation.tokens import Token, tokens, variables

Kind = Literal["triples", "group", "optional", "minus", "graph", "service", "filter", "bind", "values"]

_OPENERS = {"OPTIONAL", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES", "{"}
_PAIRS = {"{": "}", "(": ")", "[": "]", "{|": "|}"}


class Unreadable(ValueError):  # noqa: N818
    """Brackets that don't match, or an element without its group."""


@dataclass(frozen=True)
class Element:
    """One element of a group, from `start` to `end` in the text; `groups` are those directly in it.

    For a graph or service `name` is the token that names it. A subquery is a group whose only element is its WHERE,
    marked by `select`.
    """

    kind: Kind
    start: int
    end: int
    variables: frozenset[str]
    groups: tuple[Group, ...] = ()
    name: Token | None = None
    silent: bool = False

    @property
    def serves(self) -> bool:
        """Whether a SERVICE stands in it, or it is one."""
        return self.kind == "service" or any(each.serves for group in self.groups for each in group.elements)


@dataclass(frozen=True)
class Group:
    """What stands between two braces, which are at `start - 1` and `end`."""

    start: int
    end: int
    elements: tuple[Element, ...]
    select: bool = False


@dataclass(frozen=True)
class Query:
    """A query's parts: the prologue ends at `form`; `dataset` are its FROM clauses; `trailing` a last VALUES."""

    text: str
    form: Token
    dataset: str
    where: Group
    trailing: Element | None
    stars: bool
    """Whether it selects all variables."""


def read(text: str) -> Query:
    """Read a query. Raises Unreadable for one that has no WHERE, or brackets that don't match."""
    found = list(tokens(text))
    start = _form(found)
    opened = _where(found, start)
    closed = _closing(found, opened)
    head = found[start:opened]
    froms = [at for at, token in enumerate(head) if token.word == "FROM"]
    dataset = ""
    if froms:
        last = opened - 1 if found[opened - 1].word == "WHERE" else opened
        dataset = text[head[froms[0]].start : found[last - 1].end] if last > start + froms[0] else ""
    tail = found[closed + 1 :]
    # CONSTRUCT { template } WHERE { … } has its template before; `_where` skips it.
    return Query(
        text,
        found[start],
        dataset,
        _group(found, opened, closed),
        _trailing(tail),
        stars=any(token.word == "*" for token in _outside_brackets(head)) or found[start].word == "DESCRIBE",
    )


def services(
    group: Group, path: tuple[tuple[Group, Element], ...] = ()
) -> Iterator[tuple[tuple[Group, Element], ...]]:
    """Each SERVICE of a group that is in no other, as the way to it: group and element, outermost first."""
    for element in group.elements:
        way = (*path, (group, element))
        if element.kind == "service":
            yield way
            continue
        for inner in element.groups:
            yield from services(inner, way)


@dataclass(frozen=True)
class Body:
    """What a group's text, by itself, binds in each of its solutions, and of that `first`, by triples that begin it."""

    certain: frozenset[str]
    first: frozenset[str]


def body(text: str) -> Body:
    """Look into the group of a SERVICE. Raises Unreadable."""
    found = list(tokens(f"{{{text}\n}}"))
    group = _group(found, 0, _closing(found, 0))
    first: frozenset[str] = frozenset()
    for element in group.elements:
        if element.kind == "triples":
            first |= element.variables
        elif element.kind != "filter":
            break
    return Body(_certain(group, f"{{{text}\n}}"), first)


def _certain(group: Group, text: str) -> frozenset[str]:
    bound: frozenset[str] = frozenset()
    for element in group.elements:
        inner = [_certain(each, text) for each in element.groups]
        if element.kind == "triples":
            bound |= element.variables
        elif element.kind == "values":
            cells = list(tokens(text[element.start : element.end]))
            bound |= element.variables if all(token.word != "UNDEF" for token in cells) else frozenset()
        elif element.kind == "graph":
            bound |= inner[0] | variables([element.name] if element.name else [])
        elif element.kind == "group":
            bound |= frozenset.intersection(*inner)
    if group.select:
        head = list(
            _outside_brackets(list(tokens(text[group.start : group.elements[0].groups[0].start - 1])))
        )
        if all(token.word != "*" for token in head):
            bound &= variables(head)
    return bound


def _form(found: list[Token]) -> int:
    for at, token in enumerate(found):
        if token.word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return at
    raise Unreadable("there is no SELECT, ASK, CONSTRUCT or DESCRIBE")


def _where(found: list[Token], start: int) -> int:
    """The brace that opens the WHERE of the query form at `start`."""
    at = start + 1
    template = found[start].word == "CONSTRUCT" and at < len(found) and found[at].word == "{"
    if template:
        at = _closing(found, at) + 1
    while at < len(found):
        word = found[at].word
        if word == "{":
            return at
        at = _closing(found, at) + 1 if word in _PAIRS else at + 1
    raise Unreadable("there is no WHERE")


def _closing(found: list[Token], opened: int) -> int:
    waiting: list[str] = []
    for at in range(opened, len(found)):
        word = found[at].word
        if word in _PAIRS:
            waiting.append(_PAIRS[word])
        elif word in _PAIRS.values():
            if not waiting or waiting.pop() != word:
                break
            if not waiting:
                return at
    raise Unreadable("brackets don't match")


def _outside_brackets(found: list[Token]) -> Iterator[Token]:
    at = 0
    while at < len(found):
        if found[at].word in _PAIRS:
            at = _closing(found, at) + 1
            continue
        yield found[at]
        at += 1


def _trailing(tail: list[Token]) -> Element | None:
    for at, token in enumerate(tail):
        if token.word == "VALUES":
            rest = tail[at:]
            return Element("values", token.start, rest[-1].end, variables(rest))
    return None


def _group(found: list[Token], opened: int, closed: int) -> Group:
    start, end = found[opened].end, found[closed].start
    if opened + 1 < closed and found[opened + 1].word == "SELECT":
        inner = _where(found, opened + 1)
        last = _closing(found, inner)
        if last > closed:
            raise Unreadable("a subquery without WHERE")
        where = _group(found, inner, last)
        # What an expression of its SELECT, ORDER BY or HAVING may hold stays unread, and SERVICE there is refused.
        element = Element("group", start, end, variables(found[opened:closed]), (where,))
        return Group(start, end, (element,), select=True)
    elements = []
    at = opened + 1
    while at < closed:
        element, at = _element(found, at, closed)
        elements.append(element)
    return Group(start, end, tuple(elements))


def _element(found: list[Token], at: int, closed: int) -> tuple[Element, int]:
    """The element that begins at a token, and the token after it."""
    word = found[at].word
    if word == "{":
        return _union(found, at, closed)
    if word in ("OPTIONAL", "MINUS"):
        return _with_group(found, "optional" if word == "OPTIONAL" else "minus", at, at + 1)
    if word in ("GRAPH", "SERVICE"):
        silent = found[at + 1].word == "SILENT"
        name = at + 2 if silent else at + 1
        kind: Kind = "graph" if word == "GRAPH" else "service"
        return _with_group(found, kind, at, name + 1, found[name], silent)
    if word == "VALUES":
        after = at + 1
        while after < closed and found[after].word != "{":
            after += 1
        return _plain(found, "values", at, _closing(found, after) + 1)
    if word in ("BIND", "FILTER"):
        return _with_expression(found, "bind" if word == "BIND" else "filter", at, closed)
    after = at
    while after < closed and found[after].word not in _OPENERS:
        after = _closing(found, after) + 1 if found[after].word in _PAIRS else after + 1
    if after == at:
        raise Unreadable(f"{found[at].text!r} is not expected")
    return _plain(found, "triples", at, after)


def _plain(found: list[Token], kind: Kind, at: int, after: int) -> tuple[Element, int]:
    return Element(kind, found[at].start, found[after - 1].end, variables(found[at:after])), after


def _with_group(
    found: list[Token], kind: Kind, at: int, opened: int, name: Token | None = None, silent: bool = False
) -> tuple[Element, int]:
    if opened >= len(found) or found[opened].word != "{":
        raise Unreadable(f"{found[at].text} without a group")
    closed = _closing(found, opened)
    inner = (
        Group(found[opened].end, found[closed].start, ())
        if kind == "service"
        else _group(found, opened, closed)
    )
    names = variables(found[at : closed + 1])
    element = Element(kind, found[at].start, found[closed].end, names, (inner,), name, silent)
    return element, closed + 1


def _union(found: list[Token], at: int, closed: int) -> tuple[Element, int]:
    branches = []
    after = at
    while True:
        end = _closing(found, after)
        branches.append(_group(found, after, end))
        if not (end + 2 < closed and found[end + 1].word == "UNION" and found[end + 2].word == "{"):
            break
        after = end + 2
    names = variables(found[at : end + 1])
    return Element("group", found[at].start, found[end].end, names, tuple(branches)), end + 1


def _with_expression(found: list[Token], kind: Kind, at: int, closed: int) -> tuple[Element, int]:
    """FILTER or BIND: up to the end of its bracket, with the groups of EXISTS in it."""
    after = at + 1
    while after < closed and found[after].word not in ("(", "{"):
        after += 1
    if after >= closed:
        raise Unreadable(f"{found[at].text} without an expression")
    end = _closing(found, after)
    groups = []
    inner = after
    while inner <= end:
        if found[inner].word == "{":
            last = _closing(found, inner)
            groups.append(_group(found, inner, last))
            inner = last
        inner += 1
    names = variables(found[at : end + 1])
    return Element(kind, found[at].start, found[end].end, names, tuple(groups)), end + 1
