"""Asking another endpoint: a SELECT by the SPARQL 1.1 Protocol, its rows as terms."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from queries.federation.endpoints import Endpoints
from queries.federation.errors import ServiceError
from queries.federation.federate import Remote
from queries.federation.web import Web

ACCEPT = "application/sparql-results+json"


def rows_of(data: bytes, columns: Sequence[str], source: str) -> list[tuple[object, ...]]:
    """The values of these variables in an answer in SPARQL JSON. Raises ServiceError if that is none."""
    try:
        found = parse_query_results(data, QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise ServiceError(f"{source} answers a SELECT with a truth value")
        known = {variable.value for variable in found.variables}
        return [tuple(row[name] if name in known else None for name in columns) for row in found]
    except (SyntaxError, ValueError) as error:
        raise ServiceError(f"{source} answers with what is no SPARQL result in JSON: {error}") from None


def answer(step: Remote, endpoints: Endpoints, web: Web, deadline: float | None) -> list[tuple[object, ...]]:
    """The rows of a remote step. Raises ServiceError, ServiceRefused."""
    address = endpoints.require(step.endpoint)
    data = web.post(address, {"query": step.text}, ACCEPT, deadline)
    return rows_of(data, step.columns, address)
