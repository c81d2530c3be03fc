"""Parties that a release first counts and then names one by one: "three companies and two men. X Export sold …"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.events.frames import Frame
from ingest.events.quantities import parse_number
from ingest.events.roles import Roles
from ingest.language import lexicon
from ingest.language.arguments import arguments
from ingest.language.syntax import children, conjuncts, is_verb
from ingest.language.text import Text
from ingest.linking.referents import referents
from ingest.model import Actor

_COMPANIES = frozenset({"Company", "Organization"})


def with_counted(text: Text, frame: Frame, trigger: Token, roles: Roles) -> Roles:
    """The roles, with the names instead of the numbers, where a release names just so many in the paragraphs after it.

    Only where both numbers come out may one be sure that all those named, and no others, are meant.
    """
    role = next(iter(frame.described & frozenset(frame.main)), None)
    own = text.document.publisher
    if role is None or not frame.by_publisher or own.kind != "GovernmentBody" or trigger.pos_ != "VERB":
        return roles
    told = [filler for name, filler in roles if name == role]
    wanted = _counts(trigger)
    if not wanted or any(not isinstance(each, Actor) or each.iri is not None for each in told):
        return roles
    named = _named_after(text, trigger)
    for kinds, count in wanted.items():
        if sum(actor.kind in kinds for actor in named) != count:
            return roles
    kinds = frozenset().union(*wanted)
    return [
        *(pair for pair in roles if pair[0] != role),
        *((role, actor) for actor in named if actor.kind in kinds),
    ]


def _counts(trigger: Token) -> dict[frozenset[str], int]:
    """How many companies and how many persons the object counts; empty if it tells anything else."""
    found: dict[frozenset[str], int] = {}
    for noun in (each for thing in arguments(trigger, "object") for each in conjuncts(thing)):
        kind = lexicon.described().get(noun.lemma_.lower())
        numbers = children(noun, "nummod")
        count = parse_number(numbers[0].text) if numbers else None
        if kind is None or count is None:
            return {}
        found[_COMPANIES if kind in _COMPANIES else frozenset({kind})] = int(count)
    return found


def _named_after(text: Text, trigger: Token) -> list[Actor]:
    """Whom the paragraphs after a sentence name, up to a heading, but not those who only speak there."""
    found: list[Actor] = []
    ends = [block.start for block in text.document.blocks if _is_heading(text, block.start, block.end)]
    stop = min((start for start in ends if start > trigger.idx), default=len(text.document.text))
    for token in text.doc[trigger.sent.end :]:
        if token.idx >= stop:
            break
        authority = token.lemma_.lower() in lexicon.nouns()["state"] | lexicon.nouns()["body"]
        if token.pos_ != "PROPN" or token.dep_ == "compound" or authority or _speaks(token):
            continue
        for filler in referents(text, token, "actor"):
            if isinstance(filler, Actor) and filler not in found:
                found.append(filler)
    return found


def _is_heading(text: Text, start: int, end: int) -> bool:
    words = text.document.text[start:end]
    return words.isupper() or words.startswith("As a result of")


def _speaks(name: Token) -> bool:
    verb = name.head
    return name.dep_ == "nsubj" and is_verb(verb) and verb.lemma_.lower() in lexicon.reporting_verbs()
