"""Who is accused, where only the denial tells it: "Tehran denied that any drones had been sent to Russia"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest import trace
from ingest.attribution.attribute import Attribution
from ingest.events.mention import Mention
from ingest.language.syntax import by_agents, children, is_passive, is_verb
from ingest.language.text import Text
from ingest.linking.states import actor_of
from ingest.model import Actor


def with_deniers(text: Text, mention: Mention, attributions: Sequence[Attribution]) -> Mention:
    """The mention, with those who deny it as the side that it leaves out: they answer for what they are said to do."""
    frame = mention.frame
    missing = [role for role in frame.give_and_take if not mention.fillers(role)]
    if len(missing) != 1 or not _left_open(mention):
        return mention
    told = [filler for role in frame.give_and_take for filler in mention.fillers(role)]
    deniers = [
        side
        for each in attributions
        if each.attitude.stance == "denies"
        and each.claimant is not None
        and (side := _side_of(text, each.claimant)) is not None
        and side.kind in frame.roles[missing[0]]
    ]
    if not deniers or any(side in told for side in deniers):
        return mention
    roles = (*mention.roles, *((missing[0], side) for side in dict.fromkeys(deniers)))
    trace.added(mention.trigger, mention.roles, roles, "who denies it is who is said to have done it")
    return replace(mention, roles=roles, assumed=mention.assumed + 1)


def _left_open(mention: Mention) -> bool:
    """Whether the words leave room for a side: a passive without an agent, goods that "came", "deliveries"."""
    trigger = mention.trigger
    if not is_verb(trigger):
        return not children(trigger, "poss")
    if is_passive(trigger):
        return not by_agents(trigger)
    return not children(trigger, "dobj")


def _side_of(text: Text, denier: Actor) -> Actor | None:
    if denier.kind in ("State", "ArmedGroup", "Company"):
        return denier
    state = text.entry(denier.affiliation)
    return actor_of(state) if state is not None else None
