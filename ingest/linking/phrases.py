"""The words of a phrase as labels: without articles, endings and clauses."""

from __future__ import annotations

import re

from spacy.tokens import Token

from ingest.language.text import Text

_BEYOND = frozenset({"relcl", "appos", "acl", "punct", "cc", "conj", "advcl", "parataxis", "ccomp"})
"""Dependencies that lead out of a phrase."""

_STRUNG = frozenset({"punct", "cc", "conj"})
"""By which words before a noun are strung together."""


def clean(label: str) -> str:
    """A name without article, possessive ending and stray punctuation."""
    label = re.sub(r"\s+", " ", label).strip(" .,;:\"'’“”-–—•▪●‣*")
    label = re.sub(r"(['’]s|['’])$", "", label)
    if label.count("(") != label.count(")"):  # "Campaign Against Arms Trade (CAAT"
        label = label.partition(" (")[0].strip("() ")
    return re.sub(r"^(the|a|an)\s+", "", label, flags=re.IGNORECASE).strip()


def phrase(token: Token) -> str:
    """The noun phrase in the words of the text, without article, relative clause and apposition."""
    words: list[Token] = []

    def take(word: Token) -> None:
        before = word.dep_ in ("amod", "conj") and word.i < token.i  # "Russian, Chinese and other firms"
        for child in word.children:
            article = child.dep_ == "det" and word == token
            stray = child.dep_ == "prep" and (
                child.lower_ not in ("of", "from", "in", "at", "for")
                or (child.lower_ == "in" and all(each.pos_ != "PROPN" for each in child.children))
                or any(
                    each.lemma_ == "list" or each.dep_ == "pcomp" or each.ent_type_ in ("DATE", "TIME")
                    for each in child.children
                )
            )
            joins = child.tag_ == "HYPH" and not child.whitespace_  # "Military-Technical"
            strung = before and child.dep_ in _STRUNG and child.i < token.i
            if not article and not stray and (joins or strung or child.dep_ not in _BEYOND):
                take(child)
        words.append(word)

    take(token)
    ordered = sorted(words, key=lambda word: word.i)
    return clean("".join(word.text_with_ws for word in ordered))


def core(text: Text, token: Token) -> str:
    """The noun with its own modifiers, without article and state: "North Korea's foreign ministry" → foreign ministry."""
    kept = [
        child
        for child in token.children
        if child.dep_ in ("compound", "amod", "nmod") and child.i < token.i and child.i not in text.names
        if child.lower_ != "visiting"  # says where he is, not which office he holds
    ]
    spans = [
        word for child in kept for word in child.subtree if word.i not in text.names and not word.is_punct
    ]
    return " ".join(word.text for word in sorted({*spans, token}, key=lambda word: word.i))
