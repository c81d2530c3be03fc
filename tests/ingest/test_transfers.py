"""How reports tell who gave arms, or help with them, to whom."""

from __future__ import annotations

import pytest

from tests.ingest.reading import claims, names

SIDES = {"ArmsTransfer": ("supplier", "recipient"), "MilitaryAssistance": ("provider", "recipient")}

ARMS = [
    ("Azerbaijan took delivery of a dozen drones from Turkey on Monday.", "Turkey", "Azerbaijan"),
    ("Turkey has passed on artillery shells to Azerbaijan, Armenia said.", "Turkey", "Azerbaijan"),
    ("India has leased a nuclear submarine from Russia.", "Russia", "India"),
    ("The drones arrived in Serbia from China on Saturday.", "China", "Serbia"),
    ("Twelve Turkish drones arrived in Mali last week.", "Turkey", "Mali"),
    ("A convoy of trucks loaded with rifles from Russia reached Mali on Friday.", "Russia", "Mali"),
    (
        "A Russian cargo plane landed in Bamako with armoured vehicles for the Malian army on board.",
        "Russia",
        "Mali",
    ),
    ("A cargo of Iranian rockets bound for the Houthis was seized by the US Navy.", "Iran", "Houthis"),
    ("The navy seized rifles that were on their way from Iran to Syria.", "Iran", "Syria"),
    ("Belarus was supplied with S-400 systems by Russia.", "Russia", "Belarus"),
    ("Armenia has bought howitzers and rockets worth $250 million from India.", "India", "Armenia"),
    ("Sudan accused the United Arab Emirates of flying weapons to Libya.", "United Arab Emirates", "Libya"),
    ("Washington cleared the sale of F-16 jets to Turkey.", "United States", "Turkey"),
    ("Moscow is paying for North Korean shells with oil, according to Seoul.", "North Korea", "Russia"),
    ("Pakistan thanked China for the delivery of fighter jets.", "China", "Pakistan"),
    ("The Malian junta relies on helicopters supplied by Russia.", "Russia", "Mali"),
    ("Morocco's army has received its first Israeli-made drones.", "Israel", "Morocco"),
    ("Ghana received armoured vehicles as a gift from the European Union.", "European Union", "Ghana"),
    ("Germany will finance the purchase of 18 howitzers for Ukraine.", "Germany", "Ukraine"),
    (
        "Israel fears that the S-400 missiles that Russia has promised Iran would threaten its jets.",
        "Russia",
        "Iran",
    ),
    ("London had given Kyiv depleted uranium shells.", "United Kingdom", "Ukraine"),
    ("Belgrade denied that any Serbian ammunition had been sold to Ukraine.", "Serbia", "Ukraine"),
    ("Moscow denied that any drones had been received from Iran.", "Iran", "Russia"),
    (
        "Poland signed a contract with Hanwha Aerospace for 218 rocket launchers.",
        "Hanwha Aerospace",
        "Poland",
    ),
    ("France and Greece signed a deal for 18 Rafale jets.", "France", "Greece"),
    ("Norway awarded BAE Systems a contract for eight frigates.", "BAE Systems", "Norway"),
    ("Elbit Systems won an order from Romania for seven Hermes 900 drones.", "Elbit Systems", "Romania"),
    ("Serbia is one of the largest suppliers of ammunition to Israel.", "Serbia", "Israel"),
    ("India, the biggest buyer of Russian arms, has not condemned the invasion.", "Russia", "India"),
    ("The handover to Kenya of 30 armoured vehicles by Turkey took place in May.", "Turkey", "Kenya"),
    (
        "The Pentagon notified Congress of the sale of Javelin missiles to Georgia.",
        "United States",
        "Georgia",
    ),
    ("The US Navy seized a dhow carrying rifles from Iran to Yemen.", "Iran", "Yemen"),
    ("France intercepted a boat that was carrying Iranian missiles to the Houthis.", "Iran", "Houthis"),
    ("Two Egyptian military planes delivered weapons to Mogadishu.", "Egypt", "Somalia"),
    ("An Egyptian warship unloaded heavy weapons in Mogadishu.", "Egypt", "Somalia"),
    ("Norway will buy 3,000 drones that are to be handed to the Ukrainian army.", "Norway", "Ukraine"),
    ("Armenia has relied on Russia for most of its weapons.", "Russia", "Armenia"),
    ("Somalia needs radars from Turkey, the minister said.", "Turkey", "Somalia"),
    ("Australia's defence minister handed over two vessels to Fiji.", "Australia", "Fiji"),
    ("The United States provided vehicles to the Lebanese army.", "United States", "Lebanon"),
    ("Tanks worth $20 million are being delivered to Iraq by Russia.", "Russia", "Iraq"),
    ("France has pledged to help Armenia to buy radars.", "France", "Armenia"),
    ("Nigeria is in the process of receiving more helicopters from Italy.", "Italy", "Nigeria"),
    ("India has offered its Tejas jets to Argentina.", "India", "Argentina"),
    ("Rifles that were heading from Iran to the Houthis were seized.", "Iran", "Houthis"),
    ("Japan announced a package of weapons for the Philippines.", "Japan", "Philippines"),
    ("Russia has agreed to assist Niger with weapons.", "Russia", "Niger"),
]

