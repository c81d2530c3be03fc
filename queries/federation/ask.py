"""Drives the steps of a query: the store by a function of the caller's, the endpoints by the SPARQL 1.1 Protocol."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from queries.federation.endpoints import Endpoints
from queries.federation.errors import ServiceError
from queries.federation.federate import Answer, Local, Remote, steps
from queries.federation.web import Web

ACCEPT = "application/sparql-results+json"


def resolve(
    text: str, endpoints: Endpoints, base: str, local: Callable[[Local], Answer], web: Web, seconds: float
) -> str:
    """The query with the answers of other endpoints in the places of its SERVICEs; they get `seconds` together.

    Raises ServiceRefused, ServiceError, and what `local` raises.
    """
    deadline = time.monotonic() + seconds
    plan = steps(text, endpoints, base)
    try:
        step = next(plan)
        while True:
            if isinstance(step, Local):
                step = plan.send(local(step))
                continue
            try:
                found = _remote(step, endpoints, web, deadline)
            except ServiceError as error:
                step = plan.throw(error)
            else:
                step = plan.send(found)
    except StopIteration as end:
        return str(end.value)


def rows_of(data: bytes, columns: Sequence[str], source: str) -> Answer:
    """The values of these variables in an answer in SPARQL JSON. Raises ServiceError if that is none."""
    try:
        found = parse_query_results(data, QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise ServiceError(f"{source} answers a SELECT with a truth value")
        return rows(found, columns)
    except (SyntaxError, ValueError) as error:
        raise ServiceError(f"{source} answers with what is no SPARQL result in JSON: {error}") from None


def rows(found: QuerySolutions, columns: Sequence[str]) -> Answer:
    """The values of these variables, None where they are open."""
    known = {variable.value for variable in found.variables}
    return [tuple(row[name] if name in known else None for name in columns) for row in found]


def _remote(step: Remote, endpoints: Endpoints, web: Web, deadline: float) -> Answer:
    address = endpoints.require(step.endpoint)
    return rows_of(web.post(address, {"query": step.text}, ACCEPT, deadline), step.columns, address)
