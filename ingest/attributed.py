"""A mention with who claims it: what the happenings of a document are made of."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.attribution.attribute import Attribution
from ingest.events.mention import Mention
from ingest.model import Interval, Passage


@dataclass(frozen=True)
class Attributed:
    """A mention with one of its attributions, its date and the passage that holds it."""

    mention: Mention
    attribution: Attribution
    date: Interval | None
    stated: Interval | None
    passage: Passage
    answered: Mention | None = None
    """The mention to which it is an answer."""


def weight(each: Attributed) -> int:
    """How much a mention tells: its main roles first."""
    mention = each.mention
    told = {role for role, _ in mention.roles}
    return (
        4 * sum(role in told for role in set(mention.frame.main))
        + len(mention.roles)
        + 2 * (each.date is not None)
    )
