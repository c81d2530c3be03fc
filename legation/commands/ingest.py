"""`legation ingest`: documents in, claims kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

import store
from ingest.errors import IngestError
from ingest.events.frames import frames
from ingest.model import Reading
from ingest.reading.metadata import Overrides
from ingest.reading.sources import find_sources
from legation import exits, previews, tables
from legation.cli import complain
from legation.founding import found
from legation.progress import bar
from legation.settings import Settings, load, option
from ontology import authority

if TYPE_CHECKING:
    from ingest.commit import Outcome, Summary


def usable(names: Sequence[str]) -> tuple[list[str], int]:
    """The names that mean texts, and how many don't, each of which is told. Raises IngestError if none does."""
    found: list[str] = []
    faults: list[IngestError] = []
    for name in names:
        try:
            find_sources([name])
            found.append(name)
        except IngestError as fault:
            faults.append(fault)
    last = faults.pop() if not found else None
    for each in faults:
        complain(str(each))
    if last is not None:
        raise last
    return found, len(faults)


def preview(names: Sequence[str], overrides: Overrides, settings: Settings, form: str) -> int:
    """Show what would be kept; how many documents failed."""
    from ingest import pipeline  # loads spaCy: not for pages of help, nor for what can't be read anyway

    setting = pipeline.Setting(overrides, settings.authorities, settings.model, settings.frame_folders)
    failed = 0
    with bar("reading", len(find_sources(names))) as shown:
        for read in pipeline.preview(names, setting, settings.jobs):
            if not isinstance(read, Reading):
                shown.complain(read.message)
                failed += 1
            elif form == "json":
                shown.say(previews.as_json(read))
            else:
                shown.say(previews.heading(read))
                with shown.hidden():
                    tables.show(previews.COLUMNS, previews.rows(read))
            shown.step()
    return failed


def keep(names: Sequence[str], overrides: Overrides, settings: Settings) -> Summary:
    """Ingest into the store and tell of each document, once it is safe on disk."""
    from ingest import pipeline  # as above

    setting = pipeline.Setting(overrides, settings.authorities, settings.model, settings.frame_folders)
    total = len(find_sources(names))
    with bar("reading", total) as shown, store.patience(settings.wait, shown.complain):
        found(settings)

        def report(outcome: Outcome) -> None:
            if outcome.status == "failed":
                shown.complain(outcome.message or f"{outcome.source}: failed")
            else:
                shown.say(f"{outcome.status:9}  {outcome.claims:3} claims  {outcome.document}")
            shown.step()

        return pipeline.ingest(settings.data, names, setting, settings.jobs, report)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--title", help="Title of the document.")
@click.option("--publisher", help="Who published it, by name.")
@click.option("--agency", help="The news agency whose copy it is, by name.")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Day of publication."
)
@click.option("--url", help="Address of the document; with the same address it is the same document.")
@click.option("--dry-run", is_flag=True, help="Show the claims with their evidence and keep nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How --dry-run shows them; json is one document a line.",
)
@option("data")
@option("base")
@option("wait")
@option("jobs")
@option("model")
@option("authority")
@option("frames")
def command(
    sources: tuple[str, ...],
    title: str | None,
    publisher: str | None,
    agency: str | None,
    published: datetime | None,
    url: str | None,
    dry_run: bool,
    form: str,
    **given: str | None,
) -> None:
    """Read documents and keep their claims: files, folders, globs, web addresses, or - for standard input.

    HTML, Markdown and plain text. What a document says of itself (its metadata, front matter, byline, dateline,
    address) need not be given as options. Reading a document again replaces it. What fails is named on standard error
    and the rest goes on. While another process writes to the store, this one waits. A store that doesn't exist is
    created.
    """
    settings = load(**given)
    authority.load(*settings.authorities)  # a fault in a file is told before anything is read
    frames(*settings.frame_folders)
    names, missing = usable(sources)
    if (title or url) and (count := len(find_sources(names))) > 1:
        raise click.UsageError(f"--title and --url are for one document, and {count} are named")
    overrides = Overrides(title, publisher, agency, published.date() if published else None, url)
    if dry_run:
        failed = preview(names, overrides, settings, form)
    else:
        summary = keep(names, overrides, settings)
        click.echo(str(summary))
        failed = summary.failed
    click.get_current_context().exit(exits.FAULTS if failed or missing else exits.OK)
