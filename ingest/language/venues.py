"""Where people come together, told as what the place is or does, and who joins others there.

Labels as frames name them: venue, joiner.
"""

from __future__ import annotations

from spacy.tokens import Token

from ingest.language import lexicon
from ingest.language.carriers import package, staging
from ingest.language.syntax import is_passive, objects, subjects

_HOSTING = frozenset({"host", "see", "house"})


def venue(noun: Token) -> list[Token]:
    """What is "the venue of the summit", "hosts the talks", or "plays host to" them."""
    noun = package(noun)
    if noun.dep_ == "dobj" and noun.head.lemma_ in _HOSTING and not is_passive(noun.head):
        return subjects(noun.head)
    if (role := staging(noun)) is None:
        return []
    if role.dep_ == "appos":
        return [role.head]  # "Geneva, the venue of the talks"
    told = role.dep_ in ("attr", "dobj", "oprd") and role.head.lemma_ in ("be", "become", "play", "remain")
    return subjects(role.head) if told else []


def joiner(verb: Token) -> list[Token]:
    """Who joins somebody: "will join his counterparts in X"; not who joins an army or a firm."""
    people = lexicon.nouns()["leader"] | lexicon.nouns()["person"] | {"counterpart"}
    joined = any(each.ent_type_ == "PERSON" or each.lemma_.lower() in people for each in objects(verb))
    return subjects(verb) if joined and not is_passive(verb) else []
