"""What people give by mistake, and what machines do: each is told in one line, and the rest of the run goes on."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import store
from legation import exits
from tests.legation.conftest import environment, in_folder
from tests.whole import reports
from tests.whole.test_same_graph import ingested, lines

LEGATION = [sys.executable, "-m", "legation"]
STORY = "South Korea accuses North Korea of having sent artillery shells to Russia.\n"


def report(*known: str, text: str = STORY) -> bytes:
    return "\n".join(["---", *known, "---", "", text]).encode()


PUBLISHER, DAY = "publisher: Example Gazette", "published: 2024-04-10"
GERMAN = (
    "Südkorea wirft Nordkorea vor, Artilleriegranaten an Russland geliefert zu haben. Der Minister sagte am Dienstag,"
    " dass die Lieferungen gegen die Beschlüsse der Vereinten Nationen verstoßen und sofort beendet werden müssen.\n"
)

# What is wrong · the file's name · what is in it · what is said of it.
FILES = [
    ("nothing at all", "empty.md", b"", "it is empty; check that it was saved whole"),
    ("nothing but blanks", "blank.txt", b" \n\n \n", "it is empty; check that it was saved whole"),
    ("50 MB", "huge.txt", STORY.encode() * (50_000_000 // len(STORY)), "larger than 20 MB; a report is"),
    ("a whole book", "book.md", report(PUBLISHER, DAY, text=STORY * 20_000), "longer than"),
    (
        "no UTF-8",
        "latin.md",
        "Die Börse".encode("latin-1"),
        "not UTF-8: byte 5 (line 1) is 0xf6; save it as UTF-8",
    ),
    (
        "another language",
        "german.md",
        report(PUBLISHER, DAY, text=GERMAN),
        "other languages are not understood",
    ),
    (
        "no day anywhere",
        "undated.md",
        report(PUBLISHER),
        "nothing tells when it was published; say so with --pub",
    ),
    ("no publisher anywhere", "anonymous.md", report(DAY), "who published it"),
    ("a day that is none", "someday.md", report(PUBLISHER, "published: someday"), "someday"),
    ("a broken front matter", "broken.md", report(PUBLISHER, "title: 'open"), "front matter"),
]


@dataclass(frozen=True)
class Ran:
    """How a run ended that was given all of FILES, two names that mean nothing, and one report."""

    done: subprocess.CompletedProcess[str]
    data: Path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with nothing wrong."""
    return reports.write(tmp_path_factory.mktemp("good"), 2)[1]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds one report. Copy it, don't change it."""
    folder = tmp_path_factory.mktemp("kept")
    ingested(folder / "data", reports.write(folder, 1))
    return folder / "data"


@pytest.fixture(scope="module")
def completed(kept: Path, good: Path) -> list[bytes]:
    """What a store holds, line by line, when the good report has been added to the other."""
    data = copied(kept, kept.parent / "completed")
    ingested(data, [good])
    return lines(data)


@pytest.fixture
def data(kept: Path, tmp_path: Path) -> Path:
    """A store of one's own with one report."""
    return copied(kept, tmp_path / "data")


def copied(kept: Path, data: Path) -> Path:
    shutil.copytree(kept, data)
    return data


