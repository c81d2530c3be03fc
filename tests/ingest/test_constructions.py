"""Constructions that reports use for one and the same thing: each with who says what of whom."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.language.text import understand
from ingest.linking.organizations import organization_by_name
from ingest.model import Actor, Block, Document
from ontology.authority import load
from tests.ingest.reading import WIRE, claims, names

OWN = "Test Wire"
CASES = [
    (
        "The European Union on Monday approved a new package of sanctions against Russia.",
        (OWN, "asserts", "Sanction", {"imposedBy": "European Union", "target": "Russia"}),
    ),
    (
        "Canada announced sanctions on Belarus over its support for the invasion of Ukraine.",
        ("Canada", "asserts", "Sanction", {"imposedBy": "Canada", "target": "Belarus"}),
    ),
    (
        "The United States placed five Iranian companies under sanctions on Thursday.",
        (OWN, "asserts", "Sanction", {"imposedBy": "United States", "target": "five Iranian companies"}),
    ),
    (
        "So far it has been unwilling to join the sanctions that the European Union has imposed on Russia.",
        (OWN, "asserts", "Sanction", {"imposedBy": "European Union", "target": "Russia"}),
    ),
    (
        "Ukraine obtained 31 tanks from the United States, the Pentagon confirmed.",
        (
            "United States Department of Defense",
            "asserts",
            "ArmsTransfer",
            {"supplier": "United States", "recipient": "Ukraine"},
        ),
    ),
    (
        "Germany has pledged to send Ukraine two air defence systems.",
        (OWN, "plans", "ArmsTransfer", {"supplier": "Germany", "recipient": "Ukraine"}),
    ),
    (
        "India's arms purchases from Russia have drawn criticism.",
        (OWN, "asserts", "ArmsTransfer", {"supplier": "Russia", "recipient": "India"}),
    ),
    (
        "Zelensky urged Germany to deliver cruise missiles to Ukraine.",
        ("Volodymyr Zelensky", "demands", "ArmsTransfer", {"supplier": "Germany", "recipient": "Ukraine"}),
    ),
    (
        "A U.S. official, speaking on condition of anonymity, said Iran had sent several hundred drones to Moscow.",
        ("U.S. official", "asserts", "ArmsTransfer", {"supplier": "Iran", "recipient": "Russia"}),
    ),
    (
        "According to Reuters, citing three people familiar with the matter, China supplied drones to Russia.",
        ("three people familiar", "asserts", "ArmsTransfer", {"supplier": "China", "recipient": "Russia"}),
    ),
    (
        '"We deny that Iran delivered any arms to Russia," the Iranian foreign ministry said in a statement.',
        (
            "Ministry of Foreign Affairs of Iran",
            "denies",
            "ArmsTransfer",
            {"supplier": "Iran", "recipient": "Russia"},
        ),
    ),
    (
        "Syria has not received any weapons from Iran since 2020, its defence ministry said.",
        (
            "Ministry of Defense of Syria",
            "denies",
            "ArmsTransfer",
            {"supplier": "Iran", "recipient": "Syria"},
        ),
    ),
    (
        "North Korea may have shipped 3 million artillery shells to Russia, Shin Won-sik said.",
        ("Shin Won Sik", "alleges", "ArmsTransfer", {"supplier": "North Korea", "recipient": "Russia"}),
    ),
    (
        "South Korea's spy agency told lawmakers that Pyongyang had dispatched 10,000 troops to Russia.",
        (
            "National Intelligence Service",
            "asserts",
            "MilitaryAssistance",
            {"provider": "North Korea", "recipient": "Russia"},
        ),
    ),
    (
        "Images released by Kyiv showed that North Korean instructors were training Russian soldiers.",
        ("Ukraine", "asserts", "MilitaryAssistance", {"provider": "North Korea", "recipient": "Russia"}),
    ),
    (
        "Russian Defence Minister Sergei Shoigu led a military delegation to Pyongyang in July.",
        (OWN, "asserts", "Visit", {"visitor": "Sergei Shoigu", "destination": "Pyongyang"}),
    ),
    (
        "The Kremlin said Putin would visit Turkey in February.",
        ("Kremlin", "plans", "Visit", {"visitor": "Vladimir Putin", "destination": "Turkey"}),
    ),
    (
        "German Chancellor Olaf Scholz held talks with Indian Prime Minister Narendra Modi on Friday.",
        (OWN, "asserts", "Meeting", {"participant": "Olaf Scholz"}),
    ),
    (
        "Denmark and the Netherlands agreed to supply Ukraine with fighter jets.",
        (OWN, "plans", "ArmsTransfer", {"supplier": "Denmark", "recipient": "Ukraine"}),
    ),
    (
        "Britain accused Iran of supplying Russia with ballistic missiles, a charge Tehran denied.",
        ("Iran", "denies", "ArmsTransfer", {"supplier": "Iran", "recipient": "Russia"}),
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[case[0][:50] for case in CASES])
def test_a_construction_is_read(sentence: str, expected: tuple[str, str, str, dict[str, str]]) -> None:
    who, stance, type_, roles = expected
    found = claims(sentence)
    matching = [
        claim
        for claim in found
        if (claim.claimant.label, claim.stance, claim.telling.type) == (who, stance, type_)
        and all(party in names(claim, role) for role, party in roles.items())
    ]
    assert len(matching) == 1, [(c.claimant.label, c.stance, c.telling) for c in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "An arms deal between Iran and Russia would violate sanctions.",
        "Washington has a policy of not supplying cluster munitions to Ukraine.",
        "If Iran supplied missiles to Russia, Europe would respond, diplomats said.",
        "Did Iran supply missiles to Russia?",
        "The Pentagon declined to comment on whether Iran had sent missiles to Russia.",
        "The committee meets the needs of its members.",
    ],
)
def test_no_claim_is_read_where_none_is_made(sentence: str) -> None:
    assert claims(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Almestre met Hakan Fidan in Ankara.",
        "Almestre was received by Hakan Fidan.",
        "Rodrigo Almestre met Hakan Fidan.",
    ],
)
def test_a_surname_that_opens_a_sentence_is_the_person_named_before(sentence: str) -> None:
    found = claims("Foreign Minister Rodrigo Almestre visited Turkey on Monday.", sentence)
    assert [names(claim, "participant") for claim in found if claim.telling.type == "Meeting"] == [
        {"Rodrigo Almestre", "Hakan Fidan"}
    ]


def test_who_was_a_person_once_is_no_organization_later() -> None:
    found = claims(
        "Foreign Minister Rodrigo Almestre visited Turkey on Monday.",
        "Rodrigo Almestre and Hakan Fidan met in Ankara on Wednesday.",
    )
    (meeting,) = [claim.telling for claim in found if claim.telling.type == "Meeting"]
    assert {filler.kind for filler in meeting.fillers("participant") if isinstance(filler, Actor)} == {
        "Person"
    }


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Minister of Foreign Affairs", None),
        ("Foreign Affairs", None),
        ("Council of Foreign Relations", "Council of Foreign Relations"),
        ("Office of the President", "Office of the President"),
    ],
)
def test_an_office_is_no_organization(words: str, named: str | None) -> None:
    block = Block(0, len(words), "body")
    text = understand(Document("test:words", words, (block,), "Words", WIRE, date(2023, 11, 15)), load())
    found = organization_by_name(text, words, next(text.doc.sents).root)
    assert (found and found.label) == named
