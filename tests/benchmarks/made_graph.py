"""A graph of any size in Legation's layout, made by rule: the same bytes for the same numbers.

Actors are spoken of unevenly (the tenth a tenth as often as the first), so that the first one has a page as
long as a great power's.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate, islice

from ontology.names import CERTAINTIES, LEG, OA, PREFIXES, RDF, RDFS, STANCES, XSD
from ontology.vocabulary import vocabulary

CLAIMS_OF_A_DOCUMENT = 6
CLAIMS_OF_AN_EVENT = 3
FIRST_DAY = date(2015, 1, 1)

_TYPE = f"<{RDF}type>"
_LABEL = f"<{RDFS}label>"
_DCT = PREFIXES["dct"]


def lines(quads: int, base: str, seed: int = 20231114) -> Iterator[str]:
    """N-Quads lines, `quads` of them."""
    return islice(_Maker(quads, base, seed).lines(), quads)


def actor(number: int) -> str:
    """The IRI of an actor; number 0 is the one that most claims name."""
    return f"{PREFIXES['actor']}made-{number}"


class _Maker:
    def __init__(self, quads: int, base: str, seed: int) -> None:
        self._random = random.Random(seed)
        self._base = base
        self._actors = max(50, quads // 400)
        self._places = max(20, quads // 4000)
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(self._actors)))

    def lines(self) -> Iterator[str]:
        yield from self._authority()
        number = 0
        while True:
            document = f"{self._base}document/made-{number // CLAIMS_OF_A_DOCUMENT}"
            day = FIRST_DAY + timedelta(days=self._random.randrange(3600))
            yield from self._document(document, day, number // CLAIMS_OF_A_DOCUMENT)
            for _ in range(CLAIMS_OF_A_DOCUMENT):
                yield from self._claim(number, document, day)
                number += 1

    def _authority(self) -> Iterator[str]:
        for number in range(self._actors):
            subject = f"<{actor(number)}>"
            kind = "State" if number < 40 else self._random.choice(("Person", "Company", "GovernmentBody"))
            yield f"{subject} {_TYPE} <{LEG}{kind}> .\n"
            yield f'{subject} {_LABEL} "{kind} {number}"@en .\n'
            if number >= 40:
                yield f"{subject} <{LEG}affiliation> <{actor(number % 40)}> .\n"
        for kind, prefix in (("Place", "place"), ("MaterielType", "materiel")):
            for number in range(self._places):
                subject = f"<{PREFIXES[prefix]}made-{number}>"
                yield f"{subject} {_TYPE} <{LEG}{kind}> .\n"
                yield f'{subject} {_LABEL} "{kind} {number}"@en .\n'

    def _document(self, document: str, day: date, number: int) -> Iterator[str]:
        subject = f"<{document}>"
        yield f"{subject} {_TYPE} <{LEG}NewsArticle> .\n"
        yield f'{subject} <{_DCT}title> "Report {number}"@en .\n'
        yield f'{subject} <{_DCT}issued> "{day}"^^<{XSD}date> .\n'
        yield f"{subject} <{_DCT}publisher> <{actor(40 + number % 10)}> .\n"
        yield f'{subject} <{_DCT}language> "en" .\n'

    def _claim(self, number: int, document: str, day: date) -> Iterator[str]:
        address = f"{self._base}claim/{number:016x}"
        claim, evidence = f"<{address}#claim>", f"<{address}#evidence>"
        happening = self._random.randrange(max(1, number // CLAIMS_OF_AN_EVENT + 1))
        kind = tuple(vocabulary().roles)[happening % len(vocabulary().roles)]
        event = f"<{self._base}event/made-{happening}>"
        claimant = self._someone()
        for name, value in (
            ("claimant", f"<{claimant}>"),
            ("rootSource", f"<{claimant}>"),
            ("stance", f"<{LEG}{self._random.choice(STANCES)}>"),
            ("certainty", f"<{LEG}{self._random.choice(CERTAINTIES)}>"),
            ("confidence", f'"0.9"^^<{XSD}decimal>'),
            ("reviewStatus", f"<{LEG}unreviewed>"),
            ("about", event),
            ("derivedFrom", f"<{document}>"),
            ("evidence", evidence),
        ):
            yield f"{claim} <{LEG}{name}> {value} .\n"
        yield f"{claim} {_TYPE} <{LEG}Claim> .\n"
        yield from self._evidence(address, document, number)
        if happening == number // CLAIMS_OF_AN_EVENT:
            yield f"{event} {_TYPE} <{LEG}Event> .\n"
            yield f'{event} {_LABEL} "{kind} {happening}"@en .\n'
        yield f"{event} {_TYPE} <{LEG}{kind}> {claim} .\n"
        for role in vocabulary().roles[kind]:
            yield f"{event} <{LEG}{role}> <{self._filler(role)}> {claim} .\n"
        for name in ("earliestDate", "latestDate"):
            yield f'{event} <{LEG}{name}> "{day}"^^<{XSD}date> {claim} .\n'

    def _evidence(self, address: str, document: str, number: int) -> Iterator[str]:
        evidence, quote, position = (f"<{address}#{part}>" for part in ("evidence", "quote", "position"))
        yield f"{evidence} {_TYPE} <{LEG}Evidence> .\n"
        yield f"{evidence} <{OA}hasSource> <{document}> .\n"
        yield f"{evidence} <{OA}hasSelector> {quote} .\n"
        yield f"{evidence} <{OA}hasSelector> {position} .\n"
        yield f"{quote} {_TYPE} <{OA}TextQuoteSelector> .\n"
        yield f'{quote} <{OA}exact> "This is what sentence {number} of all reports says." .\n'
        yield f"{position} {_TYPE} <{OA}TextPositionSelector> .\n"
        yield f'{position} <{OA}start> "{number % 900}"^^<{XSD}integer> .\n'
        yield f'{position} <{OA}end> "{number % 900 + 48}"^^<{XSD}integer> .\n'

    def _someone(self) -> str:
        return actor(bisect(self._weights, self._random.random() * self._weights[-1]))

    def _filler(self, role: str) -> str:
        if vocabulary().kinds[role] == "Actor":
            return self._someone()
        prefix = "place" if vocabulary().kinds[role] == "Place" else "materiel"
        return f"{PREFIXES[prefix]}made-{self._random.randrange(self._places)}"
