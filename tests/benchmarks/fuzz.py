"""A campaign of requests that nobody would send: python tests/benchmarks/fuzz.py [--requests 50000] [--schemathesis].

A server over a small store is started with a token; requests are drawn as the short run in tests/server/test_fuzz.py
draws them. With --schemathesis its command (`pip install schemathesis`) draws more from the OpenAPI description. Prints
how often each status came, and fails if one was a 500 or the server did not live to the end.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import httpx
from hypothesis import HealthCheck, Phase, given, settings

sys.path.insert(0, str(Path(__file__).parents[2]))
import store
from tests.server.conftest import BASE, Server, crowd, example, launch
from tests.server.fuzzing import Shot, shots
from tests.server.test_fuzz import status_of

BATCH = 1000


def campaign(client: httpx.Client, requests: int) -> Counter[int]:
    """Send so many requests; how often each status came. The first 500 ends it, with its request made small."""
    counted: Counter[int] = Counter()

    @given(shots())
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    def fire(shot: Shot) -> None:
        status = status_of(client, shot)
        counted[status] += 1
        assert status not in (500, 502), shot

    while counted.total() < requests:
        fire()
        print(f"\r{counted.total()} requests", end="", flush=True, file=sys.stderr)
    return counted


def schemathesis(server: Server, examples: int) -> int:
    """The exit code of Schemathesis over the OpenAPI description; it looks for answers of the server's own fault."""
    command = shutil.which("schemathesis")
    if command is None:
        raise SystemExit("there is no schemathesis: pip install schemathesis")
    arguments = [
        "run",
        f"{server.url}/openapi.json",
        "--checks",
        "not_a_server_error",
        "--max-examples",
        str(examples),
    ]
    return subprocess.run([command, *arguments, "-H", "Authorization: Bearer t"], check=False).returncode


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    parser.add_argument("--schemathesis", type=int, metavar="EXAMPLES", default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        store.create(data, BASE, [*example(), *crowd(1000)])
        server = launch(data, token="t", cors=["*"])
        try:
            with httpx.Client(base_url=server.url, timeout=300) as client:
                counted = campaign(client, options.requests)
            code = schemathesis(server, options.schemathesis) if options.schemathesis else 0
            alive = httpx.get(server.url + "/health").status_code == 200
            log = server.log.read_text()
        finally:
            server.stop()
    print("\nstatus  requests")
    for status, number in sorted(counted.items()):
        print(f"{status:6}  {number}")
    print(log)
    return int(code != 0 or not alive or "Traceback" in log or counted[500] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
