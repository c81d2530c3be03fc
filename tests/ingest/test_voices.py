"""In whose words a report tells an event: who claims it, and in which stance."""

from __future__ import annotations

import pytest

from tests.ingest.reading import claims, names

OWN = "Test Wire"
IRAN = "Iran sent drones to Russia in August, the Pentagon said on Monday."
TOLD = [
    (
        "Iran sent drones to Russia, The New York Times reported on Monday, citing two U.S. officials.",
        {("two U.S. officials", "asserts")},
    ),
    ("A report by the BBC said that Iran had sent tanks to Russia.", {("BBC", "asserts")}),
    ("A Reuters report said that Iran had sent tanks to Russia.", {("Reuters", "asserts")}),
    ("There are rumours that Iran has sent tanks to Russia.", {(OWN, "alleges")}),
    ("The rumour that Iran sent tanks to Russia is false.", {(OWN, "denies")}),
    (
        "Washington's claim that Iran sent drones to Russia is a lie, Peskov said.",
        {("United States", "alleges"), ("Dmitry Peskov", "denies")},
    ),
    (
        "Peskov rejected a report by the BBC that accused Iran of having sent tanks to Russia.",
        {("BBC", "alleges"), ("Dmitry Peskov", "denies")},
    ),
    ("Peskov declined to confirm that Iran had sent drones to Russia.", set()),
    ("The ministers agreed that Iran would send tanks to Russia.", {(OWN, "plans")}),
    ("Emmanuel Macron invited Vladimir Putin to visit Paris in May.", {("Emmanuel Macron", "plans")}),
    (
        "Germany's delivery of tanks to Ukraine drew sharp criticism from Moscow.",
        {(OWN, "asserts"), ("Russia", "condemns")},
    ),
    (
        "“Iran sent drones to Russia,” the Pentagon said. “It has also delivered missiles to Russia.”",
        {("United States Department of Defense", "asserts")},
    ),
    (
        "Vladimir Putin will visit Pyongyang in May. Putin's visit to Pyongyang is the first in years.",
        {(OWN, "plans")},
    ),
    (
        "Japan condemned Iran's transfer of drones to the Wagner Group, which Ukraine documented in May.",
        {("Japan", "condemns"), ("Ukraine", "asserts")},
    ),
    (
        f"{IRAN} Sergei Lavrov will fly to Tehran in May, a spokesman said. He added that Russia had never "
        "received drones from Iran.",
        {
            ("United States Department of Defense", "asserts"),
            ("spokesman", "denies"),
            ("spokesman", "plans"),
        },
    ),
    (
        "Dmitry Peskov said that talks had been useful. Russia hopes, he added, that the ambassador will return. "
        "He also confirmed that Vladimir Putin would visit Pyongyang in May.",
        {("Dmitry Peskov", "plans")},
    ),
    (
        'Vladimir Putin and Kim Jong Un signed a so-called "comprehensive partnership treaty". '
        "Japan promised a firm reply.",
        {(OWN, "asserts")},
    ),
]
TOLD += [
    ("Iran dismissed reports that it had sent drones to Russia.", {("Iran", "denies")}),
    ("Moscow dismissed as baseless claims that it had sent drones to Iran.", {("Russia", "denies")}),
    ("Iran refuted statements by Western media about drone deliveries to Russia.", {("Iran", "denies")}),
    (
        "A French official rejected a report that Paris has made a decision to send tanks to Ukraine.",
        {("French official", "denies")},
    ),
    ("Peskov said he was unaware of any Iranian drone deliveries to Russia.", set()),
    ("Earlier it was reported that Vladimir Putin would visit Mongolia in May.", {(OWN, "plans")}),
    (
        "CNN and Reuters reported on Friday, citing unnamed diplomats, that Iran has sent drones to Russia.",
        {("unnamed diplomats", "asserts")},
    ),
    (
        "Sergei Lavrov confirmed for the first time that Iran had sent drones to Russia.",
        {("Sergei Lavrov", "asserts")},
    ),
    (
        "Iran has sent drones to Russia, a Turkish minister was quoted as saying by Interfax.",
        {("Turkish minister", "asserts")},
    ),
    (
        "Serbia slammed what it called unjust sanctions imposed by the United States on Belarus.",
        {("Serbia", "condemns")},
    ),
    (
        "Vladimir Putin reached Havana on Friday, coming from Caracas, the agencies AFP and dpa reported on "
        "Saturday, as cited by Interfax.",
        {("Agence France-Presse", "asserts"), ("dpa", "asserts")},
    ),
    (
        "The treaty was negotiated in secret, but Serbia and Hungary signed the agreement in May, a "
        "representative of the Serbian government told Reuters.",
        {("representative of the Serbian government", "asserts")},
    ),
    (
        "The European Union is scrapping sanctions on ten companies in Myanmar, an EU diplomat told AFP.",
        {("EU diplomat", "asserts")},
    ),
    ("China repudiated the US sanctions on Huawei.", {("China", "condemns")}),
    ("Germany rejected the delivery of cruise missiles to Ukraine.", {("Germany", "denies")}),
    (
        "Peskov said it was unclear whether the coming summit between Vladimir Putin and Emmanuel Macron "
        "could end the war.",
        {("Dmitry Peskov", "plans")},
    ),
]
ANOTHERS = [
    "France proposed further sanctions.",
    "France welcomed the Norwegian sanctions.",
    "Officials will see for themselves how the measures are enforced, France said.",
]


