"""Give and take: "X has received advice in return" tells who gave it by the transfer that it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.events.find import Mention

_SIDES = {"ArmsTransfer": ("supplier", "recipient"), "MilitaryAssistance": ("provider", "recipient")}


def complete(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those told as a return with the giver or taker and the transfer that the text leaves open."""
    done: list[Mention] = []
    for mention in mentions:
        answered = _answered(mention, done) if _in_return(mention) else None
        done.append(mention if answered is None else _as_return(mention, answered))
    return done


def _in_return(mention: Mention) -> bool:
    """Whether the trigger's own clause says "in return" or "in exchange"."""
    return mention.frame.type in _SIDES and any(
        word.lower_ in ("return", "exchange") and word.dep_ == "pobj" and word.head.lower_ == "in"
        for word in mention.trigger.subtree
    )


def _answered(mention: Mention, before: Sequence[Mention]) -> Mention | None:
    giver, taker = (mention.fillers(side) for side in _SIDES[mention.frame.type])
    for earlier in reversed(before):
        if earlier.frame.type not in _SIDES or earlier.bare:
            continue
        earlier_giver, earlier_taker = (earlier.fillers(side) for side in _SIDES[earlier.frame.type])
        if set(taker) & set(earlier_giver) or set(giver) & set(earlier_taker):
            return earlier
    return None


def _as_return(mention: Mention, answered: Mention) -> Mention:
    giver, taker = _SIDES[mention.frame.type]
    earlier_giver, earlier_taker = _SIDES[answered.frame.type]
    roles = list(mention.roles)
    if not mention.fillers(giver):
        roles.extend((giver, filler) for filler in answered.fillers(earlier_taker))
    if not mention.fillers(taker):
        roles.extend((taker, filler) for filler in answered.fillers(earlier_giver))
    return replace(mention, roles=tuple(roles), exchange=answered.trigger)
