"""Which mentions of measures are of one round: a list told over several sentences, by one authority."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.events.mention import Mention
from ingest.language.syntax import children
from ingest.language.text import Text
from ingest.linking.compatible import compatible
from ingest.linking.persons import sentences_between
from ingest.model import Actor, Filler

_REACH = 6
"""Sentences over which the targets of one round may be spread."""
_EARLIER = frozenset({"previously", "already", "earlier", "first", "formerly"})


def same_round(text: Text, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a mention names those whom the round before only counted: "… on five men. Designated were X and Y"."""
    described = mention.frame.described
    if not described or (mention.bare and not any(mention.fillers(role) for role in described)):
        return False
    return any(
        any(
            mention.bare or (isinstance(filler, Actor) and filler.iri is None)
            for role in described
            for filler in other.fillers(role)
        )
        and 0 <= other.trigger.sent.end - 1 < mention.trigger.i
        and sentences_between(other.trigger, mention.trigger) <= _REACH
        and (not _agents(mention) or all(agent == text.document.publisher for agent in _agents(mention)))
        for other in others
        if _agents(other)
    )


def same_breath(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a clause only tells more of the measures of its sentence: "imposed sanctions on X, targeting its banks"."""
    clause = mention.trigger
    if not mention.frame.enacted or clause.dep_ != "advcl" or clause.tag_ != "VBG":
        return False
    return any(
        other.trigger.i < clause.i and clause.head in (other.trigger, *other.trigger.ancestors)
        for other in others
        if other.trigger.sent == clause.sent
    )


def same_release(text: Text, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether two mentions tell what the authority does whose release the text is: "… is designating X. It also designates Y"."""
    own = text.document.publisher
    if own.kind != "GovernmentBody" or not mention.frame.by_publisher:
        return False
    return _is_deed(text, mention, own) and any(_is_deed(text, other, own) for other in others)


def _is_deed(text: Text, mention: Mention, own: Actor) -> bool:
    verb = mention.trigger
    agents = _agents(mention)
    past = any(child.lemma_ in ("have", "had") for child in children(verb, "aux"))
    background = (
        past
        or verb.dep_ in ("relcl", "acl")
        or any(child.lower_ in _EARLIER for child in children(verb, "advmod"))
    )
    return (
        verb.pos_ == "VERB"
        and not background
        and bool(agents)
        and all(compatible(text, agent, own) for agent in agents)
    )


def same_agents(text: Text, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether nobody else is told to have acted: two that sanction one man impose two sanctions."""
    mine = _agents(mention)
    theirs = [filler for other in others for filler in _agents(other)]
    return not mine or not theirs or any(compatible(text, one, other) for one in mine for other in theirs)


def _agents(mention: Mention) -> list[Filler]:
    """Who acts, where that is no main role: who imposes sanctions."""
    sides = {role for side in mention.frame.identity.sides for role in side}
    return [filler for role, filler in mention.roles if role in sides and role not in mention.frame.main]
