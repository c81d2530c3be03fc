"""An answer that is too long ends where it can be read, and says that it was cut."""

from __future__ import annotations

import csv
import io
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from server.evaluation.reply import Enough, Reply
from server.processes.frames import Form, Head, Kind, Pipe
from tests.server.conftest import Server, Start, launch

ALL = "SELECT * { ?s <urn:p> ?o }"
GRAPH = "CONSTRUCT WHERE { ?s <urn:p> ?o }"


@pytest.fixture(scope="module")
def server(shared_data: Path) -> Iterator[Server]:
    running = launch(shared_data, max_answer=50_000)
    yield running
    running.stop()


def test_rows_end_well_and_say_so(server: Server) -> None:
    response = server.query(ALL)
    assert response.status_code == 200
    assert response.json()["truncated"].startswith("Cut off after 50000 bytes")
    assert 100 < len(response.json()["results"]["bindings"]) < 3000
    response = server.query(ALL, "application/sparql-results+xml")
    assert "<!-- Cut off after 50000 bytes" in response.text
    rows = parse_query_results(response.content, format=QueryResultsFormat.XML)
    assert isinstance(rows, QuerySolutions)
    assert 100 < len(list(rows)) < 3000


def test_tables_end_well_and_say_so(server: Server) -> None:
    rows = list(csv.reader(io.StringIO(server.query(ALL, "text/csv").text)))
    assert len({len(row) for row in rows}) == 1
    assert rows[-1] == ["Cut off after 50000 bytes: add LIMIT, or ask for less.", ""]
    assert server.query(ALL, "text/tab-separated-values").text.endswith('ask for less."\t\n')


@pytest.mark.parametrize(
    ("accept", "format"),
    [("application/n-triples", RdfFormat.N_TRIPLES), ("text/turtle", RdfFormat.TURTLE)],
)
def test_graphs_end_well_and_say_so(server: Server, accept: str, format: RdfFormat) -> None:
    response = server.query(GRAPH, accept)
    assert response.text.splitlines()[-1].startswith("# Cut off after 50000 bytes")
    assert 100 < len(list(parse(response.content, format=format))) < 3000


def test_what_cannot_end_well_breaks_off(shared_data: Path, start: Start) -> None:
    server = start(shared_data, max_answer=100_000)
    with pytest.raises(httpx.RemoteProtocolError):
        server.query(GRAPH, "application/ld+json")
    assert server.query("ASK {}").status_code == 200


def test_what_cannot_end_well_is_refused_while_it_can_be(server: Server) -> None:
    response = server.query(GRAPH, "application/ld+json")
    assert response.status_code == 503
    assert response.json()["detail"] == "The answer has more than 50000 bytes: add LIMIT."


def answer(texts: list[str], format: str, limit: int) -> bytes | None:
    """A Reply's bytes for rows with these texts; None if it could not be ended."""
    kinds = {"json": QueryResultsFormat.JSON, "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
    made = Store()
    for number, text in enumerate(texts):
        made.add(Quad(NamedNode(f"urn:{number}"), NamedNode("urn:p"), Literal(text)))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reply = Reply(Pipe(ours), 1, Head(1, Form.SOLUTIONS), format, 0.0, limit)
        result = made.query("SELECT ?o ?s { ?s ?p ?o }")
        try:
            result.serialize(reply, kinds[format])  # type: ignore[arg-type]
            reply.finish()
        except Enough:
            if not reply.cut():
                return None
        ours.shutdown(socket.SHUT_WR)
        return b"".join(_payloads(Pipe(theirs)))


def _payloads(pipe: Pipe) -> Iterator[bytes]:
    while (message := pipe.receive()) is not None:
        if message[0] is Kind.MORE:
            yield message[2]
        elif message[0] is Kind.LAST:
            yield message[2][16:]


ODD = st.lists(st.text(alphabet='}{,":\r\n\tax\\', max_size=12), min_size=2, max_size=25)


@settings(max_examples=150)
@given(ODD, st.integers(150, 1500))
def test_no_text_can_make_a_cut_answer_unreadable(texts: list[str], limit: int) -> None:
    cut = answer(texts, "json", limit)
    if cut is not None:
        rows = json.loads(cut)["results"]["bindings"]
        assert {row["o"]["value"] for row in rows} <= set(texts)
    table = answer(texts, "csv", limit)
    if table is not None:
        lines = list(csv.reader(io.StringIO(table.decode(), newline="")))
        assert {len(line) for line in lines} == {2}
