"""`legation validate`: the store against the shapes."""

from __future__ import annotations

import click

import store
from legation import exits
from legation.answers import shortened
from legation.progress import bar
from legation.settings import load, option
from legation.validation import documents, faults, strays
from ontology.shapes import Fault


def line(fault: Fault) -> str:
    """A fault as one line."""
    path = f" {shortened(fault.path)}" if fault.path else ""
    graph = f" (in claim <{fault.graph}>)" if fault.graph and fault.graph != fault.focus else ""
    return f"<{fault.focus}>{path}: {' '.join(fault.message.split())}{graph}"


@click.command()
@option("data")
@click.pass_context
def command(ctx: click.Context, data: str | None) -> None:
    """Check every document and its claims against the SHACL shapes, and print the faults, one a line."""
    settings = load(data=data)
    count = 0
    with store.reading(settings.data) as snapshot:
        found = documents(snapshot.store)
        with bar("checking", len(found)) as shown:
            for document in found:
                for fault in faults(snapshot.store, document):
                    count += 1
                    shown.say(line(fault))
                shown.step()
            for fault in strays(snapshot.store):
                count += 1
                shown.say(line(fault))
    click.echo(f"{len(found)} documents checked: {count or 'no'} fault{'' if count == 1 else 's'}")
    ctx.exit(exits.FAULTS if count else exits.OK)
