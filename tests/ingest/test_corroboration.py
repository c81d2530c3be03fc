"""Which claims answer and contradict which: stories of sources at odds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from ingest.corroboration.relations import AFFIRMING
from ingest.describe import claim_iris
from ingest.model import Actor, Quantity, Reading, Telling
from ontology.names import LEG, SKOS
from ontology.schema import ONTOLOGY
from tests.ingest.corroborations import written
from tests.ingest.readings import (
    AFP,
    BASE,
    KCNA,
    KIM,
    KOZLOVS,
    MOSCOW_TIMES,
    NORTH_KOREA,
    PUTIN,
    RUSSIA,
    SHELLS,
    SOUTH_KOREA,
    UNITED_STATES,
    Said,
    actor,
    meeting,
    put,
    reading,
    scratch,
    transfer,
    visit,
    when,
)

NIS = actor("national-intelligence-service", "National Intelligence Service", "GovernmentBody", "south-korea")
WHITE_HOUSE = actor("white-house", "White House", "GovernmentBody", "united-states")
PENTAGON = actor("united-states-department-of-defense", "Pentagon", "GovernmentBody", "united-states")
MISSILES = actor("ballistic-missile", "ballistic missile", "MaterielType")

Link = tuple[str, str, str]


@pytest.fixture
def graph(tmp_path: Path) -> Store:
    return scratch(tmp_path / "graph")


def told(graph: Store, *readings: Reading) -> set[Link]:
    """What joins the claims of these documents: who, how, whom. A contradiction is told once."""
    put(graph, *readings)
    names = {
        iri.value: f"{claim.claimant.label} {claim.stance}"
        for each in readings
        for iri, claim in zip(claim_iris(each, BASE), each.claims, strict=True)
    }
    found = {(names[one], name, names[other]) for one, name, other in written(graph)}
    both = {(one, name, other) for one, name, other in found if name == "contradicts"}
    assert both == {(other, name, one) for one, name, other in both}
    return {link for link in found if link[1] != "contradicts" or link[0] < link[2]}


def transferring(
    least: int | None = None,
    most: int | None = None,
    goods: Sequence[Actor] = (SHELLS,),
    on: str | None = None,
) -> Telling:
    telling = transfer(when(on) if on else None)
    roles = [(role, filler) for role, filler in telling.roles if role != "materiel"]
    minimum = None if least is None else Decimal(least)
    maximum = None if most is None else Decimal(most)
    amount = Quantity(minimum, maximum, "round", "so many rounds") if minimum or maximum else None
    return replace(telling, roles=(*roles, *(("materiel", kind) for kind in goods)), quantity=amount)


def test_stances_that_affirm_are_those_of_the_ontology() -> None:
    group = NamedNode(LEG + "affirming")
    found = parse(path=ONTOLOGY, format=RdfFormat.TURTLE)
    broader = {
        quad.subject for quad in found if quad.predicate.value == SKOS + "broader" and quad.object == group
    }
    assert broader == {NamedNode(LEG + stance) for stance in AFFIRMING}


def test_a_denial_answers_and_contradicts_what_stands_beside_it(graph: Store) -> None:
    article = reading(
        "article",
        Said(transfer(), "denies", RUSSIA, event=1),
        Said(transfer(), "alleges", SOUTH_KOREA, event=1),
        Said(transfer(), "questions", UNITED_STATES, event=1),
        Said(transfer(), "demands", UNITED_STATES, event=1),
    )
    assert told(graph, article) == {
        ("Russia denies", "contradicts", "South Korea alleges"),
        ("Russia denies", "respondsTo", "South Korea alleges"),
        ("United States questions", "respondsTo", "South Korea alleges"),
    }


def test_a_denial_answers_what_was_published_before_and_contradicts_what_comes_after_too(
    graph: Store,
) -> None:
    assert told(
        graph,
        reading("after", Said(transfer(), "alleges", UNITED_STATES), published="2023-11-20"),
        reading("denial", Said(transfer(), "denies", RUSSIA), published="2023-11-10"),
        reading("before", Said(transfer(), "alleges", SOUTH_KOREA), published="2023-11-01"),
    ) == {
        ("Russia denies", "respondsTo", "South Korea alleges"),
        ("Russia denies", "contradicts", "South Korea alleges"),
        ("Russia denies", "contradicts", "United States alleges"),
    }


def test_when_something_was_said_counts_for_more_than_when_it_was_printed(graph: Store) -> None:
    october = when("2023-10-18")
    assert told(
        graph,
        reading("charge", Said(transfer(), "alleges", SOUTH_KOREA), published="2023-11-01"),
        reading("look-back", Said(transfer(), "denies", RUSSIA, stated=october), published="2023-11-15"),
    ) == {("Russia denies", "contradicts", "South Korea alleges")}


def test_what_a_source_repeats_is_answered_once(graph: Store) -> None:
    assert told(
        graph,
        *(
            reading(f"again-{day}", Said(transfer(), "alleges", by), published=f"2023-11-0{day}")
            for day, by in enumerate((NIS, SOUTH_KOREA, SOUTH_KOREA, NIS), 1)
        ),
        reading("denial", Said(transfer(), "denies", RUSSIA), published="2023-11-10"),
    ) == {
        ("National Intelligence Service alleges", "contradicts", "Russia denies"),
        ("Russia denies", "respondsTo", "National Intelligence Service alleges"),
    }


def test_bodies_of_one_state_contradict_each_other_only_where_one_text_has_both(graph: Store) -> None:
    apart = (
        reading("charge", Said(transfer(), "alleges", WHITE_HOUSE)),
        reading("denial", Said(transfer(), "denies", PENTAGON)),
    )
    assert told(graph, *apart) == set()
    beside = reading(
        "both",
        Said(transfer(), "alleges", WHITE_HOUSE, event=1),
        Said(transfer(), "denies", PENTAGON, event=1),
    )
    assert told(graph, *apart, beside) == {
        ("Pentagon denies", "contradicts", "White House alleges"),
        ("Pentagon denies", "respondsTo", "White House alleges"),
    }


def test_who_is_known_from_one_text_alone_is_compared_there_alone(graph: Store) -> None:
    expert = Actor("Person", "Ann Expert")
    assert (
        told(
            graph,
            reading("expert", Said(transfer(), "asserts", expert)),
            reading("denial", Said(transfer(), "denies", RUSSIA)),
        )
        == set()
    )


def test_who_denies_missiles_does_not_contradict_who_tells_of_shells(graph: Store) -> None:
    assert (
        told(
            graph,
            reading("shells", Said(transferring(), "alleges", SOUTH_KOREA)),
            reading("no-missiles", Said(transferring(goods=[MISSILES]), "denies", RUSSIA)),
        )
        == set()
    )


def test_who_denies_arms_denies_ammunition_too(graph: Store) -> None:
    weapons = actor("weapon", "weapon", "MaterielType")
    assert told(
        graph,
        reading("shells", Said(transferring(), "alleges", SOUTH_KOREA), published="2023-11-20"),
        reading("no-arms", Said(transferring(goods=[weapons]), "denies", RUSSIA)),
    ) == {("Russia denies", "contradicts", "South Korea alleges")}


def test_two_days_of_one_meeting_exclude_one_another_and_a_month_excludes_neither(graph: Store) -> None:
    def met(name: str, by: Actor, first: str, last: str | None = None) -> Reading:
        return reading(name, Said(meeting(when(first, last), KIM, PUTIN), "asserts", by))

    assert told(
        graph,
        met("one", KCNA, "2023-09-13"),
        met("two", RUSSIA, "2023-09-12"),
        met("span", AFP, "2023-09-12", "2023-09-13"),
        met("month", UNITED_STATES, "2023-09-01", "2023-09-30"),
    ) == {("Korean Central News Agency asserts", "contradicts", "Russia asserts")}


def test_a_visit_lasts_and_each_may_tell_of_another_day(graph: Store) -> None:
    assert (
        told(
            graph,
            reading("arrival", Said(visit(KOZLOVS, when("2023-11-13")), "asserts", KCNA)),
            reading("departure", Said(visit(KOZLOVS, when("2023-11-15")), "asserts", SOUTH_KOREA)),
            reading("whole", visit(KOZLOVS, when("2023-11-13", "2023-11-15"))),
        )
        == set()
    )


def test_months_of_a_flow_of_arms_exclude_nothing(graph: Store) -> None:
    assert (
        told(
            graph,
            reading("august", Said(transferring(on="2023-08-20"), "alleges", UNITED_STATES)),
            reading("october", Said(transferring(on="2023-10-20"), "alleges", SOUTH_KOREA)),
        )
        == set()
    )


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (transferring(1_000_000), transferring(None, 300_000), True),
        (transferring(6, 6, on="2023-10-20"), transferring(9, 9, on="2023-10-20"), True),
        (transferring(6, 6, on="2023-08-20"), transferring(9, 9, on="2023-10-20"), False),
        (transferring(1_000), transferring(500, 2_000), False),
        (transferring(9), transferring(None, 6, goods=[MISSILES]), False),
    ],
)
def test_amounts_that_cannot_both_be_right(graph: Store, one: Telling, other: Telling, apart: bool) -> None:
    links = told(
        graph,
        reading("one", Said(one, "alleges", SOUTH_KOREA)),
        reading("other", Said(other, "alleges", UNITED_STATES)),
    )
    expected = {("South Korea alleges", "contradicts", "United States alleges")}
    assert links == (expected if apart else set())


def test_flows_grow_from_one_report_to_the_next(graph: Store) -> None:
    assert (
        told(
            graph,
            reading("first", Said(transferring(6, 6), "alleges", SOUTH_KOREA), published="2023-11-01"),
            reading("later", Said(transferring(9, 9), "alleges", UNITED_STATES), published="2023-11-20"),
        )
        == set()
    )


def test_a_papers_own_voice_yields_to_those_it_quotes(graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.corroboration.relations.MOST", 2)
    papers = [
        reading(
            f"paper-{n}", transfer(), published=f"2023-10-0{n}", publisher=Actor("MediaOutlet", f"Paper {n}")
        )
        for n in range(1, 6)
    ]
    charge = reading("charge", Said(transfer(), "alleges", SOUTH_KOREA), published="2023-11-01")
    denial = reading(
        "denial", Said(transfer(), "denies", NORTH_KOREA), published="2023-11-10", publisher=MOSCOW_TIMES
    )
    assert {link for link in told(graph, *papers, charge, denial) if link[1] == "contradicts"} == {
        ("North Korea denies", "contradicts", "South Korea alleges"),
        ("North Korea denies", "contradicts", "Paper 1 asserts"),
    }
