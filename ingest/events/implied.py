"""Parties that a text leaves out because it has just told them: "It bought the system from X … and closed the deal"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.events.mention import Mention
from ingest.language.arguments import arguments
from ingest.model import Filler


def complete(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those told with one side only with the other side of what they are about."""
    return [
        _completed(mention, mentions) if mention.frame.implied_by and mention.lacking else mention
        for mention in mentions
    ]


def _completed(mention: Mention, mentions: Iterable[Mention]) -> Mention:
    role = mention.frame.main[0]
    told = set(mention.fillers(role))
    objects = arguments(mention.trigger, "object")
    if len(told) != 1 or not any(child.lower_ == "the" for each in objects for child in each.children):
        return replace(mention, bare=True)
    for other in mentions:
        if other.frame.type in mention.frame.implied_by and other.trigger.i < mention.trigger.i:
            sides: list[Filler] = [
                filler for name in dict.fromkeys(other.frame.main) for filler in other.fillers(name)
            ]
            if len(sides) > 1 and told & set(sides):
                roles = tuple((role, side) for side in sides if side not in told)
                return replace(mention, roles=(*mention.roles, *roles), lacking=False)
    return replace(mention, bare=True)
