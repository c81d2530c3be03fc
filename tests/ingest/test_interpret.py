"""What a careful analyst reads in a sentence or two, and what not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ingest.model import Delegation
from tests.ingest.reading import claims, names, told


def test_seouls_accusation_is_seouls_and_no_fact() -> None:
    (claim,) = claims(
        "South Korea accuses Pyongyang of having sent over 1 million artillery rounds to Moscow."
    )
    assert (claim.claimant.label, claim.stance) == ("South Korea", "alleges")
    assert names(claim, "supplier") == {"North Korea"}
    assert names(claim, "recipient") == {"Russia"}
    assert names(claim, "materiel") == {"artillery shell"}
    assert claim.telling.quantity is not None
    assert (claim.telling.quantity.minimum, claim.telling.quantity.maximum) == (Decimal(1_000_000), None)


def test_what_nobody_is_said_to_say_the_wire_says_itself() -> None:
    (claim,) = claims("Iran delivered drones to Russia in August 2022.", published=date(2022, 9, 1))
    assert told((claim,)) == {("Test Wire", "asserts", "ArmsTransfer")}
    assert claim.telling.when is not None
    assert (claim.telling.when.earliest, claim.telling.when.latest) == (date(2022, 8, 1), date(2022, 8, 31))


def test_is_believed_names_nobody() -> None:
    (claim,) = claims("Iran is believed to have supplied missiles to Russia.")
    assert told((claim,)) == {("Test Wire", "alleges", "ArmsTransfer")}
    assert claim.certainty == "probable"


def test_reportedly_is_an_allegation() -> None:
    assert told(claims("Iran has reportedly shipped ballistic missiles to Russia.")) == {
        ("Test Wire", "alleges", "ArmsTransfer")
    }


def test_two_who_say_it_together_make_a_claim_each() -> None:
    found = claims("Seoul and Washington say that North Korea shipped munitions to Russia.")
    assert told(found) == {
        ("South Korea", "asserts", "ArmsTransfer"),
        ("United States", "asserts", "ArmsTransfer"),
    }
    assert len({claim.event for claim in found}) == 1


def test_a_denial_answers_the_allegation_before_it() -> None:
    found = claims(
        "The White House said that North Korea had delivered arms to the Wagner Group. "
        "Yevgeny Prigozhin, who owns the group, denied this."
    )
    assert told(found) == {
        ("White House", "asserts", "ArmsTransfer"),
        ("Yevgeny Prigozhin", "denies", "ArmsTransfer"),
    }
    assert len({claim.event for claim in found}) == 1


def test_a_statement_that_it_never_happened_is_a_denial() -> None:
    (claim,) = claims("North Korea's foreign ministry said the country had never exported weapons to Russia.")
    assert claim.stance == "denies"
    assert names(claim, "supplier") == {"North Korea"}


def test_reports_called_groundless_are_denied_by_who_calls_them_so() -> None:
    (claim,) = claims("The Kremlin said reports that Iran had sent missiles to Russia were false.")
    assert (claim.claimant.label, claim.stance) == ("Kremlin", "denies")


def test_who_could_not_confirm_denies_nothing() -> None:
    assert claims("The Pentagon could not confirm that Iran had sent missiles to Russia.") == ()


def test_condemnation_takes_up_what_was_told_before() -> None:
    found = claims(
        "South Korea accuses Pyongyang of sending artillery rounds to Moscow.",
        "Japan condemned the arms transfers.",
    )
    assert ("Japan", "condemns", "ArmsTransfer") in told(found)
    assert len({claim.event for claim in found}) == 1


def test_what_would_break_sanctions_has_not_happened() -> None:
    assert not claims("An arms deal between Pyongyang and Moscow would break UN sanctions, analysts say.")


def test_a_ban_on_exports_is_no_export() -> None:
    assert claims("The resolution prohibits weapons exports to North Korea.") == ()


def test_seoul_is_a_state_when_it_speaks_and_a_place_when_one_arrives_there() -> None:
    (claim,) = claims("Japanese Foreign Minister Yoko Kamikawa arrived in Seoul on Tuesday, Tokyo said.")
    assert claim.claimant.label == "Japan"
    assert claim.telling.type == "Visit"
    assert names(claim, "visitor") == {"Yoko Kamikawa"}
    assert names(claim, "destination") == {"Seoul", "South Korea"}
    assert claim.telling.when is not None and claim.telling.when.earliest == date(2023, 11, 14)


def test_a_delegation_keeps_its_sender_and_its_head_from_sentence_to_sentence() -> None:
    found = claims(
        "A Russian delegation led by Alexander Kozlov is visiting Pyongyang, KCNA said.",
        "The delegation arrived in Pyongyang on Tuesday, the agency reported.",
    )
    (visitor,) = {filler for claim in found for filler in claim.telling.fillers("visitor")}
    assert isinstance(visitor, Delegation)
    assert visitor.sent_by is not None and visitor.sent_by.label == "Russia"
    assert visitor.headed_by is not None and visitor.headed_by.label == "Alexander Kozlov"


def test_the_chain_of_reporters_is_kept() -> None:
    (claim,) = claims(
        '"Russia supplied oil tankers and tanks to North Korea," Ahn Chan-il, a researcher, told AFP.'
    )
    assert claim.claimant.label == "Ahn Chan Il"
    assert [reporter.label for reporter in claim.reported_by] == ["Agence France-Presse"]


def test_a_plan_is_a_plan_and_a_forecast_a_forecast() -> None:
    (plan,) = claims("Vladimir Putin will visit China on Friday, the Kremlin said.")
    assert (plan.claimant.label, plan.stance) == ("Kremlin", "plans")
    assert plan.telling.when is not None and plan.telling.when.earliest == date(2023, 11, 17)
    (forecast,) = claims("North Korea could send shells to Russia, Seoul said.")
    assert (forecast.claimant.label, forecast.stance, forecast.certainty) == (
        "South Korea",
        "predicts",
        "possible",
    )


def test_a_summit_is_a_meeting_by_its_noun() -> None:
    (claim,) = claims("Ties have deepened since Kim Jong Un's summit with Vladimir Putin in September.")
    assert names(claim, "participant") == {"Kim Jong Un", "Vladimir Putin"}
    assert claim.telling.when is not None
    assert (claim.telling.when.earliest, claim.telling.when.latest) == (date(2023, 9, 1), date(2023, 9, 30))


def test_one_round_of_sanctions_is_one_sanction() -> None:
    (claim,) = claims("The European Union imposed sanctions on Iran and Belarus on Monday.")
    assert claim.telling.type == "Sanction"
    assert names(claim, "imposedBy") == {"European Union"}
    assert names(claim, "target") == {"Iran", "Belarus"}


def test_a_signed_treaty_is_an_agreement_of_its_parties() -> None:
    (claim,) = claims("Iran and Venezuela signed a cooperation agreement in Caracas on Monday.")
    assert claim.telling.type == "Agreement"
    assert names(claim, "party") == {"Iran", "Venezuela"}


def test_advice_received_in_return_came_from_who_got_the_arms() -> None:
    found = claims(
        "South Korea accuses Pyongyang of having provided artillery rounds to Moscow. "
        "Seoul says the North appears to have received advice on military satellite technology in return."
    )
    help_ = next(claim for claim in found if claim.telling.type == "MilitaryAssistance")
    arms = next(claim for claim in found if claim.telling.type == "ArmsTransfer")
    assert names(help_, "provider") == {"Russia"}
    assert names(help_, "recipient") == {"North Korea"}
    assert help_.certainty == "probable"
    assert help_.telling.links == (("inExchangeFor", arms.event),)


def test_a_common_name_with_another_country_is_not_linked() -> None:
    found = claims("Ukrainian minister Alexander Kozlov visited Paris on Monday, France said.")
    (visitor,) = {filler for claim in found for filler in claim.telling.fillers("visitor")}
    assert not isinstance(visitor, Delegation) and visitor.iri is None


def test_every_passage_lies_where_it_says() -> None:
    paragraphs = (
        "Seoul – “South Korea accuses Pyongyang of having sent shells to Moscow”, the report says.",
        "Vučić met Xi Jinping in Beijing on Monday.",
    )
    text = "\n\n".join(paragraphs)
    for claim in claims(*paragraphs):
        for passage in (claim.evidence, *claim.further):
            assert text[passage.start : passage.end] == passage.exact
