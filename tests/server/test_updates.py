"""Many who write at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import store
from tests.patience import wait_until
from tests.server.conftest import Start

TOGETHER, EACH = 8, 10


def test_eight_who_write_at_once_share_commits_and_each_reads_what_it_wrote(start: Start) -> None:
    server = start(tokens={"a secret": "write"})
    kind = {"Content-Type": "application/sparql-update", "Authorization": "Bearer a secret"}

    def write(who: int) -> None:
        with server.client() as client:
            for number in range(EACH):
                quad = f"{{ <urn:writer:{who}> <urn:wrote> {number} }}"
                response = client.post("/sparql", content=f"INSERT DATA {quad}", headers=kind)
                assert response.status_code == 204, response.text
                assert client.get("/sparql", params={"query": f"ASK {quad}"}).json()["boolean"]

    def commit(turn: str, who: int) -> None:
        with server.client() as client:
            for number in range(EACH):
                text = f"INSERT DATA {{ <urn:writer:{who}> <{turn}> {number} }}"
                assert client.post("/sparql", content=text, headers=kind).status_code == 204

    def count(predicate: str) -> int:
        (counted,) = server.values(f"SELECT (COUNT(*) AS ?n) {{ ?who <{predicate}> ?number }}")
        return int(counted)

    with ThreadPoolExecutor(TOGETHER) as threads:
        list(threads.map(write, range(TOGETHER)))
        assert count("urn:wrote") == TOGETHER * EACH

        def share() -> bool:
            """Whether they shared commits; they don't if this process gets too few turns to send them together."""
            before = store.current_number(server.data)
            turn = f"urn:committed:{before}"
            list(threads.map(commit, [turn] * TOGETHER, range(TOGETHER)))
            assert count(turn) == TOGETHER * EACH
            return store.current_number(server.data) - before <= TOGETHER * EACH / 3

        wait_until(share)
