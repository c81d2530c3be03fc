"""`legation demo`: the way from a clone to an answer."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

import store
from ingest.pipeline import Setting
from legation.addresses import free_port
from legation.commands.ingest import keep
from legation.commands.serve import server_settings
from legation.settings import ROWS, Settings, load, option

SAMPLES = Path(__file__).parents[1] / "samples"
PORTS = 100
QUESTION = "arms-transfers"
SPARQL = (
    "SELECT ?who ?stance ?quote { ?c leg:claimant/rdfs:label ?who ; leg:stance ?stance ; "
    "leg:evidence/oa:hasSelector/oa:exact ?quote . GRAPH ?c { ?e a leg:Visit } }"
)


def things_to_try(address: str, data: Path) -> str:
    """The address and what to do there."""
    program = Path(sys.argv[0])
    legation = shlex.quote(str(program)) if program.name == "legation" else f"{sys.executable} -m legation"
    folder = "" if str(data) == ROWS["data"].default else f" --data {shlex.quote(str(data))}"
    return f"""
Legation answers at {address} until Ctrl-C. Three things to try:

1. See who says what:
   {address}
2. Ask in SPARQL who tells of visits, in which words:
   curl -s {address}sparql -H 'Accept: text/csv' --data-urlencode "query={SPARQL}"
3. Ask a question from the catalogue, in another terminal:
   {legation} query {QUESTION}{folder}
"""


def choose(given: dict[str, str | None]) -> Settings:
    """The settings, on a free port; a new store's IRIs begin with the address that it is served at."""
    settings = load(**given)
    port = free_port(settings.host, settings.port, PORTS)
    is_new = not store.exists(settings.data)
    base = (
        f"http://localhost:{port}/id/" if is_new and settings.base == ROWS["base"].default else settings.base
    )
    return load(**{**given, "port": str(port), "base": base})


@click.command()
@option("data")
@option("host")
@option("port")
def command(**given: str | None) -> None:
    """Read the sample reports into the store, serve it, and print the address and three things to try.

    If the port is taken, the next free one is used. Done again, it changes nothing and serves the same.
    """
    settings = choose(given)
    from server.serve import run

    summary = keep([str(SAMPLES)], Setting(model=settings.model), settings)
    click.echo(f"{len(summary.outcomes)} sample reports are in {settings.data}")
    click.echo(things_to_try(f"http://{settings.host}:{settings.port}/", settings.data))
    sys.stdout.flush()
    run(server_settings(settings))
