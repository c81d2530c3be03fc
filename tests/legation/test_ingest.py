"""`legation ingest`: what is read, what is kept, and what is said about it."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from legation import exits
from tests.legation.conftest import Run, environment

STORY = """\
Russian Foreign Minister Sergei Lavrov met Chinese Foreign Minister Wang Yi in Beijing on Tuesday, the Kremlin said.

South Korea accuses North Korea of having sent artillery shells to Russia.
"""
FRONT_MATTER = """\
---
title: A meeting in Beijing
publisher: Example Gazette
published: 2024-04-10
---

"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.md"
    file.write_text(FRONT_MATTER + STORY)
    return file


def test_a_report_is_kept_and_the_second_time_it_is_nothing_new(run: Run, story: Path) -> None:
    first = run("ingest", "story.md")
    assert (first.returncode, first.stderr) == (0, "")
    told, summary = first.stdout.splitlines()
    assert (
        told.startswith("added ") and "http://localhost:8000/id/document/example-gazette-2024-04-10-" in told
    )
    assert summary.startswith("1 added; ")

    before = run("export").stdout
    second = run("ingest", "story.md")
    assert second.stdout.startswith("unchanged ")
    assert run("export").stdout == before


def test_what_the_user_says_of_a_document_and_of_a_new_store_wins(run_here: Run, story: Path) -> None:
    flags = ["--title", "Lavrov in Beijing", "--publisher", "Reuters", "--published", "2024-04-11"]
    flags += ["--url", "https://example.org/a?utm_source=b", "--base", "https://example.org/legation"]
    done = run_here("ingest", "-", *flags, stdin=story.read_text())
    assert (done.returncode, done.stderr) == (0, "")
    assert "https://example.org/legation/document/reuters-2024-04-11-" in done.stdout
    listed = run_here("documents", "--format", "csv").stdout
    assert "2024-04-11,Reuters,Lavrov in Beijing," in listed
    assert run_here("delete", "https://example.org/a").returncode == 0


def test_a_dry_run_shows_the_claims_with_their_evidence_and_keeps_nothing(run_here: Run, story: Path) -> None:
    done = run_here("ingest", "story.md", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    heading, columns, *rows = done.stdout.splitlines()
    assert heading == "2024-04-10 · Example Gazette · A meeting in Beijing"
    assert columns.split() == ["who", "stance", "certainty", "event", "confidence", "evidence"]
    (transfer,) = [row for row in rows if "ArmsTransfer" in row]
    assert transfer.split()[:3] == ["South", "Korea", "alleges"]
    assert "supplier North Korea; recipient Russia" in transfer
    assert transfer.endswith("“South Korea accuses North Korea of having sent artillery shells to Russia.”")
    assert [path.name for path in story.parent.iterdir()] == ["story.md"]


def test_a_dry_run_in_json_holds_offsets_and_iris(run_here: Run, story: Path) -> None:
    done = run_here("ingest", "story.md", "--dry-run", "--format", "json")
    (line,) = done.stdout.splitlines()
    read = json.loads(line)
    assert read["document"]["publisher"]["label"] == "Example Gazette"
    (claim,) = [claim for claim in read["claims"] if claim["telling"]["type"] == "ArmsTransfer"]
    assert claim["claimant"]["iri"] == "https://w3id.org/legation/actor/south-korea"

    assert run_here("ingest", "story.md").returncode == 0
    (kept,) = [path for path in (story.parent / "legation-data" / "texts").rglob("*") if path.is_file()]
    text = gzip.decompress(kept.read_bytes()).decode()
    evidence = claim["evidence"]
    assert text[evidence["start"] : evidence["end"]] == evidence["exact"]
    assert read["document"]["textSha256"] in str(kept).replace("/", "")


def test_a_document_that_fails_is_named_and_the_others_go_on(run_here: Run, story: Path) -> None:
    (story.parent / "undated.md").write_text(STORY)
    done = run_here("ingest", ".")
    assert done.returncode == exits.FAULTS
    assert done.stderr.startswith("legation: undated.md: ") and done.stderr.count("\n") == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["added", "1"]
    shown = run_here("ingest", ".", "--dry-run")
    assert shown.returncode == exits.FAULTS
    assert shown.stderr == done.stderr
    assert "ArmsTransfer" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], exits.USAGE, "Missing argument"),
        (["absent.md"], exits.INPUT, "absent.md: no such file"),
        (["*.txt"], exits.INPUT, "*.txt: no file matches"),
        (["story.md", "--published", "yesterday"], exits.USAGE, "'yesterday' does not match"),
        (
            ["story.md", "other.md", "--url", "https://example.org/"],
            exits.USAGE,
            "for one document, and 2 are named",
        ),
    ],
)
def test_what_cannot_be_read_is_told_before_a_store_is_made(
    run_here: Run, story: Path, arguments: list[str], code: int, says: str
) -> None:
    (story.parent / "other.md").write_text(FRONT_MATTER + STORY)
    done = run_here("ingest", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("legation: ") and done.stderr.count("\n") == 1
    assert says in done.stderr
    assert not (story.parent / "legation-data").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_long_run_and_what_was_reported_is_safe(run: Run, story: Path, jobs: str) -> None:
    many = story.parent / "many"
    many.mkdir()
    for number in range(400):
        text = FRONT_MATTER.replace("A meeting", f"Meeting {number}") + STORY
        (many / f"{number:03}.md").write_text(text)
    with subprocess.Popen(
        [sys.executable, "-m", "legation", "ingest", "many", "--jobs", jobs],
        cwd=story.parent,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline().startswith("added ")
        # As a terminal does: to the whole group, the processes that read among it.
        os.killpg(process.pid, signal.SIGINT)
        reported = 1 + len(process.stdout.readlines())
        assert process.stderr.read().strip() == ""
        assert process.wait() == exits.INTERRUPTED
    kept = len(run("documents", "--format", "csv").stdout.splitlines()) - 1
    assert 0 < reported <= kept < 400
