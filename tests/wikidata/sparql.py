"""A SPARQL endpoint of Wikidata's kind: Oxigraph's own server behind a proxy with the real one's bad sides.

The real one times out on patterns that begin nowhere; this one refuses them at once. It can be told to fail.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode

from tests import web
from tests.patience import wait_until
from tests.wikidata import facts

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
TABLE = re.compile(r"VALUES \([^)]*\) \{ (.*) \}")
ROW = re.compile(r"\(")
TIMEOUT = b"java.util.concurrent.TimeoutException: Query deadline is expired."


@dataclass
class Failure:
    """What the proxy answers instead of passing the question on; `hang` waits for so many seconds first."""

    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = TIMEOUT
    hang: float = 0.0


@dataclass
class Asked:
    """A request as it came."""

    query: str
    agent: str
    rows: int


class Endpoint:
    """The endpoint: `url`, what was `asked`, and the `failures` to come, one for each request."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.failures: list[Failure] = []
        self.closing = Event()

    def reset(self) -> None:
        self.asked.clear()
        self.failures.clear()


@contextmanager
def serve(folder: Path, crowd: int) -> Iterator[tuple[Endpoint, int]]:
    """A running endpoint over the excerpt, and how many statements it holds."""
    source, location = folder / "wikidata.nt", folder / "wikidata"
    count = facts.write(source, crowd)
    subprocess.run(
        [OXIGRAPH, "load", "--location", location, "--file", source], check=True, capture_output=True
    )
    with answering(location) as behind, proxy(behind) as endpoint:
        yield endpoint, count


@contextmanager
def answering(location: Path) -> Iterator[str]:
    """The address of Oxigraph's own server, which needs to be told a port: another one if somebody took the first."""
    while True:
        port = free_port()
        server = subprocess.Popen(
            [OXIGRAPH, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        address = f"http://127.0.0.1:{port}/query"
        try:
            wait_until(lambda: server.poll() is not None or answers(address))  # noqa: B023
            if server.poll() is None:
                yield address
                return
        finally:
            server.terminate()
            server.wait()


@contextmanager
def proxy(behind: str) -> Iterator[Endpoint]:
    """The proxy before a SPARQL server."""

    class Handler(web.QuietHandler, BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one packet

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            query = parse_qs(self.rfile.read(length).decode())["query"][0]
            table = TABLE.search(query)
            rows = len(ROW.findall(table[1])) if table else 0
            endpoint.asked.append(Asked(query, self.headers["User-Agent"], rows))
            if endpoint.failures:
                failure = endpoint.failures.pop(0)
                endpoint.closing.wait(failure.hang)
                self.answer(failure.status, failure.body, failure.headers)
            elif not 0 < rows <= 100:
                self.answer(500, TIMEOUT, {})
            else:
                self.pass_on(query)

        def pass_on(self, query: str) -> None:
            data = urlencode({"query": query}).encode()
            request = urllib.request.Request(behind, data, {"Accept": self.headers["Accept"]})
            try:
                with urllib.request.urlopen(request) as response:
                    self.answer(200, response.read(), {"Content-Type": response.headers["Content-Type"]})
            except HTTPError as error:
                self.answer(error.code, error.read(), {})

        def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
                self.wfile.flush()
            except OSError:  # the client did not wait
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/sparql")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def free_port() -> int:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return int(server.server_address[1])


def answers(address: str) -> bool:
    """Whether a server answers there."""
    try:
        with urllib.request.urlopen(f"{address}?{urlencode({'query': 'ASK {}'})}"):
            return True
    except OSError:
        return False
