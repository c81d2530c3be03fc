"""What readers are promised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Quad

import store
from tests.store.facts import BASE, batches, commit, contents, told


def test_a_new_store_holds_what_it_was_created_with(tmp_path: Path) -> None:
    store.create(tmp_path / "new" / "data", BASE, told(1))
    assert contents(tmp_path / "new" / "data") == set(told(1))
    assert store.base(tmp_path / "new" / "data") == BASE
    assert store.current_number(tmp_path / "new" / "data") == 1


def test_a_reader_keeps_seeing_its_snapshot_while_commits_go_on(data: Path) -> None:
    commit(data, 1)
    with store.reading(data) as snapshot:
        for batch in range(2, 8):
            commit(data, batch)
        assert snapshot.number == 2
        assert set(snapshot.store) == set(told(1))
    assert len(batches(data)) == 7


def test_a_long_query_over_a_snapshot_that_others_have_left_goes_on(data: Path) -> None:
    with store.writing(data) as change:
        change.store.extend(told(1, count=5000))
    with store.reading(data) as snapshot:
        results = iter(snapshot.store)
        next(results)
        for batch in range(2, 8):
            commit(data, batch)
        assert sum(1 for _ in results) == 4999


def test_the_next_reader_sees_the_newest_commit(data: Path) -> None:
    number = commit(data, 1)
    with store.reading(data) as snapshot:
        assert snapshot.number == number == store.current_number(data)
        assert snapshot.path.name == f"{number:06}"


def test_a_snapshot_cannot_be_written(data: Path) -> None:
    with store.reading(data) as snapshot, pytest.raises(RuntimeError, match="read-write"):
        snapshot.store.extend(told(1))


def test_a_closed_snapshot_says_so(data: Path) -> None:
    snapshot = store.open_snapshot(data)
    snapshot.close()
    snapshot.close()
    with pytest.raises(store.StoreError, match="snapshot 1 is closed"):
        _ = snapshot.store


def test_where_there_is_no_store_the_error_says_what_to_do(tmp_path: Path) -> None:
    for use in (store.open_snapshot, store.current_number, store.status, store.base, store.collect):
        with pytest.raises(store.StoreMissing, match="ingest or import something, or name another folder"):
            use(tmp_path / "nowhere")
    with pytest.raises(store.StoreMissing), store.writing(tmp_path / "nowhere"):
        pass
    with pytest.raises(store.StoreMissing):
        store.rollback(tmp_path / "nowhere", 1)
    assert not (tmp_path / "nowhere").exists()


def test_a_store_of_a_newer_format_is_refused(data: Path) -> None:
    (data / "store.json").write_text(json.dumps({"format": 2, "base": BASE}))
    for use in (store.open_snapshot, store.status, store.base, store.collect):
        with pytest.raises(store.StoreTooNew, match=r"format 2, this one knows 1.*upgrade legation"):
            use(data)
    with pytest.raises(store.StoreTooNew), store.writing(data):
        pass


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("store.json", "{"),
        ("store.json", "[]"),
        ("store.json", "{}"),
        ("CURRENT", ""),
        ("CURRENT", "000009\n"),
    ],
)
def test_a_damaged_store_is_told_from_a_missing_one(data: Path, name: str, content: str) -> None:
    (data / name).write_text(content)
    with pytest.raises(store.StoreDamaged, match="data"):
        store.open_snapshot(data)


def test_the_graph_stays_the_same_however_often_it_is_read(data: Path) -> None:
    commit(data, 1)
    before = sorted((path, path.stat().st_mtime_ns) for path in data.rglob("*"))
    contents(data)
    store.status(data)
    assert sorted((path, path.stat().st_mtime_ns) for path in data.rglob("*")) == before


def test_status_tells_what_is_there_and_where_one_can_go_back_to(data: Path) -> None:
    for batch in range(1, 6):
        commit(data, batch)
    store.texts.put(data, "SEOUL — talks were held")
    status = store.status(data)
    assert (status.number, status.quads, status.base, status.texts) == (6, 100, BASE, 1)
    assert [kept.number for kept in status.snapshots] == [6, 5, 4]
    assert status.snapshots_size > 10_000
    assert 0 < status.texts_size < 100


def test_a_quad_is_what_it_was(data: Path) -> None:
    quad: Quad = told(1)[0]
    with store.writing(data) as change:
        change.store.add(quad)
    assert contents(data) == {quad}


def test_an_older_snapshot_is_read_by_its_number_as_long_as_it_is_kept(data: Path) -> None:
    first, second = commit(data, 1), commit(data, 2)
    with store.open_snapshot(data, first) as snapshot:
        assert (snapshot.number, len(snapshot.store)) == (first, 20)
    with store.open_snapshot(data, second) as snapshot:
        assert len(snapshot.store) == 40
    for number in (0, -1, second + 1):
        with pytest.raises(store.SnapshotMissing, match=f"no snapshot {number}: choose one of"):
            store.open_snapshot(data, number)
