"""`legation ingest`: documents in, claims kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from ingest import pipeline
from ingest.commit import Outcome, Summary
from ingest.model import Reading
from ingest.pipeline import Setting
from ingest.reading.metadata import Overrides
from ingest.reading.sources import find_sources
from legation import exits, previews, tables
from legation.cli import complain
from legation.founding import found
from legation.progress import bar
from legation.settings import Settings, load, option


def preview(names: Sequence[str], setting: Setting, settings: Settings, form: str) -> int:
    """Show what would be kept; the exit code."""
    code = exits.OK
    with bar("reading", len(find_sources(names))) as shown:
        for read in pipeline.preview(names, setting, settings.jobs):
            if not isinstance(read, Reading):
                complain(str(read.message))
                code = exits.FAULTS
            elif form == "json":
                shown.say(previews.as_json(read))
            else:
                shown.say(previews.heading(read))
                with shown.hidden():
                    tables.show(previews.COLUMNS, previews.rows(read))
            shown.step()
    return code


def keep(names: Sequence[str], setting: Setting, settings: Settings) -> Summary:
    """Ingest into the store and tell of each document, once it is safe on disk."""
    total = len(find_sources(names))
    found(settings)
    with bar("reading", total) as shown:

        def report(outcome: Outcome) -> None:
            if outcome.status == "failed":
                with shown.hidden():
                    complain(outcome.message or f"{outcome.source}: failed")
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
@option("jobs")
@option("model")
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
    address) need not be given as options. Reading a document again replaces it. A document that fails is named on standard error and the others
    go on. A store that doesn't exist is created.
    """
    settings = load(**given)
    if (title or url) and (count := len(find_sources(sources))) > 1:
        raise click.UsageError(f"--title and --url are for one document, and {count} are named")
    overrides = Overrides(title, publisher, agency, published.date() if published else None, url)
    setting = Setting(overrides, model=settings.model)
    if dry_run:
        click.get_current_context().exit(preview(sources, setting, settings, form))
    summary = keep(sources, setting, settings)
    click.echo(str(summary))
    click.get_current_context().exit(exits.FAULTS if summary.failed else exits.OK)
