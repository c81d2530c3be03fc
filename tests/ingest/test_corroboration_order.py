"""What joins claims follows from the claims that are there, in whatever order and company they came or went."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import documents
from ingest.corroboration import relations as rules
from ingest.model import Actor, Interval, Quantity, Reading
from tests.ingest.corroborations import relations, written
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
    up_to_events,
    visit,
    when,
)

NIS = actor("national-intelligence-service", "National Intelligence Service", "GovernmentBody", "south-korea")
OFFICIAL = Actor("Person", "Han Min Su", affiliation=SOUTH_KOREA.iri)
EXPERT = Actor("Person", "Ann Expert")
BLOG = Actor("MediaOutlet", "Some Blog")
SPEAKERS = (None, RUSSIA, NORTH_KOREA, SOUTH_KOREA, NIS, UNITED_STATES, KCNA, OFFICIAL, EXPERT, PUTIN)
MISSILES = actor("ballistic-missile", "ballistic missile", "MaterielType")
AMMUNITION = actor("ammunition", "ammunition", "MaterielType")
WEAPONS = actor("weapon", "weapon", "MaterielType")
AMOUNTS = (
    None,
    Quantity(Decimal(300), Decimal(300), "round", "300 rounds"),
    Quantity(Decimal(1000), None, "round", "over 1,000 rounds"),
    Quantity(None, Decimal(200), "round", "under 200 rounds"),
    Quantity(Decimal(7), Decimal(7), None, "seven"),
)
DAYS = st.integers(0, 6).map(lambda n: date(2023, 11, 5) + timedelta(days=n))
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@st.composite
def claims(draw: st.DrawFn) -> Said:
    first = draw(DAYS)
    span = Interval(first, first + timedelta(days=draw(st.sampled_from([0, 1, 2, 29]))), "then")
    told = draw(st.sampled_from([None, span]))
    kind = draw(st.sampled_from(["transfer", "transfer", "visit", "meeting"]))
    if kind == "transfer":
        telling = transfer(told)
        goods = draw(st.sampled_from([SHELLS, SHELLS, MISSILES, AMMUNITION, WEAPONS, None]))
        sides = [(role, filler) for role, filler in telling.roles if role != "materiel"]
        roles = (*sides, ("materiel", goods)) if goods else (*sides,)
        telling = replace(telling, roles=roles, quantity=draw(st.sampled_from(AMOUNTS)))
    else:
        telling = visit(KOZLOVS, told) if kind == "visit" else meeting(told, KIM, PUTIN)
    stated = draw(st.sampled_from([None, None, None, Interval(first, first, "then")]))
    stances = ["asserts", "asserts", "alleges", "condemns", "denies", "denies", "questions", "plans"]
    return Said(telling, draw(st.sampled_from(stances)), draw(st.sampled_from(SPEAKERS)), stated=stated)


@st.composite
def corpora(draw: st.DrawFn, largest: int = 7) -> list[Reading]:
    told = draw(
        st.lists(
            st.tuples(
                DAYS, st.sampled_from([MOSCOW_TIMES, AFP, BLOG]), st.lists(claims(), min_size=1, max_size=4)
            ),
            min_size=1,
            max_size=largest,
        )
    )
    return [
        reading(f"d{number}", *said, published=day.isoformat(), publisher=outlet)
        for number, (day, outlet, said) in enumerate(told)
    ]


@pytest.fixture(scope="module", params=[2, rules.MOST])
def most(request: pytest.FixtureRequest) -> int:
    """So few sources that some are always left out, and as many as there are in earnest."""
    assert isinstance(request.param, int)
    return request.param


@settings(max_examples=15, suppress_health_check=SLOW)
@given(corpora(), corpora(4), st.randoms(use_true_random=False))
def test_whatever_comes_changes_and_goes_claims_are_joined_as_by_the_definition(
    most: int, corpus: list[Reading], changed: list[Reading], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "MOST", most)
        graph, other = scratch(Path(folder, "one")), scratch(Path(folder, "two"))
        named = set(graph)
        put(graph, *corpus)
        assert written(graph) == relations(corpus, most)
        put(graph, *changed)
        left = {each.document.key: each for each in [*corpus, *changed]}
        for key in chance.sample(sorted(left), chance.randrange(len(left))):
            documents.delete(graph, BASE, key)
            del left[key]
        assert written(graph) == relations(list(left.values()), most)
        put(other, *chance.sample(list(left.values()), len(left)))
        assert up_to_events(graph) == up_to_events(other)
        for key in left:
            documents.delete(graph, BASE, key)
        assert set(graph) == named


def test_ingesting_again_changes_nothing_although_others_answered_since(tmp_path: Path) -> None:
    graph = scratch(tmp_path / "graph")
    charge = reading("charge", Said(transfer(), "alleges", SOUTH_KOREA), published="2023-11-02")
    denial = reading("denial", Said(transfer(), "denies", RUSSIA), published="2023-11-03")
    put(graph, charge, denial)
    before = sorted(map(str, graph))
    assert [documents.put(graph, BASE, each) for each in (charge, denial)] == ["unchanged"] * 2
    assert sorted(map(str, graph)) == before
    assert written(graph) == relations([charge, denial], rules.MOST) != set()


def test_the_next_claim_of_a_source_takes_the_place_of_its_first_when_that_goes(tmp_path: Path) -> None:
    graph = scratch(tmp_path / "graph")
    charges = [
        reading(f"charge-{day}", Said(transfer(), "alleges", SOUTH_KOREA), published=f"2023-11-0{day}")
        for day in (2, 3, 4)
    ]
    denial = reading("denial", Said(transfer(), "denies", RUSSIA), published="2023-11-05")
    put(graph, *charges, denial)
    for number in range(3):
        assert written(graph) == relations([*charges[number:], denial], rules.MOST)
        assert len(written(graph)) == 3, "both ways a contradiction, and one answer"
        documents.delete(graph, BASE, charges[number].document.key)
    assert written(graph) == set()


def test_events_that_join_and_part_take_along_what_joins_their_claims(tmp_path: Path) -> None:
    graph = scratch(tmp_path / "graph")
    early = reading("early", visit(KOZLOVS, when("2023-11-13")), published="2023-11-13", publisher=AFP)
    late = reading(
        "late", Said(visit(KOZLOVS, when("2023-11-15")), "asserts", RUSSIA), published="2023-11-15"
    )
    denial = reading("denial", Said(visit(KOZLOVS, when("2023-11-15")), "denies", NORTH_KOREA))
    bridge = reading("bridge", visit(KOZLOVS, when("2023-11-13", "2023-11-15")), published="2023-11-17")
    put(graph, early, late, denial)
    apart = up_to_events(graph)
    assert written(graph) == relations([early, late, denial], rules.MOST)
    put(graph, bridge)
    together = written(graph)
    assert together == relations([early, late, denial, bridge], rules.MOST)
    assert {name for one, name, _ in together if one.startswith(BASE)} == {"contradicts", "respondsTo"}
    documents.delete(graph, BASE, bridge.document.key)
    assert up_to_events(graph) == apart
