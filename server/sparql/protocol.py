"""Reading a request by the SPARQL 1.1 Protocol (sections 2.1 and 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import Literal
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode

from server.http.problems import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
READABLE = f"{FORM}, {QUERY}, {UPDATE}"
METHODS = "GET, HEAD, POST, OPTIONS"
CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii")


@dataclass(frozen=True)
class Operation:
    """A query or an update, with what was said about it.

    `format` is the `format` parameter, `timeout` seconds if given. A dataset of None means that none was named.
    `base` is what relative IRIs are resolved against: the endpoint, or the installation's base if it is None.
    """

    kind: Literal["query", "update"]
    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str | None = None
    timeout: float | None = None
    base: str | None = None


def read(
    method: str, query_string: bytes, content_type: str, body: bytes, base: str | None = None
) -> Operation | None:
    """The operation of a request; None for a GET without any.

    Raises: Problem 400 for what is wrong or contradictory, 405, 415.
    """
    parameters = pairs(query_string, "address")
    if method in ("GET", "HEAD"):
        if "update" in parameters:
            raise Problem(400, "Updates are sent by POST.")
        if "query" not in parameters:
            return None
        return _operation("query", _one(parameters, "query"), parameters, base)
    if method != "POST":
        raise Problem(405, f"{method} means nothing here.", headers={"Allow": METHODS})
    media_type = type_of(content_type)
    if media_type == QUERY:
        _refuse(parameters, "query", "update")
        return _operation("query", text_of(body), parameters, base)
    if media_type == UPDATE:
        _refuse(parameters, "query", "update")
        return _operation("update", text_of(body), parameters, base)
    if media_type != FORM:
        given = media_type or "a request without a Content-Type"
        raise Problem(
            415,
            f"{given} can't be read here; send {READABLE.replace(f', {UPDATE}', f' or {UPDATE}')}.",
            headers={"Accept-Post": READABLE},
        )
    form = pairs(body, "form")
    for name, values in parameters.items():
        form.setdefault(name, []).extend(values)
    if "query" in form and "update" in form:
        raise Problem(400, "A request is a query or an update, not both.")
    if "update" in form:
        return _operation("update", _one(form, "update"), form, base)
    if "query" in form:
        return _operation("query", _one(form, "query"), form, base)
    raise Problem(400, "The form has neither a query nor an update.")


def type_of(content_type: str) -> str:
    """The media type of a Content-Type, whose charset, if it says one, must be UTF-8.

    Raises: Problem 415.
    """
    if ";" not in content_type:
        return content_type.strip().lower()
    field = Message()
    field["content-type"] = content_type
    charset = field.get_content_charset("utf-8")
    if charset not in CHARSETS:
        raise Problem(415, f"Text is sent in UTF-8 here, not in {charset}.")
    return content_type.partition(";")[0].strip().lower()


def pairs(data: bytes, where: str) -> dict[str, list[str]]:
    """The parameters of an address or a form.

    Raises: Problem 400.
    """
    found: dict[str, list[str]] = {}
    if not data:
        return found
    try:
        read = parse_qsl(data.decode(), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Problem(400, f"The parameters of the {where} can't be read: {error}") from None
    for name, value in read:
        found.setdefault(name, []).append(value)
    return found


def check_iri(iri: str) -> None:
    """See that an IRI is one, and absolute.

    Raises: Problem 400.
    """
    try:
        NamedNode(iri)
    except ValueError as error:
        raise Problem(400, f"{iri!r} is no absolute IRI: {error}") from None


def last(parameters: dict[str, list[str]], name: str) -> str | None:
    """The last value of a parameter, None without any."""
    return parameters[name][-1] if parameters.get(name) else None


def _operation(
    kind: Literal["query", "update"], text: str, parameters: dict[str, list[str]], base: str | None
) -> Operation:
    names = (
        ("default-graph-uri", "named-graph-uri")
        if kind == "query"
        else ("using-graph-uri", "using-named-graph-uri")
    )
    default, named = (tuple(filter(None, parameters.get(name, ()))) for name in names)
    given = bool(default or named)
    return Operation(
        kind,
        text,
        default if given else None,
        named if given else None,
        last(parameters, "format"),
        timeout(parameters),
        base,
    )


def text_of(body: bytes) -> str:
    """SPARQL that is the body of a request.

    Raises: Problem 400 if it is not UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8: {error.reason} at byte {error.start}.") from None


def _one(parameters: dict[str, list[str]], name: str) -> str:
    values = parameters[name]
    if len(values) > 1:
        raise Problem(400, f"There is more than one {name} in the request.")
    return values[0]


def _refuse(parameters: dict[str, list[str]], *names: str) -> None:
    for name in names:
        if name in parameters:
            raise Problem(400, f"The body is the operation already; {name}= in the address contradicts it.")


def timeout(parameters: dict[str, list[str]]) -> float | None:
    """The `timeout` parameter in seconds, None without one.

    Raises: Problem 400 if that is no number of seconds.
    """
    value = last(parameters, "timeout")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e9:
        raise Problem(400, f"timeout={value} is no number of seconds.")
    return seconds
