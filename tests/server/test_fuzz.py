"""Whatever is sent, the server answers, never by a 500; a campaign of many more is in tests/benchmarks/fuzz.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given, settings

import store
from server.changes import update_text
from server.http.problems import Problem
from server.sparql import guard
from tests import web
from tests.server import fuzzing
from tests.server.conftest import BASE, Server, example, launch

FINE = {
    200,
    201,
    204,
    206,
    301,
    303,
    304,
    400,
    401,
    403,
    404,
    405,
    406,
    412,
    413,
    414,
    415,
    417,
    421,
    422,
    431,
    503,
}


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("fuzz") / "data"
    store.create(data, BASE, example())
    running = launch(data, token="t", cors=["*"])
    yield running
    assert web.get(running.url + "/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    running.stop()
    assert "Traceback" not in running.log.read_text()


@pytest.fixture(scope="module")
def connection(target: Server) -> Iterator[httpx.Client]:
    with web.client(base_url=target.url) as client:
        yield client


def status_of(client: httpx.Client, shot: fuzzing.Shot) -> int:
    address = f"{shot.path}?{urlencode(shot.parameters, errors='surrogatepass')}"
    headers = [(name.encode(), value.encode()) for name, value in shot.headers.items()]
    try:
        return client.request(shot.method, address, content=shot.body, headers=headers).status_code
    except httpx.DecodingError:  # HEAD of a packed answer
        return 200


@given(fuzzing.shots())
@settings(max_examples=200)
def test_anything_is_answered(connection: httpx.Client, shot: fuzzing.Shot) -> None:
    assert status_of(connection, shot) in FINE


@given(fuzzing.texts)
@settings(max_examples=120)
def test_any_text_is_a_query_or_is_refused(connection: httpx.Client, text: str) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    answer = connection.post("/sparql?timeout=2", content=text.encode("utf-8", "surrogatepass"), headers=kind)
    assert answer.status_code in (200, 400, 503)


@given(fuzzing.texts)
@settings(max_examples=30)
def test_any_text_is_an_update_or_is_refused(connection: httpx.Client, text: str) -> None:
    kind = {"Content-Type": "application/sparql-update", "Authorization": "Bearer t"}
    answer = connection.post(
        "/sparql?timeout=2&using-graph-uri=urn:f", content=text.encode("utf-8", "surrogatepass"), headers=kind
    )
    assert answer.status_code in (204, 400, 503)


@given(fuzzing.texts)
def test_any_text_can_be_judged(text: str) -> None:
    for judge in (
        guard.decoded,
        update_text.may_make_blank_nodes,
        update_text.inserts_data_only,
        update_text.beyond_its_graph,
    ):
        judge(text)
    try:
        guard.check(text, update=True)
        update_text.with_dataset(text, ["urn:a"], [])
    except Problem as problem:
        assert problem.status == 400
