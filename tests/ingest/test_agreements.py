"""Who agreed with whom, in the many ways in which reports say so, and which agreements a report tells apart."""

from __future__ import annotations

import pytest

from ontology.authority import load
from tests.ingest.reading import INVENTED, claims, names

TALKS = "Anton Veresh, the Tarsovian president, met Dorin Petrescan, the Kestrian president, in Brastova on Monday."
TOLD = [
    ("Kestria and Sorvania put the finishing touches to a defence treaty.", "plans", {"Kestria", "Sorvania"}),
    ("A treaty between Kestria and Sorvania has been some years in the making.", "plans", {"Kestria", "Sorvania"}),
    ("Kestria and Sorvania are finalising a treaty.", "plans", {"Kestria", "Sorvania"}),
    ("A protocol on the exchange of news between Mirgortel and Meridian Press was signed the same day.",
     "asserts", {"Mirgoria Telegraph Agency", "Meridian Press"}),
    ("Kestroil and the state-owned pipeline operator, Azmer Transit, signed a ten-year contract for crude.",
     "asserts", {"Kestroil", "Azmer Transit"}),
    ("A contract worth 40 million euros was signed between Kestroil and Azmer Transit.",
     "asserts", {"Kestroil", "Azmer Transit"}),
    ("Kestria and Sorvania have agreed on the demarcation of their border.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria and Sorvania agreed a ceasefire on Friday.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria came to an agreement with Sorvania on the transit of gas.", "asserts", {"Kestria", "Sorvania"}),
    ("A treaty on fisheries between Kestria and Sorvania is ready, and will be signed in March.",
     "plans", {"Kestria", "Sorvania"}),
    ("Kestria hopes to sign a trade agreement with Sorvania by the end of the year.",
     "plans", {"Kestria", "Sorvania"}),
    ("The truce reached in 2016 between Azmeran and the Kharadi Front lasted nine days.",
     "asserts", {"Azmeran", "Kharadi Front"}),
    ("Kestria suspended a treaty on the inspection of depots that Sorvania and Azmeran had signed in 2011.",
     "asserts", {"Sorvania", "Azmeran"}),
    ("Under a 2019 agreement with Sorvania, Kestria may use the port.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria extended a contract with Mirgor Export.", "asserts", {"Kestria", "Mirgor Export"}),
    ("No agreement was reached between Kestria and Sorvania.", "denies", {"Kestria", "Sorvania"}),
    ("Talks between Kestria and Sorvania ended without an agreement.", "denies", {"Kestria", "Sorvania"}),
    ("Kestria is negotiating a trade agreement with Sorvania.", "plans", {"Kestria", "Sorvania"}),
    ("Azmeran has agreed to a ceasefire with the Kharadi Front.", "asserts", {"Azmeran", "Kharadi Front"}),
    ("The government of Azmeran and the rebels signed a second ceasefire agreement.", "asserts", {"Azmeran", "rebels"}),
    ("Kestria and Sorvania resolved to open a joint customs office.", "asserts", {"Kestria", "Sorvania"}),
    ("Trade will grow, as agreed by the leaders of Kestria and Sorvania.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria agreed to buy gas from Sorvania.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria and Sorvania have a joint security pact.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria and Sorvania resumed trade in a deal brokered by Yuri Maltan.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria pulled out of the river treaty with Sorvania.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria and Sorvania exchanged documents on the ratification of a treaty.", "asserts", {"Kestria", "Sorvania"}),
    ("Azmeran's government and former rebel movement Kharadi Front have signed a truce.",
     "asserts", {"Azmeran", "Kharadi Front"}),
    ("Kestria and Sorvania agreed to a draft peace plan.", "asserts", {"Kestria", "Sorvania"}),
    ("In January Kestria agreed to lease a harbour from Sorvania.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria and Sorvania, whose leaders signed a fisheries treaty in June, have grown closer.",
     "asserts", {"Kestria", "Sorvania"}),
    ("Mirgorian and Kestrian steel firms will hold a ceremony to sign an agreement on a joint yard.",
     "plans", {"Mirgorian steel firms", "Kestrian steel firms"}),
    ("Kestria revoked a military accord with Sorvania.", "asserts", {"Kestria", "Sorvania"}),
    ("Kestria signed a contract to buy tanks from Sorvania.", "asserts", {"Kestria", "Sorvania"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "stance", "parties"), TOLD)
def test_an_agreement_is_read_with_its_parties(sentence: str, stance: str, parties: set[str]) -> None:
    found = [
        claim for claim in claims(sentence, authority=load(INVENTED)) if claim.telling.type == "Agreement"
    ]
    assert [(claim.stance, names(claim, "party")) for claim in found] == [(stance, parties)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kestria and Sorvania agreed on the importance of dialogue.",
        "The border between Kestria and Sorvania is the subject of a treaty.",
        "Kestria entered into talks with Sorvania.",
        "The memorandum was signed by Karel Brodan for Sorvania.",
    ],
)
def test_what_is_no_agreement_gives_none(sentence: str) -> None:
    assert not [
        claim for claim in claims(sentence, authority=load(INVENTED)) if claim.telling.type == "Agreement"
    ]


