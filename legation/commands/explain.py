"""`legation explain`: why a document gives the claims that it gives, and why others not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ingest.errors import IngestError
from ingest.reading.metadata import Overrides
from ingest.reading.sources import find_sources
from legation import previews
from legation.settings import load, option
from ontology import authority

if TYPE_CHECKING:
    from ingest.explain import Account, Explanation


def show(found: Explanation, chosen: Sequence[int], misses: Sequence[Account]) -> None:
    """Write claims with their reasons, and near misses, for the eye."""
    click.echo(previews.heading(found.reading))
    for number in chosen:
        claim = found.reading.claims[number - 1]
        told = f"{claim.claimant.label} {claim.stance} ({claim.certainty}, confidence {claim.confidence})"
        click.echo(f"\n{number}. {told}: {previews.event(claim.telling)}")
        for account in found.claims[number - 1]:
            _tell(account)
    if misses:
        click.echo("\nNo claim")
    for account in misses:
        _tell(account)


def _tell(account: Account) -> None:
    click.echo(f"\n   {account.sentence}")
    for topic, reasons in groupby(account.reasons, key=lambda reason: reason.topic):
        for line, reason in enumerate(reasons):
            click.echo(f"      {topic if line == 0 else '':13} {reason.text}")


def as_json(found: Explanation, chosen: Sequence[int], misses: Sequence[Account]) -> str:
    """All of it as one object; `start` counts code points of the kept text."""
    claims = [
        {
            "claim": number,
            "claimant": found.reading.claims[number - 1].claimant.label,
            "stance": found.reading.claims[number - 1].stance,
            "event": previews.event(found.reading.claims[number - 1].telling),
            "because": [_plain(account) for account in found.claims[number - 1]],
        }
        for number in chosen
    ]
    told = {
        "document": found.reading.document.key,
        "claims": claims,
        "misses": [_plain(account) for account in misses],
    }
    return json.dumps(told, ensure_ascii=False)


def _plain(account: Account) -> dict[str, object]:
    reasons = [{"topic": reason.topic, "text": reason.text} for reason in account.reasons]
    return {
        "word": account.word,
        "start": account.start,
        "sentence": account.sentence,
        "type": account.type,
        "reasons": reasons,
    }


@click.command()
@click.argument("source", metavar="FILE|URL")
@click.option("--claim", "number", type=click.IntRange(min=1), metavar="N", help="Only the Nth claim.")
@click.option("--all", "everything", is_flag=True, help="Also words of a frame to which nothing else points.")
@click.option("--json", "as_data", is_flag=True, help="Write one JSON object.")
@click.option("--publisher", help="Who published it, if the document doesn't say.")
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day of publication, if the document doesn't say.",
)
@option("model")
@option("authority")
@option("frames")
def command(
    source: str,
    number: int | None,
    everything: bool,
    as_data: bool,
    publisher: str | None,
    published: datetime | None,
    **given: str | None,
) -> None:
    """Tell why a document gives the claims that it gives, and why some of its words give none.

    For each claim: the word that tells the event, by which rule each role is filled, whose words it stands in, how
    stance and date come about, and what else in the text tells the same. The claims are numbered as `legation ingest
    --dry-run` shows them. Nothing is kept.
    """
    settings = load(**given)
    found = find_sources([source])
    if len(found) != 1:
        raise click.UsageError(f"{source} are {len(found)} documents: name one")
    known = authority.load(*settings.authorities)
    overrides = Overrides(publisher=publisher, published=published.date() if published else None)
    from ingest.events.frames import frames
    from ingest.explain import explain  # loads spaCy: not for pages of help
    from ingest.reading.read import read

    forms = frames(*settings.frame_folders)
    told = explain(read(found[0].read(), found[0].name, overrides, known), known, settings.model, forms)
    count = len(told.reading.claims)
    if number is not None and number > count:
        raise IngestError(
            f"{source} gives {count} claim{'' if count == 1 else 's'}: there is no claim {number}"
        )
    chosen = range(1, count + 1) if number is None else [number]
    misses = [] if number is not None else [each for each in told.misses if everything or each.is_near]
    if as_data:
        click.echo(as_json(told, chosen, misses))
    else:
        show(told, chosen, misses)
