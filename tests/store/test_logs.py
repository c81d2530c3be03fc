"""Small commits, which are published as the snapshot before with a longer log."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pyoxigraph import Literal, NamedNode, Quad, Store

import store
from store import chain
from tests.store.facts import BASE, commit, contents, names, told


def quads(number: int, count: int = 1) -> list[Quad]:
    """Quads that lie anywhere in Oxigraph's orders, for it sorts by hashes."""
    return [
        Quad(NamedNode(f"urn:{number}:{n}"), NamedNode("urn:p"), Literal(number), NamedNode("urn:g"))
        for n in range(count)
    ]


def add(data: Path, desk: store.Desk | None, number: int, count: int = 1) -> int:
    with store.writing(data, desk=desk) as change:
        change.store.extend(quads(number, count))
    return change.number


def logged(folder: Path) -> bool:
    """Whether the newest of its content is in the log."""
    return any(path.stat().st_size for path in folder.glob("*.log"))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_400_commits_of_one_triple_on_a_loaded_store_keep_it_in_few_files(data: Path) -> None:
    with store.writing(data) as change:
        change.store.bulk_extend(told(1, count=20_000))
        change.store.optimize()
    desk = store.Desk()
    most, by_log, size = 0, 0, 0
    for number in range(400):
        folder = chain.folder(data, add(data, desk, number))
        most = max(most, len(names(folder)))
        size = max(size, sum(path.stat().st_size for path in folder.glob("*.log")))
        by_log += logged(folder)
    assert contents(data) == {*told(1, count=20_000), *(quad for n in range(400) for quad in quads(n))}
    assert by_log > 380
    assert most < 60
    assert 10_000 < size < 200_000


def test_a_published_snapshot_never_changes_whatever_is_written_later(data: Path) -> None:
    desk = store.Desk()
    for number in range(3):
        add(data, desk, number)
    folder = chain.folder(data, 4)
    assert logged(folder)
    before = digests(folder)
    with store.reading(data) as snapshot:
        for number in range(3, 40):
            add(data, desk, number, count=1 if number % 9 else 3000)
        assert set(snapshot.store) == {quad for number in range(3) for quad in quads(number)}
        assert digests(folder) == before


def test_what_gets_around_the_log_is_published_nevertheless(data: Path) -> None:
    desk = store.Desk()
    for number in range(3):
        add(data, desk, number)
    with store.writing(data, desk=desk) as change:
        change.store.extend(quads(3))
        change.store.bulk_extend(quads(4, count=100))
    with store.writing(data, desk=desk) as change:
        change.store.extend(quads(5))
        change.store.flush()
        change.store.extend(quads(6))
    with store.writing(data, desk=desk) as change:
        change.store.optimize()
        change.store.remove(quads(0)[0])
    add(data, desk, 7)
    wanted = {quad for number in (1, 2, 3, 5, 6, 7) for quad in quads(number)}
    assert contents(data) == wanted | set(quads(4, count=100))


def test_a_desk_outlives_a_commit_that_changed_nothing_but_not_one_that_was_given_up(data: Path) -> None:
    desk = store.Desk()

    def clones() -> list[str]:
        return [name for name in names(data / "snapshots") if name.startswith(".")]

    add(data, desk, 0)
    before = clones()
    with store.writing(data, desk=desk) as change:
        change.abandon()
    assert clones() == before
    add(data, desk, 1)
    assert clones() == before
    with store.writing(data, desk=desk) as change:
        change.store.extend(quads(2))
        change.abandon()
    assert clones() == []
    add(data, desk, 3)
    assert contents(data) == {quad for number in (0, 1, 3) for quad in quads(number)}


