"""A voice: who says something, by which word and in which stance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from ingest.attribution.speakers import claimants, speaking, told_to
from ingest.language import lexicon
from ingest.language.quotes import speaker_of_quote
from ingest.language.syntax import children, is_passive
from ingest.language.text import Text
from ingest.model import Actor

CALLING = frozenset("call brand label describe dismiss term deem".split())
_GRANTED = frozenset("true accurate credible correct alarming serious troubling important concerning".split())


@dataclass(frozen=True)
class Voice:
    """A reporting verb or noun with its speakers (each with the office told), and to whom it was said."""

    speakers: tuple[tuple[Actor, str | None], ...]
    stance: str
    cue: Token
    to: tuple[Actor, ...] = ()


def voice_of(text: Text, verb: Token, stance: str) -> Voice | None:
    """The voice of a reporting verb; of "Y reported, citing X" it is X, through Y. None: no speaker can be told."""
    tokens = speaking(text, verb)
    if tokens and all(token.lower_ in ("i", "we") for token in tokens):
        quoted = speaker_of_quote(text, verb)
        if quoted is not None and quoted.i != verb.i:
            outer = voice_of(text, quoted, stance)
            return outer and replace(outer, cue=verb)
        return Voice(((text.document.publisher, None),), stance, verb)
    cited = [
        each
        for child in children(verb, "advcl", "prep")
        if child.lemma_.lower() in ("cite", "quote")
        for each in children(child, "dobj")
    ]
    cited = cited or [
        each
        for word in verb.sent
        if word.i > verb.i and word.lower_ in ("citing", "quoting") and word.head.is_ancestor(verb)
        for each in children(word, "dobj")
    ]
    if cited:
        speakers, through = claimants(text, cited), claimants(text, tokens)
        if speakers:
            return Voice(speakers, stance, verb, tuple(actor for actor, _ in through))
    if verb.lemma_ in ("quote", "cite") and not is_passive(verb):
        quoted_ones = claimants(text, children(verb, "dobj"))
        if quoted_ones:  # "Interfax quoted X as stating"
            return Voice(quoted_ones, "asserts", verb, tuple(actor for actor, _ in claimants(text, tokens)))
    speakers = claimants(text, tokens)
    return Voice(speakers, stance, verb, told_to(text, verb)) if speakers else None


def stance_of(verb: Token) -> str:
    """The stance that a reporting verb expresses."""
    return lexicon.reporting_verbs().get(verb.lemma_.lower(), "asserts")


def called_false(verb: Token) -> bool:
    """Whether what is called something is called false: "called the report groundless", "… 'science fiction'"."""
    told = [
        word
        for child in children(verb, "oprd", "ccomp", "attr", "acomp", "prep", "xcomp")
        if child.i > verb.i
        for word in child.subtree
    ]
    lemmas = {word.lemma_.lower() for word in told}
    quoted = any(word.text in ('"', "“", "”") for word in told)
    return bool(lemmas & lexicon.words_for_false()) or (quoted and not lemmas & _GRANTED)


def calling_stance(verb: Token, named: Token) -> str:
    """How something is called: false, bad or good; nothing where it is none of them."""
    inside = {word.i for word in named.subtree}
    lemmas = {word.lemma_.lower() for word in verb.subtree if word.i > verb.i and word.i not in inside}
    words = lexicon.answering()
    if lemmas & lexicon.words_for_false():
        return "denies"
    if lemmas & words["bad"]:
        return "condemns"
    if lemmas & words["good"]:
        return "asserts"
    return "denies" if called_false(verb) else ""
