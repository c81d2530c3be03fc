"""Items in Wikidata's JSON for the tests of reconciling: namesakes above all.

The namesakes are made up, and their numbers are stand-ins (see `facts`), but for Q8995279, of which the authority says
no more than that it is another Li Hui. Classes and states have their real numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.wikidata.facts import ENVIRONMENT, KOZLOV, PYONGYANG

HUMAN, MINISTRY, CITY, COMPANY, DISAMBIGUATION, ORGANIZATION = (
    *("Q5", "Q192350", "Q515", "Q783794", "Q4167410", "Q43229"),
)
CHINA, JAPAN, UKRAINE, BRITAIN, RUSSIA = "Q148", "Q17", "Q212", "Q145", "Q159"


def stand_in(number: int) -> str:
    return f"Q{9_400_000_000 + number}"


ENVOY, YOUNG_LI, OTHER_LI = stand_in(1), stand_in(2), "Q8995279"
MINISTRIES = {state: stand_in(10 + number) for number, state in enumerate((BRITAIN, UKRAINE, JAPAN, "Q668"))}
DEFENCE_MINISTRY, DIPLOMAT, SWIMMER = stand_in(20), stand_in(21), stand_in(22)
RAFORT, RAFORT_ABROAD, MAPLE_SHELL, RAFORT_PAGE = (stand_in(30 + number) for number in range(4))


def entity(
    qid: str,
    label: str,
    description: str = "",
    aliases: tuple[str, ...] = (),
    labels: dict[str, str] | None = None,
    **claims: Any,
) -> dict[str, Any]:
    """An entity as wbgetentities gives it; claims by property: QIDs, days such as 1981-01-02, or values."""
    names = {"en": label, **(labels or {})}
    return {
        "type": "item",
        "id": qid,
        "labels": {code: {"language": code, "value": name} for code, name in names.items()},
        "descriptions": {"en": {"language": "en", "value": description}} if description else {},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]} if aliases else {},
        "claims": {
            name: [_statement(value) for value in (values if isinstance(values, tuple) else (values,))]
            for name, values in claims.items()
        },
    }


def _statement(value: Any) -> dict[str, Any]:
    qualifiers = {}
    if isinstance(value, dict) and "held" in value:
        qualifiers = {name: [_snak(value[name])] for name in ("P580", "P582") if name in value}
        value = value["held"]
    statement: dict[str, Any] = {"mainsnak": _snak(value), "rank": "normal"}
    return {**statement, "qualifiers": qualifiers} if qualifiers else statement


def _snak(value: Any) -> dict[str, Any]:
    if isinstance(value, str) and value.startswith("Q") and value[1:].isdecimal():
        value = {"entity-type": "item", "id": value}
    elif isinstance(value, str) and len(value) == 10 and value[4] == "-":
        value = {"time": f"+{value}T00:00:00Z", "precision": 11}
    return {"snaktype": "value", "datavalue": {"value": value}}


ENTITIES = [
    entity(HUMAN, "human", P279=ORGANIZATION + "9"),
    entity(ORGANIZATION, "organization"),
    entity(MINISTRY, "ministry", P279=ORGANIZATION),
    entity(DEFENCE_MINISTRY, "defence ministry", P279=MINISTRY),
    entity(COMPANY, "company", P279=ORGANIZATION),
    entity(CITY, "city"),
    entity(DISAMBIGUATION, "Wikimedia disambiguation page"),
    entity(DIPLOMAT, "special envoy for Eurasian affairs"),
    entity(SWIMMER, "swimmer"),
    *(
        entity(
            qid,
            "Ministry of Defence",
            "made-up item for a ministry",
            aliases=("MoD",),
            P31=DEFENCE_MINISTRY,
            P17=state,
        )
        for state, qid in MINISTRIES.items()
    ),
    entity(
        ENVOY,
        "Li Hui",
        "Chinese diplomat",
        labels={"zh": "李辉"},
        P31=HUMAN,
        P27=CHINA,
        P39={"held": DIPLOMAT, "P580": "2019-08-01"},
    ),
    entity(OTHER_LI, "Li Hui", P31=HUMAN, P27=CHINA),
    entity(YOUNG_LI, "Li Hui", "made-up swimmer", P31=HUMAN, P27=CHINA, P106=SWIMMER, P569="2015-03-01"),
    entity(RAFORT, "Rafort", "made-up company", P31=COMPANY, P17=RUSSIA, P571="2010-01-01"),
    entity(RAFORT_ABROAD, "Rafort", "made-up company", P31=COMPANY, P17=JAPAN, P576="1990-01-01"),
    entity(RAFORT_PAGE, "Rafort", P31=DISAMBIGUATION),
    entity(
        KOZLOV,
        "Alexander Kozlov",
        labels={"ru": "Александр Козлов", "de": "Alexander Koslow"},
        P31=HUMAN,
        P27=RUSSIA,
        P569="1981-01-02",
        P39={"held": ENVIRONMENT, "P580": "2020-11-10"},
    ),
    entity(
        ENVIRONMENT,
        "Minister of Natural Resources and Ecology of Russia",
        labels={"ru": "министр природных ресурсов и экологии России"},
    ),
    entity(
        PYONGYANG,
        "Pyongyang",
        labels={"ko": "평양시"},
        P31=CITY,
        P17="Q423",
        P625={"latitude": 39.03, "longitude": 125.738},
        P18="Made-up view.jpg",
    ),
    entity(MAPLE_SHELL, "Maple shell", "made-up kind of shell", P279="Q728"),
]


def write(path: Path) -> Path:
    """The items as a file of Wikidata's JSON."""
    path.write_text("".join(json.dumps(each) + "\n" for each in ENTITIES), encoding="utf-8")
    return path


def search(name: str) -> Iterator[dict[str, Any]]:
    """As wbsearchentities finds: by the beginning of a label or alias, in any case."""
    for each in ENTITIES:
        names = [label["value"] for label in each["labels"].values()]
        names += [alias["value"] for some in each["aliases"].values() for alias in some]
        if any(known.casefold().startswith(name.casefold()) for known in names):
            yield each
