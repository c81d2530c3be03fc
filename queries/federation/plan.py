"""What to ask locally and what remotely, so that a SERVICE can be answered and put back into its query as VALUES.

Joining with a SERVICE keeps only those of its solutions that agree with what stands beside it. So it is enough to ask
for the bindings that its surroundings can give (`local`), to send those along (`remote`), and to put what comes back
in the place of the SERVICE (`joined`): Oxigraph then evaluates the whole. The surroundings may be taken too widely,
never too narrowly. They are

- in the SERVICE's own group, whatever is joined (triples, VALUES, GRAPH, groups), OPTIONAL and BIND if they stand
  before it, and filters over these alone;
- the same of the group around it, if that holds it in a group, a UNION or a GRAPH;
- if it is in an OPTIONAL, MINUS or EXISTS, what stands before that in the group around it, and nothing further out;
- nothing outside a subquery.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from ontology.names import PREFIXES
from queries.federation.errors import ServiceRefused
from queries.federation.groups import Element, Group, Query, services
from queries.federation.groups import body as look_into
from queries.federation.tokens import Token, tokens, variables

Row = tuple[NamedNode | Literal | None, ...]

BLOCK = 100
"""Most bindings that are sent in one request."""

_JOINED = {"triples", "values", "graph", "group"}
_CROSSED = {"group", "graph"}  # through these the groups around still are joined
_LABELS = ("Label", "AltLabel", "Description")


@dataclass(frozen=True)
class Part:
    """One SERVICE of a query: where it stands, whom it asks, and what it shares with its surroundings."""

    query: Query
    element: Element
    endpoints: tuple[str, ...]
    """That of this SERVICE, and those of the others that are left in the query."""
    silent: bool
    local: str | None
    """The query for the bindings of `shared` around it; None if nothing is shared."""
    shared: tuple[str, ...]
    wanted: tuple[str, ...]
    """The variables of the SERVICE that anything else of the query uses."""

    @property
    def endpoint(self) -> str:
        """Whom the SERVICE asks."""
        return self.endpoints[0]


def first(query: Query) -> Part | None:
    """The first SERVICE of a query that is in no other. Raises ServiceRefused for an endpoint that is a variable."""
    ways = list(services(query.where))
    if not ways:
        return None
    way = ways[0]
    element = way[-1][1]
    text = query.text[element.groups[0].start : element.groups[0].end]
    pieces, known = _surroundings(query, way)
    # A variable that the SERVICE may leave open must come back open: a binding sent along would come back with it.
    shared = tuple(sorted(look_into(text).certain & known))
    return Part(
        query,
        element,
        tuple(_endpoint(query, other[-1][1]) for other in ways),
        element.silent,
        _local(query, pieces, shared) if shared else None,
        shared,
        _wanted(query, element, variables(tokens(text))),
    )


def remote(part: Part, columns: Sequence[str], rows: Sequence[Row], base: str) -> str:
    """The query for the endpoint: the SERVICE's group, with bindings of some variables if there are any."""
    text = part.query.text[part.element.groups[0].start : part.element.groups[0].end].strip()
    body = list(tokens(text))
    # Beside the triples that bind them, bindings are joined with these at once, which is what makes it fast. Elsewhere
    # they would be seen by an OPTIONAL, MINUS, BIND or filter that sees none in the query as it was written.
    if not set(columns) <= look_into(text).first or (body and body[0].word == "SELECT"):
        text = f"{{ {text}\n}}"
    bindings = f"{table(columns, rows)}\n" if columns else ""
    names = " ".join(f"?{name}" for name in part.wanted) or "*"
    return f"{_prologue(part.query, body, base)}SELECT {names} WHERE {{\n{bindings}{text}\n}}"


def joined(part: Part, rows: Sequence[Row]) -> str:
    """The query with `rows`, values of `wanted`, in place of the SERVICE; line numbers stay."""
    text, element = part.query.text, part.element
    lines = "\n" * text.count("\n", element.start, element.end)
    return f"{text[: element.start]}{table(part.wanted, rows)}{lines} {text[element.end :]}"


def passed_over(part: Part) -> str:
    """The query for a SERVICE SILENT that failed: as if it had one solution without bindings (SPARQL 1.1, 2.3)."""
    text, element = part.query.text, part.element
    lines = "\n" * text.count("\n", element.start, element.end)
    return f"{text[: element.start]}VALUES () {{ () }}{lines} {text[element.end :]}"


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """A VALUES clause."""
    names = " ".join(f"?{name}" for name in columns)
    cells = " ".join(f"({' '.join('UNDEF' if cell is None else str(cell) for cell in row)})" for row in rows)
    return f"VALUES ({names}) {{ {cells} }}"


