"""Give and take: what is given in return, as the transfer that it answers or in the words of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from ingest.events.mention import Mention
from ingest.events.words import span_text
from ingest.language.syntax import children
from ingest.language.text import Text
from ingest.linking.persons import sentences_between


def complete(text: Text, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those told as a return with the giver, taker and transfer that the text leaves open."""
    done: list[Mention] = []
    for mention in mentions:
        word = _return_word(mention.trigger.subtree) if mention.frame.give_and_take else None
        done.append(mention if word is None else _as_return(mention, word, done))
    return _with_later_words(text, done)


def _return_word(words: Iterable[Token]) -> Token | None:
    """The noun of "in exchange for …", "in return"."""
    for word in words:
        if word.lower_ in ("return", "exchange") and word.dep_ == "pobj" and word.head.lower_ == "in":
            return word
    return None


def _given(word: Token) -> Token | None:
    """What stands after "in exchange for"."""
    for prep in children(word, "prep"):
        if prep.lower_ == "for":
            return next(iter(children(prep, "pobj", "pcomp")), None)
    return None


def _as_return(mention: Mention, word: Token, before: Sequence[Mention]) -> Mention:
    given = _given(word)
    named = given is not None and any(child.lower_ in ("the", "these", "those") for child in given.children)
    answered = _answered(mention, before) if given is None or named else None
    if answered is not None:
        return _with_sides(mention, answered)
    return mention if given is None else _with_words(mention, given)


def _with_words(mention: Mention, given: Token) -> Mention:
    return replace(mention, texts=(*mention.texts, ("inExchangeForText", span_text(given))))


def _answered(mention: Mention, before: Sequence[Mention]) -> Mention | None:
    giver, taker = (mention.fillers(side) for side in mention.frame.give_and_take)
    for earlier in reversed(before):
        if not earlier.frame.give_and_take or earlier.bare:
            continue
        earlier_giver, earlier_taker = (earlier.fillers(side) for side in earlier.frame.give_and_take)
        if set(taker) & set(earlier_giver) or set(giver) & set(earlier_taker):
            return earlier
    return None


def _with_sides(mention: Mention, answered: Mention) -> Mention:
    giver, taker = mention.frame.give_and_take
    earlier_giver, earlier_taker = answered.frame.give_and_take
    roles = list(mention.roles)
    if not mention.fillers(giver):
        roles.extend((giver, filler) for filler in answered.fillers(earlier_taker))
    if not mention.fillers(taker):
        roles.extend((taker, filler) for filler in answered.fillers(earlier_giver))
    return replace(mention, roles=tuple(roles), exchange=answered.trigger)


def _with_later_words(text: Text, mentions: list[Mention]) -> list[Mention]:
    """ "It would do so in exchange for food" tells the return of the transfer told just before."""
    done = list(mentions)
    for sentence in text.doc.sents:
        verb = next((word for word in sentence if word.lemma_ == "do" and word.pos_ == "VERB"), None)
        if verb is None or not any(child.lower_ == "so" for child in verb.children):
            continue
        word = _return_word(sentence)
        given = _given(word) if word is not None else None
        places = [
            place
            for place, mention in enumerate(done)
            if mention.frame.give_and_take and mention.trigger.i < verb.i
            if sentences_between(mention.trigger, verb) <= 1
        ]
        if given is not None and places:
            done[places[-1]] = _with_words(done[places[-1]], given)
    return done
