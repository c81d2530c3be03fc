"""What somebody says of what a report told before, without telling it again: who, and in which stance."""

from __future__ import annotations

import pytest

from tests.ingest.reading import claims, told

DRONES = "Iran sent several hundred drones to Russia in August, the Pentagon said on Monday."
TRAINING = "Germany trained 200 Ukrainian soldiers in September, the Pentagon said on Monday."
DEAL = "Iran and Russia signed an agreement on gas in August, the Pentagon said on Monday."
SANCTIONS = "Canada imposed sanctions on Belarus in August, the Pentagon said on Monday."

ANSWERS = [
    ("denies", DRONES, "Tehran rejected the accusation."),
    ("denies", DRONES, 'Tehran dismissed as "a fairy tale" the report.'),
    ("denies", DRONES, "Iran's foreign ministry called the allegations baseless."),
    ("denies", DRONES, "Moscow described the account as pure fiction."),
    ("denies", DRONES, '"This is a fabrication from the first page to the last," Dmitry Peskov said.'),
    ("denies", DRONES, "Dmitry Peskov said there was no truth in the report."),
    ("denies", DRONES, "Iran said no such shipment had taken place."),
    ("denies", DRONES, "Iran denied that there had been any such shipment."),
    ("denies", DRONES, "Iran said there was no such contract."),
    ("denies", DRONES, "The claim was rejected by Tehran."),
    ("denies", DRONES, 'The Kremlin said the report was "wrong in every particular".'),
    ("denies", DRONES, "Those claims, Moscow said, were an invention."),
    ("denies", DRONES, "Iran has repeatedly denied doing so."),
    ("denies", DRONES, "Tehran, which has denied the charge, summoned the ambassador."),
    ("denies", DRONES, "Moscow issued a flat denial."),
    ("denies", DRONES, "Moscow repeated that no deliveries of any kind had taken place."),
    ("denies", DRONES, "Moscow rejected the reports of arms deliveries."),
    ("denies", DRONES, "Dmitry Peskov said his country had never received arms from any party."),
    ("asserts", DRONES, "Volodymyr Zelensky confirmed the report."),
    ("asserts", DRONES, "Alexander Lukashenko welcomed the step."),
    ("asserts", TRAINING, "Volodymyr Zelensky thanked his hosts for that help."),
    ("asserts", DEAL, "Alexander Lukashenko called the project a step towards peace."),
    ("condemns", DRONES, "France condemned the move."),
    ("condemns", DRONES, "Emmanuel Macron called it a mistake."),
    ("condemns", DRONES, '"We strongly condemn it," Emmanuel Macron said.'),
    ("condemns", SANCTIONS, "Minsk described the measure as illegal."),
    ("demands", DRONES, "Emmanuel Macron demanded that they stop at once."),
    ("demands", DRONES, "France urged Tehran to call it off."),
    ("demands", DRONES, "France called on Iran to cease all such deliveries at once."),
    ("demands", DRONES, "Emmanuel Macron told the ambassador that these supplies must stop."),
    ("demands", DRONES, "France called for an end to the deliveries."),
    ("demands", DEAL, "France appealed to Russia to cancel the contract."),
    ("demands", SANCTIONS, "China called for the measures to be lifted."),
    ("warns", DRONES, "Emmanuel Macron told the ambassador that their delivery would not go unanswered."),
    ("warns", DRONES, "Emmanuel Macron warned that this would have consequences."),
    ("warns", DEAL, "France warned the two governments against going ahead with the agreement."),
    ("questions", DRONES, "Emmanuel Macron cast doubt on the report."),
]
NO_ANSWERS = [
    "Tehran would neither confirm nor deny the report.",
    "The Kremlin declined to comment on the report.",
    "Iran did not deny it.",
    "Tehran has yet to deny the report.",
    "Peskov denied a request for an interview.",
    "Moscow rejected accusations of corruption.",
    "Moscow rejected the claim that it had shot at a ferry.",
    "The Kremlin could not confirm the report.",
    "The Kremlin said it had no information about the report.",
    "The Kremlin said there was no need for a meeting.",
    "Alexander Lukashenko welcomed the spring.",
    "Zelensky thanked Berlin for the flowers.",
    "France condemned the attack on Kyiv.",
    "France urged Tehran to free two teachers.",
    "France demanded that Iran return to talks on its nuclear programme.",
]


@pytest.mark.parametrize(("stance", "before", "answer"), ANSWERS)
def test_an_answer_is_a_claim_about_the_event_told_before(stance: str, before: str, answer: str) -> None:
    found = claims(f"{before} {answer}")
    assert len({claim.event for claim in found}) == 1
    assert {said for _, said, _ in told(found) - told(claims(before))} == {stance}


@pytest.mark.parametrize("sentence", NO_ANSWERS)
def test_what_only_looks_like_an_answer_is_no_claim(sentence: str) -> None:
    assert told(claims(f"{DRONES} {sentence}")) == told(claims(DRONES))


def test_a_demand_that_follows_another_verb_is_his_who_said_it() -> None:
    found = claims(
        f"{DRONES} Emmanuel Macron told the ambassador that their delivery would not go unanswered "
        "and urged his government to call it off."
    )
    assert told(found) >= {
        ("Emmanuel Macron", "warns", "ArmsTransfer"),
        ("Emmanuel Macron", "demands", "ArmsTransfer"),
    }
    assert len(found) == 3


def test_in_a_transcript_each_speaks_for_himself_and_questions_claim_nothing() -> None:
    found = claims(
        "Question: Vladimir Putin met Kim Jong Un last week. Is Russia sending tanks to Syria?",
        "Dmitry Peskov: Vladimir Putin will visit Pyongyang on Thursday.",
        "Question: The Pentagon said that Iran had sent drones to Russia. Can you confirm this?",
        "Dmitry Peskov: That is an invention from beginning to end.",
    )
    assert told(found) == {
        ("Dmitry Peskov", "plans", "Visit"),
        ("United States Department of Defense", "asserts", "ArmsTransfer"),
        ("Dmitry Peskov", "denies", "ArmsTransfer"),
    }


def test_the_following_statement_is_all_of_him_who_made_it() -> None:
    found = claims(
        "The spokesman of the Russian foreign ministry issued the following statement on Wednesday, TASS reported:",
        "Iran supplied Syria with tanks in May.",
        "These deliveries are oil poured on a fire. Those who play with matches should know it.",
        "Sergei Lavrov will visit Pyongyang on Thursday.",
    )
    assert {claim.claimant.label for claim in found} == {"spokesman of the Russian foreign ministry"}