HELP = [
    ("Britain has trained some 600 Ukrainian officers since 2022.", "United Kingdom", "Ukraine"),
    ("Russia is helping China to build a missile attack warning system.", "Russia", "China"),
    ("Pakistan is building submarines with the help of China.", "China", "Pakistan"),
    ("The United States shares intelligence with Ukraine.", "United States", "Ukraine"),
    ("Washington suspected Iran of providing the Houthis with training and shelter.", "Iran", "Houthis"),
    ("Germany will repair Leopard tanks for Ukraine.", "Germany", "Ukraine"),
    ("The military assistance that Russia gives Myanmar worries its neighbours.", "Russia", "Myanmar"),
    ("Forty Spanish instructors will arrive in Niger next month to train its gendarmes.", "Spain", "Niger"),
    ("France will send 100 soldiers to Armenia to train its mountain troops.", "France", "Armenia"),
    ("The EU mission has trained 18,000 Malian soldiers since 2013.", "European Union", "Mali"),
    ("The Libyan coast guard has been trained and financed by Italy since 2017.", "Italy", "Libya"),
    ("Sweden's 17th package of military support to Ukraine is a big one.", "Sweden", "Ukraine"),
    ("The training of Ukrainian troops by British instructors began in July.", "United Kingdom", "Ukraine"),
    (
        "Japan announced a package of $100 million in military aid for the Philippines.",
        "Japan",
        "Philippines",
    ),
    (
        "The Pentagon announced a new military aid package of $90 million for Georgia.",
        "United States",
        "Georgia",
    ),
    ("Military aid worth some 60 million euros has been sent to Chad by France.", "France", "Chad"),
    ("A consignment of Turkish military aid reached Somalia last night.", "Turkey", "Somalia"),
    ("Burkina Faso's junta has brought in Wagner mercenaries.", "Wagner Group", "Burkina Faso"),
    ("Kinshasa accuses Rwanda of backing the M23 rebels.", "Rwanda", "M23"),
    ("Malian pilots are being trained at bases in Russia.", "Russia", "Mali"),
    ("Pyongyang's dispatch of troops to Russia worries Seoul.", "North Korea", "Russia"),
    ("Canada will extend its training mission for Ukrainian soldiers.", "Canada", "Ukraine"),
    ("The transfer of missile technology by Pakistan to Libya ended in 2003.", "Pakistan", "Libya"),
    ("Kyiv thanked Poland for its help and for training Ukrainian soldiers.", "Poland", "Ukraine"),
]

