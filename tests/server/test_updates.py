"""Many who write at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

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

    def commit(who: int) -> None:
        with server.client() as client:
            for number in range(EACH):
                text = f"INSERT DATA {{ <urn:writer:{who}> <urn:committed> {number} }}"
                assert client.post("/sparql", content=text, headers=kind).status_code == 204

    with ThreadPoolExecutor(TOGETHER) as threads:
        list(threads.map(write, range(TOGETHER)))
        with server.client() as client:
            before = client.get("/health").json()["snapshot"]
            list(threads.map(commit, range(TOGETHER)))
            commits = client.get("/health").json()["snapshot"] - before
    for predicate in ("wrote", "committed"):
        counted = f"SELECT (COUNT(*) AS ?n) {{ ?who <urn:{predicate}> ?number }}"
        assert server.values(counted) == [str(TOGETHER * EACH)]
    assert commits <= TOGETHER * EACH / 3
