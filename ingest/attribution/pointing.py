"""How a word points back to what the text told before: "it", "the accusation", "this step", "that help"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children

_PRONOUNS = frozenset({"it", "this", "that", "them", "they", "these", "those"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "such", "any", "all", "both", "its", "their"})
_OTHERS = frozenset({"other", "another", "further", "similar", "separate", "additional", "more"})
_CONTENT = frozenset({"of", "about", "on", "over", "for", "between", "concerning", "regarding", "with", "to"})
"""Prepositions after which a noun tells itself what it is about."""
_ARMS = frozenset("arm arms weapon drone missile ammunition munition military rocket".split())
ENDS = frozenset({"end", "stop", "halt", "cessation"})
_SPREAD = frozenset("publish make level raise voice circulate spread carry print air put bring".split())


def sort_of(token: Token) -> str:
    """How a word points back: "it", "said", "done", "kind" (of event); "" where it doesn't, or tells its own matter."""
    lemma, words = token.lemma_.lower(), lexicon.answering()
    if token.lower_ in _PRONOUNS and token.pos_ in ("PRON", "DET"):
        return "" if children(token, "relcl", "prep", "acl") else "it"
    if token.pos_ != "NOUN" or not _is_definite(token) or _tells_its_matter(token):
        return ""
    if lemma in words["said"]:
        return "said"
    if lemma in words["done"]:
        return "done"
    return "kind" if lemma in lexicon.kinds_of_event() else ""


def _is_definite(noun: Token) -> bool:
    marks = [child for child in noun.children if child.i < noun.i]
    if is_another(noun):
        return False
    pointing = any(child.lower_ in _POINTING or child.dep_ == "poss" for child in marks)
    bare = noun.tag_ == "NNS" and not any(child.dep_ in ("det", "nummod") for child in marks)
    return pointing or (bare and noun.lemma_.lower() in lexicon.answering()["said"])


def is_another(noun: Token) -> bool:
    """Whether the noun says that another is meant than the one told before: "further sanctions"."""
    return any(child.lower_ in _OTHERS for child in noun.children if child.i < noun.i)


def _tells_its_matter(noun: Token) -> bool:
    """Whether the noun has a complement: "accusations of corruption", "the claim that …"; not "the claim by X"."""
    if any(child.lemma_.lower() not in _SPREAD for child in children(noun, "acl", "ccomp")):
        return True
    if any(child.i > noun.i and not _only_says_where(child) for child in children(noun, "relcl")):
        return True
    if matter_of(noun) is not None:
        return False
    return any(
        child.lower_ in _CONTENT and not any(pobj.ent_type_ == "DATE" for pobj in children(child, "pobj"))
        for child in children(noun, "prep")
    )


def matter_of(noun: Token) -> Token | None:
    """The kind of event that what was said is about: "reports of arms deliveries", without saying whose."""
    for prep in children(noun, "prep"):
        for matter in children(prep, "pobj") if prep.lower_ in ("of", "about") else ():
            goods = all(word.lemma_.lower() in _ARMS for word in children(matter, "compound", "amod"))
            alone = not children(matter, "prep", "acl", "relcl", "poss")
            if goods and alone and matter.lemma_.lower() in lexicon.kinds_of_event():
                return matter
    return None


def _only_says_where(clause: Token) -> bool:
    return (
        clause.lemma_.lower() in _SPREAD or lexicon.reporting_verbs().get(clause.lemma_.lower()) == "denies"
    )


def sort_of_alone(noun: Token) -> str:
    """How a noun points back, whatever clause hangs on it."""
    lemma, words = noun.lemma_.lower(), lexicon.answering()
    if not _is_definite(noun):
        return ""
    return "done" if lemma in words["done"] else "kind" if lemma in lexicon.kinds_of_event() else ""


def after(tokens: tuple[Token, ...], prepositions: tuple[str, ...]) -> list[Token]:
    """What stands after one of these prepositions of one of these words."""
    return [
        pobj
        for token in tokens
        for prep in children(token, "prep", "dative")
        if prep.lower_ in prepositions
        for pobj in children(prep, "pobj")
    ]


def ended(clause: Token) -> Iterator[Token]:
    """What is to end: "stop it", "that they stop", "put an end to it", "refrain from such acts"."""
    ends = [noun for noun in children(clause, "dobj") if noun.lemma_.lower() in ENDS]
    if clause.lemma_ in ("put", "bring") and ends:
        found = after((clause, *ends), ("to",))
    elif is_ending(clause):
        found = children(clause, "dobj", "nsubjpass") or [
            *after((clause,), ("from",)),
            *children(clause, "nsubj"),
        ]
    else:
        return
    yield from (each for each in found if sort_of(each) in ("done", "it", "kind"))


def is_ending(verb: Token) -> bool:
    """Whether a verb ends or undoes something: "halt", "call off"."""
    if verb.lemma_ == "call":
        return any(child.lower_ == "off" for child in verb.children)
    return verb.lemma_.lower() in lexicon.answering()["ending"]
