"""Reading a request by the SPARQL 1.1 Protocol (sections 2.1 and 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from server.problems import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = "GET, HEAD, POST, OPTIONS"


@dataclass(frozen=True)
class Operation:
    """A query or an update, with what was said about it.

    `format` is the `format` parameter, `timeout` seconds if given. A dataset of None means that none was named.
    """

    kind: Literal["query", "update"]
    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str | None = None
    timeout: float | None = None


def read(method: str, query_string: bytes, content_type: str, body: bytes) -> Operation | None:
    """The operation of a request; None for a GET without any.

    Raises: Problem 400 for what is wrong or contradictory, 405, 415.
    """
    parameters = _pairs(query_string, "address")
    if method in ("GET", "HEAD"):
        if "update" in parameters:
            raise Problem(400, "Updates are sent by POST.")
        if "query" not in parameters:
            return None
        return _operation("query", _one(parameters, "query"), parameters)
    if method != "POST":
        raise Problem(405, f"{method} means nothing here.", headers={"Allow": METHODS})
    media_type, _, rest = content_type.partition(";")
    media_type = media_type.strip().lower()
    if "charset=" in rest.lower() and not any(name in rest.lower() for name in ("utf-8", "utf8", "us-ascii")):
        raise Problem(415, "SPARQL is sent in UTF-8.")
    if media_type == QUERY:
        _refuse(parameters, "query", "update")
        return _operation("query", _text(body), parameters)
    if media_type == UPDATE:
        _refuse(parameters, "query", "update")
        return _operation("update", _text(body), parameters)
    if media_type != FORM:
        given = media_type or "a request without a Content-Type"
        raise Problem(
            415,
            f"{given} can't be read here; send {FORM}, {QUERY} or {UPDATE}.",
            headers={"Accept-Post": f"{FORM}, {QUERY}, {UPDATE}"},
        )
    form = _pairs(body, "form")
    for name, values in parameters.items():
        form.setdefault(name, []).extend(values)
    if "query" in form and "update" in form:
        raise Problem(400, "A request is a query or an update, not both.")
    if "update" in form:
        return _operation("update", _one(form, "update"), form)
    if "query" in form:
        return _operation("query", _one(form, "query"), form)
    raise Problem(400, "The form has neither a query nor an update.")


def _operation(kind: Literal["query", "update"], text: str, parameters: dict[str, list[str]]) -> Operation:
    prefix = (
        ("default-graph-uri", "named-graph-uri")
        if kind == "query"
        else ("using-graph-uri", "using-named-graph-uri")
    )
    default, named = (tuple(parameters.get(name, ())) for name in prefix)
    if not default and not named:
        return Operation(kind, text, None, None, _last(parameters, "format"), _timeout(parameters))
    return Operation(kind, text, default, named, _last(parameters, "format"), _timeout(parameters))


def _pairs(data: bytes, where: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if not data:
        return found
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Problem(400, f"The parameters of the {where} can't be read: {error}") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8: {error.reason} at byte {error.start}.") from None


def _one(parameters: dict[str, list[str]], name: str) -> str:
    values = parameters[name]
    if len(values) > 1:
        raise Problem(400, f"There is more than one {name} in the request.")
    return values[0]


def _last(parameters: dict[str, list[str]], name: str) -> str | None:
    return parameters[name][-1] if parameters.get(name) else None


def _refuse(parameters: dict[str, list[str]], *names: str) -> None:
    for name in names:
        if name in parameters:
            raise Problem(400, f"The body is the operation already; {name}= in the address contradicts it.")


def _timeout(parameters: dict[str, list[str]]) -> float | None:
    value = _last(parameters, "timeout")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e9:
        raise Problem(400, f"timeout={value} is no number of seconds.")
    return seconds
