"""Answers to what was just told, without telling it again: "X denied this", "urging both to cease such activities"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from ingest import trace
from ingest.attribution.attribute import answer
from ingest.attribution.voices import CALLING, called_false
from ingest.dating.attach import date_statement
from ingest.happenings import Attributed
from ingest.language import lexicon
from ingest.language.syntax import children, is_verb
from ingest.language.text import Text
from ingest.linking.persons import sentences_between
from ingest.passages import passage

_SAID = frozenset(
    "this that it claim report allegation accusation charge assertion suggestion rumor rumour".split()
)
_DONE = frozenset("this that it activity action practice move behaviour behavior conduct".split())
_ENDING = frozenset("cease stop halt end suspend refrain abandon discontinue".split())
_REACH = 2
"""How many sentences back an answer may point."""


def answers(text: Text, found: Sequence[Attributed]) -> list[Attributed]:
    """The claims of those who answer the event told last before them."""
    return [
        claim
        for verb in text.doc
        if (stance := _stance(verb))
        for claim in _answers_of(text, verb, stance, found)
    ]


def _stance(verb: Token) -> str:
    """denies or demands, where the verb takes up what was said or done; else nothing."""
    if not is_verb(verb):
        return ""
    stance = lexicon.reporting_verbs().get(verb.lemma_.lower(), "")
    if stance == "denies" and not children(verb, "ccomp", "xcomp"):
        charge = verb.dep_ == "relcl" and verb.head.lemma_.lower() in _SAID  # "…, a charge Tehran denied"
        return stance if charge or any(_takes_up(each, _SAID) for each in children(verb, "dobj")) else ""
    said = [each for each in children(verb, "dobj", "nsubjpass") if _takes_up(each, _SAID)]
    if said and verb.lemma_.lower() in CALLING and called_false(verb):
        return "denies"
    if stance == "demands":
        ending = [child for child in children(verb, "xcomp", "ccomp") if child.lemma_.lower() in _ENDING]
        return (
            stance if any(_takes_up(each, _DONE) for end in ending for each in children(end, "dobj")) else ""
        )
    return ""


def _takes_up(token: Token, nouns: frozenset[str]) -> bool:
    return (token.lemma_.lower() in nouns or token.lower_ in nouns) and not children(
        token, "acl", "relcl", "ccomp"
    )


def _answers_of(text: Text, verb: Token, stance: str, found: Sequence[Attributed]) -> list[Attributed]:
    earlier = [each for each in found if each.mention.trigger.i < verb.i]
    if not earlier:
        return []
    last = max(earlier, key=lambda each: each.mention.trigger.i)
    if sentences_between(last.mention.trigger, verb) > _REACH:
        return []
    mention = replace(last.mention, trigger=verb, quantity=None, exchange=None)
    trace.note(verb, "told", trace.ANSWER)
    trace.added(verb, (), mention.roles, "told at what it answers")
    same = {each.attribution.claimant for each in earlier if each.mention.trigger == last.mention.trigger}
    return [
        Attributed(mention, attribution, last.date, date_statement(text, verb), passage(mention.trigger))
        for attribution in answer(text, verb, stance)
        if stance != "denies" or attribution.claimant not in same
    ]