@pytest.fixture(scope="module")
def ran(kept: Path, good: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("ran")
    data = copied(kept, folder / "data")
    (folder / "bad").mkdir()
    for _, name, content, _ in FILES:
        (folder / "bad" / name).write_bytes(content)
    (folder / "bad" / "gone.md").symlink_to("nowhere.md")
    names = ["bad", "absent", "absent.md", str(good)]
    yield Ran(in_folder(folder)("ingest", "--data", str(data), *names), data)
    shutil.rmtree(folder / "bad")


SAID = [
    *((what, f"bad/{name}", says) for what, name, _, says in FILES),
    ("a link to nowhere", "bad/gone.md", "No such file or directory"),
    ("a missing folder", "absent", "no such file or folder; check its name, and the folder you are in"),
    ("a missing file", "absent.md", "no such file or folder; check its name, and the folder you are in"),
]


@pytest.mark.parametrize(("name", "says"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_what_cannot_be_read_is_told_in_one_line(ran: Ran, name: str, says: str) -> None:
    (line,) = [line for line in ran.done.stderr.splitlines() if line.startswith(f"legation: {name}: ")]
    assert says in line


def test_the_rest_of_the_run_goes_on_and_nothing_else_is_kept(ran: Ran, completed: list[bytes]) -> None:
    assert ran.done.returncode == exits.FAULTS
    assert len(ran.done.stderr.splitlines()) == len(SAID)
    added, summary = ran.done.stdout.splitlines()
    assert added.startswith("added ")
    assert summary == f"1 added, {len(SAID) - 2} failed; 2 claims written"
    assert lines(ran.data) == completed


def test_a_store_of_a_newer_version_is_left_alone(data: Path, good: Path, tmp_path: Path) -> None:
    facts = json.loads((data / "store.json").read_text())
    (data / "store.json").write_text(json.dumps({**facts, "format": 2}))
    run = in_folder(tmp_path)
    for command in (["ingest", str(good)], ["query", "ASK {}"], ["serve", "--port", "0"], ["rollback", "1"]):
        done = run(*command, "--data", "data")
        assert (done.returncode, done.stdout) == (exits.STORE, ""), command
        assert done.stderr == (
            "legation: data was written by a newer Legation (format 2, this one knows 1): upgrade legation\n"
        )
    assert store.current_number(data) == 2


def apart(folder: Path, *script: str) -> str:
    """Run a script where what it mounts is seen by nobody else and goes away with it; its standard output."""
    unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    try:
        subprocess.run([*unshare, "mount", "-t", "tmpfs", "tmpfs", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"tool cannot be had: the right to mount a file system ({error})")
    lines = "\n".join(["set -e", f'legation() {{ {shlex.join(LEGATION)} "$@"; }}', *script])
    done = subprocess.run(
        [*unshare, "sh", "-c", lines],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_full_disk_is_told_and_when_there_is_room_the_run_completes(
    kept: Path, good: Path, tmp_path: Path, completed: list[bytes]
) -> None:
    said = apart(
        tmp_path,
        "mkdir disk",
        "mount -t tmpfs -o size=64m tmpfs disk",
        f"cp -r {shlex.quote(str(kept))} disk/data",
        "cat /dev/zero > disk/filler 2>&- || truncate -s -200K disk/filler",  # room for a text, not for a commit
        f"legation ingest --data disk/data {shlex.quote(str(good))} || echo $?",
        f"legation ingest --data disk/another {shlex.quote(str(good))} || echo $?",
        "legation export --data disk/data -o before.nq",
        "rm disk/filler",
        f"legation ingest --data disk/data {shlex.quote(str(good))}",
        "legation export --data disk/data -o after.nq",
    )
    refused, code, no_store, its_code, added, summary = said.splitlines()
    remedy = "No space left on device; free some space, then try again"
    assert (refused, code) == (f"legation: cannot write to disk/data: {remedy}", str(exits.STORE))
    assert (no_store, its_code) == (f"legation: cannot create a store in disk/another: {remedy}", code)
    assert added.startswith("added ")
    assert summary == "1 added; 2 claims written"
    assert sorted((tmp_path / "before.nq").read_bytes().splitlines()) == lines(kept)
    assert sorted((tmp_path / "after.nq").read_bytes().splitlines()) == completed


def test_a_read_only_folder_is_told_and_can_still_be_asked(data: Path, good: Path, kept: Path) -> None:
    said = apart(
        data.parent,
        "mount --bind data data && mount -o remount,ro,bind data",
        f"legation ingest --data data {shlex.quote(str(good))} || echo $?",
        f"legation ingest --data data/new {shlex.quote(str(good))} || echo $?",
        "legation query --data data 'ASK { ?c a leg:Claim }'",
    )
    remedy = "Read-only file system; make it writable, or choose another folder"
    assert said.splitlines() == [
        f"legation: cannot write to data: {remedy}",
        str(exits.STORE),
        f"legation: cannot create a store in data/new: {remedy}",
        str(exits.STORE),
        "true",
    ]
    assert lines(data) == lines(kept)


def test_who_waits_for_another_process_is_told_and_gives_up_in_time(
    data: Path, good: Path, kept: Path
) -> None:
    with store.writing(data) as other:
        done = in_folder(data.parent)("ingest", str(good), "--data", "data", LEGATION_WAIT="1.5")
        other.abandon()
    writes = f"legation: process {os.getpid()} is writing to data: "
    assert (done.returncode, done.stdout) == (exits.STORE, "")
    assert done.stderr.splitlines() == [
        writes + "waiting until it has finished, 1.5 s at most",
        writes + "try again when it has finished, or wait for it longer than 1.5 s",
    ]
    assert lines(data) == lines(kept)


def test_who_waits_long_enough_for_another_process_goes_on(
    data: Path, good: Path, completed: list[bytes]
) -> None:
    with store.writing(data) as other:
        waiting = subprocess.Popen(
            [*LEGATION, "ingest", good, "--data", data, "--wait", "600"],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr is not None
        assert f"process {os.getpid()} is writing to" in waiting.stderr.readline()
        other.abandon()
    said, complaints = waiting.communicate()
    assert (waiting.returncode, complaints) == (0, "")
    assert said.splitlines()[-1] == "1 added; 2 claims written"
    assert lines(data) == completed


# A model of language as people install them, which cannot stand one word.
BRITTLE = """
from spacy.language import Language
from ingest.language.text import load_language

@Language.component("brittle")
def brittle(doc):
    if "Zanzibar" in doc.text:
        raise ZeroDivisionError("no such island")
    return doc

def load(**overrides):
    language = load_language(None)
    language.add_pipe("brittle")
    return language
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_mistake_of_ours_costs_one_document_and_no_other(
    data: Path, good: Path, jobs: str, completed: list[bytes]
) -> None:
    folder = data.parent
    (folder / "brittle.py").write_text(BRITTLE)
    (folder / "brittle-1.dist-info").mkdir()
    (folder / "brittle-1.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: brittle\nVersion: 1\n"
    )
    (folder / "island.md").write_bytes(report(PUBLISHER, DAY, text=STORY.replace("Russia", "Zanzibar")))
    path = os.pathsep.join([str(folder), os.environ["PYTHONPATH"]])
    arguments = ["island.md", str(good), "--data", "data", "--model", "brittle", "--jobs", jobs]
    done = in_folder(folder)("ingest", *arguments, PYTHONPATH=path)
    assert done.returncode == exits.FAULTS
    assert done.stderr.startswith(
        "legation: island.md: a mistake in Legation: ZeroDivisionError (no such island) in ingest/"
    )
    assert done.stderr.endswith("; please report it with the text\n")
    assert done.stderr.count("\n") == 1
    assert done.stdout.splitlines()[-1] == "1 added, 1 failed; 2 claims written"
    assert lines(data) == completed
