"""What writers are promised."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

import store
from store import chain
from tests.store.facts import BASE, batches, commit, contents, names, told


def test_a_commit_is_seen_whole_once_its_block_ends(data: Path) -> None:
    with store.writing(data) as change:
        change.store.extend(told(1))
        assert contents(data) == set()
    assert change.number == store.current_number(data) == 2
    assert contents(data) == set(told(1))


def test_a_commit_that_fails_never_was(data: Path) -> None:
    with pytest.raises(KeyError), store.writing(data) as change:
        change.store.extend(told(1))
        raise KeyError
    assert store.current_number(data) == 1
    assert contents(data) == set()
    assert names(data / "snapshots") == ["000001"]


def test_a_commit_with_nothing_to_say_is_abandoned(data: Path) -> None:
    with store.writing(data) as change:
        change.abandon()
    assert store.current_number(data) == 1
    assert names(data / "snapshots") == ["000001"]


def test_an_update_may_delete_as_well(data: Path) -> None:
    commit(data, 1)
    commit(data, 2)
    with store.writing(data) as change:
        change.store.update(f"DROP GRAPH {told(1)[0].graph_name}")
    assert contents(data) == set(told(2))


def test_a_forgotten_reference_to_the_clone_cannot_touch_what_was_published(data: Path) -> None:
    with store.writing(data) as change:
        forgotten = change.store
        forgotten.extend(told(1))
    forgotten.extend(told(2))
    with pytest.raises(OSError, match="No such file"):
        forgotten.flush()
    assert contents(data) == set(told(1))
    commit(data, 3)
    assert contents(data) == {*told(1), *told(3)}
    with pytest.raises(store.StoreError, match="commit 2 has ended"):
        _ = change.store


WRITER = """
import sys
from pathlib import Path
import store
from tests.store.facts import told
data, first = Path(sys.argv[1]), int(sys.argv[2])
for batch in range(first, first + 10):
    with store.writing(data) as change:
        change.store.extend(told(batch))
