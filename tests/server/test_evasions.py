"""Nobody makes the server call another one: thousands of ways to say SERVICE and LOAD, and a server that listens."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import httpx
import pytest

import store
from tests import web
from tests.server.conftest import BASE, Server, example, launch

BEARER = {"Authorization": "Bearer t"}
PLACES = [
    "SELECT * {{ {} }}",
    "SELECT * WHERE {{ ?s ?p ?o . {} }}",
    "SELECT * {{ {{ {{ {{ {} }} }} }} }}",
    "SELECT * {{ ?s ?p ?o OPTIONAL {{ {} }} }}",
    "SELECT * {{ {{ ?s ?p ?o }} UNION {{ {} }} }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ {} }} }}",
    "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {} }} }}",
    "SELECT * {{ ?s ?p ?o FILTER (NOT EXISTS {{ {} }} || true) }}",
    "SELECT (EXISTS {{ {} }} AS ?e) {{}}",
    "SELECT * {{ {{ SELECT * {{ {} }} LIMIT 1 }} }}",
    "SELECT * {{ GRAPH ?g {{ {} }} }}",
    "ASK {{ {} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {} }}",
    "DESCRIBE ?s WHERE {{ {} }}",
    "SELECT * {{ ?s ?p true{} }}",
    "SELECT * {{ ?s ?p 'a'{} }}",
    "SELECT * {{ ?s ?p 1{} }}",
    "SELECT * {{ ?s ?p _:b , {} }}",
    "SELECT * {{ VALUES ?v {{ <CANARY> }} {} }}",
    "SELECT * {{ BIND(IRI('CANARY') AS ?v) {} }}",
    "SELECT * {{ # comment\n{} }}",
    "SELECT * {{ ?s ?p 'SERVICE' . # '\n {} }}",
    "SELECT * {{ ?s ?p '''SERVICE ' ''' . {} }}",
    "SELECT * {{ <urn:a#b> ?p ?o {} }}",
]
ENDPOINTS = ["<CANARY>", "c:x", "<CANARY\\u002Fx>", "?v", "<x>", "c:", "<CANARY?a=%7D>"]
BETWEEN = ["", " ", "\t\n", "#\n", " # }\n ", "\u00a0", "SILENT ", " silent\n", "\\u0020"]
PROLOGUE = "BASE <CANARY> PREFIX c: <CANARY> "
UPDATES = [
    "INSERT {{ ?s ?p ?o }} WHERE {{ {} }}",
    "DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o {} }}",
    "WITH <urn:g> INSERT {{ ?s ?p ?o }} USING <urn:h> WHERE {{ {{ {} }} }}",
    "INSERT DATA {{ <urn:a> <urn:b> 1 }} ; INSERT {{ ?s ?p ?o }} WHERE {{ {} }}",
]
LOADS = [
    "{} <CANARY>",
    "{} SILENT <CANARY>",
    "{}SILENT<CANARY>",
    "{} <CANARY> INTO GRAPH <urn:g>",
    "{} c:x INTO GRAPH c:y",
    "CLEAR SILENT GRAPH <urn:none> ; {} <CANARY>",
    "# comment\n{} #\n<CANARY>",
    "INSERT DATA {{ <urn:a> <urn:b> 'x' }};{} <x>",
    "{} <CANARY\\u002Fx>",
]


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """An address that notes who calls."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(1000))
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        yield address, heard
        assert web.get(address).status_code == 200  # it does listen
        assert len(heard) == 1, heard[:3]
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., httpx.Response]]:
    """A server that may be written to, and what asks it."""
    data: Path = tmp_path_factory.mktemp("evasions") / "data"
    store.create(data, BASE, example())
    running: Server = launch(data, tokens={"t": "write"})
    with web.client(base_url=running.url, headers=BEARER) as client:
        yield client.request
    running.stop()


