"""Reading a few sentences as a report, for the tests of what is read in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest.interpret import interpret
from ingest.model import Actor, Block, Claim, Delegation, Document, Filler
from ontology.authority import Authority, load

WIRE = Actor("MediaOutlet", "Test Wire")


INVENTED = Path(__file__).parents[1] / "corpus" / "wires" / "authority"
"""States, persons and companies that there are not."""


def claims(
    *paragraphs: str,
    published: date = date(2023, 11, 15),
    authority: Authority | None = None,
    publisher: Actor = WIRE,
) -> tuple[Claim, ...]:
    """The claims of a report of these paragraphs by the Test Wire."""
    blocks: list[Block] = []
    start = 0
    for paragraph in paragraphs:
        blocks.append(Block(start, start + len(paragraph), "body"))
        start += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    document = Document("test:report", text, tuple(blocks), "A report", publisher, published)
    return interpret(document, authority or load()).claims


def name(filler: Filler | None) -> str | None:
    """How a test names a party: a delegation by its head, else by its sender."""
    if isinstance(filler, Delegation):
        return name(filler.headed_by or filler.sent_by)
    return None if filler is None else filler.label


def names(claim: Claim, role: str) -> set[str | None]:
    """The parties in one role of a claim."""
    return {name(filler) for filler in claim.telling.fillers(role)}


def told(found: tuple[Claim, ...]) -> set[tuple[str, str, str]]:
    """Claims in short: who, stance, event type."""
    return {(claim.claimant.label, claim.stance, claim.telling.type) for claim in found}
