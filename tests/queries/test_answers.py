"""Each shipped question, asked of a small world whose right answers are known."""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse

from ontology.shapes import check
from queries.catalogue import bind, catalogue, find
from tests.queries.conftest import WORLD, Ask, Row

SHELLS = "Arms transfer: North Korea to Russia, August to November 2023"
MISSILES = "Arms transfer: North Korea to Russia, November 2023"
AIRCRAFT = "Arms transfer: Russia to North Korea"
DRONES = "Arms transfer: Iran to Russia, October 2022"
SATELLITE = "Military assistance: Russia to North Korea"
SUMMIT = "Meeting: Kim Jong Un and Vladimir Putin, September 2023"
PUTIN = "Visit: Vladimir Putin to North Korea"
KOZLOV = "Visit: Russian delegation to Pyongyang, 14 November 2023"
TALKS = "Meeting: Alexander Kozlov and Yun Jong Ho, November 2023"
PROTOCOL = "Agreement: North Korea and Russia, 15 November 2023"
SANCTION = "Sanction: United States on Rafort, 16 May 2024"
TREATY = "Agreement: Kim Jong Un and Vladimir Putin, June 2024"

KCNA = "Korean Central News Agency"
SPA = "Sample Press Agency"
NIS = "National Intelligence Service"
TREASURY = "United States Department of the Treasury"
EVENT = "http://localhost:8000/id/event/"

COLUMNS = {
    "actor-events": "event eventLabel kind role earliest latest claimant stance published",
    "agreements": "event eventLabel parties subject earliest latest claimant stance published",
    "alleged-and-denied": "event eventLabel sources affirmedBy deniedBy",
    "announced-not-affirmed": "event eventLabel kind earliest latest claimant stance published",
    "arms-transfers": "event eventLabel from to goods affirmed denied",
    "condemnations": "event eventLabel kind condemnedBy published quote document",
    "delegations": "event eventLabel delegation head purpose earliest latest claimant stance",
    "disagreeing-dates": "event eventLabel earliest latest compatible claims",
    "in-exchange": "event eventLabel return returnLabel claimant stance published quote",
    "meetings": "event eventLabel participants where earliest latest claimant stance published",
    "military-assistance": "event eventLabel from to subject claimant stance certainty published quote",
    "parts-of-visits": "visit visitLabel event eventLabel kind earliest latest claimant stance",
    "quantities": "event eventLabel goods minimum maximum unit asTold claimant stance published",
    "review-queue": "claim confidence eventLabel claimant stance quote document",
    "same-wire": "agency documents publishers titles",
    "sanctions": "event eventLabel imposedBy sanctioned earliest latest reason claimant stance",
    "statements": "claim event eventLabel stance certainty published quote",
    "states-at-odds": "event eventLabel deniedBy affirmedBy",
    "timeline": "event eventLabel kind earliest latest affirmed denied announced",
    "unnamed-sources": "claim source speaksFor via eventLabel stance published title quote",
    "visits": "event eventLabel traveller where earliest latest claimant stance published",
    "who-says-what": "claim eventLabel claimant position via stance certainty published quote document",
}


LISTS = {"affirmedBy", "deniedBy", "goods", "parties", "participants"}


def table(rows: list[Row], columns: str) -> list[tuple[str, ...]]:
    """Some columns of the rows, blank where unbound; names within a cell in the order of the alphabet."""

    def cell(row: Row, column: str) -> str:
        text = row.get(column, "")
        return ", ".join(sorted(text.split(", "))) if column in LISTS else text

    return [tuple(cell(row, column) for column in columns.split()) for row in rows]


def test_the_world_obeys_the_shapes_of_a_store() -> None:
    assert check(parse(path=WORLD, format=RdfFormat.TRIG)) == []


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_has_its_columns(world: Store, name: str) -> None:
    solutions = world.query(bind(find(name), {}))
    assert isinstance(solutions, QuerySolutions)
    assert [variable.value for variable in solutions.variables] == COLUMNS[name].split()


