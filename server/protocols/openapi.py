"""What the OpenAPI description says of the protocols' own addresses, which FastAPI does not serve."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI

from server.changes import payload
from server.http.media import GRAPHS, HTML, SOLUTIONS, Format
from server.http.problems import MEDIA_TYPE
from server.sparql import protocol

Schema = dict[str, Any]

TAG = "protocols"

_TEXT: Schema = {"type": "string"}
_IRIS: Schema = {"type": "array", "items": {"type": "string", "format": "iri"}}
_SECONDS: Schema = {"type": "number", "minimum": 1, "maximum": 120}
_TOKEN: list[Schema] = [{"token": []}]
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}

_ERRORS = {
    400: "Something in the request is wrong; with line and column where it is SPARQL or RDF.",
    401: "This needs a token.",
    403: "The token's scope does not suffice, or the server only reads.",
    404: "There is no such graph.",
    405: "This method means nothing here; Allow says what does.",
    406: "Nothing that is accepted can be written; `available` says what can.",
    408: "The request was not sent in time.",
    412: "The graph is not what If-Match or If-None-Match says.",
    413: "The query or the body is too long.",
    414: "The address is too long.",
    415: "This type, charset or compression can't be read.",
    421: "This server does not answer for that host.",
    422: "A patch changes another graph than its own.",
    429: "This client asks too much at once; Retry-After says when to come again.",
    431: "The request's head is too long.",
    502: "Another endpoint, that the query asks by SERVICE, fails.",
    503: "Stopped by its deadline or memory limit, or too many wait; the detail names the remedy.",
}
_PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "description": "Problem details by RFC 9457.",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, and what helps."},
        "line": {"type": "integer", "description": "Where SPARQL or RDF goes wrong, from 1."},
        "column": {"type": "integer", "description": "In code points, from 1."},
        "available": {"type": "array", "items": _TEXT, "description": "With 406: types that can be had."},
        "timeout": {"type": "number", "description": "Seconds after which it was stopped."},
    },
}


def describe(web: FastAPI) -> None:
    """Have the application describe itself completely; the description is made when it is first asked for."""
    described = web.openapi

    def openapi() -> Schema:
        if web.openapi_schema is None:
            with warnings.catch_warnings():  # GET and HEAD of one route have one name, until `complete`
                warnings.filterwarnings("ignore", "Duplicate Operation ID")
                web.openapi_schema = complete(described())
        return web.openapi_schema

    web.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it


def complete(description: Schema) -> Schema:
    """FastAPI's description with the protocols' addresses, errors and tokens added."""
    paths = description.setdefault("paths", {})
    components = description.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM_SCHEMA
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    paths["/sparql"] = {
        "get": _query_by_get("get", "Query, or without one the service description."),
        "head": _query_by_get("head", "As GET, without a body."),
        "post": _post(),
    }
    named = [
        _in_query("graph", {"type": "string", "format": "iri"}, "The graph's IRI."),
        {**_in_query("default", _TEXT, "The default graph."), "allowEmptyValue": True},
    ]
    paths["/store"] = _graph("store", named)
    paths["/store/{path}"] = _graph(
        "graph",
        [{"name": "path", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}],
        "The graph whose IRI is this very address.",
    )
    for path in paths.values():
        for method, operation in path.items():
            if operation.get("tags") == [TAG]:
                continue
            # FastAPI gives GET and HEAD of one route the same name, and tells of a 422 that is a 400 here.
            operation["operationId"] = f"{operation['operationId'].rpartition('_')[0]}_{method}"
            if operation["responses"].pop("422", None):
                operation["responses"]["400"] = {"description": _ERRORS[400], "content": _PROBLEM}
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    return description


def _query_by_get(name: str, summary: str) -> Schema:
    parameters = [
        _in_query("query", _TEXT, "SPARQL."),
        *[
            _in_query(graphs, _IRIS, "The dataset, which goes before FROM; may stand several times.")
            for graphs in ("default-graph-uri", "named-graph-uri")
        ],
        *_common(),
    ]
    responses = {"200": _content(_types(SOLUTIONS, GRAPHS, [HTML]), "The answer.")}
    return _operation(f"query_{name}", summary, parameters, responses, (400, 401, 406, 413, 414, 502, 503))


def _post() -> Schema:
    properties = {
        "query": _TEXT,
        "update": _TEXT,
        **dict.fromkeys(
            ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"), _IRIS
        ),
        "format": _TEXT,
        "timeout": _SECONDS,
    }
    body = {
        protocol.FORM: {"schema": {"type": "object", "properties": properties}},
        protocol.QUERY: {"schema": _TEXT},
        protocol.UPDATE: {"schema": _TEXT},
    }
    parameters = [
        _in_query(name, schema, "Beside a body that is SPARQL.")
        for name, schema in properties.items()
        if "graph" in name
    ]
    responses = {
        "200": _content(_types(SOLUTIONS, GRAPHS, [HTML]), "The answer to a query."),
        "204": {"description": "The update is written: every later query sees it."},
    }
    operation = _operation(
        "query_or_update",
        "Query or update, as a form or as the body itself. Updates need a token with the scope write.",
        [*parameters, *_common()],
        responses,
        (400, 401, 403, 406, 413, 415, 502, 503),
    )
    return {**operation, "requestBody": {"required": True, "content": body}, "security": [{}, *_TOKEN]}


def _graph(
    name: str, parameters: list[Schema], summary: str = "The graph that is named; without a name the store."
) -> Schema:
    read = {"200": _content(_types(GRAPHS), "The graph.")}
    written = {"201": {"description": "The graph is new."}, "204": {"description": "Done."}}
    rdf = {"content": {media_type: {"schema": _TEXT} for media_type in (*payload.TYPES, payload.MULTIPART)}}
    update = {"content": {protocol.UPDATE: {"schema": _TEXT}}, "required": True}
    bodies = {"put": rdf, "post": rdf, "patch": update}
    operations: Schema = {}
    for method in ("get", "head", "put", "post", "delete", "patch"):
        reads = method in ("get", "head")
        more = [*parameters, *_common()] if reads else [*parameters, *_conditions()]
        errors = (400, 401, 404, 406, 503) if reads else (400, 401, 403, 404, 405, 412, 413, 415, 422, 503)
        operation = _operation(f"{name}_{method}", summary, more, read if reads else written, errors)
        if method in bodies:
            operation["requestBody"] = bodies[method]
        if not reads:
            operation["security"] = _TOKEN
        operations[method] = operation
    return operations


def _operation(
    name: str, summary: str, parameters: list[Schema], responses: Schema, errors: Iterable[int]
) -> Schema:
    problems = {str(status): {"description": _ERRORS[status], "content": _PROBLEM} for status in errors}
    return {
        "operationId": name,
        "tags": [TAG],
        "summary": summary,
        "parameters": parameters,
        "responses": {**responses, **problems},
    }


def _common() -> list[Schema]:
    return [
        _in_query("format", _TEXT, "A format's short name or media type; goes before Accept."),
        _in_query("timeout", _SECONDS, "Seconds that it may take."),
    ]


def _conditions() -> list[Schema]:
    return [
        {
            "name": name,
            "in": "header",
            "required": False,
            "schema": _TEXT,
            "description": f"RFC 9110: {name}.",
        }
        for name in ("If-Match", "If-None-Match")
    ]


def _in_query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def _content(types: Iterable[str], description: str) -> Schema:
    return {"description": description, "content": {media_type: {"schema": _TEXT} for media_type in types}}


def _types(*offers: Iterable[Format]) -> list[str]:
    return list(dict.fromkeys(each for formats in offers for format in formats for each in format.types))
