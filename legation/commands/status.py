"""`legation status`: the store at a glance."""

from __future__ import annotations

import click
from rich.filesize import decimal

from legation import tables
from legation.settings import load, option
from store.inventory import status


@click.command()
@option("data")
def command(data: str | None) -> None:
    """Tell what the store holds, and which snapshots `legation rollback` can go back to."""
    settings = load(data=data)
    found = status(settings.data)
    rows = [
        ("folder", str(settings.data)),
        ("base of IRIs", found.base),
        ("quads", f"{found.quads:,}"),
        ("graph on disk", decimal(found.snapshots_size)),
        ("texts", f"{found.texts:,}"),
        ("texts on disk", decimal(found.texts_size)),
        *((f"snapshot {kept.number}", f"{kept.committed:%Y-%m-%d %H:%M:%S} UTC") for kept in found.snapshots),
    ]
    tables.show(["what", "value"], rows)