@pytest.mark.parametrize("name", sorted(set(catalogue())))
def test_every_question_finds_something_in_the_world_without_being_told_more(ask: Ask, name: str) -> None:
    assert ask(name)


def test_no_claim_is_a_fact_of_the_default_graph(world: Store) -> None:
    assert not world.query("PREFIX leg: <https://w3id.org/legation/ontology#> ASK { ?e a leg:ArmsTransfer }")
    assert world.query(
        "PREFIX leg: <https://w3id.org/legation/ontology#> ASK { GRAPH ?c { ?e a leg:ArmsTransfer } }"
    )


def test_two_bodies_of_one_state_are_one_source_and_an_outlet_is_not_its_country(ask: Ask) -> None:
    assert table(ask("alleged-and-denied"), "eventLabel sources affirmedBy deniedBy") == [
        # South Korea with its intelligence service, the United States by White House and spokesman, the G7, AFP.
        (
            SHELLS,
            "4",
            f"Agence France-Presse, G7, John Kirby, {NIS}, South Korea, White House",
            "North Korea, Russia",
        ),
    ]


def test_a_single_source_is_enough_when_asked_for(ask: Ask) -> None:
    assert table(ask("alleged-and-denied", least="1"), "eventLabel sources deniedBy") == [
        (SHELLS, "4", "North Korea, Russia"),
        (DRONES, "1", "Iran"),
        (MISSILES, "1", ""),
    ]
    # KCNA, and an agency that two papers print; TASS, a review and South Korea.
    assert table(ask("alleged-and-denied", type="leg:Meeting"), "eventLabel sources") == [(SUMMIT, "2")]
    assert table(ask("alleged-and-denied", type="leg:Agreement"), "eventLabel sources") == [(TREATY, "3")]


def test_delegations_name_sender_head_and_purpose(ask: Ask) -> None:
    expected = [
        (
            KOZLOV,
            "the Russian delegation",
            "Alexander Kozlov",
            "2023-11-14",
            KCNA,
            "asserts",
        )
    ]
    columns = "eventLabel delegation head earliest claimant stance"
    assert table(ask("delegations"), columns) == expected
    assert table(ask("delegations", destination="place:pyongyang", since="2023-11-14"), columns) == expected
    assert ask("delegations")[0]["purpose"] == "cooperation in trade, economy, science and technology"
    assert ask("delegations", sender="actor:china") == []
    assert ask("delegations", until="2023-11-13") == []


def test_the_page_of_an_event_shows_every_claim_with_its_words(ask: Ask) -> None:
    rows = ask("who-says-what", event=EVENT + "arms-transfer-iran-russia-2022-10-fa21ad3d")
    assert table(rows, "claimant position via stance certainty published quote") == [
        (
            "Ukraine",
            "",
            "",
            "alleges",
            "certain",
            "2022-10-20",
            "Ukraine accuses Iran of supplying 300 Shahed-136 drones to Russia",
        ),
        (
            "Volodymyr Zelensky",
            "Ukrainian President",
            "",
            "condemns",
            "certain",
            "2022-10-20",
            "Zelensky condemned the deliveries",
        ),
        ("Iran", "", "", "denies", "certain", "2022-10-20", "Tehran denies it"),
    ]
    assert {row["eventLabel"] for row in rows} == {DRONES}
    assert len(ask("who-says-what")) == 28


def test_each_source_has_its_own_number(ask: Ask) -> None:
    columns = "eventLabel goods minimum maximum unit claimant stance"
    shells = [
        (SHELLS, "artillery shell", "1000000", "", "round", NIS, "alleges"),
        (SHELLS, "artillery shell", "1000000", "", "round", "South Korea", "alleges"),
        (SHELLS, "ammunition", "1000", "", "container", "White House", "asserts"),
    ]
    drones = (DRONES, "Shahed-136", "300", "300", "drone", "Ukraine", "alleges")
    assert table(ask("quantities"), columns) == [*shells, drones]
    assert table(ask("quantities", materiel="materiel:ammunition"), columns) == shells
    assert table(ask("quantities", materiel="drone"), columns) == [drones]