def _surroundings(
    query: Query, way: Sequence[tuple[Group, Element]]
) -> tuple[list[tuple[int, str]], frozenset[str]]:
    """Pieces of text, each with its place in the query, that make up the group to ask locally; and their variables."""
    service = way[-1][1]
    pieces: list[tuple[int, str]] = []
    known: frozenset[str] = frozenset()
    tainted = service.variables
    child: Element | None = None
    for group, element in reversed(way):
        crossed = element.kind in _CROSSED
        if child is not None and crossed and element.kind == "graph" and element.name is not None:
            pieces = [(element.start, f"GRAPH {element.name.text} {{"), *pieces, (element.end, "}")]
            known |= variables([element.name])
        elif child is not None:
            pieces = [(element.start, "{"), *pieces, (element.end, "}")]
        before = [each for each in group.elements if each.end <= element.start]
        after = [each for each in group.elements if each.start >= element.end]
        joins = element is service or crossed
        taken = [each for each in before if not each.serves and each.kind != "filter"]
        taken += [each for each in after if joins and not each.serves and each.kind in _JOINED]
        filters = [each for each in group.elements if each.kind == "filter" and each is not element]
        left = [each for each in (*before, *after) if each not in taken and each not in filters]
        tainted = tainted.union(*(each.variables for each in left))
        here = frozenset[str]().union(*(each.variables for each in taken))
        known |= here
        sure = (known if joins else here) - tainted  # what is in an OPTIONAL may be open where it is filtered
        taken += [each for each in filters if not each.serves and each.variables <= sure]
        pieces += [(each.start, _text(query, each)) for each in taken]
        pieces.sort(key=lambda piece: piece[0])
        child = element
        if group.select or (element is not service and not crossed):
            break
    else:
        if query.trailing is not None:
            pieces.append((query.trailing.start, _text(query, query.trailing)))
            known |= query.trailing.variables
    return pieces, known


def _text(query: Query, element: Element) -> str:
    text = query.text[element.start : element.end]
    if element.kind != "triples":
        return text
    found = list(tokens(text))
    inner = [token for at, token in enumerate(found) if token.text != "." or 0 < at < len(found) - 1]
    return f"{text[inner[0].start : inner[-1].end]} ." if inner else ""


def _local(query: Query, pieces: list[tuple[int, str]], shared: Sequence[str]) -> str:
    """The local query; each piece stands in the line in which it stood, so that errors name the right one."""
    text = query.text[: query.form.start]
    text += f"SELECT DISTINCT {' '.join(f'?{name}' for name in shared)} {query.dataset} WHERE {{"
    for start, piece in pieces:
        missing = query.text.count("\n", 0, start) - text.count("\n")
        text += "\n" * missing + (
            " " * (start - query.text.rfind("\n", 0, start) - 1) if missing > 0 else " "
        )
        text += piece
    return text + "\n}"


def _wanted(query: Query, element: Element, body: frozenset[str]) -> tuple[str, ...]:
    if query.stars:
        return tuple(sorted(body))
    outside = variables(
        token for token in tokens(query.text) if token.end <= element.start or token.start >= element.end
    )
    wanted = set(body & outside)
    inner = query.text[element.groups[0].start : element.groups[0].end]
    if any(token.text == "wikibase:label" for token in tokens(inner)):
        # Wikidata's label service makes variables up: ?person gives ?personLabel where that is asked for.
        wanted |= {name for name in outside for mark in _LABELS if name.removesuffix(mark) in body - {name}}
    return tuple(sorted(wanted))


def _endpoint(query: Query, element: Element) -> str:
    name = element.name
    assert name is not None
    if name.kind == "iri":
        return name.text[1:-1]
    if name.kind == "name":
        prefix, _, local = name.text.partition(":")
        namespace = _declared(query).get(prefix, PREFIXES.get(prefix))
        if namespace is not None:
            return namespace + local
    raise ServiceRefused(f"SERVICE {name.text}: name the endpoint by its IRI; a variable is not followed")


def _declared(query: Query) -> dict[str, str]:
    found = list(tokens(query.text[: query.form.start]))
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.word == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def _prologue(query: Query, body: list[Token], base: str) -> str:
    """The declarations that the SERVICE's group needs, and no others, so that equal questions are equal texts."""
    used = {token.text.partition(":")[0] for token in body if token.kind == "name"}
    known = {**PREFIXES, **_declared(query)}
    lines = [f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in sorted(used & set(known))]
    if any(token.kind == "iri" and ":" not in token.text for token in body):
        head = list(tokens(query.text[: query.form.start]))
        named = [after.text for token, after in pairwise(head) if token.word == "BASE"]
        lines.insert(0, f"BASE {named[-1] if named else f'<{base}>'}\n")
    return "".join(lines)