"""


def test_two_writers_take_turns(data: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(data), str(first)]) for first in (100, 200)
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert store.current_number(data) == 21
    assert batches(data) == {str(told(b)[0].graph_name): 20 for b in (*range(100, 110), *range(200, 210))}


def test_who_will_not_wait_is_told_who_writes(data: Path) -> None:
    with store.writing(data):
        for wait in (0, 0.05):
            with (
                pytest.raises(
                    store.StoreLocked, match=f"process {os.getpid()} is writing to .*try again when"
                ),
                store.writing(data, wait=wait),
            ):
                pass
    with store.writing(data, wait=0) as change:
        assert change.number == 3


def test_who_is_patient_hears_once_whom_the_wait_is_for_and_then_gives_up(data: Path) -> None:
    heard: list[str] = []
    with store.writing(data) as other, store.patience(1.2, heard.append):
        for _ in range(2):
            with pytest.raises(store.StoreLocked, match=r"or wait for it longer than 1\.2 s"):
                store.rollback(data, 1)
        with pytest.raises(store.StoreLocked, match="longer than 0 s"), store.writing(data, wait=0):
            pass
        other.abandon()
    assert heard == [
        f"process {os.getpid()} is writing to {data}: waiting until it has finished, 1.2 s at most"
    ]


def test_who_waits_gets_a_turn(data: Path) -> None:
    entered, done = threading.Event(), threading.Event()

    def second() -> None:
        entered.set()
        with store.writing(data, wait=60) as change:
            assert contents(data) == set(told(1))
            change.store.extend(told(2))
        done.set()

    with store.writing(data) as change:
        change.store.extend(told(1))
        thread = threading.Thread(target=second)
        thread.start()
        entered.wait()
    thread.join()
    assert done.is_set()
    assert contents(data) == {*told(1), *told(2)}


def test_what_a_crash_left_is_removed_by_the_next_writer(data: Path) -> None:
    commit(data, 1)
    snapshots = data / "snapshots"
    chain.clone(snapshots / "000002", snapshots / ".writing-dead")
    chain.clone(snapshots / "000002", snapshots / ".removing-000001-dead")
    chain.clone(snapshots / "000002", snapshots / "000003")  # died before CURRENT was written
    (data / ".CURRENT.dead").write_text("000003")
    assert contents(data) == set(told(1))
    assert commit(data, 2) == 3
    assert contents(data) == {*told(1), *told(2)}
    assert names(snapshots) == ["000001", "000002", "000003"]
    assert names(data) == ["CURRENT", "lock", "snapshots", "store.json"]


@pytest.mark.parametrize("refusal", [errno.EPERM, errno.EXDEV, errno.ENOTSUP])
def test_where_links_are_refused_snapshots_are_copied(
    data: Path, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(os, "link", refuse)
    for batch in range(1, 7):
        commit(data, batch)
    assert len(batches(data)) == 6
    files = [path for path in (data / "snapshots").rglob("*") if path.is_file()]
    assert {path.stat().st_nlink for path in files} == {1}
    assert not [path for path in files if path.name.startswith("LOG")]
    store.rollback(data, 6)
    assert len(batches(data)) == 5


def test_snapshots_share_their_files(data: Path) -> None:
    with store.writing(data) as change:
        change.store.bulk_extend(told(1, count=20_000))
    alone = store.status(data).snapshots_size
    for batch in range(2, 5):
        commit(data, batch)
    assert len(store.status(data).snapshots) == 3
    assert store.status(data).snapshots_size < 2 * alone


def test_a_rollback_brings_back_what_was_and_can_be_rolled_back(data: Path) -> None:
    for batch in range(1, 4):
        commit(data, batch)
    with store.reading(data) as before:
        assert store.rollback(data, 3) == store.current_number(data) == 5
        assert set(before.store) == {*told(1), *told(2), *told(3)}
    assert contents(data) == {*told(1), *told(2)}
    assert store.rollback(data, 4) == 6
    assert contents(data) == {*told(1), *told(2), *told(3)}
    assert commit(data, 4) == 7


def test_a_rollback_to_what_is_gone_names_what_is_there(data: Path) -> None:
    for batch in range(1, 6):
        commit(data, batch)
    with pytest.raises(store.SnapshotMissing, match="no snapshot 1: choose one of 4, 5, 6"):
        store.rollback(data, 1)


def test_a_store_is_not_created_twice(data: Path) -> None:
    commit(data, 1)
    with pytest.raises(store.StoreExists, match="use it, or choose another folder"):
        store.create(data, BASE)
    assert contents(data) == set(told(1))


@pytest.mark.parametrize("published", [False, True])
def test_a_creation_that_a_crash_cut_short_is_begun_again(data: Path, published: bool) -> None:
    (data / "CURRENT").unlink()
    if not published:
        chain.discard(data / "snapshots" / "000001")
    with pytest.raises(store.StoreMissing):
        store.open_snapshot(data)
    assert not store.exists(data)
    store.create(data, "https://other.example/", told(1))
    assert store.base(data) == "https://other.example/"
    assert contents(data) == set(told(1))


@pytest.mark.parametrize(
    "base", ["", "id/", "http://localhost", "ftp://a/", "http://a b/", "http://a/?q=/", "http://a/#/"]
)
def test_a_base_that_cannot_begin_iris_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(store.StoreError, match="is no base for IRIs"):
        store.create(tmp_path / "data", base)
    assert not (tmp_path / "data").exists()


def test_oxigraph_alone_can_open_a_snapshot(data: Path) -> None:
    commit(data, 1)
    assert set(Store.read_only(str(data / "snapshots" / "000002"))) == set(told(1))


def test_a_desk_serves_one_commit_after_the_other_and_notices_other_writers(data: Path) -> None:
    desk = store.Desk()

    def write(number: int, at: store.Desk | None) -> None:
        with store.writing(data, desk=at) as change:
            change.store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(number)))

    for number in range(12):
        write(number, desk if number % 4 else None)
    with pytest.raises(RuntimeError), store.writing(data, desk=desk) as change:
        change.store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("half")))
        raise RuntimeError
    with store.writing(data, desk=desk) as change:
        change.abandon()
    store.collect(data)  # which sweeps the clone away
    for number in range(12, 15):
        write(number, desk)
    with store.reading(data) as snapshot:
        found = snapshot.store.quads_for_pattern(NamedNode("urn:s"), None, None)
        values = {str(quad.object) for quad in found}
    assert values == {str(Literal(number)) for number in range(15)}
