"""`legation rollback`: an earlier snapshot becomes the newest."""

from __future__ import annotations

import click

import store
from legation.settings import load, option


@click.command()
@click.argument("number", type=click.IntRange(min=1), metavar="N")
@option("data")
def command(number: int, data: str | None) -> None:
    """Make the content of snapshot N current again.

    It becomes a new snapshot, so a rollback can be rolled back. `legation status` lists the snapshots that are kept.
    """
    settings = load(data=data)
    newest = store.rollback(settings.data, number)
    click.echo(f"snapshot {newest} has the content of snapshot {number}")
