"""How many updates a second, and how long the slow ones take."""

from __future__ import annotations

import itertools
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx


def measure_updates(url: str, token: str, connections: int, seconds: float) -> tuple[float, float]:
    """Updates a second over so many connections, each one new triple, and the 99th percentile of their seconds."""
    numbers = itertools.count()
    mark = time.time_ns()

    def work(_: int) -> list[float]:
        taken = []
        with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
            while time.perf_counter() < end:
                text = f'INSERT DATA {{ GRAPH <urn:updates> {{ <urn:u:{mark}:{next(numbers)}> <urn:p> "new" }} }}'
                begun = time.perf_counter()
                response = client.post(
                    "/sparql", content=text, headers={"Content-Type": "application/sparql-update"}
                )
                taken.append(time.perf_counter() - begun)
                if response.status_code != 204:
                    sys.exit(f"An update failed: {response.text}")
        return taken

    begun = time.perf_counter()
    end = begun + seconds
    with ThreadPoolExecutor(connections) as threads:
        taken = sorted(each for some in threads.map(work, range(connections)) for each in some)
    return len(taken) / (time.perf_counter() - begun), taken[int(len(taken) * 0.99)]