NEITHER = [
    "Boeing will deliver 20 planes to Turkish Airlines.",
    "Germany sent equipment and rescue teams to Turkey after the earthquake.",
    "Serbia could give its army more vehicles, the president said.",
    "Russia sent a warship to Cuba.",
    "The law bans companies that sell weapons to Russia.",
    "France and Greece signed a deal for more trade.",
    "Russia fired North Korean missiles at Kharkiv on Tuesday, Ukraine said.",
    "Ukraine used British Storm Shadow missiles against targets in Crimea.",
    "Switzerland barred Denmark from sending armoured vehicles to Ukraine.",
    "Heads of state condemned the supply of arms to non-state groups.",
    "A US aircraft carrier arrived in South Korea on Monday.",
    "Where Hezbollah had obtained them is not known.",
    "Turkish instructors trained pilots to fly the drones in Ankara's wind tunnel.",
]


def sides(*paragraphs: str, type_: str) -> set[tuple[frozenset[str | None], frozenset[str | None]]]:
    giver, taker = SIDES[type_]
    return {
        (frozenset(names(claim, giver)), frozenset(names(claim, taker)))
        for claim in claims(*paragraphs)
        if claim.telling.type == type_
    }


@pytest.mark.parametrize(("sentence", "supplier", "recipient"), ARMS)
def test_a_report_tells_who_supplied_arms_to_whom(sentence: str, supplier: str, recipient: str) -> None:
    assert sides(sentence, type_="ArmsTransfer") == {(frozenset({supplier}), frozenset({recipient}))}


@pytest.mark.parametrize(("sentence", "provider", "recipient"), HELP)
def test_a_report_tells_who_helped_whose_forces(sentence: str, provider: str, recipient: str) -> None:
    assert sides(sentence, type_="MilitaryAssistance") == {(frozenset({provider}), frozenset({recipient}))}


@pytest.mark.parametrize("sentence", NEITHER)
def test_what_moves_no_arms_between_two_is_no_transfer(sentence: str) -> None:
    assert sides(sentence, type_="ArmsTransfer") == set()


def test_goods_taken_up_by_a_pronoun_are_those_named_before() -> None:
    (claim,) = [
        claim
        for claim in claims(
            "North Korean shells were found in Ukraine. Pyongyang shipped them to Russia by rail."
        )
        if claim.telling.type == "ArmsTransfer"
    ]
    assert names(claim, "materiel") == {"artillery shell"}


def test_goods_are_of_the_narrowest_kind_that_is_named() -> None:
    (claim,) = claims("Denmark has sold Argentina 24 F-16 fighter jets.")
    assert names(claim, "materiel") == {"F-16"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Poland bought weapons worth $12 billion from South Korea, among them K2 tanks and K9 howitzers.",
        "South Korea has supplied arms, including K2 tanks and K9 howitzers, to Poland.",
        "South Korea has sold Poland weapons such as K2 tanks and K9 howitzers.",
    ],
)
def test_goods_named_as_examples_stand_for_the_kind_that_they_are_of(sentence: str) -> None:
    (claim,) = claims(sentence)
    assert names(claim, "materiel") == {"K2 Black Panther", "K9 Thunder"}


def test_a_transfer_to_others_is_not_what_was_told_before() -> None:
    found = claims(
        "France has delivered radars to Armenia.", "The shipments to Chad were halted, Niger said."
    )
    assert {frozenset(names(claim, "recipient")) for claim in found} == {frozenset({"Armenia"})}


def test_a_further_batch_is_another_transfer_between_the_same_two() -> None:
    found = [
        claim
        for claim in claims("Iran has delivered missiles to Russia. A further batch is to follow in October.")
        if claim.telling.type == "ArmsTransfer"
    ]
    assert len({claim.event for claim in found}) == 2
    assert all(
        (names(claim, "supplier"), names(claim, "recipient")) == ({"Iran"}, {"Russia"}) for claim in found
    )


def test_what_a_package_holds_is_given_by_whoever_gives_the_package() -> None:
    told = ("Germany announced a new military aid package for Ukraine.", "The package includes 20 tanks.")
    assert sides(*told, type_="ArmsTransfer") == {(frozenset({"Germany"}), frozenset({"Ukraine"}))}


def test_what_one_voice_denies_is_not_what_it_tells() -> None:
    found = claims("Germany has sent Ukraine radars.", "Germany does not supply missiles to Ukraine.")
    assert sorted(claim.stance for claim in found) == ["asserts", "denies"]
    assert len({claim.event for claim in found}) == 2
