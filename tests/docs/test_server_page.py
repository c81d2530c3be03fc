"""The page on the HTTP interface says what the server does."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from server.changes.payload import GENID
from server.http.media import GRAPHS, HTML, SOLUTIONS, Format
from server.settings import SCOPES, ServerSettings
from server.sparql.datasets import ALIAS
from server.sparql.guard import BRANCHES
from tests.docs.pages import PAGES, coded, section, table

PAGE = "server.md"
LIMITS: dict[str, Any] = {field.name: field.default for field in dataclasses.fields(ServerSettings)}


@pytest.mark.parametrize(
    ("heading", "formats"),
    [("Rows and truth values:", SOLUTIONS), ("Graphs, from", GRAPHS)],
    ids=["rows", "graphs"],
)
def test_the_formats_are_those_that_are_offered(heading: str, formats: tuple[Format, ...]) -> None:
    text = section(PAGE, "### Formats")
    rows = table(text[text.index(heading) :], "| media type | short |")
    shown = [(coded(row[0]), coded(row[1])) for row in rows]
    assert shown == [([each.types[0]], list(each.short)) for each in (*formats, HTML)]


def test_the_limits_are_those_of_the_settings() -> None:
    rows = table(section(PAGE, "## Limits"), "| what | at most | else |")
    said = {row[0]: row[1] for row in rows}
    assert said["address of a request"] == f"{LIMITS['max_address'] // 1024} KiB"
    assert said["fields of its head"] == f"{LIMITS['max_headers']}, of {LIMITS['max_fields'] // 1024} KiB"
    assert said["a query"] == f"{LIMITS['max_query'] // 1024} Ki characters"
    assert said["a body with a token that may write, unpacked"] == f"{LIMITS['max_update'] // 2**20} MiB"
    assert said["a body without"] == f"{LIMITS['max_query'] * 4 // 2**20} MiB"
    steps = ", ".join(f"{most:,}" for _, most, _ in BRANCHES)
    assert said["steps of paths, UNIONs, OPTIONALs in a query"] == steps
    assert said["seconds for the head of a request"] == f"{LIMITS['head_time']:g}"
    assert said["seconds for its body"].startswith(f"{LIMITS['body_time']:g}, ")
    assert said["seconds without progress in taking an answer"] == f"{LIMITS['read_time']:g}"


def test_the_scopes_are_those_that_there_are() -> None:
    rows = table(section(PAGE, "## Tokens"), "| scope | who has it may |")
    assert [coded(row[0]) for row in rows] == [[scope] for scope in SCOPES]


def test_names_are_those_that_the_server_uses() -> None:
    assert f"`{ALIAS}`" in PAGES[PAGE]
    assert f"{{base}}{GENID}" in PAGES[PAGE]
    assert f"{LIMITS['timeout']:g} by default, at most {LIMITS['max_timeout']:g}" in PAGES[PAGE]