def test_others_go_on_from_a_snapshot_with_a_log(data: Path, tmp_path: Path) -> None:
    desk = store.Desk()
    for number in range(3):
        add(data, desk, number)
    wanted = {quad for number in range(3) for quad in quads(number)}
    assert logged(chain.folder(data, 4))
    assert set(Store.read_only(str(chain.folder(data, 4)))) == wanted
    shutil.copytree(data, tmp_path / "backup")
    script = "import sys; from pathlib import Path; from tests.store.facts import commit; commit(Path(sys.argv[1]), 1)"
    subprocess.run([sys.executable, "-c", script, str(data)], check=True)
    assert contents(data) == wanted | set(told(1))
    store.rollback(data, 4)
    assert contents(data) == wanted
    add(data, desk, 3)
    assert contents(data) == wanted | set(quads(3))
    assert contents(tmp_path / "backup") == wanted
    commit(tmp_path / "backup", 2)
    assert contents(tmp_path / "backup") == wanted | set(told(2))


def test_where_no_more_links_are_given_a_small_commit_is_published_all_the_same(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: object, target: object) -> None:
        raise OSError(errno.EMLINK, os.strerror(errno.EMLINK))

    desk = store.Desk()
    add(data, desk, 0)
    monkeypatch.setattr(os, "link", refuse)
    add(data, desk, 1)
    add(data, desk, 2)
    assert contents(data) == {quad for number in range(3) for quad in quads(number)}


class Commits(RuleBasedStateMachine):
    """Any commits of any sizes in any order; after each, the newest snapshot holds what was committed."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.data = Path(self.folder, str(len(names(self.folder))))
        self.desk = store.Desk()
        self.held: set[Quad] = set()
        self.history: dict[int, frozenset[Quad]] = {1: frozenset()}
        self.number = 0
        store.create(self.data, BASE)

    def fresh(self, count: int) -> list[Quad]:
        self.number += 1
        return quads(self.number, count)

    @rule(count=st.integers(1, 30), at_desk=st.sampled_from([True, True, True, False]))
    def add(self, count: int, at_desk: bool) -> None:
        with store.writing(self.data, desk=self.desk if at_desk else None) as change:
            fresh = self.fresh(count)
            change.store.extend(fresh)
            self.held |= set(fresh)

    @rule(in_bulk=st.booleans())
    def add_many(self, in_bulk: bool) -> None:
        with store.writing(self.data, desk=self.desk) as change:
            fresh = self.fresh(1000)
            (change.store.bulk_extend if in_bulk else change.store.extend)(fresh)
            self.held |= set(fresh)

    @precondition(lambda self: self.held)
    @rule(part=st.integers(1, 5))
    def remove_some(self, part: int) -> None:
        with store.writing(self.data, desk=self.desk) as change:
            for quad in sorted(self.held, key=str)[::part]:
                change.store.remove(quad)
                self.held.discard(quad)

    @rule()
    def clear(self) -> None:
        with store.writing(self.data, desk=self.desk) as change:
            change.store.update("CLEAR ALL")
            self.held.clear()

    @rule(fails=st.booleans())
    def give_up(self, fails: bool) -> None:
        try:
            with store.writing(self.data, desk=self.desk) as change:
                change.store.extend(self.fresh(3))
                change.abandon()
                if fails:
                    raise KeyError
        except KeyError:
            pass

    @rule(back=st.integers(1, 2))
    def roll_back(self, back: int) -> None:
        number = chain.numbers(self.data)[-1 - back :][0]
        store.rollback(self.data, number)
        self.held = set(self.history[number])

    @invariant()
    def the_newest_snapshot_holds_what_was_committed(self) -> None:
        with store.reading(self.data) as snapshot:
            self.history[snapshot.number] = frozenset(self.held)
            assert set(snapshot.store) == self.held
            assert len(list(snapshot.store.quads_for_pattern(None, NamedNode("urn:p"), None))) == len(
                self.held
            )


def test_any_commits_in_any_order_are_published_as_they_were_made(in_memory: Path) -> None:
    class Here(Commits):
        folder = in_memory

    run_state_machine_as_test(Here, settings=settings(max_examples=10, stateful_step_count=20, deadline=None))
