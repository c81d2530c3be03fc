"""Who takes part, by the names and titles that reports give him: each sentence with all parties of its meeting."""

from __future__ import annotations

import pytest

from ingest.model import Actor
from ontology.authority import load
from tests.ingest.reading import claims, names


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        (
            "Sergei Lavrov met the Presidential Adviser for Investments, Trade and Cooperation, Arturo Llanos Vega.",
            {"Sergei Lavrov", "Arturo Llanos Vega"},
        ),
        (
            "The Minister of Trade and Industry, Rob Danso, and Carl Schlettmann, his Namibian counterpart, met on Tuesday.",
            {"Rob Danso", "Carl Schlettmann"},
        ),
        (
            "Antony Blinken met the Minister of International Relations and Co-operation, Thandi Mokoena-Nkosi.",
            {"Antony Blinken", "Thandi Mokoena-Nkosi"},
        ),
        (
            "Antony Blinken met the UN Under Secretary General for Political Affairs, Maria Lindqvist, in New York.",
            {"Antony Blinken", "Maria Lindqvist"},
        ),
        (
            "Antony Blinken met the EU's Special Representative for the Horn of Africa, Anna Webersen, in Riyadh.",
            {"Antony Blinken", "Anna Webersen"},
        ),
        (
            "Antony Blinken met with Hailu Tesfaye Woldu, Minister for Foreign Affairs of Ethiopia, on Monday.",
            {"Antony Blinken", "Hailu Tesfaye Woldu"},
        ),
        (
            "Tesfaye Astke Woldu, Ethiopia's Foreign Affairs Minister, met Antony Blinken.",
            {"Tesfaye Astke Woldu", "Antony Blinken"},
        ),
        (
            "Deputy Prime Minister and Minister of Foreign Affairs Aiman Sadiqi met UN envoy Gerd Pettersen.",
            {"Aiman Sadiqi", "Gerd Pettersen"},
        ),
        (
            "The Honourable Mark Garnault, Minister of Foreign Affairs of Canada, met Antony Blinken.",
            {"Mark Garnault", "Antony Blinken"},
        ),
        (
            "Sergei Lavrov met Peru's president and also Pablo Garridez, his Peruvian counterpart, Ivan Castellan, "
            "the Minister of Finance, and Maria Solerra.",
            {"Sergei Lavrov", "Peruvian president", "Pablo Garridez", "Ivan Castellan", "Maria Solerra"},
        ),
        ("EU foreign ministers met the NATO chief on Monday.", {"EU foreign ministers", "NATO chief"}),
        (
            "The second-highest US diplomat met Vladimir Putin, who had talked to Joe Biden.",
            {"second-highest US diplomat", "Vladimir Putin"},
        ),
    ],
)
def test_a_title_is_no_party_of_its_own(sentence: str, parties: set[str]) -> None:
    told = [names(claim, "participant") for claim in claims(sentence)]
    assert parties in told


def test_leaders_of_states_are_those_whom_the_text_names() -> None:
    *_, claim = claims(
        "Vladimir Putin and Joe Biden are to meet in Geneva on 16 June.",
        "In the spring the leaders of Russia and the US talked about Syria.",
    )
    assert names(claim, "participant") == {"Vladimir Putin", "Joe Biden"}


def test_who_opens_a_release_by_his_office_alone_acts_for_the_state_of_its_ministry() -> None:
    (ministry,) = load().by_name("Global Affairs Canada")
    publisher = Actor(ministry.kind, ministry.label, ministry.iri, ministry.country)
    (claim,) = claims(
        "Mark Garnault, Minister of Foreign Affairs, announced today new sanctions against Belarus.",
        publisher=publisher,
    )
    assert names(claim, "imposedBy") == {"Canada"}


def test_a_day_without_on_is_no_part_of_the_town() -> None:
    (claim,) = claims("Antony Blinken met Volodymyr Zelensky in Kyiv Wednesday.")
    assert names(claim, "place") == {"Kyiv"}


@pytest.mark.parametrize("region", ["Latin America", "the South China Sea", "the Indian Ocean"])
def test_a_region_named_like_a_state_is_not_the_state(region: str) -> None:
    for claim in claims(f"Sergei Lavrov was on a tour of {region} that had also taken in Brazil."):
        assert not names(claim, "visitor") & {"United States", "China", "India"}
        assert not names(claim, "destination") & {"United States", "China", "India"}


def test_initials_are_a_body_of_a_country_only_where_the_country_is_spoken_of() -> None:
    serbian = claims("Serbia said its oil company NIS had signed a contract with Croatia.")
    assert not any(names(claim, "party") & {"South Korea"} for claim in serbian)
    seoul = claims("The NIS told lawmakers in Seoul that North Korea had sent shells to Russia.")
    assert "National Intelligence Service" in {claim.claimant.label for claim in seoul}
