"""The scorer keeps its rules: what it counts as right, and what not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from tests.corpus.scoring.annotation import read_annotations
from tests.corpus.scoring.graph import Graph
from tests.corpus.scoring.line import corpus, ingested
from tests.corpus.scoring.names import Named, plain, same
from tests.corpus.scoring.tally import Figures, Judged, figures, identity, judge, on_matched

URL = "https://paper.example/1"
ENTITIES = [
    {"name": "Ostria", "qid": "Q1"},
    {"name": "Mira", "qid": "Q2"},
    {"name": "Vesta", "qid": None, "aliases": ["Kingdom of Vesta"]},
    {"name": "Ada Brand", "qid": None},
    {"name": "Ostrian delegation", "qid": None},
    {"name": "shells", "qid": None},
]
TRANSFER = {
    "id": "e1",
    "type": "ArmsTransfer",
    "supplier": ["Ostria"],
    "recipient": ["Vesta"],
    "date": "2024-05",
}
SAID = {"event": "e1", "claimant": "Ada Brand", "stance": "asserts"}

# What the store knows of those who take part.
KNOWN = """
@prefix : <https://w3id.org/legation/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix schema: <http://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix a: <urn:a:> .
a:ostria rdfs:label "Ostria" ; owl:sameAs wd:Q1 .  a:port rdfs:label "Ostria Port" ; owl:sameAs wd:Q9 .
a:mira rdfs:label "Mira" ; owl:sameAs wd:Q2 ; :metonymOf a:ostria .  a:vesta rdfs:label "Vesta" .
a:brand rdfs:label "Brand" .  a:colonel rdfs:label "Colonel Brand" .  a:paper rdfs:label "The Paper" .
a:shells rdfs:label "artillery shell" .  a:group rdfs:label "group of officials" .
"""


def claim(told: str, number: int = 1, event: str = "a:event", who: str = "a:brand", sure: str = "0.9") -> str:
    """A claim on the only document of these tests."""
    return f"""
        a:document{number // 10} schema:url <https://paper.example/{number // 10 + 1}> .
        a:claim{number} :derivedFrom a:document{number // 10} ; :about {event} ; :stance :asserts ;
            :claimant {who} ; :confidence {sure} .
        GRAPH a:claim{number} {{ {told} }}
    """


def graph(*claims: str) -> Graph:
    store = Store()
    store.load(KNOWN + "".join(claims), format=RdfFormat.TRIG)
    return Graph(store)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def judged(folder: Path, event: dict[str, Any], *claims: str, said: dict[str, Any] = SAID) -> Judged:
    """One event as annotated against claims as told."""
    annotate(folder, 1, event, said)
    return judge(read_annotations(folder)[0], graph(*claims))


def annotate(folder: Path, number: int, event: dict[str, Any], said: dict[str, Any] = SAID) -> None:
    report = {
        "id": str(number),
        "url": f"https://paper.example/{number}",
        "publisher": "The Paper (Some Agency)",
        "entities": ENTITIES,
        "events": [event],
        "claims": [said],
    }
    (folder / f"{number}.json").write_text(json.dumps(report), encoding="utf-8")


RIGHT = 'a:event a :ArmsTransfer ; :supplier a:ostria ; :recipient a:vesta ; :earliestDate "2024-05-02"^^xsd:date .'


def test_an_event_with_both_its_sides_is_strictly_right_and_so_is_its_claim(folder: Path) -> None:
    found = figures([judged(folder, TRANSFER, claim(RIGHT))])
    assert found["strict"] == found["claims"] == found["events"] == found["dates"] == Figures(1, 1, 1)
    assert found["roles"] == Figures(2, 2, 2)


def test_an_event_with_one_side_is_found_but_its_claim_does_not_count(folder: Path) -> None:
    each = judged(
        folder, TRANSFER, claim("a:event a :ArmsTransfer ; :supplier a:ostria ; :recipient a:port .")
    )
    found = figures([each])
    assert found["events"].right == 1
    assert found["strict"].right == found["claims"].right == 0
    assert on_matched([each]) == (Figures(1, 1, 1), Figures(1, 1, 1))


def test_another_type_or_other_parties_are_another_event(folder: Path) -> None:
    for told in (
        "a:event a :MilitaryAssistance ; :provider a:ostria ; :recipient a:vesta .",
        "a:event a :ArmsTransfer ; :supplier a:vesta ; :recipient a:ostria .",
    ):
        each = judged(folder, TRANSFER, claim(told))
        assert each.matches == () and len(each.invented) == 1 and each.missed == ["e1"]


def test_what_several_claims_tell_of_an_event_is_put_together(folder: Path) -> None:
    each = judged(
        folder,
        TRANSFER,
        claim("a:event a :ArmsTransfer ; :supplier a:ostria ."),
        claim("a:event a :ArmsTransfer ; :recipient a:vesta .", number=2, who="a:paper"),
    )
    assert figures([each])["strict"] == Figures(1, 1, 1)
    assert figures([each])["claims"] == Figures(1, 2, 1)


@pytest.mark.parametrize(
    ("date", "day", "right", "told"),
    [
        ("2024-05", "2024-05-31", 1, 1),
        ("2024", "2024-01-01", 1, 1),
        ("2024-05-03", "2024-05-02", 0, 1),
        (None, "2024-05-02", 0, 1),
    ],
)
def test_a_date_lies_within_the_analysts_and_is_wrong_where_there_is_none(
    folder: Path, date: str | None, day: str, right: int, told: int
) -> None:
    told_day = RIGHT.replace("2024-05-02", day)
    found = figures([judged(folder, {**TRANSFER, "date": date}, claim(told_day))])["dates"]
    assert (found.right, found.told) == (right, told)


def test_a_time_that_goes_beyond_the_analysts_is_wrong(folder: Path) -> None:
    longer = RIGHT.replace(" .", ' ; :latestDate "2024-06-01"^^xsd:date .')
    assert figures([judged(folder, TRANSFER, claim(longer))])["dates"].right == 0


def test_a_delegation_counts_by_its_head_or_its_sender(folder: Path) -> None:
    visit = {"id": "e1", "type": "Visit", "visitor": ["Ostrian delegation"], "destination": ["Vesta"]}
    for part, key in (
        (":headedBy a:brand", {"head": "Ada Brand"}),
        (":sentBy a:ostria", {"sent_by": "Ostria"}),
    ):
        told = f"a:event a :Visit ; :visitor a:group ; :destination a:vesta . a:group {part} ."
        assert figures([judged(folder, visit, claim(told))])["strict"].right == 0
        assert figures([judged(folder, {**visit, **key}, claim(told))])["strict"].right == 1


def test_own_voice_is_nobody_or_the_outlet_by_its_whole_name(folder: Path) -> None:
    own = {**SAID, "claimant": None}
    assert figures([judged(folder, TRANSFER, claim(RIGHT, who="a:paper"), said=own)])["claims"].right == 1
    assert figures([judged(folder, TRANSFER, claim(RIGHT), said=own)])["claims"].right == 0


def test_second_readings_of_claimant_and_stance_count(folder: Path) -> None:
    other = {**SAID, "claimant": None, "stance": "alleges"}
    assert figures([judged(folder, TRANSFER, claim(RIGHT), said=other)])["claims"].right == 0
    accepted = {**other, "claimant_alt": ["Ada Brand"], "stance_alt": ["asserts"]}
    assert figures([judged(folder, TRANSFER, claim(RIGHT), said=accepted)])["claims"].right == 1


def test_the_same_claim_told_twice_is_right_once(folder: Path) -> None:
    each = judged(folder, TRANSFER, claim(RIGHT), claim(RIGHT, number=2, who="a:colonel"))
    assert figures([each])["claims"] == Figures(1, 2, 1)


def test_claims_below_the_confidence_that_is_asked_for_are_not_there(folder: Path) -> None:
    annotate(folder, 1, TRANSFER)
    told = graph(claim(RIGHT, sure="0.79"))
    assert judge(read_annotations(folder)[0], told, 0.8).told == ()
    assert len(judge(read_annotations(folder)[0], told, 0.7).told) == 1


def test_an_id_of_something_else_is_wrong(folder: Path) -> None:
    annotate(folder, 1, TRANSFER)
    store = Store()
    store.load(KNOWN.replace("wd:Q1", "wd:Q7") + claim(RIGHT), format=RdfFormat.TRIG)
    each = judge(read_annotations(folder)[0], Graph(store))
    assert each.wrong_ids == 1 and figures([each])["strict"].right == 0


def test_a_capital_is_its_state(folder: Path) -> None:
    told = graph()
    capital, state = (told.named(node) for node in _nodes("mira", "ostria"))
    assert same(Named(frozenset({"ostria"}), frozenset({"Q1"})), capital)
    assert same(Named(frozenset({"mira"}), frozenset({"Q2"})), state)
    assert not same(Named(frozenset({"ostria"}), frozenset({"Q9"})), state)


def _nodes(*names: str) -> list[NamedNode]:
    return [NamedNode(f"urn:a:{name}") for name in names]


@pytest.mark.parametrize(
    ("wanted", "told", "loosely", "whole"),
    [
        ("President Ada Brand", "Ada Brand", True, True),
        ("Ada Brand", "Brand", True, False),
        ("shells", "artillery shell", True, False),
        ("Ada Brand", "Adam Brandt", False, False),
        ("North Vesta", "South Vesta", False, False),
        ("Élan", "elan", True, True),
    ],
)
def test_names_are_the_same_in_short_and_in_the_plural(
    wanted: str, told: str, loosely: bool, whole: bool
) -> None:
    one, other = (Named(frozenset({plain(name)})) for name in (wanted, told))
    assert (same(one, other), same(one, other, whole=True)) == (loosely, whole)


def test_events_of_two_reports_are_one_if_they_share_a_group(folder: Path) -> None:
    grouped = {**TRANSFER, "same_as": "the-deal"}
    for number, event in ((1, grouped), (2, grouped), (3, TRANSFER)):
        annotate(folder, number, event)
    apart = RIGHT.replace("a:event", "a:other")
    told = graph(claim(RIGHT, number=1), claim(RIGHT, number=11), claim(RIGHT, number=21))
    split = graph(claim(RIGHT, number=1), claim(apart, number=11, event="a:other"))
    reports = read_annotations(folder)
    assert identity([judge(report, told) for report in reports]) == Figures(1, 3, 1)
    assert identity([judge(report, split) for report in reports]) == Figures(0, 0, 1)


def test_the_whole_line_reads_every_report_of_a_corpus_and_gets_most_events_right() -> None:
    ministries = corpus(Path(__file__).parent / "ministries")
    with ingested(ministries) as (graph, summary):
        each = [judge(report, graph) for report in ministries.annotations]
    assert {outcome.status for outcome in summary.outcomes} == {"added"}
    assert all(one.found for one in each)
    assert figures(each)["strict"].f1 > 0.5
    assert figures(each)["claims"].f1 > 0.35
    assert sum(one.wrong_ids for one in each) == 0
