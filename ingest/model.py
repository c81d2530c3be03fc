"""What the steps of an article's life hand to one another: plain frozen data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

BlockRole = Literal["headline", "body", "caption"]


@dataclass(frozen=True, order=True)
class Passage:
    """A stretch of a document's kept text; `start` and `end` count code points (Web Annotation, section 4.2.5)."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True)
class Interval:
    """A time at the precision of the text: first and last possible day, and the words that say so."""

    earliest: date
    latest: date
    text: str


@dataclass(frozen=True)
class Block:
    """A headline, paragraph or caption of the kept text, by code points."""

    start: int
    end: int
    role: BlockRole


@dataclass(frozen=True)
class Actor:
    """An actor, place or kind of materiel.

    `kind` is the local name of its class in the ontology. `iri` is set for what the authority knows; without it
    the thing is known by its label within one document only. `affiliation` is the IRI of a State of the authority.
    """

    kind: str
    label: str
    iri: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True)
class Delegation:
    """A group sent on one occasion; who sent and who headed it is told by the claim, not known."""

    label: str
    sent_by: Actor | None = None
    headed_by: Actor | None = None
    members: tuple[Actor, ...] = ()


Filler = Actor | Delegation


@dataclass(frozen=True)
class Quantity:
    """An amount as told: "over 1 million artillery rounds" has a minimum, the unit "round" and no maximum."""

    minimum: Decimal | None
    maximum: Decimal | None
    unit: str | None
    text: str


@dataclass(frozen=True)
class Telling:
    """What one claim says of its event.

    `roles` pairs a property of the ontology (local name: visitor, supplier, place, materiel …) with its filler;
    `texts` pairs a literal property (purpose, subject, reason, inExchangeForText) with the words of the text;
    `links` pairs partOf or inExchangeFor with the number of another event of the same document.
    """

    type: str
    roles: tuple[tuple[str, Filler], ...] = ()
    when: Interval | None = None
    texts: tuple[tuple[str, str], ...] = ()
    quantity: Quantity | None = None
    links: tuple[tuple[str, int], ...] = ()

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """The fillers of one role, in the order of the text."""
        return tuple(filler for name, filler in self.roles if name == role)


@dataclass(frozen=True)
class Claim:
    """Someone's stance on an event. Claims of one document with the same `event` number tell the same happening."""

    event: int
    telling: Telling
    claimant: Actor
    stance: str
    certainty: str
    confidence: Decimal
    evidence: Passage
    root_source: Actor
    further: tuple[Passage, ...] = ()
    """Other passages of the document that say the same; `evidence` is the fullest."""
    position: str | None = None
    reported_by: tuple[Actor, ...] = ()
    stated: Interval | None = None


@dataclass(frozen=True)
class Document:
    """A text as kept, and what is known of it. `key` is its canonical URL or else the text's SHA-256."""

    key: str
    text: str
    blocks: tuple[Block, ...]
    title: str
    publisher: Actor
    published: date
    agency: Actor | None = None
    url: str | None = None
    language: str = "en"
    dateline: Actor | None = None
    """The place that a wire's dateline names, if the authority knows it: what "here" means."""

    @cached_property
    def sha256(self) -> str:
        """Digest of the kept text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Reading:
    """A document and the claims that were read in it, in the order of the text."""

    document: Document
    claims: tuple[Claim, ...]
