"""Events whose other side a sentence tells in another place: what a deal is about, who bears measures, where a tour leads."""

from __future__ import annotations

import pytest

from ontology.authority import load
from tests.ingest.reading import INVENTED, claims, names

MET = "Yuri Maltan, the Kestrian president, met Anton Veresh, the Tarsovian president, on Monday."
TOLD = [
    ("ArmsTransfer", "Sorvania granted Kestria a loan with which to buy tanks from Mirgoria.",
     {"recipient": {"Kestria"}, "supplier": {"Mirgoria"}}),
    ("ArmsTransfer", "A contract with Mirgor Export for the supply of two frigates for its navy was signed by Kestria.",
     {"recipient": {"Kestria"}, "supplier": {"Mirgor Export"}}),
    ("Agreement", "Kestria is to buy twelve tanks from Mirgoria. The deal was made public on Friday.",
     {"party": {"Kestria", "Mirgoria"}}),
    ("Agreement", "Kestria signed an agreement with representatives of Mirgor Export.",
     {"party": {"Kestria", "Mirgor Export"}}),
    ("Agreement", "A number of agreements are expected to be signed by Kestria and Sorvania.",
     {"party": {"Kestria", "Sorvania"}}),
    ("Agreement", "Kestria and Sorvania have concluded negotiations on their border.", {"party": {"Kestria", "Sorvania"}}),
    ("Sanction", "Kestria, which suffers from Mirgorian sanctions, has asked for grain.",
     {"imposedBy": {"Mirgoria"}, "target": {"Kestria"}}),
    ("Sanction", "Kestria faces Mirgorian sanctions.", {"imposedBy": {"Mirgoria"}, "target": {"Kestria"}}),
    ("Sanction", "Sorvania rejects the embargo of Mirgoria on Kestria.",
     {"imposedBy": {"Mirgoria"}, "target": {"Kestria"}}),
    ("Sanction", "Kestria spoke up after sanctions were imposed on it by Mirgoria.",
     {"imposedBy": {"Mirgoria"}, "target": {"Kestria"}}),
    ("MilitaryAssistance", "Some 300 military instructors from Mirgoria are at work in Kestria.",
     {"provider": {"Mirgoria"}, "recipient": {"Kestria"}}),
    ("Visit", "President Anton Veresh began a tour that will take him to Kestria.",
     {"visitor": {"Anton Veresh"}, "destination": {"Kestria"}}),
    ("Meeting", "Yuri Maltan and Anton Veresh came together for talks.",
     {"participant": {"Yuri Maltan", "Anton Veresh"}}),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "sentence", "roles"), TOLD)
def test_the_other_side_is_found_where_the_sentence_tells_it(
    type_: str, sentence: str, roles: dict[str, set[str]]
) -> None:
    found = [
        claim for claim in claims(MET, sentence, authority=load(INVENTED)) if claim.telling.type == type_
    ]
    assert any(all(names(claim, role) == who for role, who in roles.items()) for claim in found)


def test_who_promises_to_send_something_sends_it_himself() -> None:
    found = claims("Sorvania gave Kestria a promise to send tanks to Mirgoria.", authority=load(INVENTED))
    assert {giver for claim in found for giver in names(claim, "supplier")} == {"Sorvania"}
