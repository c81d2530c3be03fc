"""Why a text was read as it was: what the steps decide, noted where they decide it, for as long as somebody listens.

When nobody does, a note costs a look at a variable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeVar

from spacy.tokens import Token

Kind = Literal[
    "tried",  # begins what is noted of a word as the trigger of a frame
    "role",
    "unfit",
    "linked",
    "refused",
    "added",
    "told",
    "attributing",  # begins what is noted of whose words a mention stands in, and when it was
    "attitude",
    "voice",
    "silent",
    "date",
    "joined",  # and what is made of the mentions together
    "dropped",
    "claim",
]
Found = TypeVar("Found")

ANSWER = "answers what was told just before"


@dataclass(frozen=True, eq=False)
class Note:
    """A decision: about which word, by which rule, and what it was made of."""

    about: Token
    kind: Kind
    rule: str
    data: Mapping[str, object]


_NOTES: ContextVar[list[Note] | None] = ContextVar("notes", default=None)


@contextmanager
def listening() -> Iterator[list[Note]]:
    """Collect the notes of what is read within, in the order of the decisions."""
    notes: list[Note] = []
    token = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(token)


def note(about: Token, kind: Kind, rule: str = "", **data: object) -> None:
    """Note a decision, if somebody listens."""
    notes = _NOTES.get()
    if notes is not None:
        notes.append(Note(about, kind, rule, data))


def refused(about: Token, rule: str, words: object = ()) -> bool:
    """Note why a word tells no event; False."""
    note(about, "refused", rule, words=words)
    return False


def added(
    about: Token, before: Collection[tuple[str, object]], after: Iterable[tuple[str, object]], why: str
) -> None:
    """Note the roles and fillers that a rule adds."""
    if _NOTES.get() is not None:
        for role, filler in after:
            if (role, filler) not in before:
                note(about, "added", why, role=role, filler=filler)


def ruled(about: Token, kind: Kind, rule: str, found: Found) -> Found:
    """Note by which rule something was found; that itself."""
    if found:
        note(about, kind, rule, found=found)
    return found
