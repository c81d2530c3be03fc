"""Answers to what was just told, without telling it again: "X denied this", "urging both to cease such activities"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from ingest import trace
from ingest.attributed import Attributed
from ingest.attribution.attribute import answer, predicate
from ingest.attribution.pointing import matter_of, sort_of
from ingest.attribution.taking_up import Answer, answer_of
from ingest.dating.attach import date_statement
from ingest.denials import with_deniers
from ingest.language import lexicon
from ingest.language.text import Text
from ingest.linking.persons import sentences_between
from ingest.passages import passage

_REACH = {"it": 1, "done": 3, "said": 6, "kind": 8}
"""How many sentences back an answer may point, by how it points."""
_REACH_OF_DENIALS = 3
"""The same of "it" where it is called false: a question may stand between."""


def answers(text: Text, found: Sequence[Attributed]) -> list[Attributed]:
    """The claims of those who answer an event told before them."""
    if not found:
        return []
    telling = {each.attribution.cue.i for each in found if each.attribution.cue is not None}
    return [
        claim
        for verb in text.doc
        if verb.i not in telling and (answering := answer_of(verb)) is not None
        for claim in _answers_of(text, answering, found)
    ]


def _answers_of(text: Text, answering: Answer, found: Sequence[Attributed]) -> Iterator[Attributed]:
    verb = answering.verb
    last = _answered(answering, found)
    if last is None:
        return
    mention = replace(last.mention, trigger=verb, quantity=None, exchange=None, bare=False)
    trace.note(verb, "told", trace.ANSWER)
    trace.added(verb, (), mention.roles, "told at what it answers")
    told = {each.attribution.claimant for each in found if each.mention.trigger == last.mention.trigger}
    said = answer(text, verb, answering.stance) if answering.own else predicate(text, verb, answering.stance)
    mention = replace(mention, roles=with_deniers(text, last.mention, said).roles)
    for attribution in said:
        if answering.stance in ("denies", "asserts") and attribution.claimant in told:
            continue
        yield Attributed(
            mention, attribution, last.date, date_statement(text, verb), passage(verb), last.mention
        )


def _answered(answering: Answer, found: Sequence[Attributed]) -> Attributed | None:
    """The event that an answer points to: told last before it, in the clause that it belongs to, by the main verb."""
    verb, point = answering.verb, matter_of(answering.point) or answering.point
    kinds = lexicon.kinds_of_event().get(point.lemma_.lower(), frozenset())
    sort = sort_of(point) or "said"
    earlier = [each for each in found if each.mention.trigger.i < min(verb.i, point.i)]
    if kinds:
        earlier = [each for each in earlier if each.mention.frame.type in kinds]
    reach = max(_REACH[sort], _REACH_OF_DENIALS) if answering.stance == "denies" else _REACH[sort]
    near = [(sentences_between(each.mention.trigger, verb), each) for each in earlier]
    least = min((distance for distance, _ in near), default=reach + 1)
    if least > reach:
        return None
    nearest = [each for distance, each in near if distance == least]
    if sort == "said" and (claimed := [each for each in nearest if each.attribution.claimant is not None]):
        nearest = claimed
    clause = verb.head  # "… after X slammed the transfers, urging Y to cease such activities"
    return min(
        nearest,
        key=lambda each: (
            not (clause == each.mention.trigger or clause.is_ancestor(each.mention.trigger)),
            _depth(each.mention.trigger),
            -each.mention.trigger.i,
        ),
    )


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)
