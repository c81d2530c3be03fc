"""The development corpus is in order: its texts, their annotation and its fictional authority fit together.

What is annotated is read by people; these tests only find slips that would make a score meaningless.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from ontology import authority

HERE = Path(__file__).parent
REPORTS = sorted(HERE.glob("*/reports/*.json"))
STANCES = {"asserts", "alleges", "denies", "predicts", "plans", "demands", "condemns", "warns", "questions"}
# Per type of event the keys that name things; all of them must be among the entities.
ROLES = {
    "Visit": {"visitor", "head", "sent_by", "destination"},
    "Meeting": {"participants", "place"},
    "ArmsTransfer": {"supplier", "recipient"},
    "MilitaryAssistance": {"provider", "recipient"},
    "Sanction": {"imposed_by", "target"},
    "Agreement": {"parties"},
}
OTHER_KEYS = {
    "id",
    "type",
    "date",
    "date_end",
    "purpose",
    "materiel",
    "quantity",
    "in_exchange_for",
    "reason",
    "subject",
    "same_as",
}
LONGEST_EVIDENCE = 12

Report = dict[str, Any]


def values(cell: str | list[str] | None) -> list[str]:
    return [] if cell is None else [cell] if isinstance(cell, str) else cell


def is_date(text: str) -> bool:
    """A year, a month or a day that the calendar has."""
    if len(text) not in (4, 7, 10):
        return False
    try:
        date.fromisoformat(text + "2000-01-01"[len(text) :])
    except ValueError:
        return False
    return True


@pytest.fixture(params=REPORTS, ids=[f"{path.parents[1].name}/{path.stem}" for path in REPORTS])
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def gold(path: Path) -> Report:
    report: Report = json.loads(path.read_text(encoding="utf-8"))
    return report


@pytest.fixture
def front(path: Path) -> dict[str, Any]:
    """The front matter of the text."""
    head = path.with_suffix(".md").read_text(encoding="utf-8").split("---\n")[1]
    read: dict[str, Any] = yaml.safe_load(head)
    return read


def test_there_are_reports() -> None:
    assert REPORTS
    texts = {file.with_suffix(".json") for file in HERE.glob("*/reports/*.md")}
    assert texts == set(REPORTS)


def test_a_report_and_its_annotation_name_the_same_document(gold: Report, front: dict[str, Any]) -> None:
    publisher = f"{front['publisher']} ({front['agency']})" if "agency" in front else front["publisher"]
    assert gold["url"] == front["url"]
    assert gold["publisher"] == publisher
    assert gold["published"] == front["published"].isoformat()


def test_its_publisher_is_in_its_authority_and_publishes_at_its_address(
    path: Path, front: dict[str, Any]
) -> None:
    known = authority.load(path.parents[1] / "authority")
    host = urlsplit(front["url"]).hostname or ""
    owner = known.by_domain(host)
    assert host.endswith(".example")
    assert owner is not None and front["publisher"] in owner.names


def test_its_events_have_known_types_and_roles_filled_by_its_entities(gold: Report) -> None:
    names = [entity["name"] for entity in gold["entities"]]
    assert len(names) == len(set(names))
    for event in gold["events"]:
        roles = ROLES[event["type"]]
        assert set(event) <= roles | OTHER_KEYS
        for role in roles:
            assert set(values(event.get(role))) <= set(names), (event["id"], role)


def test_its_dates_are_dates(gold: Report) -> None:
    dates = [event.get(key) for event in gold["events"] for key in ("date", "date_end")]
    assert [text for text in dates if text is not None and not is_date(text)] == []


def test_its_claims_have_known_stances_and_speakers_and_quote_the_text(path: Path, gold: Report) -> None:
    text = path.with_suffix(".md").read_text(encoding="utf-8")
    names = {entity["name"] for entity in gold["entities"]}
    for claim in gold["claims"]:
        speakers = [*values(claim["claimant"]), *values(claim.get("claimant_alt")), *claim["via"]]
        assert {claim["stance"], *values(claim.get("stance_alt"))} <= STANCES
        assert set(speakers) <= names, claim
        assert claim["evidence"] in text
        assert len(claim["evidence"].split()) <= LONGEST_EVIDENCE, claim["evidence"]


def test_each_event_has_claims_and_no_claim_is_told_twice(gold: Report) -> None:
    told = [(claim["event"], claim["claimant"], claim["stance"]) for claim in gold["claims"]]
    assert len(told) == len(set(told))
    assert {event for event, _, _ in told} == {event["id"] for event in gold["events"]}


def test_each_report_tells_which_constructions_it_tries(gold: Report) -> None:
    assert gold["constructions"]
