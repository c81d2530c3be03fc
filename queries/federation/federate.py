"""The steps by which a query with SERVICE becomes one without: who asks the store and the endpoints is the caller's.

`steps` is a generator: it yields a `Local` or `Remote` step, is sent its rows (or thrown a ServiceError for a
remote one), and returns the query to evaluate in the end. The command line and the server drive the same steps.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from math import prod

from pyoxigraph import BlankNode, Literal, NamedNode

from queries.federation import plan
from queries.federation.endpoints import Endpoints
from queries.federation.errors import ServiceError, ServiceRefused
from queries.federation.groups import Unreadable, read
from queries.federation.plan import BLOCK, Part, Row
from queries.federation.tokens import tokens

MAX_BINDINGS = 20_000
MAX_ROWS = 200_000


@dataclass(frozen=True)
class Local:
    """A query for the store; wanted are the rows of these variables."""

    text: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Remote:
    """A query for an endpoint, by its IRI; wanted are the rows of these variables."""

    endpoint: str
    text: str
    columns: tuple[str, ...]


Answer = Sequence[tuple[object, ...]]
Steps = Generator[Local | Remote, Answer, str]


def mentions_service(text: str) -> bool:
    """Whether a query has a SERVICE as this reading finds it."""
    return any(token.word == "SERVICE" for token in tokens(text))


def steps(text: str, endpoints: Endpoints, base: str) -> Steps:
    """The steps of a query; `base` is what its relative IRIs are relative to.

    Raises ServiceRefused for an endpoint that is not allowed or bindings without end, and passes on ServiceError of an
    endpoint unless the SERVICE is SILENT.
    """
    while True:
        try:
            part = plan.first(read(text))
        except (Unreadable, IndexError, RecursionError) as error:
            cause = str(error) if isinstance(error, Unreadable) else "it breaks off, or is nested too deeply"
            raise ServiceRefused(f"the query's SERVICE can't be planned: {cause}") from None
        if part is None:
            return text
        for endpoint in part.endpoints:  # all of them before the first is asked
            endpoints.require(endpoint)
        try:
            text = plan.joined(part, (yield from _answer(part, base)))
        except ServiceError:
            if not part.silent:
                raise
            text = plan.passed_over(part)


def _answer(part: Part, base: str) -> Generator[Local | Remote, Answer, list[Row]]:
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    if part.local is not None:
        found = yield Local(part.local, part.shared)
        if not found:
            return []
        columns, rows = _bound(part.shared, found)
    if len(rows) > MAX_BINDINGS:
        raise ServiceRefused(
            f"the query has {len(rows):,} different bindings for <{part.endpoint}>, and at most {MAX_BINDINGS:,} are"
            " sent: narrow down what stands beside the SERVICE"
        )
    blocks = [rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)] or [[]]
    answers: list[Row] = []
    for number, block in enumerate(blocks):
        text = plan.remote(part, columns, block, base)
        found = yield Remote(part.endpoint, text, part.wanted)
        answers += [tuple(_term(cell, part.endpoint, number) for cell in row) for row in found]
        if len(answers) > MAX_ROWS:
            raise ServiceRefused(
                f"<{part.endpoint}> answers with more than {MAX_ROWS:,} rows: narrow down the SERVICE"
            )
    return answers


def _bound(columns: Sequence[str], found: Answer) -> tuple[tuple[str, ...], list[Row]]:
    """The columns that every row binds to something that can be sent, and their distinct rows in a stable order.

    A variable that is open in one row may be anything there, so no binding of it may narrow the question down.
    """
    kept = [
        at for at in range(len(columns)) if all(isinstance(row[at], NamedNode | Literal) for row in found)
    ]
    if not kept:
        return (), []
    rows = {tuple(cell for at in kept if isinstance(cell := row[at], NamedNode | Literal)) for row in found}
    sizes = [len({row[at] for row in rows}) for at in range(len(kept))]
    if len(kept) > 1 and len(rows) > BLOCK and len(rows) == prod(sizes):
        # All with all: what binds them is not joined, and any one of them narrows the question down as well.
        at = sizes.index(min(sizes))
        kept, rows = [kept[at]], {(row[at],) for row in rows}
    return tuple(columns[at] for at in kept), sorted(rows, key=lambda row: tuple(map(str, row)))


def _term(cell: object, endpoint: str, block: int) -> NamedNode | Literal | None:
    """A blank node of the endpoint's becomes an IRI of this one answer (RDF 1.1, 3.5)."""
    if cell is None or isinstance(cell, NamedNode | Literal):
        return cell
    if isinstance(cell, BlankNode):
        return NamedNode(f"{endpoint}#/.well-known/genid/{block}-{cell.value}")
    raise ServiceError(f"<{endpoint}> answers with a triple term, which can't be joined")
