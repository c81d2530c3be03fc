"""What a document would add to the store, for the eye and for programs; nothing is written."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ingest.model import Actor, Claim, Filler, Interval, Reading, Telling

COLUMNS = ("who", "stance", "certainty", "event", "confidence", "evidence")


def rows(reading: Reading) -> list[tuple[str, ...]]:
    """One row a claim, under COLUMNS."""
    return [_row(claim) for claim in reading.claims]


def heading(reading: Reading) -> str:
    """The document in one line."""
    document = reading.document
    agency = f" ({document.agency.label})" if document.agency else ""
    return f"{document.published} · {document.publisher.label}{agency} · {document.title}"


def as_json(reading: Reading) -> str:
    """One line of JSON: the document without its text, and its claims with everything they hold.

    Offsets count code points of the kept text; actors have the IRI of the authority where it knows them.
    """
    document = _plain(reading.document)
    del document["text"], document["blocks"]
    claims = [_plain(claim) for claim in reading.claims]
    return json.dumps(
        {"document": {**document, "textSha256": reading.document.sha256}, "claims": claims},
        ensure_ascii=False,
    )


def _row(claim: Claim) -> tuple[str, ...]:
    via = ", ".join(actor.label for actor in claim.reported_by)
    who = claim.claimant.label + (f" via {via}" if via else "")
    return (
        who,
        claim.stance,
        claim.certainty,
        event(claim.telling),
        f"{claim.confidence}",
        f"“{claim.evidence.exact}”",
    )


def event(telling: Telling) -> str:
    """An event in a few words: its type, then who and what in which role, then when."""
    parts = [f"{role} {_named(filler)}" for role, filler in telling.roles]
    if telling.quantity is not None:
        parts.append(f"quantity {telling.quantity.text}")
    parts += [f"{name} {text}" for name, text in telling.texts]
    if telling.when is not None:
        parts.append(_dates(telling.when))
    return f"{telling.type}: {'; '.join(parts)}"


def _named(filler: Filler) -> str:
    if isinstance(filler, Actor):
        return filler.label
    told = [
        f"{words} {actor.label}"
        for words, actor in (("sent by", filler.sent_by), ("headed by", filler.headed_by))
        if actor is not None
    ]
    return f"{filler.label} ({', '.join(told)})" if told else filler.label


def _dates(when: Interval) -> str:
    return f"{when.earliest}" if when.earliest == when.latest else f"{when.earliest} to {when.latest}"


def _plain(value: object) -> Any:
    """Frozen data as JSON knows it; amounts stay exact, as text."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, (date, Decimal)) else value
