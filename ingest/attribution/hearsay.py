"""What is only said to be said: "there are rumours that …", "reports that … are false", "X's claim that … is a lie"."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import after_preposition, children


def called_false(trigger: Token) -> Token | None:
    """The report that holds the event, where it is called false: "reports that … were without foundation"."""
    for noun in trigger.ancestors:
        if noun.lemma_.lower() in lexicon.reporting_nouns() and noun.dep_ in ("nsubj", "nsubjpass"):
            predicate = [word for word in noun.head.subtree if word.i > noun.head.i]
            if noun.head.lemma_ == "be" and any(
                word.lemma_.lower() in lexicon.words_for_false() for word in predicate
            ):
                return noun
    return None


def is_hearsay(trigger: Token) -> bool:
    """ "Rumours that …", "the allegation that …", "reports of deliveries": of nobody."""
    noun = trigger.head
    if trigger.dep_ == "pobj" and noun.lower_ in ("of", "about"):
        return (_alleges(noun.head) or noun.head.lower_ == "reports") and not _has_owner(noun.head)
    if trigger.dep_ not in ("acl", "ccomp"):
        return False
    that = any(child.lower_ == "that" for child in children(trigger, "mark"))
    return (_alleges(noun) or (that and noun.lower_ == "reports")) and not _has_owner(noun)


def _alleges(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and lexicon.reporting_nouns().get(noun.lemma_.lower()) == "alleges"


def _has_owner(noun: Token) -> bool:
    return bool(children(noun, "poss") or after_preposition(noun, "by") or after_preposition(noun, "in"))
