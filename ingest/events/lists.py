"""Parties told as a list after a colon: "The following persons are being designated: X, a broker; Y, master of …"."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Token

from ingest.events.mention import Mention
from ingest.language.text import Text
from ingest.linking.referents import referents
from ingest.model import Actor, Filler

_LONGEST_ITEM = 200
_BULLET = re.compile(r"[•▪●‣]\s*")


def with_listed(text: Text, mention: Mention) -> Mention:
    """The mention, with the parties that the items after its sentence name instead of "the following"."""
    role = next(iter(mention.frame.described), None)
    sentence = mention.trigger.sent
    if role is None or not sentence.text.rstrip().endswith(":"):
        return mention
    listed: list[tuple[str, Filler]] = []
    for start in _items(text, sentence.end_char):
        filler = _first_named(text, start)
        if filler is not None and (role, filler) not in listed:
            listed.append((role, filler))
    if not listed:
        return mention
    kept = [
        (name, filler)
        for name, filler in mention.roles
        if name != role or not isinstance(filler, Actor) or filler.iri is not None
    ]
    return replace(mention, roles=(*kept, *listed))


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
        elif len(words) <= _LONGEST_ITEM and words[:1].isupper() and not re.search(r"[.:] \w", words):
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