def spelt(word: str, chance: random.Random) -> str:
    """A keyword in some mixture of capitals, with some of its letters escaped."""
    letters = []
    for letter in word:
        letter = letter.lower() if chance.random() < 0.5 else letter
        if chance.random() < 0.2:
            letter = f"\\u{ord(letter):04X}" if chance.random() < 0.7 else f"\\U{ord(letter):08x}"
        letters.append(letter)
    return "".join(letters)


def test_no_query_calls_anybody(ask: Callable[..., httpx.Response], canary: tuple[str, list[bytes]]) -> None:
    address, heard = canary
    chance = random.Random(1)
    for place, endpoint, between, _ in product(PLACES, ENDPOINTS, BETWEEN, range(2)):
        service = f"{spelt('SERVICE', chance)}{between}{endpoint}{{ ?s ?p ?o }}"
        text = (PROLOGUE + place.format(service)).replace("CANARY", address)
        answer = ask(
            "POST", "/sparql", content=text.encode(), headers={"Content-Type": "application/sparql-query"}
        )
        assert answer.status_code == 400, text
    assert heard == []


def test_no_update_calls_anybody(ask: Callable[..., httpx.Response], canary: tuple[str, list[bytes]]) -> None:
    address, heard = canary
    chance = random.Random(2)
    texts = [
        place.format(f"{spelt('SERVICE', chance)}{between}{endpoint}{{ ?s ?p ?o }}")
        for place, endpoint, between in product(UPDATES, ENDPOINTS, BETWEEN)
    ] + [place.format(spelt("LOAD", chance)) for place in LOADS for _ in range(10)]
    for number, text in enumerate(texts):
        text = (PROLOGUE + text).replace("CANARY", address)
        if number % 3 == 0:
            answer = ask("POST", "/sparql", data={"update": text})
        elif number % 3 == 1:
            kind = {"Content-Type": "application/sparql-update"}
            answer = ask(
                "POST",
                "/sparql?using-graph-uri=urn:g" if number % 2 else "/sparql",
                content=text.encode(),
                headers=kind,
            )
        else:
            kind = {"Content-Type": "application/sparql-update"}
            answer = ask("PATCH", "/store?graph=urn:g", content=text.encode(), headers=kind)
        assert answer.status_code in (400, 422), text
    assert heard == []


def test_no_address_is_followed_that_only_names_a_graph(
    ask: Callable[..., httpx.Response], canary: tuple[str, list[bytes]]
) -> None:
    address, heard = canary
    turtle = {"Content-Type": "text/turtle"}
    for answer in (
        ask(
            "GET",
            "/sparql",
            params={"query": f"SELECT * FROM <{address}> FROM NAMED <{address}> {{ ?s ?p ?o }}"},
        ),
        ask(
            "GET",
            "/sparql",
            params={"query": "ASK {}", "default-graph-uri": address, "named-graph-uri": address},
        ),
        ask(
            "POST",
            "/sparql",
            data={"update": f"INSERT {{ ?s ?p ?o }} USING <{address}> WHERE {{ ?s ?p ?o }}"},
        ),
        ask(
            "PUT",
            "/store",
            params={"graph": address},
            content=f"<> a <{address}> ; <http://www.w3.org/2002/07/owl#imports> <{address}> .",
            headers=turtle,
        ),
        ask("GET", "/store", params={"graph": address}),
        ask("GET", "/sparql", params={"query": f"DESCRIBE <{address}>"}),
        ask("GET", "/resource", params={"iri": address}),
        ask(
            "PUT",
            "/store",
            params={"graph": "urn:j"},
            content=f'{{"@context": "{address}", "@id": "urn:a", "b": 1}}',
            headers={"Content-Type": "application/ld+json"},
        ),
        ask(
            "PUT",
            "/store",
            params={"graph": "urn:x"},
            content=f'<!DOCTYPE r SYSTEM "{address}"><r/>',
            headers={"Content-Type": "application/rdf+xml"},
        ),
    ):
        assert answer.status_code < 500, answer.text
    assert heard == []
