"""One sentence, several events: a visit to each of two countries, sanctions on "the former" and on "the latter"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from ingest.events.mention import Mention
from ingest.events.words import span_text
from ingest.language.syntax import after_preposition
from ingest.language.text import Text
from ingest.linking.states import actor_of
from ingest.model import Actor


def apart(text: Text, mention: Mention) -> list[Mention]:
    """The mention, or one for each of the events that its sentence keeps apart."""
    if (again := _again(mention.trigger)) is not None:
        return _once_more(text, mention, again)
    if mention.frame.apart_by:
        return _each_country(text, mention, mention.frame.apart_by)
    if mention.frame.former_and_latter:
        return _former_and_latter(mention, mention.frame.former_and_latter)
    return [mention]


def _again(trigger: Token) -> Token | None:
    """ "Met in Antalya in November *and again* in Ankara": the word that begins the second time."""
    for token in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if (
            token.lower_ == "again"
            and token.nbor(-1).lower_ in ("and", "then")
            and trigger.is_ancestor(token)
        ):
            return token
    return None


def _once_more(text: Text, mention: Mention, again: Token) -> list[Mention]:
    """The same parties at two places or on two days."""
    sentence = mention.trigger.sent
    where = "destination" if "destination" in mention.frame.main else "place"
    names = dict.fromkeys(name for name in text.names.values() if again.i < name.start < sentence.end)
    there = [
        (where, actor_of(each))
        for name in names
        if name.entry.kind == "Place"
        for each in (name.entry, text.entry(name.entry.country))
        if each is not None and (each.kind == "Place" or where == "destination")
    ]
    first = tuple(pair for pair in mention.roles if pair not in there)
    others = tuple(pair for pair in first if not there or pair[0] != where)
    return [replace(mention, roles=first), replace(mention, roles=(*others, *there), focus=again)]


def _former_and_latter(mention: Mention, role: str) -> list[Mention]:
    """ "Both are under sanctions, the former for X and the latter for Y" tells two measures with a reason each."""
    targets = mention.fillers(role)
    told = {word.lower_: word for word in mention.trigger.sent if word.lower_ in ("former", "latter")}
    if len(targets) != 2 or len(told) != 2:
        return [mention]
    return [
        replace(
            mention,
            roles=(*(pair for pair in mention.roles if pair[0] != role), (role, target)),
            texts=_with_reason(mention, told[which]),
        )
        for target, which in zip(targets, ("former", "latter"), strict=True)
    ]


def _with_reason(mention: Mention, token: Token) -> tuple[tuple[str, str], ...]:
    others = tuple(pair for pair in mention.texts if pair[0] != "reason")
    causes = [*after_preposition(token, "for"), *after_preposition(token, "over")]
    return (*others, ("reason", span_text(causes[0]))) if causes else others


def _each_country(text: Text, mention: Mention, of: str) -> list[Mention]:
    """ "Visited Turkey on 4 April and Uzbekistan from 5 to 6 April" tells a visit to each country."""
    states = [
        filler for filler in mention.fillers(of) if isinstance(filler, Actor) and filler.kind == "State"
    ]
    if len(states) < 2:
        return [mention]
    split: list[Mention] = []
    for state in states:
        assert isinstance(state, Actor)
        roles = tuple(
            (role, filler)
            for role, filler in mention.roles
            if role != of
            or filler == state
            or (isinstance(filler, Actor) and filler.affiliation == state.iri)
        )
        named = [
            name
            for name in text.names.values()
            if name.entry.iri == state.iri or name.entry.country == state.iri
        ]
        inside = [
            name for name in named if mention.trigger.sent.start <= name.start < mention.trigger.sent.end
        ]
        focus = text.doc[min(inside, key=lambda name: name.start).start] if inside else None
        split.append(replace(mention, roles=roles, focus=focus))
    return split
