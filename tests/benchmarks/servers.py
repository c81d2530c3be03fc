"""The servers that are compared, each in processes of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]

SERVE = """
import json, sys
from pathlib import Path
from server.serve import run
from server.settings import ServerSettings
settings = json.loads(sys.argv[1])
run(ServerSettings(**{**settings, "data": Path(settings["data"])}), lambda url: print(url, flush=True))
"""


@dataclass(frozen=True)
class Server:
    """A running server and the path of its endpoint."""

    url: str
    path: str
    process: psutil.Process

    def ask(self, query: str) -> str:
        """Path and query string of a GET that asks."""
        return f"{self.path}?query={quote(query, safe='')}"

    def processor_time(self) -> float:
        """Seconds that it has computed, with all its processes."""
        return float(sum(sum(each.cpu_times()[:2]) for each in self._all()))

    def memory(self) -> float:
        """Megabytes that it takes, with all its processes."""
        return float(sum(each.memory_info().rss for each in self._all()) / 2**20)

    def settle(self) -> None:
        """Wait until it has counted what it holds, which it does beside its work after it has started and after commits."""
        quiet = 0
        while quiet < 30:
            time.sleep(0.1)
            counting = any("server.linked.statistics" in each.cmdline() for each in self._all())
            quiet = 0 if counting else quiet + 1

    def _all(self) -> list[psutil.Process]:
        return [each for each in [self.process, *self.process.children(recursive=True)] if each.is_running()]


@contextmanager
def legation(data: Path, **settings: object) -> Iterator[Server]:
    """Ours, in a process of its own."""
    given = json.dumps({"data": str(data), "port": 0, "log": str(data.with_name("requests.log")), **settings})
    with subprocess.Popen([sys.executable, "-c", SERVE, given], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip().rstrip("/")
            yield Server(url, "/sparql", psutil.Process(process.pid))
        finally:
            process.terminate()


@contextmanager
def oxigraph(location: Path) -> Iterator[Server]:
    """Theirs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program(), "serve-read-only", "--location", str(location), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except ConnectionRefusedError:
                    time.sleep(0.05)
            yield Server(f"http://127.0.0.1:{port}", "/query", psutil.Process(process.pid))
        finally:
            process.terminate()


def program() -> str:
    """Oxigraph's own program, from the package `oxigraph`."""
    return str(Path(sysconfig.get_path("scripts")) / "oxigraph")
