"""What is refused by its tokens, and what only looks like it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from server.http.problems import Problem
from server.sparql import guard
from tests.server.conftest import ROOT, Server

HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://a/> {}" }',
    "SELECT * { ?s ?p '''a ' SERVICE \n''' }",
    'SELECT * { ?s ?p """a "" SERVICE""" , "\\"SERVICE" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://a/>",
    "SELECT * { <http://a/SERVICE#SERVICE> ?service $SERVICE }",
    "PREFIX a: <http://a/> SELECT * { a:SERVICE a:b a:service.SERVICE }",
    "SELECT * { ?s ?p 'x'@en-service, _:service }",
]
REACHING = [
    "SELECT * { SERVICE <http://HOST/> { ?s ?p ?o } }",
    "SELECT * { service?x { ?s ?p ?o } }",
    "SELECT * { {}SERVICESILENT<http://HOST/>{ ?s ?p ?o } }",
    "PREFIX a: <http://HOST/> SELECT * { SERVICEa:x { ?s ?p ?o } }",
    "PREFIX a: <http://HOST/> PREFIX SERVICEa: <http://b/> SELECT * { SERVICEa:x { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://HOST/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://HOST/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e5SERVICE<http://HOST/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a'SeRvIcE<http://HOST/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a'@enSERVICE, 1 SERVICE # comment\n <http://HOST/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE<http://HOST/>{ ?s ?p ?o } FILTER(3>2) }",
    "SELECT * { \\u0053ERVICE <http://HOST/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\u0027 SERVICE <http://HOST/> { ?s ?p ?o } #' }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE SILENT <http://HOST/> { ?s ?p ?o } } } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <http://HOST/> { ?s ?p ?o } } }",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_service_is_fine_where_it_is_no_keyword(server: Server, text: str) -> None:
    assert server.query(text).status_code == 200


@pytest.mark.parametrize("text", REACHING)
def test_no_query_reaches_another_host(server: Server, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.05)
        response = server.query(text.replace("HOST", f"127.0.0.1:{canary.getsockname()[1]}"))
        assert response.status_code == 400
        assert "SERVICE is not allowed" in response.json()["detail"]
        with pytest.raises(TimeoutError):
            canary.accept()


@given(st.text("SERVICEservice <>:\"'#?@\\{}.a1\n", max_size=40))
def test_whatever_the_guard_lets_through_calls_nobody(noise: str) -> None:
    """Oxigraph itself is the judge: were there a SERVICE in the query, it would try to reach port 9."""
    text = f"PREFIX a: <http://127.0.0.1:9/> PREFIX : <http://127.0.0.1:9/> SELECT * {{ {noise} {{ ?s ?p ?o }} }}"
    try:
        guard.check(text)
    except Problem:
        return
    called = threading.Event()
    try:
        for _ in Store().query(text):  # type: ignore[union-attr]
            pass
    except (SyntaxError, ValueError, RuntimeError):
        pass
    except OSError:
        called.set()
    assert not called.is_set()


def test_behind_the_guard_the_kernel_refuses_connections() -> None:
    code = """
from pyoxigraph import Store
from server.processes.confine import refuse_network
agreed = refuse_network()
try:
    list(Store().query("SELECT * { SERVICE <http://127.0.0.1:8000/> { ?s ?p ?o } }") if agreed else [])
except PermissionError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    if not done.stdout and sys.platform != "linux":
        pytest.skip("tool cannot be had: seccomp is Linux's")
    assert done.stdout == "refused\n"


@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    try:
        guard.check(text, update=True)
    except Problem as problem:
        assert problem.status == 400


@pytest.mark.parametrize(
    "text", ["LOAD <http://a/>", "LOADSILENT<http://a/>", "PREFIX a: <b:> LOADa:b", "CLEAR ALL;load<a:b>"]
)
def test_load_is_refused_in_updates(text: str) -> None:
    with pytest.raises(Problem, match="LOAD is not allowed"):
        guard.check(text, update=True)


def test_loads_of_other_things_are_fine_in_updates() -> None:
    guard.check("PREFIX a: <b:> INSERT DATA { a:load a:payload 'LOAD <x>' }", update=True)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT * { ?s " + "/".join(["<urn:p>"] * 800) + " ?o }", "799 steps of paths"),
        ("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 6400) + " }", "6399 branches"),
        ("SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 400 + "}", "400 optional parts"),
    ],
)
def test_what_takes_seconds_to_plan_is_refused(server: Server, text: str, what: str) -> None:
    with server.client() as client:
        for sent in ({"query": text}, {"query": f"# {text[:10]}\n{text}"}):
            answer = client.post("/sparql", data=sent)
            assert answer.status_code == 400
            assert what in answer.json()["detail"]


def test_what_only_looks_long_is_answered(server: Server) -> None:
    text = (
        "SELECT * { VALUES ?x { " + "<http://a.example/union/optional/b/c> 'UNION / OPTIONAL' " * 500 + "} }"
    )
    with server.client() as client:
        assert client.post("/sparql", data={"query": text}).status_code == 200


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"\u0053ELECT ?\U00000061 {}", "SELECT ?a {}"),
        (r"SELECT '\u0027' { <\u0061> }", r"SELECT '\u0027' { <\u0061> }"),
        (r"# \u000A SERVICE", "# \n SERVICE"),
        (r"x\u003Ay \uD800 \U00110000", "x:y \ud800 \ufffd"),
    ],
)
def test_codepoint_escapes_are_read_where_oxigraph_does_not(text: str, read: str) -> None:
    assert guard.decoded(text) == read