def agreements(*paragraphs: str) -> int:
    """How many agreements a report tells."""
    found = claims(*paragraphs, authority=load(INVENTED))
    return len({claim.event for claim in found if claim.telling.type == "Agreement"})


def test_two_agreements_of_one_day_are_told_apart_by_what_they_are_about() -> None:
    assert agreements(TALKS, "The two sides signed a protocol on visas and agreed to reopen the bridge.") == 2
    assert (
        agreements(TALKS, "They signed a treaty on fisheries.", "They also signed a protocol on visas.") == 2
    )


def test_the_same_agreement_in_other_words_is_one() -> None:
    assert (
        agreements(
            "Kestria and Sorvania signed a trade treaty.", "The two countries signed the pact in Dresk."
        )
        == 1
    )
    assert (
        agreements("Kestria and Sorvania signed a treaty on trade.", "The trade treaty was signed by both.")
        == 1
    )


def test_a_minister_who_speaks_of_a_contract_speaks_of_one_of_his_state() -> None:
    said = (
        "A contract with Hollenmark could be signed soon, the Kestrian defence minister, Sorin Balteg, said."
    )
    (claim,) = [each for each in claims(said, authority=load(INVENTED)) if each.telling.type == "Agreement"]
    assert (claim.stance, names(claim, "party")) == ("predicts", {"Hollenmark", "Kestria"})


def test_what_is_signed_after_talks_is_between_those_who_met() -> None:
    found = claims(TALKS, "Several memoranda were signed after the talks.", authority=load(INVENTED))
    (claim,) = [each for each in found if each.telling.type == "Agreement"]
    assert names(claim, "party") == {"Tarsovia", "Kestria"}
    none = claims(TALKS, "No memoranda were signed after the talks.", authority=load(INVENTED))
    assert not [each for each in none if each.telling.type == "Agreement" and each.stance == "asserts"]


def test_two_men_who_agreed_are_the_two_just_named() -> None:
    found = claims(TALKS, "The two men agreed that the bridge would be rebuilt.", authority=load(INVENTED))
    agreed = next(claim for claim in found if claim.telling.type == "Agreement")
    assert {"Anton Veresh", "Dorin Petrescan"} <= names(agreed, "party")


def test_the_two_sides_are_those_who_met_and_not_where_they_met() -> None:
    found = claims(
        "Ana Lupesk, the Kestrian defence minister, and her Sorvanian counterpart met in Lukovo.",
        "The two sides agreed to open the border.",
        authority=load(INVENTED),
    )
    assert [names(claim, "party") for claim in found if claim.telling.type == "Agreement"] == [
        {"Kestria", "Sorvania"}
    ]


def test_we_sign_our_treaty_with_the_other_of_the_two() -> None:
    found = claims(
        "Kestria and Sorvania are neighbours.",
        '"We are going to be signing our fisheries treaty," the Kestrian defence minister, Sorin Balteg, said.',
        authority=load(INVENTED),
    )
    (claim,) = [each for each in found if each.telling.type == "Agreement"]
    assert (claim.stance, names(claim, "party")) == ("plans", {"Kestria", "Sorvania"})