def test_arms_transfers_count_who_affirms_and_denies(ask: Ask) -> None:
    columns = "eventLabel from to goods affirmed denied"
    shells = (SHELLS, "North Korea", "Russia", "ammunition, artillery shell, weapon", "6", "2")
    drones = (DRONES, "Iran", "Russia", "Shahed-136", "2", "1")
    missiles = (MISSILES, "North Korea", "Russia", "ballistic missile", "1", "0")
    aircraft = (AIRCRAFT, "Russia", "North Korea", "fighter aircraft", "0", "0")
    assert table(ask("arms-transfers"), columns) == [shells, drones, missiles, aircraft]
    assert table(ask("arms-transfers", supplier="North Korea"), columns) == [shells, missiles]
    assert table(ask("arms-transfers", recipient="Russia", materiel="missile"), columns) == [missiles]


def test_a_return_is_an_event_or_the_words_of_the_text(ask: Ask) -> None:
    columns = "eventLabel returnLabel claimant stance"
    assert table(ask("in-exchange"), columns) == [
        (SHELLS, SATELLITE, NIS, "alleges"),
        (AIRCRAFT, "the munitions", "John Kirby", "predicts"),
    ]
    assert [row.get("return", "").removeprefix(EVENT)[:19] for row in ask("in-exchange")] == [
        "military-assistance",
        "",
    ]


def test_an_unnamed_source_is_shown_with_those_who_passed_it_on(ask: Ask) -> None:
    assert table(ask("unnamed-sources"), "source speaksFor via eventLabel stance title") == [
        (
            "a South Korean military official",
            "South Korea",
            "Yonhap News Agency",
            MISSILES,
            "alleges",
            "Seoul: North has sent Russia a million shells",
        ),
    ]


def test_papers_that_print_one_agency_are_one_source(ask: Ask) -> None:
    (row,) = ask("same-wire")
    assert (row["agency"], row["documents"]) == (SPA, "2")
    assert set(row["publishers"].split(" | ")) == {"Harbour Daily", "Legation Samples Wire"}
    assert ask("same-wire", least="3") == []


def test_a_state_denies_what_another_affirms(ask: Ask) -> None:
    columns = "eventLabel deniedBy affirmedBy"
    # AFP affirms it too, but does not speak for France; Zelensky speaks for Ukraine.
    assert table(ask("states-at-odds"), columns) == [
        (DRONES, "Iran", "Ukraine"),
        (SHELLS, "North Korea", "South Korea"),
        (SHELLS, "North Korea", "United States"),
        (SHELLS, "Russia", "South Korea"),
        (SHELLS, "Russia", "United States"),
    ]
    assert {row["deniedBy"] for row in ask("states-at-odds", denier="Russia")} == {"Russia"}


def test_sanctions_of_a_state_include_those_of_its_bodies(ask: Ask) -> None:
    columns = "eventLabel imposedBy sanctioned earliest reason claimant"
    expected = [
        (SANCTION, TREASURY, target, "2024-05-16", "arms transfers between North Korea and Russia", TREASURY)
        for target in ("Rafael Gazaryan", "Rafort")
    ]
    assert table(ask("sanctions"), columns) == expected
    assert table(ask("sanctions", authority="United States", since="2024-05-01"), columns) == expected
    assert ask("sanctions", authority="Russia") == []
    target = "http://localhost:8000/id/actor/rafort-3d90b6f2"
    assert table(ask("sanctions", target=target), columns) == [expected[1]]


def test_condemnations_say_who_of_what(ask: Ask) -> None:
    columns = "eventLabel kind condemnedBy published"
    assert table(ask("condemnations"), columns) == [
        (DRONES, "arms transfer", "Volodymyr Zelensky", "2022-10-20"),
        (SHELLS, "arms transfer", "John Kirby", "2023-10-14"),
        (SHELLS, "arms transfer", "G7", "2023-11-16"),
        (TREATY, "agreement", "South Korea", "2024-06-21"),
    ]
    assert table(ask("condemnations", type="leg:Agreement", claimant="South Korea"), "eventLabel") == [
        (TREATY,)
    ]


