"""`legation export`: the store, some of its claims, or one resource, for others to use."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

import store
from legation.answers import interruptible
from legation.exits import NotHeldError
from legation.settings import load, option
from ontology.authority import load as load_authority
from queries.errors import QueryError
from queries.selecting import TYPES, selection
from server.resources import notation
from server.resources.description import absence, describe
from store import export
from store.durable import replacing


@contextmanager
def destination(file: Path | None, packed: bool) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its place only when it is complete; by gzip if `packed`."""
    if file is None:
        with interruptible(), _packing(sys.stdout.buffer, packed) as output:
            yield output
        return
    try:
        with replacing(file) as plain, _packing(cast(BinaryIO, plain), packed) as output:
            yield output
    except OSError as error:
        raise click.ClickException(f"can't write {file}: {error.strerror}") from error


@contextmanager
def _packing(output: BinaryIO, packed: bool) -> Iterator[BinaryIO]:
    if not packed:
        yield output
        return
    with export.compressed(output) as file:
        yield cast(BinaryIO, file)


def guessed(file: Path | None) -> str | None:
    """The format that a file's name tells, if it tells one."""
    name = "" if file is None else file.name.lower().removesuffix(".gz")
    found = [form for form, format in export.FORMATS.items() if name.endswith(f".{format.suffix}")]
    return max(found, key=lambda form: len(export.FORMATS[form].suffix), default=None)


def described(snapshot: store.Snapshot, iri: str, form: str, base: str) -> bytes:
    """One resource, as the server describes it too, with all that belongs to it."""
    if form not in notation.FORMATS:
        raise click.UsageError(f"--resource: one resource is written as RDF, not as {form}")
    try:
        found = describe(snapshot.store, iri)
    except ValueError as error:
        raise click.UsageError(f"--resource {iri}: {error}") from error
    if found is None:
        raise NotHeldError(absence(iri, base).replace("Nothing", "nothing").removesuffix("."))
    return notation.serialise(found, form, base)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(export.FORMATS)),
    help="[default: as --output is named, else nquads; turtle for a resource]",
)
@click.option("--resource", metavar="IRI", help="Write only what is known of this IRI.")
@click.option("--document", "documents", multiple=True, metavar="IRI", help="Claims read in it; repeatable.")
@click.option(
    "--actor", "actors", multiple=True, metavar="ACTOR", help="Claims by it or about it; repeatable."
)
@click.option(
    "--type", "types", multiple=True, type=click.Choice(TYPES), help="Claims of such events; repeatable."
)
@click.option("--since", metavar="DAY", help="Claims of events that may have been on this day or later.")
@click.option("--until", metavar="DAY", help="Claims of events that may have been on this day or earlier.")
@click.option("--rdf12", is_flag=True, help="Turtle, N-Triples: triple terms instead of RDF 1.1 reification.")
@click.option("--gzip", is_flag=True, help="Compress, as also a FILE does whose name ends in .gz.")
@click.option("--snapshot", "number", type=int, metavar="N", help="[default: the newest]")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to a file, not to stdout.",
)
@option("data")
@option("authority")
@option("licence")
def command(
    form: str | None,
    resource: str | None,
    documents: Sequence[str],
    actors: Sequence[str],
    types: Sequence[str],
    since: str | None,
    until: str | None,
    rdf12: bool,
    gzip: bool,
    number: int | None,
    output: Path | None,
    data: str | None,
    authority: str | None,
    licence: str | None,
) -> None:
    """Write a snapshot, or what belongs to some of its claims, without the documents' texts.

    N-Quads, TriG and JSON-LD keep the graphs. Turtle, N-Triples and RDF/XML hold the content of claims as RDF
    reification, and `legation import` reads it back: nothing is lost. CSV, nanopublications and FollowTheMoney are for
    others' tools. The same snapshot gives the same bytes each time.
    """
    settings = load(data=data, authority=authority, licence=licence)
    packed = gzip or (output is not None and output.suffix.lower() == ".gz")
    form = form or guessed(output)
    try:
        chosen = selection(
            documents=documents,
            actors=actors,
            types=types,
            since=since,
            until=until,
            names=load_authority(*settings.authorities) if settings.authorities else None,
        )
    except QueryError as error:
        raise click.UsageError(f"--{error}") from error
    base = store.base(settings.data)
    with store.open_snapshot(settings.data, number) as snapshot:
        if resource is None:
            source = export.source(snapshot.store, base, chosen, rdf12=rdf12, licence=settings.licence)
            with destination(output, packed) as file:
                export.dump(source, file, form or "nquads")
        else:
            if chosen:
                raise click.UsageError("--resource is one thing; it can't be narrowed down")
            content = described(snapshot, resource, form or "turtle", base)
            with destination(output, packed) as file:
                file.write(content)
