"""Whom measures hit, where the parser mistakes it: "nine firms, among them X", "asset freezes on X", "Russian and other firms"."""

from __future__ import annotations

from spacy.tokens import Token

_PLURAL = frozenset({"NNS", "NNPS"})
_WITHIN = frozenset({"compound", "amod", "nmod", "nummod", "det", "poss", "quantmod", "case"})
_KINDS = frozenset({"asset", "travel", "visa"})


def return_examples(word: Token) -> None:
    """Hang "including X" and "among them X" on those of whom X is one, and X on these words."""
    noun = _counted_before(word)
    if noun is None or word.is_ancestor(noun):
        return
    if word.lower_ == "among":
        named = _phrase_after(word.nbor())
        if named is None or named.is_ancestor(noun):
            return
        word.head, word.dep_ = noun, "prep"
        named.head, named.dep_ = word, "pobj"
    elif word.dep_ == "prep":
        word.head = noun


def _counted_before(word: Token) -> Token | None:
    """The plural noun before ", among them": of "officials of the ministry" the officials."""
    if word.i - 2 < word.sent.start or word.nbor(-1).text != ",":
        return None
    noun = word.nbor(-2)
    while noun.tag_ not in _PLURAL and noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        noun = noun.head.head
    return noun if noun.tag_ in _PLURAL else None


def _phrase_after(them: Token) -> Token | None:
    """The head of the noun phrase that follows "them"."""
    if them.lower_ not in ("them", "which", "whom") or them.i + 1 >= them.sent.end:
        return None
    noun = them.nbor()
    while noun.dep_ in _WITHIN and noun.head.i > noun.i:
        noun = noun.head
    return noun if noun.pos_ in ("NOUN", "PROPN") else None


def return_freeze(verb: Token) -> None:
    """ "Imposed asset freezes on X": a measure, not what assets do."""
    kind = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if verb.tag_ != "VBZ" or kind.lemma_.lower() not in _KINDS or verb.dep_ not in ("ccomp", "advcl"):
        return
    if kind.head.i == verb.i or (kind.dep_ == "dobj" and kind.head.i == verb.head.i):
        kind.head, kind.dep_ = verb, "compound"
        verb.pos_, verb.tag_, verb.dep_ = "NOUN", "NNS", "dobj"


def return_demonyms(first: Token) -> None:
    """ "Sanctions on Russian, Chinese and other companies": on companies, not on Russia."""
    last = first
    while further := [child for child in last.children if child.dep_ == "conj"]:
        last = further[-1]
    if last.tag_ not in _PLURAL or last.pos_ != "NOUN" or first.head.i > first.i:
        return
    last.head, last.dep_ = first.head, first.dep_
    first.head, first.dep_ = last, "amod"
