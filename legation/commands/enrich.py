"""`legation enrich`: facts of linked Wikidata items, copied into a graph of their own."""

from __future__ import annotations

import datetime
from contextlib import ExitStack
from pathlib import Path

import click

import store
from ingest.wikidata import enrich, graphs
from ingest.wikidata.sources import Api, Excerpt, Source
from legation.federation import web
from legation.settings import Settings, load, option


def copy(settings: Settings, source: Source, days: int) -> enrich.Copied:
    """Read what is due before the store is locked, then write it in one commit."""
    base = store.base(settings.data)
    today = datetime.datetime.now(datetime.UTC).date()
    with store.reading(settings.data) as snapshot:
        wanted = enrich.due(snapshot.store, base, today, days)
    found = enrich.fetch(source, wanted)
    with store.writing(settings.data, settings.wait) as commit:
        return enrich.keep(commit.store, base, wanted, found, today)


def remove(settings: Settings) -> None:
    """Take all that was copied out of the store."""
    with store.writing(settings.data, settings.wait) as commit:
        commit.store.remove_graph(graphs.facts(store.base(settings.data)))


@click.command()
@click.option(
    "--older-than",
    type=click.IntRange(0),
    default=0,
    metavar="DAYS",
    help="Read only what is new or was read so many days ago or more; by default everything again.",
)
@click.option(
    "--offline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take items from a file of Wikidata's JSON, one entity a line, instead of asking Wikidata.",
)
@click.option("--remove", "removed", is_flag=True, help="Take all that was copied out of the store.")
@option("data")
@option("wait")
@option("contact")
@option("wikidata_api")
def command(older_than: int, offline: Path | None, removed: bool, **given: str | None) -> None:
    """Copy names in other languages, offices with dates, coordinates and file names of images of linked items.

    They stand in the graph {base}wikidata in Wikidata's own shape, each item with the day on which it was read, under
    Wikidata's licence, CC0. Claims and authority stay as they are.
    """
    settings = load(**given)
    if removed:
        remove(settings)
        click.echo("removed")
        return
    with ExitStack() as stack:
        source: Source
        if offline is not None:
            source = Excerpt(offline)
        else:
            source = Api(stack.enter_context(web(settings)), settings.wikidata_api)
        copied = copy(settings, source, older_than)
    click.echo(f"{copied.read} items copied, {copied.fresh} fresh enough, {len(copied.missing)} not found")
    if copied.missing:
        click.echo(f"not found: {' '.join(copied.missing)}")
