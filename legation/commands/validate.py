"""`legation validate`: the store against the shapes."""

from __future__ import annotations

from collections.abc import Iterable

import click

import store
from ingest.wikidata import graphs
from legation import exits
from legation.answers import shortened
from legation.progress import bar
from legation.settings import load, option
from legation.validation import documents, faults, strays
from ontology.shapes import Fault
from ontology.vocabulary import vocabulary


def line(fault: Fault) -> str:
    """A fault as one line."""
    path = f" {shortened(fault.path)}" if fault.path else ""
    graph = f" (in claim <{fault.graph}>)" if fault.graph and fault.graph != fault.focus else ""
    return f"<{fault.focus}>{path}: {' '.join(fault.message.split())}{graph}"


@click.command()
@option("data")
@option("frames")
def command(**given: str | None) -> None:
    """Check every document and its claims against the SHACL shapes, and print the faults, one a line."""
    settings = load(**given)
    words = vocabulary(*settings.frame_folders)
    told: set[Fault] = set()
    with store.reading(settings.data) as snapshot:
        total = sum(1 for _ in documents(snapshot.store))
        with bar("checking", total) as shown:

            def tell(found: Iterable[Fault]) -> None:
                # What several documents speak of is checked with each of them.
                for fault in found:
                    if fault not in told:
                        told.add(fault)
                        shown.say(line(fault))

            for document in documents(snapshot.store):
                tell(faults(snapshot.store, document, words))
                shown.step()
            tell(strays(snapshot.store, graphs.all_of(store.base(settings.data)), words))
    click.echo(f"{total} documents checked: {len(told) or 'no'} fault{'' if len(told) == 1 else 's'}")
    click.get_current_context().exit(exits.FAULTS if told else exits.OK)
