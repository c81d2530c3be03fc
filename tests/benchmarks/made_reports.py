"""Short reports with made-up names for benchmarks: any number of them, each with words that no other has."""

from __future__ import annotations

import random
from datetime import date, timedelta

_SYLLABLES = "ba dor eth fin gal har ist jor kel lum mar nor oth pel rin sor tam ur vel wen yar zed".split()
_SENTENCES = (
    "{a} {b}, the foreign minister of {state}, met his counterpart {c} {d} in {city} on {day}.",
    "{state} delivered {number} {goods} to {other} last month, {a} {b} said.",
    "“We have never sold {goods} to {other},” said {c} {d}, a spokesman for the {e} group.",
    "A delegation led by {c} {d} will visit {city} next week for talks on {e} {f}.",
    "{other} imposed sanctions on {e} {f} Industries over its deliveries to {state}, the ministry announced.",
    "The streets of {city} were quiet, and shops near the {e} bridge stayed open late.",
)
_STATES = "Russia, Iran, China, Turkey, Serbia, Belarus, Sudan, Mali, Syria, Cuba, India, Egypt".split(", ")
_CITIES = "Moscow Tehran Beijing Ankara Belgrade Minsk Khartoum Bamako Damascus Havana Delhi Cairo".split()
_GOODS = ("artillery shells", "drones", "rifles", "missiles", "armoured vehicles")


def report(number: int, sentences: int = 8) -> str:
    """The report with this number as Markdown with front matter; the same in every run."""
    chance = random.Random(number)

    def name() -> str:
        return "".join(chance.choices(_SYLLABLES, k=3)).title()

    day = date(2020, 1, 1) + timedelta(days=chance.randrange(1500))
    told = []
    for _ in range(sentences):
        state, other = chance.sample(_STATES, 2)
        told.append(
            chance.choice(_SENTENCES).format(
                **{letter: name() for letter in "abcdef"},
                state=state,
                other=other,
                city=chance.choice(_CITIES),
                goods=chance.choice(_GOODS),
                number=chance.randrange(2, 900),
                day=f"{day - timedelta(days=2):%A}",
            )
        )
    return (
        f'---\ntitle: "Report {number}"\npublisher: "Made Reports"\npublished: {day}\n'
        f'url: "https://made.example/{number}"\n---\n\n' + "\n\n".join(told)
    )
