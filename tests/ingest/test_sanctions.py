"""Whom sanctions hit: enumerations, lists, further sentences, and the many names of measures."""

from __future__ import annotations

import pytest

from ingest.linking.states import actor_of
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
    ("Yuri Maltan has been on the Littoral Union's blacklist since 2021.", "Littoral Union", {"Yuri Maltan"}),
    ("Yuri Maltan was added to the Littoral Union's sanctions list in 2021.", "Littoral Union", {"Yuri Maltan"}),
    ("Despite sanctions imposed by Hollenmark, Mirgor Export sold its drones.", "Hollenmark", {"Mirgor Export"}),
    ("The Council of Nations adopted a resolution imposing an embargo on Azmeran.", "Council of Nations", {"Azmeran"}),
    ("Zelin Aviation Works was among seven companies on which Hollenmark imposed sanctions.",
     "Hollenmark", {"seven companies", "Zelin Aviation Works"}),
    ("Hollenmark on Monday announced sanctions targeting Mirgor Export and Zelin Aviation Works.",
     "Hollenmark", {"Mirgor Export", "Zelin Aviation Works"}),
    ("Kestria placed sanctions Friday on six Mirgorian security officials for obstructing aid.",
     "Kestria", {"six Mirgorian security officials"}),
    ("Kestria froze the assets of twelve people, among them Yuri Maltan, the defence minister, and Gleb Harin.",
     "Kestria", {"twelve people", "Yuri Maltan", "Gleb Harin"}),
    ("Hollenmark imposed asset freezes on a string of Mirgorian banks.", "Hollenmark", {"Mirgorian banks"}),
    ("Hollenmark will bring in further restrictive measures against violators of human rights.",
     "Hollenmark", {"violators of human rights"}),
    ("The Kestrian government is imposing visa restrictions on eight Mirgorian judges.",
     "Kestria", {"eight Mirgorian judges"}),
    ("The Littoral Union extended its sanctions to Mirgorian judges.", "Littoral Union", {"Mirgorian judges"}),
    ("Mirgor Export was among the most prominent of the 23 traders on the Kestrian blacklist.",
     "Kestria", {"Mirgor Export", "23 traders"}),
    ("Gleb Harin is subject to Kestrian sanctions.", "Kestria", {"Gleb Harin"}),
    ("Twelve Mirgorian judges are permanently barred from entering Kestria.", "Kestria", {"Twelve Mirgorian judges"}),
    ("Kestria has expanded its entry-ban list of officials from Mirgoria.", "Kestria", {"officials from Mirgoria"}),
    ("Kestria hit Mirgoria with fresh sanctions on Thursday, targeting two firms and a bank.",
     "Kestria", {"Mirgoria", "two firms", "bank"}),
    ("Sanctions on Mirgoria's oil industry were announced by Kestria.", "Kestria", {"Mirgoria"}),
    ("The Council of Nations removed Gleb Harin from its sanctions list.", "Council of Nations", {"Gleb Harin"}),
]  # fmt: skip

LIFTED = [
    ("Kestria has dropped more of its sanctions on Mirgorian officials.", "asserts"),
    ("Kestria loosened its sanctions on Mirgoria.", "asserts"),
    ("Kestria will not ease its sanctions on Mirgoria.", "asserts"),
    ("Kestria is ready to lift sanctions on Mirgoria.", "plans"),
    ("Anton Veresh said he would order Kestrian sanctions on Mirgoria to be lifted.", "plans"),
]


@pytest.mark.parametrize(("sentence", "stance"), LIFTED)
def test_measures_that_are_lifted_were_in_force(sentence: str, stance: str) -> None:
    found = claims(sentence, authority=load(INVENTED))
    assert [(claim.telling.type, claim.stance, names(claim, "imposedBy")) for claim in found] == [
        ("Sanction", stance, {"Kestria"})
    ]


def test_who_calls_for_sanctions_imposes_none() -> None:
    (found,) = claims("Kestria called for tougher sanctions on Mirgoria.", authority=load(INVENTED))
    assert (found.stance, names(found, "imposedBy")) == ("demands", set())


def test_sanctions_that_are_rejected_are_condemned() -> None:
    (found,) = claims(
        "Mirgoria rejected the sanctions imposed by Kestria on Gleb Harin.", authority=load(INVENTED)
    )
    assert (found.claimant.label, found.stance) == ("Mirgoria", "condemns")