def test_what_was_announced_and_never_told_as_a_fact(ask: Ask) -> None:
    columns = "eventLabel kind earliest claimant stance"
    talks = (TALKS, "meeting", "2023-11-13", SPA, "plans")
    assert table(ask("announced-not-affirmed"), columns) == [
        (PUTIN, "visit", "", KCNA, "plans"),
        (AIRCRAFT, "arms transfer", "", "John Kirby", "predicts"),
        talks,
        talks,
    ]
    assert table(ask("announced-not-affirmed", until="2023-11-19"), columns) == [talks, talks]
    assert table(ask("announced-not-affirmed", type="leg:Visit"), "eventLabel") == [(PUTIN,)]


def test_a_visit_has_parts(ask: Ask) -> None:
    columns = "visitLabel eventLabel kind claimant stance"
    assert table(ask("parts-of-visits"), columns) == [
        (KOZLOV, TALKS, "meeting", SPA, "plans"),
        (KOZLOV, TALKS, "meeting", SPA, "plans"),
        (KOZLOV, PROTOCOL, "agreement", KCNA, "asserts"),
    ]


def test_an_actor_takes_part_in_roles(ask: Ask) -> None:
    assert table(ask("actor-events"), "eventLabel role claimant stance") == [
        (TREATY, "party", "South Korea", "condemns"),
        (SUMMIT, "participant", SPA, "asserts"),
        (SUMMIT, "participant", SPA, "asserts"),
        (SUMMIT, "participant", KCNA, "asserts"),
        (TREATY, "party", "TASS", "asserts"),
        (TREATY, "party", "Peninsula Review", "asserts"),
    ]


def test_who_heads_a_delegation_takes_part_in_its_visit(ask: Ask) -> None:
    rows = ask("actor-events", actor="Alexander Kozlov")
    assert set(table(rows, "eventLabel kind role claimant")) == {
        (KOZLOV, "visit", "headed by", KCNA),
        (TALKS, "meeting", "participant", SPA),
    }


def test_what_an_outlet_put_forward_in_a_quarter(ask: Ask) -> None:
    columns = "eventLabel stance published"
    assert table(ask("statements", since="2023-10-01", until="2023-12-31"), columns) == [
        (KOZLOV, "asserts", "2023-11-15"),
        (KOZLOV, "asserts", "2023-11-15"),
        (PROTOCOL, "asserts", "2023-11-16"),
    ]
    assert table(ask("statements", until="2023-09-30"), "eventLabel") == [(SUMMIT,), (PUTIN,)]
    assert table(ask("statements", claimant="TASS"), "eventLabel") == [(TREATY,)]


def test_the_least_sure_claims_wait_first(ask: Ask) -> None:
    assert table(ask("review-queue"), "confidence eventLabel") == [
        ("0.55", MISSILES),
        ("0.6", SHELLS),
        ("0.7", AIRCRAFT),
    ]
    assert len(ask("review-queue", below="1")) == 27  # of 28: one is reviewed


def test_a_timeline_shows_denials_beside_what_is_affirmed(ask: Ask) -> None:
    columns = "eventLabel earliest latest affirmed denied announced"
    rows = table(ask("timeline"), columns)
    assert set(rows[:4]) == {
        (MISSILES, "", "", "1", "0", "0"),
        (AIRCRAFT, "", "", "0", "0", "1"),
        (SATELLITE, "", "", "1", "0", "0"),
        (PUTIN, "", "", "0", "0", "1"),
    }
    assert rows[4:] == [
        (SHELLS, "2023-08-01", "2023-11-02", "6", "2", "1"),
        (SUMMIT, "2023-09-01", "2023-09-30", "3", "0", "0"),
        (TALKS, "2023-11-13", "2023-11-19", "0", "0", "2"),
        (KOZLOV, "2023-11-14", "2023-11-14", "2", "0", "0"),
        (PROTOCOL, "2023-11-15", "2023-11-15", "1", "0", "0"),
        (TREATY, "2024-06-19", "2024-06-20", "3", "0", "0"),
    ]
    assert table(ask("timeline", since="2023-11-14", until="2023-11-14"), "eventLabel") == [
        (TALKS,),
        (KOZLOV,),
    ]
    assert table(ask("timeline", actor="Iran", other="Russia"), "eventLabel denied") == [(DRONES, "1")]


