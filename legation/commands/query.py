"""`legation query`: a question from the catalogue, or SPARQL."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import store
from legation import answers, tables
from legation.federation import resolved
from legation.settings import load, option
from ontology.authority import Authority
from ontology.authority import load as load_authority
from queries import catalogue


def parameters(pairs: Sequence[str]) -> dict[str, str]:
    """Values of parameters from `k=v` texts."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--param {pair}: write NAME=VALUE")
        values[name] = value
    return values


def is_sparql(text: str) -> bool:
    """Is this a query rather than the name of one? No name has blanks or braces."""
    return any(character.isspace() or character == "{" for character in text)


def show_catalogue() -> None:
    """The questions with their parameters."""
    rows = [
        (
            name,
            ", ".join(f"{parameter.name}={parameter.default or ''}" for parameter in question.parameters),
            question.summary,
        )
        for name, question in catalogue.catalogue().items()
    ]
    tables.show(["question", "parameters", "summary"], rows)


def text_of(question: str | None, file: Path | None, values: dict[str, str], names: Authority | None) -> str:
    """The SPARQL to ask; `names`, else the shipped ones, may stand in parameters."""
    if file is not None:
        if question is not None:
            raise click.UsageError("give a question or --file, not both")
        if str(file) != "-":
            return (
                catalogue.bind(catalogue.read(file), values, names=names)
                if values
                else file.read_text(encoding="utf-8")
            )
        question = sys.stdin.read()
    assert question is not None
    if file is None and not is_sparql(question):
        return catalogue.bind(catalogue.find(question), values, names=names)
    if values:
        raise click.UsageError("--param is for questions that declare parameters")
    return question


@click.command()
@click.argument("question", required=False)
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE.rq",
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "--param", "pairs", multiple=True, metavar="NAME=VALUE", help="Fix a parameter of the question."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *answers.FORMATS]),
    default="table",
    show_default=True,
    help="How to write the answer; a graph (CONSTRUCT, DESCRIBE) is always Turtle.",
)
@option("data")
@option("authority")
@option("contact")
@option("service_allow")
def command(
    question: str | None, file: Path | None, pairs: tuple[str, ...], form: str, **given: str | None
) -> None:
    """Ask QUESTION: the name of one of the catalogue, or SPARQL. Without it, list the catalogue.

    Prefixes such as leg:, actor: and wd: need no declaration. The default graph holds what Legation states; write
    GRAPH ?claim { … } for what claims say. SERVICE joins Wikidata, if --contact says who asks.
    """
    settings = load(**given)
    if question is None and file is None:
        show_catalogue()
        return
    names = load_authority(*settings.authorities) if settings.authorities else None
    text = text_of(question, file, parameters(pairs), names)
    with store.reading(settings.data) as snapshot:
        base = store.base(settings.data)
        answers.write(snapshot, base, resolved(text, snapshot, base, settings), form)
