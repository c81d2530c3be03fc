"""What a text speaks of without putting it forward: thoughts, questions, consequences."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children, is_verb

_TALK = frozenset("news report rumour rumor claim allegation accusation speculation story".split())
_KNOWING = frozenset("aware knowledge information know hear evidence sign indication".split())
_UNDER_WAY = frozenset({"process", "middle", "midst", "course", "point", "verge"})
_ASKED = frozenset({"how", "whether", "if", "unless"})


def only_thought_of(verb: Token) -> bool:
    """ "A policy of not supplying …", "the risk of …": the gerund names a thought, not something done."""
    prep = verb.head
    if verb.dep_ != "pcomp" or prep.head.pos_ != "NOUN":
        return False
    if prep.lower_ in ("about", "of", "on") and prep.head.lemma_.lower() in _TALK:
        return True  # "news about X providing Y" is the news', not the speaker's
    noun = prep.head.lemma_.lower()
    if noun in _UNDER_WAY:
        return False  # "is in the process of receiving"
    return prep.lower_ == "of" and noun not in lexicon.reporting_nouns()


def unknown(noun: Token) -> bool:
    """ "Is unaware of any transfers", "has no knowledge of a visit", "did not know about it"."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("of", "about"):
        return False
    known = noun.head.head
    negated = bool(children(known.head if known.dep_ in ("acomp", "dobj", "attr") else known, "neg"))
    none = any(child.lower_ == "no" for child in known.children)
    if known.lemma_.lower() in ("unaware", "ignorant"):
        return True
    return known.lemma_.lower() in _KNOWING and (negated or none)


def hypothetical(noun: Token) -> bool:
    """Whether only the consequences of an event are spoken of: "an arms deal would break sanctions"."""
    verb = noun.head
    if is_verb(noun) or noun.dep_ not in ("nsubj", "nsubjpass") or not is_verb(verb):
        return False
    if verb.dep_ != "ROOT" and any(word.lower_ in _ASKED for word in children(verb, "advmod", "mark")):
        coming = any(
            lexicon.hedging_adjectives().get(child.lower_) == "plans" for child in children(noun, "amod")
        )
        return not coming  # "see for itself how the measures are enforced"
    definite = any(
        child.dep_ == "poss" or child.lower_ in ("the", "this", "these") for child in noun.children
    )
    unreal = any(
        child.lemma_.lower() in ("would", "could", "might", "should") for child in children(verb, "aux")
    )
    return unreal and not definite
