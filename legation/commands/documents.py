"""`legation documents`: what was read."""

from __future__ import annotations

import click

import store
from legation import answers
from legation.settings import load, option

DOCUMENTS = """
SELECT ?document ?date ?publisher ?title ?claims WHERE {
  { SELECT ?document (COUNT(?claim) AS ?claims) WHERE {
      ?document dct:identifier ?key
      OPTIONAL { ?claim leg:derivedFrom ?document }
    } GROUP BY ?document }
  ?document dct:issued ?date ; dct:title ?title ; dct:publisher/rdfs:label ?publisher
}
ORDER BY ?date ?document
"""


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *answers.FORMATS]),
    default="table",
    show_default=True,
    help="How to write the list.",
)
@option("data")
def command(form: str, data: str | None) -> None:
    """List the documents of the store with date, publisher and number of claims, oldest first."""
    settings = load(data=data)
    with store.reading(settings.data) as snapshot:
        answers.write(snapshot, store.base(settings.data), DOCUMENTS, form)