def test_new_sanctions_hit_whom_those_before_hit() -> None:
    found = claims(
        "Kestria placed sanctions on Mirgoria and has threatened to bring in new sanctions.",
        authority=load(INVENTED),
    )
    assert [(claim.stance, names(claim, "target")) for claim in found] == [
        ("asserts", {"Mirgoria"}),
        ("warns", {"Mirgoria"}),
    ]
    assert len({claim.event for claim in found}) == 2


def test_of_two_ministers_who_agree_each_is_a_minister() -> None:
    agreed = claims(
        "Yuri Maltan, the defence minister of Mirgoria, received his Kestrian counterpart, Minister Ana Lupesk.",
        "They recalled the visit of President Anton Veresh and President Dorin Petrescan.",
        "The two ministers agreed to open a port.",
        authority=load(INVENTED),
    )[-1]
    assert names(agreed, "party") >= {"Yuri Maltan", "Ana Lupesk"}


def test_who_speaks_for_a_union_says_we_of_the_union() -> None:
    (found,) = claims(
        '"We are imposing sanctions on Gleb Harin," said Ingrid Vaelle, the Littoral Union\'s envoy.',
        authority=load(INVENTED),
    )
    assert names(found, "imposedBy") == {"Littoral Union"}


def test_a_release_lists_those_sanctioned_line_by_line() -> None:
    found = claims(
        "Kestria has today announced a new package of sanctions against Mirgoria's drone programme.",
        "Those sanctioned today are:",
        "General Gleb Harin, commander of the air force",
        "Mirgor Export, the maker of the drones",
        'Foreign Secretary Dorin Petrescan said: "The measures send a message."',
        authority=load(INVENTED),
    )
    assert {"Gleb Harin", "Mirgor Export"} in [names(claim, "target") for claim in found]


def test_examples_may_follow_a_sentence_later() -> None:
    first = claims(
        "Kestria placed sanctions on six Mirgorian officials.",
        "The ministry gave no reasons.",
        "Among the six are General Gleb Harin, who commands the border guard, and Viktor Pesk, the ministry said.",
        authority=load(INVENTED),
    )[0]
    assert names(first, "target") == {"six Mirgorian officials", "Gleb Harin", "Viktor Pesk"}


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


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Hollenmark is considering sanctions on Azmeran.", "plans"),
        ("Hollenmark is not considering sanctions on Azmeran.", "denies"),
        ("Hollenmark is looking at a new package of sanctions against Azmeran.", "plans"),
        ("Hollenmark imposed no sanctions on Azmeran.", "denies"),
    ],
)
def test_what_is_only_considered_is_no_sanction_yet(sentence: str, stance: str) -> None:
    (claim,) = [
        each for each in claims(sentence, authority=load(INVENTED)) if each.telling.type == "Sanction"
    ]
    assert (claim.stance, names(claim, "target")) == (stance, {"Azmeran"})


def test_a_release_counts_first_and_names_in_the_paragraphs_after_it() -> None:
    release = (
        "Today, the Treasury of Hollenmark is sanctioning two companies and a network of agents for arms deliveries.",
        "Today, the Treasury of Hollenmark is sanctioning two companies and one individual for arms deliveries.",
        "Mirgor Export sold shells to the Kharadi Front. Viktor Pesk approved the sale.",
        "Borealda Shipping carried the shells to Tarn Bay.",
    )
    treasury = Actor("GovernmentBody", "Treasury of Hollenmark")
    told, *_ = claims(*release[1:], authority=load(INVENTED), publisher=treasury)
    assert names(told, "target") == {"Mirgor Export", "Viktor Pesk", "Borealda Shipping"}
    vague, *_ = claims(release[0], *release[2:], authority=load(INVENTED), publisher=treasury)
    assert not {"Mirgor Export", "Borealda Shipping"} & names(vague, "target")


def test_what_a_release_does_on_one_day_is_one_round() -> None:
    (known,) = load(INVENTED).by_name("Treasury of Hollenmark")
    treasury = actor_of(known)
    found = claims(
        "The Treasury of Hollenmark is sanctioning Mirgor Export, which sold shells.",
        "Its director approved the sale. The consignments were carried by sea. The freighters belong to a shipping line.",
        "The Treasury is also sanctioning Borealda Shipping, which carried them.",
        "The Treasury had sanctioned Tarsov Arsenal before.",
        authority=load(INVENTED),
        publisher=treasury,
    )
    told = [claim for claim in found if claim.telling.type == "Sanction"]
    assert {"Mirgor Export", "Borealda Shipping"} in [names(claim, "target") for claim in told]
    assert {"Tarsov Arsenal"} in [names(claim, "target") for claim in told]


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
