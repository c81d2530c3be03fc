"""An excerpt in Wikidata's shape: a few well-known facts, and a crowd of made-up items so that nothing may be scanned.

Items that the authority links to have their real numbers. All others have stand-in numbers above 9,000,000,000, which
Wikidata doesn't use: we name no item of it that we haven't looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

WD = "http://www.wikidata.org/entity/"
XSD = "http://www.w3.org/2001/XMLSchema#"

KOZLOV, ZELENSKY, PUTIN = "Q16664506", "Q3874799", "Q7747"
PYONGYANG, NORTH_KOREA, UNITED_RUSSIA = "Q18808", "Q423", "Q151469"
HUMAN = "Q5"
ENVIRONMENT, FAR_EAST, AMUR, PRESIDENT, ROSTEC, ROSOBORONEXPORT = (
    f"Q{9_000_000_000 + number}" for number in range(6)
)

LABELS = {
    KOZLOV: {"en": "Alexander Kozlov", "ru": "Александр Козлов", "de": "Alexander Koslow"},
    ZELENSKY: {"en": "Volodymyr Zelenskyy", "uk": "Володимир Зеленський"},
    PUTIN: {"en": "Vladimir Putin", "ru": "Владимир Путин"},
    PYONGYANG: {"en": "Pyongyang", "ko": "평양시", "de": "Pjöngjang"},
    NORTH_KOREA: {"en": "North Korea", "de": "Nordkorea"},
    UNITED_RUSSIA: {"en": "United Russia", "ru": "Единая Россия"},
    ENVIRONMENT: {"en": "Minister of Natural Resources and Ecology of Russia"},
    FAR_EAST: {"en": "Minister for the Development of the Russian Far East and Arctic"},
    AMUR: {"en": "Governor of Amur Oblast"},
    PRESIDENT: {"en": "President of Ukraine", "uk": "Президент України"},
    ROSTEC: {"en": "Rostec", "ru": "Ростех"},
    ROSOBORONEXPORT: {"en": "Rosoboronexport", "ru": "Рособоронэкспорт"},
}
DIRECT = [
    (KOZLOV, "P31", f"<{WD}{HUMAN}>"),
    (KOZLOV, "P102", f"<{WD}{UNITED_RUSSIA}>"),
    (KOZLOV, "P569", f'"1981-01-02T00:00:00Z"^^<{XSD}dateTime>'),
    (PYONGYANG, "P625", '"Point(125.738 39.03)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'),
    (NORTH_KOREA, "P625", '"Point(127.0 40.0)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'),
    (ROSOBORONEXPORT, "P749", f"<{WD}{ROSTEC}>"),
]
HELD = [
    (KOZLOV, ENVIRONMENT, "2020-11-10", None),
    (KOZLOV, FAR_EAST, "2018-05-18", "2020-11-10"),
    (KOZLOV, AMUR, "2015-09-20", "2018-05-18"),
    (ZELENSKY, PRESIDENT, "2019-05-20", None),
]


def lines(crowd: int) -> Iterator[str]:
    """The excerpt as N-Triples, with `crowd` made-up people of ten statements each."""
    for qid, labels in LABELS.items():
        for language, label in labels.items():
            yield _label(qid, label, language)
    for qid, direct, value in DIRECT:
        yield f"<{WD}{qid}> <http://www.wikidata.org/prop/direct/{direct}> {value} .\n"
    for number, (person, office, start, end) in enumerate(HELD):
        yield from _held(person, office, start, end, f"held-{number}")
    for number in range(crowd):
        yield from _somebody(number)


def write(path: Path, crowd: int) -> int:
    """Write the excerpt to a file; how many statements it has."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines(crowd):
            file.write(line)
            count += 1
    return count


def _label(qid: str, label: str, language: str) -> str:
    return f'<{WD}{qid}> <http://www.w3.org/2000/01/rdf-schema#label> "{label}"@{language} .\n'


def _held(person: str, office: str, start: str, end: str | None, name: str) -> Iterator[str]:
    statement = f"<{WD}statement/{person}-{name}>"
    yield f"<{WD}{person}> <http://www.wikidata.org/prop/P39> {statement} .\n"
    yield f"<{WD}{person}> <http://www.wikidata.org/prop/direct/P39> <{WD}{office}> .\n"
    yield f"{statement} <http://www.wikidata.org/prop/statement/P39> <{WD}{office}> .\n"
    yield f"{statement} <http://wikiba.se/ontology#rank> <http://wikiba.se/ontology#NormalRank> .\n"
    for qualifier, day in (("P580", start), ("P582", end)):
        if day is not None:
            value = f'"{day}T00:00:00Z"^^<{XSD}dateTime>'
            yield f"{statement} <http://www.wikidata.org/prop/qualifier/{qualifier}> {value} .\n"


def _somebody(number: int) -> Iterator[str]:
    qid = f"Q{9_100_000_000 + number}"
    office = f"Q{9_200_000_000 + number % 500}"
    yield f"<{WD}{qid}> <http://www.wikidata.org/prop/direct/P31> <{WD}{HUMAN}> .\n"
    yield f"<{WD}{qid}> <http://www.wikidata.org/prop/direct/P102> <{WD}Q{9_300_000_000 + number % 90}> .\n"
    yield _label(qid, f"Made-up person {number}", "en")
    yield _label(qid, f"Erdachte Person {number}", "de")
    yield from _held(qid, office, f"{1990 + number % 30}-01-01", f"{2000 + number % 20}-01-01", "held")
