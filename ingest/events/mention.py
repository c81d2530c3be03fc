"""A mention: one place of the text that tells an event."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from ingest.events.frames import Frame
from ingest.model import Filler, Quantity


@dataclass(frozen=True)
class Mention:
    """One place of the text that tells an event: its trigger, role fillers, and words kept as told."""

    frame: Frame
    trigger: Token
    roles: tuple[tuple[str, Filler], ...]
    texts: tuple[tuple[str, str], ...] = ()
    quantity: Quantity | None = None
    assumed: int = 0
    """How many fillers rest on coreference or description instead of a name."""
    focus: Token | None = None
    """Where several destinations stand side by side, the one that this mention is about."""
    exchange: Token | None = None
    """The trigger of the event in return for which this one is told."""
    part_of: Token | None = None
    """The trigger of the event during which this one is told to happen."""
    theme: str = ""
    """The kind of help that is told, as a lemma; empty where it is told only as help."""
    lacking: bool = False
    """Whether a side is left out that what it is about may tell."""
    again: bool = False
    """Whether it is told as one more of what was told before: "a further batch"."""
    inherits: bool = False
    """Whether its sides are those of what was told before: "the package includes …", "a further batch"."""
    strange: frozenset[str] = frozenset()
    """Roles that somebody fills who is not known: nobody else does."""
    here: str = ""
    """The role that is left open and may be where the text is written: "arrived on a visit"."""
    bare: bool = False
    """Whether it only points back ("the arms transfers"): its parties are told elsewhere in the text."""

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """The fillers of one role."""
        return tuple(filler for name, filler in self.roles if name == role)
