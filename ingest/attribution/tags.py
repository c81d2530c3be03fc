"""The tag that closes a sentence and gives it to its speaker: "…, KCNA said", "…, a spokesman told AFP on Monday"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.syntax import children, conjuncts, is_verb
from ingest.language.text import Text

_OWN_COMPLEMENT = ("ccomp", "dobj", "xcomp", "dative", "conj")
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "CCONJ", "ADP", "SYM", "X"})
_NAMING_TAGS = frozenset({"PRP$", "HYPH", "POS"})
_PASSING_ON = frozenset("cited quoted reported carried citing quoting saying stating telling".split())
_TELLING = frozenset("say tell report add announce state write note stress post quote cite".split())
_LONGEST = 20
"""Words of the longest speaker that is read off the words alone."""


@dataclass(frozen=True)
class Tag:
    """The reporting verb of a tag and the heads of its speakers."""

    verb: Token
    speakers: tuple[Token, ...]


def closing_tag(text: Text, trigger: Token) -> Tag | None:
    """The tag of the trigger's sentence, whatever the parser made of it."""
    sentence = trigger.sent
    after = sentence[trigger.i - sentence.start + 1 :]
    for verb in after:
        if is_verb(verb) and (speakers := _speakers(verb, trigger)):
            return Tag(verb, tuple(speakers))
    for verb in after:
        if verb.lemma_.lower() in _TELLING and (flat := _flat_speakers(text, verb, trigger)):
            return Tag(verb, tuple(flat))
    return None


def _speakers(verb: Token, trigger: Token) -> list[Token]:
    """Who says it, if the verb and its speaker stand behind a comma as a tag to what holds the trigger."""
    relative = any(child.lower_ in ("who", "which", "that") for child in children(verb, "nsubj", "dobj"))
    if verb.dep_ in ("acl", "pcomp") or (verb.dep_ == "relcl" and relative):
        return []
    if lexicon.reporting_verbs().get(verb.lemma_.lower()) != "asserts":
        return []
    if any(
        each.dep_ == "relcl" and each.i > trigger.i and not each.is_ancestor(trigger)
        for each in verb.ancestors
    ):
        return []  # "X was received by Y, who, her staff said, brought up …"
    speakers = children(verb, "nsubj")
    if not speakers and verb.i > verb.sent.start and verb.nbor(-1).pos_ in ("NOUN", "PROPN"):
        speakers = [verb.nbor(-1)]  # glued by the parser to the name before the comma
    after = [child for child in verb.children if child.i > verb.i]
    barred: tuple[str, ...] = _OWN_COMPLEMENT
    if verb.lemma_ in ("quote", "cite"):
        barred = ("ccomp", "conj")
    elif verb.lemma_ in ("tell", "inform"):  # whom: "a representative told RIA"
        barred = ("ccomp", "xcomp", "conj")
    if not speakers or any(child.dep_ in barred for child in after):
        return []
    before = speakers[0].left_edge.i - 1
    while before > trigger.i and verb.doc[before].dep_ in (
        "compound",
        "poss",
        "case",
        "amod",
        "dobj",
        "nmod",
    ):
        before -= 1  # "Russia's state news agency TASS reported": the phrase may be split
    return speakers if before > trigger.i and verb.doc[before].text in (",", '"', "”") else []


def _flat_speakers(text: Text, verb: Token, trigger: Token) -> list[Token]:
    """Who says it by the words alone: ", the agencies A and B reported on Thursday" that the parser hung elsewhere.

    Between the comma and the verb stands one noun phrase, and after it nothing but to whom, where and when.
    """
    if verb.tag_ not in ("VBD", "VBN", "VBZ") or children(verb, "aux", "neg"):
        return []
    start = min([verb.i, *(child.i for child in children(verb, "auxpass"))])
    if start < verb.i and verb.lemma_ not in ("quote", "cite"):
        return []  # but "X was quoted as saying by Interfax"
    nominal = start
    while start - 1 > trigger.i and nominal - start < _LONGEST and _may_name(text, verb.doc[start - 1]):
        start -= 1
    words = list(verb.doc[start:nominal])
    if not words or start - 1 <= trigger.i or verb.doc[start - 1].text != ",":
        return []
    if words[0].pos_ not in ("DET", "PROPN", "NOUN", "ADJ", "NUM") and words[0].tag_ != "PRP$":
        return []
    if any(child.dep_ in ("ccomp", "xcomp") for child in verb.children if child.i > verb.i):
        return []
    rest = verb.doc[verb.i + 1 : verb.sent.end]
    if any(word.pos_ in ("VERB", "AUX") and word.lower_ not in _PASSING_ON for word in rest):
        return []
    first = next((word.i for word in words if word.pos_ == "ADP"), nominal)
    heads = [word for word in words if word.i < first and _is_noun(text, word)]
    return [word for word in heads if not _is_noun(text, word.nbor()) and word.nbor().tag_ != "POS"]


def _is_noun(text: Text, word: Token) -> bool:
    return word.pos_ in ("NOUN", "PROPN") or word.i in text.names


def _may_name(text: Text, word: Token) -> bool:
    return word.i in text.names or word.pos_ in _NAMING or word.tag_ in _NAMING_TAGS or bool(word.ent_type_)


def speakers_of(tag: Tag) -> list[Token]:
    """The speakers of a tag, each with those coordinated with it that stand before the verb."""
    found = [each for speaker in tag.speakers for each in conjuncts(speaker) if each.i < tag.verb.i]
    return list(dict.fromkeys(found or tag.speakers))
