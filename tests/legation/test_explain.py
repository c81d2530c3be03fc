"""An analyst who wants to know why a claim stands there, and why another doesn't."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest import trace
from ingest.events.frames import frames
from ingest.explain import explain
from ingest.interpret import interpret
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ontology.authority import load
from tests.legation.conftest import Run
from tests.legation.own_events import write

REPORT = """---
publisher: Example Daily
agency: Reuters
published: 2024-02-07
---

Russia may have supplied 40 drones to Belarus on Monday, Ukraine said. Minsk denied this.

Lavrov arrived in Minsk on Tuesday. Lavrov visited on Monday.

If Iran supplied missiles to Russia, Washington would respond, officials said.

The companies supplied food to Belarus. A lawyer sent the drones to a museum in Minsk.
"""


@pytest.fixture
def run(run_here: Run) -> Run:
    return run_here


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.md"
    path.write_text(REPORT)
    return path


def explained(run: Run, *options: str) -> dict[str, Any]:
    done = run("explain", "report.md", "--json", *options)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def reasons(account: dict[str, Any], topic: str) -> list[str]:
    return [reason["text"] for reason in account["reasons"] if reason["topic"] == topic]


def missed(found: dict[str, Any], sentence: str, type_: str) -> dict[str, Any]:
    (account,) = [
        each for each in found["misses"] if each["sentence"].startswith(sentence) and each["type"] == type_
    ]
    return dict(account)


def test_each_claim_says_by_which_words_and_rules_it_came_about(run: Run, report: Path) -> None:
    first, denial, visit = explained(run)["claims"]
    (told,) = first["because"]
    assert (first["claimant"], first["stance"], told["word"]) == ("Ukraine", "alleges", "supplied")
    assert reasons(told, "supplier") == [
        "subject “Russia” (nsubj of supplied) is Russia (State, linked), a name of the authority"
    ]
    assert reasons(told, "materiel") == [
        "object “drones” (dobj of supplied) is drone (MaterielType, linked), a kind of materiel"
    ]
    assert (
        reasons(told, "who")[0]
        == "“said”, it stands in what is said: Ukraine (State, linked); stance asserts"
    )
    assert reasons(told, "stance") == ["“may” a modal: alleges, possible", "so alleges, possible"]
    assert reasons(told, "when") == [
        "“on Monday”, which hangs on “supplied”, dates it: 2024-02-05 to 2024-02-05"
    ]
    (answer,) = denial["because"]
    assert reasons(answer, "trigger") == ["“denied” answers what was told just before"]
    assert reasons(answer, "supplier") == ["Russia (State, linked), told at what it answers"]
    assert (
        reasons(visit["because"][0], "destination")[1] == "Belarus (State, linked), the country of the place"
    )
    assert reasons(visit["because"][0], "who") == ["so the text's own voice: nobody is named for it"]


def test_what_gives_no_claim_says_what_is_lacking(run: Run, report: Path) -> None:
    found = explained(run)
    nowhere = reasons(missed(found, "Lavrov visited", "Visit"), "no claim")
    assert nowhere[0] == "nobody fills a main role: destination"
    condition = missed(found, "If Iran", "ArmsTransfer")
    assert reasons(condition, "stance") == ["“If” makes it a condition or question: no claim"]
    assert reasons(condition, "no claim") == ["a condition, a question or a doubt: it is not put forward"]
    food = missed(found, "The companies", "ArmsTransfer")
    assert reasons(food, "materiel") == [
        "object “food” (dobj of supplied) refers to nobody and nothing that is known"
    ]
    assert "materiel" in reasons(food, "no claim")[0]
    help_ = missed(found, "The companies", "MilitaryAssistance")
    assert reasons(help_, "no claim") == ["`theme`: what is given is no such help"]


def test_one_claim_can_be_asked_for(run: Run, report: Path) -> None:
    found = explained(run, "--claim", "2")
    assert [claim["claim"] for claim in found["claims"]] == [2]
    assert found["misses"] == []
    done = run("explain", "report.md", "--claim", "9")
    assert done.returncode == 5
    assert "report.md gives 3 claims: there is no claim 9" in done.stderr


def test_for_the_eye_it_is_written_as_lines(run: Run, report: Path) -> None:
    lines = run("explain", "report.md").stdout.splitlines()
    assert lines[0].startswith("2024-02-07 · Example Daily (Reuters) · ")
    assert any(line.startswith("1. Ukraine alleges (possible, confidence ") for line in lines)
    assert "No claim" in lines
    assert "      trigger       “denied” answers what was told just before" in lines


def test_an_event_type_of_my_own_is_explained_with_the_line_of_my_frame(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    done = run("explain", "first.md", "--frames", "mine", "--claim", "1", "--json")
    (account,) = json.loads(done.stdout)["claims"][0]["because"]
    assert reasons(account, "trigger") == [
        "“fired” is a verb of the frame MissileLaunch (missile_launch.yaml, line 11)"
    ]
    assert reasons(account, "launchedFrom")[0].startswith("from “Pyongyang” (pobj of from, prep of fired)")


def test_listening_changes_nothing_in_what_is_read_and_ends_when_it_is_over(report: Path) -> None:
    document = read(report.read_bytes(), "report.md", Overrides(), load())
    found = explain(document, known=frames())
    assert found.reading == interpret(document)
    assert [len(accounts) > 0 for accounts in found.claims] == [True] * len(found.reading.claims)
    with trace.listening() as notes:
        pass
    interpret(document)
    assert notes == []


@pytest.mark.parametrize("sample", sorted((Path(__file__).parents[2] / "legation/samples").glob("*.md")))
def test_every_claim_of_the_samples_is_accounted_for(sample: Path) -> None:
    found = explain(read(sample.read_bytes(), sample.name, Overrides(), load()))
    for claim, accounts in zip(found.reading.claims, found.claims, strict=True):
        assert accounts, claim
        topics = {reason.topic for account in accounts for reason in account.reasons}
        assert topics >= {"trigger", "who", "stance", *(role for role, _ in claim.telling.roles)}, claim
