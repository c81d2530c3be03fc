"""Queries that the server itself asks on the way to an answer: guarded and scheduled like everybody's."""

from __future__ import annotations

from server.evaluation.evaluation import Asker
from server.evaluation.service import Answer, QueryService
from server.http.problems import Problem
from server.sparql.protocol import Operation

LARGEST = 64 * 1024 * 1024


async def rows(
    service: QueryService, operation: Operation, client: str, asker: Asker, *, resolved: bool = False
) -> bytes:
    """The answer to a SELECT, in SPARQL JSON, in the client's share of the evaluators.

    Raises: Problem; 400 for an answer larger than LARGEST bytes.
    """
    request = service.query(operation, client, solutions="json", graph=None, resolved=resolved)
    begun = service.begin(request, asker)
    answer = begun if isinstance(begun, Answer) else await service.finish(request, begun)
    try:
        if answer.body is not None:
            return answer.body
        parts: list[bytes] = []
        size = 0
        async for part in service.stream(request, answer):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise Problem(400, "Too much was found on the way to the answer; narrow the question down.")
        return b"".join(parts)
    finally:
        if answer.evaluation is not None:
            answer.evaluation.cancel()
