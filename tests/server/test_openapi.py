"""The OpenAPI description tells what there is: addresses, parameters, types and errors."""

from __future__ import annotations

from typing import Any

import pytest

from server.changes.payload import TYPES
from server.http.media import GRAPHS, HTML, SOLUTIONS
from tests import web
from tests.server.conftest import Server


@pytest.fixture(scope="module")
def description(server: Server) -> dict[str, Any]:
    answer: dict[str, Any] = web.get(server.url + "/openapi.json").json()
    return answer


def operations(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_protocols_are_described(description: dict[str, Any]) -> None:
    methods = {path: set(description["paths"][path]) for path in ("/sparql", "/store", "/store/{path}")}
    writing = {"get", "head", "put", "post", "delete", "patch"}
    assert methods == {"/sparql": {"get", "head", "post"}, "/store": writing, "/store/{path}": writing}


def test_queries_have_the_types_that_are_offered(description: dict[str, Any]) -> None:
    offered = {each for formats in (SOLUTIONS, GRAPHS, [HTML]) for format in formats for each in format.types}
    for method in ("get", "post"):
        answers = description["paths"]["/sparql"][method]["responses"]["200"]["content"]
        assert set(answers) == offered


def test_graphs_have_the_types_that_are_read(description: dict[str, Any]) -> None:
    for method in ("put", "post"):
        body = description["paths"]["/store"][method]["requestBody"]["content"]
        assert set(body) == {*TYPES, "multipart/form-data"}


def test_names_are_unique_and_references_lead_somewhere(description: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(description)]
    assert len(names) == len(set(names))
    text = str(description)
    for name in ("HTTPValidationError", "ValidationError"):
        assert name not in text
    assert "Problem" in description["components"]["schemas"]


def test_every_operation_can_fail_only_by_a_problem(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        for status, response in operation["responses"].items():
            if int(status) >= 400 and path in ("/sparql", "/store", "/store/{path}"):
                assert set(response["content"]) == {"application/problem+json"}, (path, method, status)


def test_every_address_without_a_parameter_is_there(server: Server, description: dict[str, Any]) -> None:
    for path, methods in description["paths"].items():
        if "get" in methods and "{" not in path:
            required = [each for each in methods["get"].get("parameters", []) if each.get("required")]
            status = web.get(server.url + path).status_code
            assert status in ((400,) if required else (200, 204)), path
