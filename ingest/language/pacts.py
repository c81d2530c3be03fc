"""Sentences about treaties which the parser mistakes: what is signed is strung to a name or stands before its clause."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language.syntax import SUBJECTS, children, is_verb

PACTS = frozenset(
    "agreement treaty pact accord protocol memorandum memoranda deal contract convention declaration truce ceasefire "
    "roadmap arrangement charter communique document plan".split()
)
_SIGNING = frozenset("sign ink initial conclude ratify reach strike seal exchange".split())


def return_signed(noun: Token) -> None:
    """ "Signed with his counterpart, X, an agreement": the agreement is what they signed."""
    if noun.lemma_.lower() not in PACTS or not children(noun, "det"):
        return
    head = noun.head
    while head.dep_ in ("appos", "conj", "pobj", "prep", "compound") and not is_verb(head):
        head = head.head
    if head.lemma_ in _SIGNING and head.i < noun.i and not children(head, "dobj", "nsubjpass"):
        noun.head, noun.dep_ = head, "dobj"


def return_clause(verb: Token) -> None:
    """ "A treaty on the inspection of depots that they had signed": they signed the treaty."""
    noun = verb.head
    if verb.lemma_ not in _SIGNING or not children(verb, *SUBJECTS) or noun.lemma_.lower() in PACTS:
        return
    while noun.dep_ in ("pobj", "prep", "conj"):
        noun = noun.head
        if noun.lemma_.lower() in PACTS:
            verb.head = noun
            return
