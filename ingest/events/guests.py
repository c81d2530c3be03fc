"""Who else is at a meeting of which a text names one side: "A meeting with Togo's president was also held"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from ingest.events.frames import Frame
from ingest.events.mention import Mention
from ingest.events.roles import Roles
from ingest.language.arguments import arguments
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.linking.referents import referents
from ingest.linking.states import home_of
from ingest.model import Filler


def names_one_side(frame: Frame, token: Token, roles: Roles) -> bool:
    """Whether a noun names with whom, and not who: "talks with X" of a frame whose parties stand side by side."""
    together = bool(frame.occasion) and len(set(frame.main)) == 1 and len(frame.main) == 2
    told = [filler for role, filler in roles if role in frame.main]
    return together and len(told) == 1 and not is_verb(token) and bool(arguments(token, "with"))


def with_guest(text: Text, mention: Mention, mentions: Iterable[Mention]) -> Mention:
    """The mention with him whose "counterpart" it is, or with the guest of the country whose people are met."""
    role = mention.frame.main[0]
    other_side = mention.fillers(role)[0]
    guest = _whose_counterpart(text, mention.trigger) or _guest(text, mention, mentions, other_side)
    if guest is None or guest == other_side:
        return mention
    return replace(mention, roles=(*mention.roles, (role, guest)), lacking=False, assumed=mention.assumed + 1)


def _whose_counterpart(text: Text, noun: Token) -> Filler | None:
    """ "Talks with his counterpart": his."""
    for argument in arguments(noun, "with"):
        for word in (argument, *children(argument, "appos", "compound")):
            for pronoun in children(word, "poss"):
                if word.lemma_.lower() == "counterpart" and pronoun.tag_ == "PRP$":
                    return next(iter(referents(text, pronoun, "actor")), None)
    return None


def _guest(text: Text, mention: Mention, mentions: Iterable[Mention], met: Filler) -> Filler | None:
    """Who is told, last before or else in the same text alone, to visit the country of those who are met."""
    host = home_of(text, met)
    found: list[Filler] = []
    for other in mentions:
        if host is None or other.frame.type not in mention.frame.occasion or other.bare:
            continue
        visitors = other.fillers(other.frame.main[0])
        if host in other.fillers(other.frame.main[-1]) and len(visitors) == 1 and visitors[0] not in found:
            found.append(visitors[0])
    return found[0] if len(found) == 1 else None
