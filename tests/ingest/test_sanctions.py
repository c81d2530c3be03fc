"""Whom sanctions hit: enumerations, lists, further sentences, and the many names of measures."""

from __future__ import annotations

import pytest

from ingest.model import Actor
from ontology.authority import load
from tests.ingest.reading import INVENTED, WIRE, claims, names

FIRST = "The Littoral Union on Wednesday imposed sanctions on Mirgor Export."
TOLD = [
    ("Hollenmark sanctioned Mirgor Export, its director Viktor Pesk, the Sorvanian shipping company Costa Plata Lines "
     "and a trading firm in Lukovo.",
     "Hollenmark", {"Mirgor Export", "Viktor Pesk", "Costa Plata Lines", "trading firm in Lukovo"}),
    ("Hollenmark sanctioned four people, including Yuri Maltan and Gleb Harin.",
     "Hollenmark", {"four people", "Yuri Maltan", "Gleb Harin"}),
    ("Kestria has banned Yuri Maltan, the Mirgorian defence minister, and 11 other officials from entering the country.",
     "Kestria", {"Yuri Maltan", "11 other officials"}),
    ("Kestria barred entry to twelve Mirgorian officials.", "Kestria", {"twelve Mirgorian officials"}),
    ("The Council of Nations placed the Kharadi Front and its commander, Bekir Maho, under an asset freeze and a "
     "travel ban.", "Council of Nations", {"Kharadi Front", "Bekir Maho"}),
    ("Kestria imposed an export ban on Mirgoria.", "Kestria", {"Mirgoria"}),
    ("Kestria banned exports of drone engines to Mirgoria.", "Kestria", {"Mirgoria"}),
    ("Hollenmark introduced restrictive measures against five Mirgorian banks.",
     "Hollenmark", {"five Mirgorian banks"}),
    ("Mirgoria called for the lifting of the sanctions imposed by Hollenmark on its fishing fleet.",
     "Hollenmark", {"its fishing fleet"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "by", "targets"), TOLD)
def test_all_whom_a_sanction_hits_are_read(sentence: str, by: str, targets: set[str]) -> None:
    found = [
        claim for claim in claims(sentence, authority=load(INVENTED)) if claim.telling.type == "Sanction"
    ]
    assert [(names(claim, "imposedBy"), names(claim, "target")) for claim in found] == [({by}, targets)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kestria banned smoking in its ministries.",
        "The measures of the Kestrian ministry concern visitors from Mirgoria.",
        "Hollenmark took the same step as Mirgoria.",
        "Kestria refused visitors from Mirgoria a discount.",
    ],
)
def test_what_is_no_sanction_gives_none(sentence: str) -> None:
    assert not [
        claim for claim in claims(sentence, authority=load(INVENTED)) if claim.telling.type == "Sanction"
    ]


def test_whoever_does_likewise_imposes_a_sanction_of_its_own() -> None:
    found = claims(FIRST, "Hollenmark had taken the same step against the company.", authority=load(INVENTED))
    assert {frozenset(names(claim, "imposedBy")) for claim in found} == {
        frozenset({"Littoral Union"}),
        frozenset({"Hollenmark"}),
    }
    assert len({claim.event for claim in found}) == 2


def test_a_release_lists_whom_it_adds_under_headings() -> None:
    treasury = Actor("GovernmentBody", "Treasury of Hollenmark")
    found = claims(
        "Today the following are added to the sanctions list:",
        "PERSONS",
        "• Ilya Dembrov, a lawyer accused of forging papers.",
        "ENTITIES",
        "• Zaytun Metals, Port Karsa.",
        authority=load(INVENTED),
        publisher=treasury,
    )
    (claim,) = [claim for claim in found if claim.telling.type == "Sanction"]
    assert names(claim, "target") == {"Ilya Dembrov", "Zaytun Metals"}
    assert names(claim, "imposedBy") == {"Treasury of Hollenmark"}


def test_the_next_sentence_names_some_of_those_on_the_list() -> None:
    found = claims(
        "Hollenmark barred twelve Mirgorian officials from entering the country.",
        "Among those named are Yuri Maltan and Gleb Harin.",
        authority=load(INVENTED),
    )
    (claim,) = [claim for claim in found if claim.telling.type == "Sanction"]
    assert {"Yuri Maltan", "Gleb Harin"} <= names(claim, "target")


def test_a_council_speaks_of_itself_by_the_end_of_its_name() -> None:
    council = Actor("InternationalOrganization", "Gulf and Ocean Council")
    sentence = "The Ministerial Council imposed an embargo on Mirgoria."
    (claim,) = claims(sentence, authority=load(INVENTED), publisher=council)
    assert names(claim, "imposedBy") == {"Gulf and Ocean Council"}
    (other,) = claims(sentence, authority=load(INVENTED), publisher=WIRE)
    assert names(other, "imposedBy") == {"Ministerial Council"}
