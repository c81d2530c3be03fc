"""Parties told as a list after a colon: "The following persons are being designated: X, a broker; Y, master of …"."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from ingest.events.frames import Frame
from ingest.events.roles import Roles
from ingest.language import lexicon
from ingest.language.syntax import children, conjuncts
from ingest.language.text import Text
from ingest.linking.referents import referents
from ingest.model import Actor, Filler

_LONGEST_ITEM = 200
_EXAMPLES_WITHIN = 3
"""Sentences after a mention that may name examples of those it tells of."""
_FOLLOWING = re.compile(r"\b(the following|as follows|below|these|those)\b", re.IGNORECASE)
_MARKED = frozenset({"listed", "designated", "sanctioned", "targeted", "blacklisted"})
_BULLET = re.compile(r"[•▪●‣]\s*")


def with_listed(text: Text, frame: Frame, trigger: Token, roles: Roles) -> Roles:
    """The roles, with the parties that the items after the sentence name instead of "the following".

    And those whom one of the next sentences names as examples: "Among those listed are X and Y".
    """
    role = next(iter(frame.described), None)
    if role is None or frame.give_and_take:
        return roles
    if not any(word.text == ":" for word in trigger.sent[-2:]):
        more = [(role, filler) for filler in _examples(text, trigger)] if (role in dict(roles)) else []
        return [*roles, *(pair for pair in more if pair not in roles)]
    listed: Roles = []
    for start in _items(text, trigger.sent.end_char):
        filler = _first_named(text, start)
        if filler is not None and (role, filler) not in listed:
            listed.append((role, filler))
    if not listed or not (role in dict(roles) or _FOLLOWING.search(trigger.sent.text)):
        return roles
    kept = [
        (name, filler)
        for name, filler in roles
        if name != role or not isinstance(filler, Actor) or filler.iri is not None
    ]
    return [*kept, *listed]


def _examples(text: Text, trigger: Token) -> list[Filler]:
    """Whom the sentence after the trigger's names as some of those told of."""
    end = trigger.sent.end
    named: list[Token] = []
    for distance in range(_EXAMPLES_WITHIN):
        if end >= len(text.doc):
            break
        sentence = text.doc[end].sent
        named.extend(_named_in(sentence, next_one=distance == 0))
        end = sentence.end
    found = (
        filler for noun in named for each in conjuncts(noun) for filler in referents(text, each, "actor")
    )
    return [
        filler
        for filler in dict.fromkeys(found)
        if isinstance(filler, Actor) and filler.kind != "UnnamedSource"
    ]


def _named_in(sentence: Span, *, next_one: bool) -> list[Token]:
    """What a sentence names as examples: after "among them are", "others are", "they include"."""
    first, verb = sentence[0].lower_, sentence.root
    if verb.lemma_ not in ("be", "include"):
        verb = next(iter(children(verb, "ccomp")), verb)  # "…, the ministry said"
    if first in ("among", "others") and verb.lemma_ == "be":
        named = children(verb, "nsubj", "attr")
    elif verb.lemma_ == "include" and (
        first == "others"
        or (next_one and first in ("they", "these"))
        or any(_is_of_the_round(noun) for noun in children(verb, "nsubj"))
    ):
        named = children(verb, "dobj")
    else:
        return []
    return [noun for noun in named if noun.i > verb.i]


def _is_of_the_round(noun: Token) -> bool:
    """ "The listed individuals", "sanctioned entities": those of whom was just told."""
    marked = any(child.lower_ in _MARKED for child in noun.children)
    return marked and noun.lemma_.lower() in lexicon.described()


def _items(text: Text, end: int) -> list[int]:
    """Where the items of the list after `end` begin, by characters of the text."""
    starts: list[int] = []
    for block in text.document.blocks:
        if block.start < end:
            continue
        words = text.document.text[block.start : block.end]
        bullets = [match.end() + block.start for match in _BULLET.finditer(words)]
        if bullets:
            starts.extend(bullets)
        elif words.isupper():
            continue  # "PERSONS"
        elif len(words) <= _LONGEST_ITEM and words[:1].isupper() and not re.search(r"[.:] [\"“]?\w", words):
            starts.append(block.start)
            if words.endswith("."):
                break
        else:
            break
    return starts


def _first_named(text: Text, start: int) -> Filler | None:
    first = text.doc.char_span(start, start + 1, alignment_mode="expand")
    if first is None:
        return None
    for token in text.doc[first.start : first.start + 6]:
        if token.text in (",", ";", "(", "–"):
            break
        head = _head(text, token)
        if (unknown := _capitalised(text, token)) is not None and head.i == token.i:
            return unknown
        for found in referents(text, head, "actor"):
            if isinstance(found, Actor) and found.kind != "UnnamedSource":
                return found
    return None


def _capitalised(text: Text, first: Token) -> Actor | None:
    """A name that neither the authority nor the model knows: the capitalised words that an item begins with."""
    end = first.i
    while end < len(text.doc) and text.doc[end].is_title and text.doc[end].i not in text.names:
        if text.doc[end].i in text.entities:
            return None
        end += 1
    return Actor("Organization", text.doc[first.i : end].text) if end - first.i > 1 else None


def _head(text: Text, token: Token) -> Token:
    name, entity = text.names.get(token.i), text.entities.get(token.i)
    if name is not None:
        return text.doc[name.end - 1]
    return entity.root if entity is not None else token
