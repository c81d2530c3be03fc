"""`legation reconcile`: which Wikidata items are meant, found by the machine and decided by people."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click

import store
from ingest.errors import IngestError
from ingest.wikidata import decisions, review
from ingest.wikidata.candidates import candidates
from ingest.wikidata.decisions import Decision
from ingest.wikidata.score import Candidate
from ingest.wikidata.sources import Api, Excerpt, Source
from ingest.wikidata.subjects import Subject, unlinked
from legation import tables
from legation.cli import complain
from legation.exits import NotHeldError
from legation.federation import web
from legation.progress import Bar, bar
from legation.settings import Settings, load, option
from ontology import authority
from ontology.names import PREFIXES

LEAST_CERTAINTY = 0.9
"""No candidate below this is ever linked without a person."""

Found = Iterator[tuple[Subject, list[Candidate]]]


def wanted(settings: Settings, everything: bool, limit: int | None) -> list[tuple[Subject, set[str]]]:
    """The unlinked things, each with the items that it is known not to be."""
    base = store.base(settings.data)
    known = authority.load(*settings.authorities)
    with store.reading(settings.data) as snapshot:
        subjects = list(unlinked(snapshot.store, known, mentioned=not everything))[:limit]
        return [(each, decisions.ruled_out(snapshot.store, base, each.iri)) for each in subjects]


def find(things: list[tuple[Subject, set[str]]], source: Source, shown: Bar | None = None) -> Found:
    """The candidates for each thing, as they are found."""
    for subject, ruled_out in things:
        found = candidates(subject, source)
        yield subject, [each for each in found if each.item.qid not in ruled_out]
        if shown is not None:
            shown.step()


def show(
    things: list[tuple[Subject, set[str]]], source: Source, output: Path | None
) -> list[tuple[Subject, list[Candidate]]]:
    """Write the review file, to standard output if there is no other; half of one is not left behind."""
    if output is None:
        return list(review.write(sys.stdout, find(things, source)))
    try:
        with output.open("x", encoding="utf-8", newline="") as file, bar("looking up", len(things)) as shown:
            try:
                return list(review.write(file, find(things, source, shown)))
            except BaseException:
                output.unlink()
                raise
    except FileExistsError:
        raise click.UsageError(f"{output} exists, and may hold decisions: name another file") from None


def keep(settings: Settings, made: list[tuple[str, Decision]]) -> int:
    """Keep decisions in one commit, or none of them; how many are news. Each comes with its place, for errors."""
    base = store.base(settings.data)
    with store.writing(settings.data, settings.wait) as commit:
        news = 0
        for place, decision in made:
            try:
                news += decisions.record(commit.store, base, decision)
            except (IngestError, ValueError) as error:
                raise IngestError(f"{place}: {error}") from None
        if not news:
            commit.abandon()
    return news


def forget(settings: Settings, things: tuple[str, ...]) -> None:
    """Undo what was decided on things."""
    base = store.base(settings.data)
    with store.writing(settings.data, settings.wait) as commit:
        for thing in things:
            undone = decisions.undo(commit.store, base, _iri(thing))
            if not undone:
                raise NotHeldError(
                    f"nothing was decided on {thing}: `legation reconcile --decided` lists what was"
                )
            for decision in undone:
                click.echo(f"undone: {thing} {'is' if decision.same else 'is not'} {decision.item}")


def list_decided(settings: Settings) -> None:
    """Show all decisions."""
    with store.reading(settings.data) as snapshot:
        made = decisions.made(snapshot.store, store.base(settings.data))
        tables.show(
            ["thing", "", "item", "day", "certainty", "by"],
            [
                (
                    each.thing,
                    "is" if each.same else "is not",
                    each.item,
                    str(each.day),
                    each.certainty,
                    each.by,
                )
                for each in made
            ],
        )


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def _sure(
    found: list[tuple[Subject, list[Candidate]]], certainty: float, day: datetime.date
) -> Iterator[Decision]:
    for subject, ranked in found:
        if ranked and ranked[0].certainty >= certainty:
            best = ranked[0]
            reasons = ", ".join(map(str, best.reasons))
            yield Decision(
                subject.iri, best.item.qid, True, day, f"{best.certainty:.2f}", reasons, "legation"
            )


@click.command()
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="Write the review file here; by default to standard output.",
)
@click.option(
    "--offline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Look items up in a file of Wikidata's JSON, one entity a line, instead of asking Wikidata.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Also things of the authority that no document names."
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Look for so many things at most.")
@click.option(
    "--link-certain",
    type=click.FloatRange(LEAST_CERTAINTY, 1),
    metavar="CERTAINTY",
    help=f"Link by itself what is at least so certain ({LEAST_CERTAINTY} to 1). Without it nothing is.",
)
@click.option(
    "--apply",
    "applied",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="Keep the decisions of a review file: yes or no in its first column.",
)
@click.option("--by", metavar="NAME", default="", help="Who decides; kept with the decisions.")
@click.option(
    "--undo", multiple=True, metavar="THING", help="Forget what was decided on a thing, and its link."
)
@click.option("--decided", is_flag=True, help="List the decisions.")
@option("data")
@option("wait")
@option("authority")
@option("contact")
@option("wikidata_api")
def command(
    output: Path | None,
    offline: Path | None,
    everything: bool,
    limit: int | None,
    link_certain: float | None,
    applied: Path | None,
    by: str,
    undo: tuple[str, ...],
    decided: bool,
    **given: str | None,
) -> None:
    """Find Wikidata items for actors, places and kinds of materiel that have none, and keep what people decide.

    It writes a review file with the candidates and the reasons for and against each. Write yes or no in its first
    column and hand it back with --apply. Decisions stay when documents are ingested again.
    """
    settings = load(**given)
    today = datetime.datetime.now(datetime.UTC).date()
    if sum(map(bool, (applied, undo, decided))) > 1:
        raise click.UsageError("--apply, --undo and --decided are things to do one at a time")
    if undo:
        forget(settings, undo)
    elif decided:
        list_decided(settings)
    elif applied is not None:
        rows = review.read(applied, today, by)
        news = keep(settings, [(f"{applied}, line {row.line}", row.decision) for row in rows])
        click.echo(f"{news} decisions kept, {len(rows) - news} known before")
    else:
        with ExitStack() as stack:
            source: Source
            if offline is not None:
                source = Excerpt(offline)
            else:
                source = Api(stack.enter_context(web(settings)), settings.wikidata_api)
            found = show(wanted(settings, everything, limit), source, output)
        if link_certain is not None:
            news = keep(settings, [(each.thing, each) for each in _sure(found, link_certain, today)])
            complain(f"linked {news} things that are certain to {link_certain:g} or more")
