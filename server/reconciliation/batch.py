"""A batch of reconciliation queries as it is sent (section 4.1 of the specification)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ontology.names import LEG
from server.http.problems import Problem

MAX_QUERIES = 100
MAX_NAME = 500
MAX_LIMIT = 50
LIMIT = 5


@dataclass(frozen=True)
class Wanted:
    """One query: a name, the kinds of thing it may be (none: any), how many candidates, and values of properties."""

    name: str
    kinds: tuple[str, ...] = ()
    limit: int = LIMIT
    values: Mapping[str, tuple[str, ...]] | None = None


def read(text: str) -> dict[str, Wanted]:
    """The queries by the keys that the client gave them.

    Raises: Problem 400 naming what is wrong, 413 for more than MAX_QUERIES.
    """
    try:
        batch = json.loads(text)
    except (ValueError, RecursionError):
        raise Problem(400, "queries= is no JSON.") from None
    if not isinstance(batch, dict):
        raise Problem(400, "queries= is an object of queries by keys of yours.")
    if len(batch) > MAX_QUERIES:
        raise Problem(413, f"A batch has at most {MAX_QUERIES} queries.")
    return {key: _wanted(key, query) for key, query in batch.items()}


def _wanted(key: str, query: Any) -> Wanted:
    if not isinstance(query, dict):
        raise Problem(400, f"Query {key} is no object.")
    name = query.get("query", "")
    properties = query.get("properties", [])
    if not isinstance(name, str) or len(name) > MAX_NAME:
        raise Problem(400, f"Query {key}: `query` is a name of at most {MAX_NAME} characters.")
    if not isinstance(properties, list) or not (name.strip() or properties):
        raise Problem(400, f"Query {key} needs `query` or `properties`.")
    kinds = query.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise Problem(400, f"Query {key}: `type` is a type or a list of types.")
    limit = query.get("limit", LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise Problem(400, f"Query {key}: `limit` is a number from 1.")
    values: dict[str, tuple[str, ...]] = {}
    for each in properties:
        if not isinstance(each, dict) or not isinstance(each.get("pid"), str) or "v" not in each:
            raise Problem(400, f"Query {key}: a property has `pid` and `v`.")
        found = each["v"] if isinstance(each["v"], list) else [each["v"]]
        values[each["pid"]] = tuple(_value(one) for one in found)
    return Wanted(
        name.strip(),
        tuple(kind.removeprefix(LEG).removeprefix("leg:") for kind in kinds if kind),
        int(min(limit, MAX_LIMIT)),
        values,
    )


def _value(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id", value.get("name", ""))
    return str(value).strip()
