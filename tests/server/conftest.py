"""A real server, as a process of its own, over a real store with one article of the ontology's example in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

import store
from ontology.names import LEG, PREFIXES
from tests import web
from tests.patience import PATIENCE, wait_until
from tests.server.forking import Forked, fork

BASE = "http://localhost:8000/id/"
EXAMPLE = Path(__file__).parent.parent / "ontology" / "example.trig"
ROOT = Path(__file__).parent.parent.parent
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
    url: str
    process: Forked
    log: Path

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 80

    def client(self, address: str = "127.0.0.1") -> httpx.Client:
        """A client that comes from one of this machine's addresses (Linux has all of 127/8)."""
        transport = httpx.HTTPTransport(verify=web.PLAIN, local_address=address)
        return web.client(base_url=self.url, transport=transport)

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
        return [child for child in psutil.Process(self.process.pid).children() if evaluates(child)]

    def counts(self) -> dict[str, int]:
        """What the server says of its evaluators."""
        told: dict[str, int] = web.get(self.url + "/health").json()["evaluators"]
        return told

    def at_rest(self) -> dict[psutil.Process, float]:
        """What each evaluator has computed so far, once all have started and nobody asks."""
        wanted = self.counts()["wanted"] + 1
        wait_until(lambda: self.counts()["alive"] == wanted)
        return {process: computed(process) for process in self.evaluators()}

    def stop(self) -> None:
        """End it, unless it has ended; after its address it must have said no more."""
        self.process.terminate()
        self.process.wait()
        if not self.process.said.closed:
            with self.process.said as said:
                assert said.read() == ""


def alive(process: psutil.Process) -> bool:
    """Whether it runs; a zombie that nobody has buried yet does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def evaluates(process: psutil.Process) -> bool:
    try:
        return alive(process) and "server.evaluation.evaluator" in process.cmdline()
    except psutil.NoSuchProcess:  # it ended between the questions
        return False


def computed(process: psutil.Process) -> float:
    """Seconds that a process has computed."""
    return float(sum(process.cpu_times()[:2]))


def who_computes(rest: dict[psutil.Process, float]) -> psutil.Process:
    """Wait for the one of those that were at rest who works, however long the machine lets it wait for its turn."""
    working: list[psutil.Process] = []

    def found() -> bool:
        working.extend(process for process, before in rest.items() if computed(process) > before + 0.3)
        return bool(working)

    wait_until(found)
    return working[0]


Start = Callable[..., Server]


def launch(data: Path, **settings: object) -> Server:
    if token := settings.pop("token", None):
        settings["tokens"] = {token: "write"}
    given = json.dumps({"data": str(data), "port": 0, "max_wait": PATIENCE, **settings})
    log = data.with_name("server.log")
    process = fork(given, log)
    url = process.said.readline().strip().rstrip("/")
    assert url, log.read_text()
    return Server(data, url, process, log)


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
        server.stop()
