"""`legation import`: RDF in bulk."""

from __future__ import annotations

from pathlib import Path

import click

import store
from legation.founding import found
from legation.progress import bar
from legation.settings import load, option
from store.bulk import FORMATS
from store.bulk import load as load_rdf


@click.command("import")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.nq|.trig|.ttl|…"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="Format of the file, if its name does not tell.",
)
@option("data")
@option("base")
@option("wait")
@option("authority")
@option("frames")
def command(file: Path, form: str | None, **given: str | None) -> None:
    """Load an RDF file in one commit, also a gzipped one.

    Turtle and N-Triples that `legation export` wrote become claims again. A store that doesn't exist is created.
    """
    settings = load(**given)
    with bar(f"loading {file.name}") as shown, store.patience(settings.wait, shown.complain):
        found(settings)
        count = load_rdf(settings.data, file, form, progress=shown.at)
    click.echo(f"{count} quads loaded from {file}")
