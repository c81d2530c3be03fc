"""A real server, as a process of its own, over a real store with one article of the ontology's example in it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

import store
from ontology.names import LEG, PREFIXES

BASE = "http://localhost:8000/id/"
EXAMPLE = Path(__file__).parent.parent / "ontology" / "example.trig"
ROOT = Path(__file__).parent.parent.parent
SERVE = """
import json, sys
from pathlib import Path
from server.serve import run
from server.settings import ServerSettings
settings = json.loads(sys.argv[1])
run(ServerSettings(**{**settings, "data": Path(settings["data"])}))
"""
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def crowd(count: int) -> Iterator[Quad]:
    """Triples that mean nothing, for queries that are too large."""
    for number in range(count):
        yield Quad(NamedNode(f"urn:s:{number}"), NamedNode("urn:p"), Literal(f"value {number:06}"))


def example() -> list[Quad]:
    """The ontology's worked example, with labels of two of its actors."""
    actor = PREFIXES["actor"]
    labels = {"south-korea": "South Korea", "north-korea": "North Korea"}
    rdfs_label = NamedNode(PREFIXES["rdfs"] + "label")
    state = NamedNode(LEG + "State")
    kind = NamedNode(PREFIXES["rdf"] + "type")
    quads = [
        Quad(q.subject, q.predicate, q.object, q.graph_name)
        for q in parse(path=EXAMPLE, format=RdfFormat.TRIG)
    ]
    for name, label in labels.items():
        quads.append(Quad(NamedNode(actor + name), rdfs_label, Literal(label, language="en")))
        quads.append(Quad(NamedNode(actor + name), kind, state))
    return quads


@dataclass
class Server:
    """A running server."""

    data: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, address: str = "127.0.0.1", timeout: float = 60) -> httpx.Client:
        """A client that comes from one of this machine's addresses (Linux has all of 127/8)."""
        return httpx.Client(
            base_url=self.url, transport=httpx.HTTPTransport(local_address=address), timeout=timeout
        )

    def query(
        self, text: str, accept: str = "application/sparql-results+json", **more: str
    ) -> httpx.Response:
        """A query by GET."""
        with self.client() as client:
            return client.get("/sparql", params={"query": text, **more}, headers={"Accept": accept})

    def values(self, text: str) -> list[str]:
        """The first column of a query's rows."""
        response = self.query(text)
        assert response.status_code == 200, response.text
        results = response.json()
        name = results["head"]["vars"][0]
        return [row[name]["value"] for row in results["results"]["bindings"]]

    def evaluators(self) -> list[psutil.Process]:
        """The server's own processes."""
        return [
            child
            for child in psutil.Process(self.process.pid).children()
            if alive(child) and "server.evaluator" in child.cmdline()
        ]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def alive(process: psutil.Process) -> bool:
    """Whether it runs; a zombie that nobody has buried yet does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def at_work(process: psutil.Process) -> bool:
    """Whether it takes processor time just now."""
    before = sum(process.cpu_times()[:2])
    time.sleep(0.1)
    return bool(sum(process.cpu_times()[:2]) > before)


Start = Callable[..., Server]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Until it holds; a test that waits here for ever has failed."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.02)


def launch(data: Path, **settings: object) -> Server:
    port = free_port()
    given = json.dumps({"data": str(data), "port": port, **settings})
    server = Server(data, port, subprocess.Popen([sys.executable, "-c", SERVE, given], cwd=ROOT))

    def answers() -> bool:
        assert server.process.poll() is None, "the server ended"
        try:
            return httpx.get(server.url + "/health").status_code == 200
        except httpx.TransportError:
            return False

    wait_until(answers)
    return server


@pytest.fixture(scope="session")
def shared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("server") / "data"
    store.create(data, BASE, [*example(), *crowd(3000)])
    return data


@pytest.fixture(scope="session")
def server(shared_data: Path) -> Iterator[Server]:
    """One server for all tests that only read."""
    running = launch(shared_data)
    yield running
    running.stop()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts servers of the test's own, over a new store unless given one."""
    running: list[Server] = []

    def begin(data: Path | None = None, quads: int = 0, **settings: object) -> Server:
        if data is None:
            data = tmp_path / "data"
            store.create(data, BASE, [*example(), *crowd(quads)])
        running.append(launch(data, **settings))
        return running[-1]

    yield begin
    for server in running:
        if server.process.poll() is None:
            server.stop()
