"""Disks that are full and folders that may not be written: one line that says what to do, and nothing broken."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
import store.texts
from store import durable
from tests.store.facts import BASE, commit, contents, names, told


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "No space left on device; free some space"),
        (errno.EROFS, "Read-only file system; make it writable"),
        (errno.EACCES, "Permission denied; give this user the right"),
    ],
)
def test_a_disk_that_refuses_is_told_in_one_line_and_harms_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    commit(data, 1)

    def refuse(path: Path, **_: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as broken:
        broken.setattr("store.chain.sync_tree", refuse)
        with pytest.raises(store.StoreError, match=f"cannot write to {data}: {remedy}") as told_so:
            commit(data, 2)
        assert "\n" not in str(told_so.value)
        with pytest.raises(store.StoreError, match=remedy):
            store.rollback(data, 1)
    with monkeypatch.context() as broken:
        broken.setattr(durable, "sync", refuse)
        with pytest.raises(store.StoreError, match=remedy):
            store.texts.put(data, "a text")
    assert store.texts.sizes(data) == (0, 0)
    assert names(data / "snapshots") == ["000001", "000002"]
    assert commit(data, 2) == 3


LIMITED = """
import resource, sys
from pathlib import Path
import store
from tests.store.facts import told
data = Path(sys.argv[1])
with store.writing(data) as change:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    change.store.extend(told(2, count=20_000))
"""


def test_when_oxigraph_cannot_write_the_same_is_told(data: Path) -> None:
    commit(data, 1)
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(data)], capture_output=True, text=True, check=False
    )
    assert run.stderr.splitlines()[-1] == (
        f"store.errors.StoreError: cannot write to {data}: File too large;"
        " raise the limit on file sizes (ulimit -f), then try again"
    )
    assert contents(data) == set(told(1))
    assert commit(data, 2) == 3


@pytest.fixture
def readable() -> Iterator[Path]:
    """A store that others may read but not write, where others can reach it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        store.create(folder / "data", BASE, told(1))
        store.texts.put(folder / "data", "a text")
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder / "data"
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


STRANGER = """
import os, sys
from pathlib import Path
import store, store.texts
from tests.store.facts import BASE, told
data = Path(sys.argv[1])
if os.geteuid() == 0:
    os.seteuid(65534)  # whom, unlike root, rights bind
with store.reading(data) as snapshot:
    assert set(snapshot.store) == set(told(1))
assert store.status(data).quads == 20
def write():
    with store.writing(data):
        pass
for refused in (write, lambda: store.rollback(data, 1), lambda: store.texts.put(data, "another"),
                lambda: store.create(data.parent / "new", BASE), lambda: store.collect(data)):
    try:
        refused()
    except store.StoreError as error:
        print(error)
"""


def test_a_read_only_folder_can_be_read_and_tells_who_would_write(readable: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", STRANGER, str(readable)], capture_output=True, text=True, check=True
    )
    remedy = "Permission denied; give this user the right to read and write there, or choose another folder"
    assert run.stdout.splitlines() == [
        *[f"cannot write to {readable}: {remedy}"] * 3,
        f"cannot create a store in {readable.parent / 'new'}: {remedy}",
        f"cannot write to {readable}: {remedy}",
    ]


def test_a_store_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "data"):
        with pytest.raises(store.StoreError, match=r"cannot create a store in .*; choose a folder"):
            store.create(folder, BASE)
    assert not store.exists(tmp_path / "file")
    for read in (store.base, store.current_number, store.open_snapshot):
        with pytest.raises(store.StoreError, match=r"cannot read .*; choose a folder"):
            read(tmp_path / "file")


def test_an_error_of_the_writers_own_is_passed_on(data: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), store.writing(data):
        (tmp_path / "article.md").read_text()
    assert store.current_number(data) == 1
