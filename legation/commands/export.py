"""`legation export`: the store, or one resource, as RDF."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

import store
from legation.answers import interruptible
from legation.exits import NotHeldError
from legation.settings import load, option
from server import notation
from server.description import describe
from store.durable import replacing
from store.export import FORMATS, dump


@contextmanager
def destination(file: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its place only when it is complete."""
    if file is None:
        with interruptible():
            yield sys.stdout.buffer
        return
    try:
        with replacing(file) as output:
            yield cast(BinaryIO, output)
    except OSError as error:
        raise click.ClickException(f"can't write {file}: {error.strerror}") from error


def described(snapshot: store.Snapshot, iri: str, form: str) -> bytes:
    """One resource, as the server describes it too."""
    try:
        found = describe(snapshot.store, iri)
    except ValueError as error:
        raise click.UsageError(f"--resource {iri}: {error}") from error
    if found is None:
        raise NotHeldError(f"nothing is known of <{iri}>: no document, claim, event or actor has this IRI")
    return notation.serialise(found, form)


@click.command()
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="[default: nquads; turtle for a resource]"
)
@click.option("--resource", metavar="IRI", help="Write only what is known of this IRI.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to a file, not to stdout.",
)
@option("data")
def command(form: str | None, resource: str | None, output: Path | None, data: str | None) -> None:
    """Write the newest snapshot as RDF, without the documents' texts.

    N-Quads, TriG and JSON-LD keep the graphs. Turtle and N-Triples hold the content of claims as RDF reification, and
    `legation import` reads it back: nothing is lost.
    """
    settings = load(data=data)
    with store.reading(settings.data) as snapshot:
        if resource is None:
            with destination(output) as file:
                dump(snapshot.store, file, form or "nquads")
        else:
            content = described(snapshot, resource, form or "turtle")
            with destination(output) as file:
                file.write(content)
