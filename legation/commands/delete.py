"""`legation delete`: a document goes, with its claims."""

from __future__ import annotations

import click

import store
from ingest.commit import delete
from ingest.documents import NoDocument
from legation.cli import complain
from legation.exits import NotHeldError
from legation.settings import load, option


@click.command()
@click.argument("document", metavar="IRI|URL")
@option("data")
@option("wait")
@option("frames")
def command(document: str, **given: str | None) -> None:
    """Delete a document, by its IRI or the address it was published at, and its claims.

    `legation rollback` brings it back as long as the snapshot before is kept.
    """
    settings = load(**given)
    try:
        with store.patience(settings.wait, complain):
            deleted = delete(settings.data, [document], settings.frame_folders)
        for iri in deleted:
            click.echo(f"deleted {iri}")
    except NoDocument as error:
        raise NotHeldError(str(error)) from error
