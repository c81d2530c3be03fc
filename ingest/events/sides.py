"""Which of two who close a deal gives, and which gets the goods."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.events.frames import Frame
from ingest.language.text import Text
from ingest.model import Actor, Filler


def by_maker(text: Text, frame: Frame, roles: Sequence[tuple[str, Filler]]) -> list[tuple[str, Filler]]:
    """The roles, the side that makes such goods as the giver: a company, or the country of the kind of goods.

    Two on one side of whom neither is known to make them have no order, and are left out.
    """
    giver, taker = frame.give_and_take
    sides = [filler for role, filler in roles if role in (giver, taker)]
    rest = [pair for pair in roles if pair[0] not in (giver, taker)]
    goods = [text.entry(filler.iri) for role, filler in rest if isinstance(filler, Actor)]
    countries = {entry.country for entry in goods if entry is not None and entry.country}
    companies = [each for each in sides if isinstance(each, Actor) and each.kind == "Company"]
    makers = companies or [each for each in sides if isinstance(each, Actor) and each.iri in countries]
    if not makers:
        return list(roles) if len({role for role, _ in roles} & {giver, taker}) == len(sides) else rest
    return [
        *((giver, each) for each in makers),
        *((taker, each) for each in sides if each not in makers),
        *rest,
    ]
