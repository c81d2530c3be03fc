"""An analyst whose reports name people that Legation has never heard of, and who writes them down."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

import pytest

from legation.settings import SettingsError, load
from tests import web
from tests.legation.conftest import Run
from tests.legation.test_serving import running

MEETING = """---
publisher: Example Daily
published: 2024-02-07
---

Ilvania's foreign minister Orsola Benk met Chinese President Xi Jinping in Beijing on Tuesday, the Ilvanian Foreign
Ministry said.
"""
HARMLESS = """---
publisher: Example Daily
published: 2024-02-01
---

Vladimir Putin met Xi Jinping in Beijing on Tuesday, the Kremlin said.
"""


@pytest.fixture
def run(run_here: Run) -> Run:
    return run_here


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "states.csv").write_text("label,code,demonyms\nIlvania,XI,Ilvanian|Ilvanians\n")
    (folder / "people.csv").write_text("label,country,note\nOrsola Benk,XI,foreign minister of Ilvania\n")
    (folder / "bodies.csv").write_text(
        "label,kind,country,aliases\n"
        "Foreign Ministry of Ilvania,GovernmentBody,XI,Ilvanian Foreign Ministry\n"
    )
    (tmp_path / "meeting.md").write_text(MEETING)
    (tmp_path / "harmless.md").write_text(HARMLESS)
    return folder


def ask(run: Run, query: str) -> list[list[str]]:
    done = run("query", query, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.reader(StringIO(done.stdout)))[1:]


def known(run: Run, iri: str) -> set[tuple[str, str]]:
    """What the default graph says of a thing."""
    rows = ask(run, f"SELECT ?p ?o {{ {iri} ?p ?o }}")
    return {(re.split("[#/]", predicate)[-1], re.split("[#/]", value)[-1]) for predicate, value in rows}


def test_a_store_that_is_there_learns_of_my_entries_with_the_report_that_names_them(
    run: Run, mine: Path
) -> None:
    assert run("ingest", "harmless.md").returncode == 0
    done = run("ingest", "meeting.md", "--authority", "mine")
    assert (done.returncode, done.stderr) == (0, "")
    assert ("altLabel", "Ilvanian Foreign Ministry") in known(run, "actor:foreign-ministry-of-ilvania")
    assert ("partOfState", "ilvania") in known(run, "actor:foreign-ministry-of-ilvania")
    assert ("affiliation", "ilvania") in known(run, "actor:orsola-benk")
    assert ("label", "Ilvania") in known(run, "actor:ilvania")  # which no claim names
    claimants = ask(
        run,
        "SELECT DISTINCT ?who { GRAPH ?c { ?e leg:participant actor:orsola-benk, actor:xi-jinping }"
        " ?c leg:claimant ?who }",
    )
    assert claimants == [["https://w3id.org/legation/actor/foreign-ministry-of-ilvania"]]
    assert run("validate").returncode == 0


def test_the_environment_names_the_folder_as_well_and_a_new_store_begins_with_all_of_it(
    run: Run, mine: Path
) -> None:
    assert run("ingest", "harmless.md", LEGATION_AUTHORITY="mine").returncode == 0
    assert ("label", "Orsola Benk") in known(run, "actor:orsola-benk")


def test_what_i_correct_in_a_row_reaches_the_store_and_what_i_added_there_stays(run: Run, mine: Path) -> None:
    assert run("ingest", "meeting.md", "--authority", "mine").returncode == 0
    assert "1 unchanged" in run("ingest", "meeting.md", "--authority", "mine").stdout
    (mine / "people.csv").write_text(
        "label,slug,country,aliases\nOrsola M. Benk,orsola-benk,XI,Orsola Benk|O. Benk\n"
    )
    (mine / "extra.ttl").write_text(
        '<https://w3id.org/legation/actor/orsola-benk> <http://www.w3.org/2004/02/skos/core#altLabel> "Benk"@en .'
    )
    assert run("import", "mine/extra.ttl").returncode == 0
    assert run("ingest", "meeting.md", "--authority", "mine").returncode == 0
    assert known(run, "actor:orsola-benk") == {
        ("type", "Person"),
        ("label", "Orsola M. Benk"),
        ("altLabel", "Orsola Benk"),
        ("altLabel", "O. Benk"),
        ("altLabel", "Benk"),
        ("affiliation", "ilvania"),
    }


def test_two_processes_read_with_my_names_as_well_as_one(run: Run, mine: Path) -> None:
    done = run("ingest", "meeting.md", "harmless.md", "--jobs", "2", "--authority", "mine")
    assert done.returncode == 0, done.stderr
    assert ("label", "Orsola Benk") in known(run, "actor:orsola-benk")


def test_a_question_takes_my_names(run: Run, mine: Path) -> None:
    assert run("ingest", "meeting.md", "--authority", "mine").returncode == 0
    asked = ("query", "actor-events", "--param", "actor=Orsola Benk", "--format", "csv")
    assert "asserts" in run(*asked, "--authority", "mine").stdout
    unknown = run(*asked)
    assert unknown.returncode == 4
    assert "Orsola Benk" in unknown.stderr


def test_a_server_takes_my_names_in_its_questions(run: Run, mine: Path) -> None:
    assert run("ingest", "meeting.md", "--authority", "mine").returncode == 0
    serve = ("serve", "--port", "0", "--authority", "mine")
    with running(mine.parent, *serve) as (address, _):
        asked = {"actor": "Orsola Benk", "format": "csv"}
        answer = web.get(f"{address}queries/actor-events", params=asked)
        unknown = web.get(f"{address}queries/actor-events", params=asked | {"actor": "Orsola Bank"})
    assert answer.status_code == 200
    assert "asserts" in answer.text
    assert unknown.status_code == 400
    assert "did you mean Orsola Benk" in unknown.text


def test_a_fault_in_a_row_is_told_before_anything_is_read_or_made(run: Run, mine: Path) -> None:
    (mine / "people.csv").write_text("label,country\nOrsola Benk,XX\n")
    done = run("ingest", "meeting.md", "--authority", "mine")
    assert "people.csv, line 2: unknown country 'XX'" in done.stderr
    assert done.returncode == 5
    assert not (mine.parent / "legation-data").exists()


def test_a_folder_that_is_not_there_is_no_setting() -> None:
    with pytest.raises(SettingsError, match=r"^--authority: must be an existing folder, not 'nowhere'"):
        load(authority="nowhere")