def test_a_month_agrees_with_a_day_in_it_and_two_days_do_not(ask: Ask) -> None:
    assert table(ask("disagreeing-dates"), "eventLabel earliest latest compatible claims") == [
        (TREATY, "2024-06-19", "2024-06-20", "false", "2"),
        (SHELLS, "2023-08-01", "2023-11-02", "true", "2"),
        (SUMMIT, "2023-09-01", "2023-09-30", "true", "3"),
    ]


def test_who_met_whom_and_where(ask: Ask) -> None:
    columns = "eventLabel participants where claimant stance"
    summit = [
        (SUMMIT, "Kim Jong Un, Vladimir Putin", "", SPA, "asserts"),
        (SUMMIT, "Kim Jong Un, Vladimir Putin", "", SPA, "asserts"),
        (SUMMIT, "Kim Jong Un, Vladimir Putin", "Vostochny Cosmodrome", KCNA, "asserts"),
    ]
    talks = (TALKS, "Alexander Kozlov, Yun Jong Ho", "", SPA, "plans")
    assert table(ask("meetings"), columns) == [*summit, talks, talks]
    assert table(ask("meetings", actor="Vladimir Putin"), columns) == summit
    assert table(ask("meetings", since="2023-10-01"), columns) == [talks, talks]


def test_who_travelled_where(ask: Ask) -> None:
    columns = "eventLabel traveller where earliest claimant stance"
    putin = (PUTIN, "Vladimir Putin", "North Korea", "", KCNA, "plans")
    kozlov = (KOZLOV, "the Russian delegation", "Pyongyang", "2023-11-14", KCNA, "asserts")
    assert table(ask("visits"), columns) == [putin, kozlov]
    assert table(ask("visits", destination="North Korea"), columns) == [putin, kozlov]
    assert table(ask("visits", destination="Pyongyang"), columns) == [kozlov]
    for visitor in ("Alexander Kozlov", "Russia"):
        assert table(ask("visits", visitor=visitor), columns) == [kozlov]
    assert ask("visits", destination="China") == []


def test_who_agreed_on_what(ask: Ask) -> None:
    columns = "eventLabel parties subject earliest claimant stance"
    parties = "Kim Jong Un, Vladimir Putin"
    treaty = [
        (TREATY, parties, "the treaty", "", "South Korea", "condemns"),
        (TREATY, parties, "a comprehensive strategic partnership treaty", "2024-06-19", "TASS", "asserts"),
        (TREATY, parties, "", "2024-06-20", "Peninsula Review", "asserts"),
    ]
    protocol = (
        PROTOCOL,
        "North Korea, Russia",
        "a protocol on economic cooperation",
        "2023-11-15",
        KCNA,
        "asserts",
    )
    assert table(ask("agreements"), columns) == [treaty[0], protocol, *treaty[1:]]
    assert table(ask("agreements", party="Kim Jong Un"), columns) == treaty
    assert table(ask("agreements", until="2023-12-31"), columns) == [protocol]


def test_help_as_opposed_to_goods(ask: Ask) -> None:
    expected = [
        (
            SATELLITE,
            "Russia",
            "North Korea",
            "technical advice on a spy satellite",
            NIS,
            "alleges",
            "probable",
        )
    ]
    columns = "eventLabel from to subject claimant stance certainty"
    assert table(ask("military-assistance"), columns) == expected
    assert table(ask("military-assistance", provider="Russia", recipient="North Korea"), columns) == expected
    assert ask("military-assistance", provider="North Korea") == []
