"""Load on an HTTP endpoint: many short requests by wrk, single long ones by http.client."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ACCEPT = "application/sparql-results+json, application/n-triples;q=0.8"

_DONE = """
function done(summary, latency, requests)
  io.write(string.format('JSON {"requests":%d,"seconds":%.3f,"failed":%d,"p50":%.3f,"p99":%.3f}\\n',
    summary.requests, summary.duration/1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50)/1000, latency:percentile(99)/1000))
end
"""


@dataclass(frozen=True)
class Run:
    """What came of a run; `p50` and `p99` are milliseconds."""

    requests: int
    seconds: float
    failed: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def require_wrk() -> None:
    """End with a clear word where wrk is missing."""
    if shutil.which("wrk") is None:
        sys.exit(
            "This benchmark drives its load with wrk: install the package `wrk` (apt, brew) and try again."
        )


def same(url: str, path: str, seconds: float, folder: Path, connections: int = 8) -> Run:
    """One request again and again."""
    return _wrk(
        url, f'function request() return wrk.format("GET", [==[{path}]==]) end', seconds, folder, connections
    )


def listed(url: str, paths: Path, start: int, seconds: float, folder: Path, connections: int = 8) -> Run:
    """The requests of a file, one path a line, from a line on."""
    script = f"""
local paths = {{}}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
local i = {start} % #paths
function request()
  i = i % #paths + 1
  return wrk.format("GET", paths[i])
end
"""
    return _wrk(url, script, seconds, folder, connections)


def numbered(url: str, pattern: str, claims: int, seconds: float, folder: Path, connections: int = 8) -> Run:
    """Requests that were never made before; in `pattern`, CLAIM is a claim's number and NUMBER makes it new."""
    script = f"""
local n = {int(time.time() * 1000) % 10**9}
local i = n % {claims}
function request()
  n = n + 1
  i = (i + 7877) % {claims}
  local path = string.gsub([==[{pattern}]==], "CLAIM", string.format("%016x", i))
  return wrk.format("GET", (string.gsub(path, "NUMBER", string.format("%d", n))))
end
"""
    return _wrk(url, script, seconds, folder, connections)


def _wrk(url: str, script: str, seconds: float, folder: Path, connections: int) -> Run:
    file = folder / "load.lua"
    file.write_text(f'wrk.headers["Accept"] = "{ACCEPT}"\n{script}{_DONE}')
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "60s", "-s", str(file), url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 120)
    found = re.search(r"^JSON (.*)$", done.stdout, re.MULTILINE)
    if found is None:
        sys.exit(f"wrk failed: {(done.stdout + done.stderr)[-400:]}")
    return Run(**json.loads(found[1]))


@dataclass(frozen=True)
class Fetched:
    """One answer: seconds to its first byte and to its last."""

    status: int
    body: bytes
    size: int
    first: float
    total: float


def fetch(
    url: str,
    path: str,
    *,
    keep: bool = True,
    meanwhile: Callable[[], None] | None = None,
    accept: str = ACCEPT,
) -> Fetched:
    """One request; `meanwhile` is called now and then while a long answer comes."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=120)
    begun = time.perf_counter()
    connection.request("GET", path, headers={"Accept": accept})
    response = connection.getresponse()
    parts = [response.read(1)]
    first = time.perf_counter() - begun
    size, looked = 1, begun
    while part := response.read(1 << 18):
        size += len(part)
        if keep:
            parts.append(part)
        if meanwhile is not None and time.perf_counter() - looked > 0.1:
            looked = time.perf_counter()
            meanwhile()
    total = time.perf_counter() - begun
    connection.close()
    return Fetched(response.status, b"".join(parts), size, first, total)
