"""`legation rollback`: an earlier snapshot becomes the newest."""

from __future__ import annotations

import click

import store
from legation.cli import complain
from legation.settings import load, option


@click.command()
@click.argument("number", type=click.IntRange(min=1), metavar="N")
@option("data")
@option("wait")
def command(number: int, **given: str | None) -> None:
    """Make the content of snapshot N current again.

    It becomes a new snapshot, so a rollback can be rolled back. `legation status` lists the snapshots that are kept.
    """
    settings = load(**given)
    with store.patience(settings.wait, complain):
        newest = store.rollback(settings.data, number)
    click.echo(f"snapshot {newest} has the content of snapshot {number}")
