"""Documents go in whole, are replaced whole and go whole; what has not changed is not written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode

import store
from ingest.commit import Failure, Outcome, Summary, commit_readings, delete
from ingest.documents import NoDocument
from ingest.model import Actor, Reading
from ontology.names import LEG
from store import texts
from tests.ingest.readings import (
    BASE,
    CHINA,
    DELEGATION,
    KCNA,
    KIM,
    KOZLOV,
    KOZLOVS,
    PUTIN,
    RUSSIA,
    SOUTH_KOREA,
    Said,
    found,
    lines,
    meeting,
    partition,
    reading,
    transfer,
    visit,
    when,
)

VISIT = reading(
    "visit", Said(visit(KOZLOVS, when("2023-11-14")), by=KCNA), Said(transfer(), "alleges", SOUTH_KOREA)
)
ECHO = reading("echo", visit(KOZLOV, when("2023-11-14")), published="2023-11-16")
SUMMIT = reading("summit", meeting(when("2023-09-13"), KIM, PUTIN), transfer(), published="2023-09-14")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return found(tmp_path / "data")


def statuses(summary: Summary) -> list[str]:
    return [outcome.status for outcome in summary.outcomes]


def test_ingesting_twice_changes_nothing_and_publishes_nothing(data: Path, tmp_path: Path) -> None:
    corpus = [VISIT, ECHO, SUMMIT]
    assert statuses(commit_readings(data, corpus)) == ["added"] * 3
    before, number = lines(data), store.current_number(data)
    again = commit_readings(data, corpus)
    assert statuses(again) == ["unchanged"] * 3
    assert again.snapshots == ()
    assert (lines(data), store.current_number(data)) == (before, number)
    fresh = found(tmp_path / "fresh")
    commit_readings(fresh, corpus)
    assert lines(fresh) == before


def test_texts_are_there_before_the_documents(data: Path) -> None:
    commit_readings(data, [VISIT])
    assert texts.get(data, VISIT.document.sha256) == VISIT.document.text


def test_replacing_a_changed_document_leaves_nothing_of_the_old(data: Path, tmp_path: Path) -> None:
    petrov = Actor("Person", "Ivan Petrov", affiliation=RUSSIA.iri)
    old = reading(
        "story", visit(petrov, when("2023-10-01")), visit(DELEGATION, when("2023-11-14")), transfer()
    )
    new = reading(
        "story",
        visit(KIM, when("2023-09-12"), RUSSIA),
        transfer(),
        title="Corrected",
        line="{number}: {name}.",
    )
    commit_readings(data, [SUMMIT, old])
    assert statuses(commit_readings(data, [new])) == ["replaced"]
    fresh = found(tmp_path / "fresh")
    commit_readings(fresh, [SUMMIT, new])
    assert lines(data) == lines(fresh)


def test_a_corrected_document_keeps_its_event_for_others(data: Path) -> None:
    commit_readings(data, [VISIT, ECHO])
    before = {line.split()[2] for line in lines(data) if "#about>" in line}
    commit_readings(data, [replace(VISIT, document=replace(VISIT.document, title="New title"))])
    assert {line.split()[2] for line in lines(data) if "#about>" in line} == before


def test_a_document_whose_publisher_is_corrected_moves_to_its_new_iri(data: Path) -> None:
    commit_readings(data, [VISIT])
    other = Actor("MediaOutlet", "Another Paper")
    moved = replace(VISIT, document=replace(VISIT.document, publisher=other))
    assert statuses(commit_readings(data, [moved])) == ["replaced"]
    assert sum("textSha256" in line for line in lines(data) if BASE in line) == 1


@pytest.mark.parametrize("name", ["key", "iri"])
def test_deleting_leaves_exactly_what_was_before(data: Path, name: str) -> None:
    summary = commit_readings(data, [VISIT, SUMMIT])
    before = lines(data)
    (echo,) = commit_readings(data, [ECHO]).outcomes
    assert lines(data) != before
    assert echo.document is not None
    assert delete(data, [ECHO.document.key if name == "key" else echo.document]) == [echo.document]
    assert lines(data) == before
    delete(data, [outcome.source for outcome in summary.outcomes])
    assert not [line for line in lines(data) if BASE in line]


def test_deleting_what_is_not_there_is_refused_and_nothing_else_is_deleted(data: Path) -> None:
    commit_readings(data, [VISIT])
    before = lines(data)
    with pytest.raises(NoDocument, match="nowhere"):
        delete(data, [VISIT.document.key, "https://nowhere.example/"])
    assert lines(data) == before


def test_the_authority_outlives_every_document(data: Path) -> None:
    before = lines(data)
    commit_readings(data, [VISIT, ECHO, SUMMIT])
    delete(data, [each.document.key for each in (VISIT, ECHO, SUMMIT)])
    assert lines(data) == before


def test_claims_that_breach_the_shapes_are_refused_and_the_others_go_on(data: Path) -> None:
    broken = reading("broken", visit(CHINA, None, KIM))
    sure = replace(VISIT.claims[0], confidence=Decimal("1.5"))
    proud = replace(VISIT, document=replace(VISIT.document, key="proud"), claims=(sure,))
    summary = commit_readings(data, [broken, VISIT, proud])
    assert statuses(summary) == ["failed", "added", "failed"]
    assert summary.failed == 2
    assert "A destination is a place or state." in (summary.outcomes[0].message or "")
    assert "https://news.example/broken" in (summary.outcomes[0].message or "")
    assert "confidence" in (summary.outcomes[2].message or "")
    assert not [line for line in lines(data) if "broken" in line or "proud" in line]


def test_what_could_not_be_read_is_reported_among_the_others(data: Path) -> None:
    heard: list[Outcome] = []
    unreadable = Failure("empty.md", "empty.md: holds no text")
    half = replace(VISIT, document=replace(VISIT.document, key="half", text="broken \ud800 text"))
    summary = commit_readings(data, [unreadable, VISIT, half], heard.append)
    assert statuses(summary) == ["failed", "added", "failed"]
    assert tuple(heard) == summary.outcomes
    assert heard[0].message == "empty.md: holds no text"
    assert "UTF-8" in (heard[2].message or "")
    assert str(summary) == "1 added, 2 failed; 2 claims written"
    assert commit_readings(data, [unreadable]).snapshots == ()


def test_batches_are_snapshots_of_whole_documents(data: Path) -> None:
    corpus = [reading(f"d{n}", transfer(), published=f"2023-11-{n + 1:02}") for n in range(7)]
    assert len(commit_readings(data, corpus, batch=3).snapshots) == 3


def test_a_slow_source_does_not_keep_others_waiting(data: Path) -> None:
    seen: list[int] = []

    def trickle() -> Iterator[Reading]:
        for each in (VISIT, ECHO, SUMMIT):
            seen.append(store.current_number(data))
            yield each

    commit_readings(data, trickle(), seconds=0.0)
    assert seen == [1, 2, 3]


def test_what_is_reported_as_done_is_on_disk(data: Path) -> None:
    def check(outcome: Outcome) -> None:
        assert any(f"<{outcome.document}>" in line for line in lines(data))

    assert commit_readings(data, [VISIT, ECHO, SUMMIT], check, batch=1).count("added") == 3


def test_things_of_a_users_own_authority_are_named_although_the_store_never_heard_of_them(data: Path) -> None:
    envoy = Actor(
        "Person", "Ann Envoy", "https://authority.example/ann", "https://authority.example/atlantis"
    )
    atlantis = Actor("State", "Atlantis", "https://authority.example/atlantis")
    guest = Actor("Person", "Bob Guest", affiliation="https://authority.example/atlantis")
    told = reading("own", visit(envoy, when("2023-11-14"), atlantis), visit(guest, when("2023-11-14")))
    assert statuses(commit_readings(data, [told, told])) == ["added", "unchanged"]
    with store.reading(data) as snapshot:
        (kind,) = snapshot.store.quads_for_pattern(
            NamedNode("https://authority.example/atlantis"), None, NamedNode(LEG + "State"), DefaultGraph()
        )
        assert kind.object == NamedNode(LEG + "State")
        del kind


WRITER = """
import sys
from pathlib import Path
from ingest.commit import commit_readings
from tests.ingest.readings import *
told = [reading(f"{sys.argv[2]}-{n}", visit(KOZLOVS, when(f"2023-11-{n % 9 + 10}")), transfer()) for n in range(12)]
commit_readings(Path(sys.argv[1]), told, batch=2)
"""


def test_two_ingests_at_once_mint_nothing_twice(data: Path) -> None:
    root = str(Path(__file__).parents[2])
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(data), name], cwd=root, stderr=subprocess.PIPE, text=True
        )
        for name in ("left", "right")
    ]
    for run in runs:
        _, errors = run.communicate()
        assert run.returncode == 0, errors
    with store.reading(data) as snapshot:
        together = partition(snapshot.store)
    # Nine days of visits, and one flow of shells; each day told by both.
    assert len(together) == 10
    assert sum(map(len, together)) == 48