@pytest.mark.parametrize(("report", "expected"), TOLD)
def test_who_says_so_and_in_which_stance(report: str, expected: set[tuple[str, str]]) -> None:
    assert {(claim.claimant.label, claim.stance) for claim in claims(report)} == expected


def test_what_points_back_means_what_the_main_verb_before_told() -> None:
    found = claims(
        "Iran sent drones to Russia in May, in response to the missiles that Germany had sent to Ukraine. "
        "Emmanuel Macron condemned the deliveries."
    )
    condemned = [claim for claim in found if claim.stance == "condemns"]
    assert [claim.claimant.label for claim in condemned] == ["Emmanuel Macron"]
    assert names(condemned[0], "supplier") == {"Iran"}


@pytest.mark.parametrize("sentence", ANOTHERS)
def test_words_that_mean_another_event_add_no_claim(sentence: str) -> None:
    (claim,) = claims(f"Canada imposed sanctions on Belarus in August. {sentence}")
    assert claim.claimant.label == OWN


STANCES = [
    ("predicts", "Iran is likely to send drones to Russia."),
    ("plans", "A further batch of Iranian drones is to follow to Russia in the spring."),
    ("plans", "Germany is considering sending tanks to Ukraine."),
    ("plans", "Ukraine wants Germany to send it tanks."),
    ("denies", "Iran sent no drones to Russia, Tehran said."),
    ("denies", "Germany has given Ukraine no tanks."),
    ("denies", "Neither Iran nor Syria has sent drones to Russia, Moscow said."),
    ("denies", "At no time did Iran send drones to Russia, Tehran said."),
    ("denies", "Germany ruled out sending tanks to Ukraine."),
    ("demands", "Macron spoke at length, urging France to place Belarus under sanctions as well."),
    ("demands", "Ukraine has asked Germany for tanks."),
    ("demands", "Germany must send tanks to Ukraine, Zelensky said."),
    ("demands", "“Stop sending drones to Russia,” Zelensky told Iran."),
    ("demands", "Zelensky insisted that Iran stop sending drones to Russia."),
    ("alleges", "There have been reports of Iranian drone deliveries to Russia."),
    ("alleges", "Reports that Iran has sent drones to Russia have alarmed France."),
    ("alleges", "It is alleged that Iran sent drones to Russia."),
    ("asserts", "It was confirmed on Monday that Iran had sent drones to Russia."),
    ("condemns", "Russia called Germany's delivery of tanks to Ukraine a grave mistake."),
    ("condemns", "Lavrov said Germany's delivery of tanks to Ukraine was unacceptable."),
    ("condemns", "Russia rejects the European Union's sanctions against its banks as illegal."),
    ("warns", "Lifting the sanctions on Myanmar now would send the wrong signal, France said."),
    ("warns", "Macron warned that the tanks which Iran is sending to Russia could make matters worse."),
    ("warns", "Germany's delivery of tanks to Ukraine will only prolong the war, Lavrov said."),
    ("asserts", "Germany's delivery of tanks to Ukraine has brought peace nearer, Zelensky said."),
    ("plans", "Donald Trump said he would order the US sanctions on Syria to be lifted."),
    ("asserts", "France lifted its sanctions on Mali on Monday."),
    ("asserts", "The European Union agreed to end its sanctions on Syria."),
    ("plans", "The European Union plans to end its sanctions on Syria."),
    ("plans", "Putin's visit to Pyongyang will deepen cooperation, Peskov said."),
    ("plans", "Putin is to fly to Ankara on Monday to hold talks with Erdogan."),
    ("plans", "Peskov confirmed the coming visit of Vladimir Putin to Mongolia."),
    ("plans", "Germany is about to deliver tanks to Ukraine."),
    ("predicts", "Serbia and Hungary are close to signing an agreement on gas."),
]


@pytest.mark.parametrize(("stance", "sentence"), STANCES)
def test_mood_negative_words_and_impersonal_frames_decide_the_stance(stance: str, sentence: str) -> None:
    assert {claim.stance for claim in claims(sentence)} == {stance}
