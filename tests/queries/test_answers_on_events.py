"""Questions about each kind of event, asked of a small world whose right answers are known."""

from __future__ import annotations

from tests.queries.conftest import Ask
from tests.queries.world import (
    AIRCRAFT,
    DRONES,
    EVENT,
    KCNA,
    KOZLOV,
    MISSILES,
    NIS,
    PROTOCOL,
    PUTIN,
    SANCTION,
    SATELLITE,
    SHELLS,
    SPA,
    SUMMIT,
    TALKS,
    TREASURY,
    TREATY,
    table,
)


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
