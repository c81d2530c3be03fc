"""`legation demo`: the way from a clone to an answer."""

from __future__ import annotations

import shlex
import socket
import sys
from contextlib import suppress
from pathlib import Path

import click

import store
from ingest.reading.metadata import Overrides
from legation.commands.ingest import keep
from legation.commands.serve import answer, server_settings
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
3. Ask a question from the catalogue, in another terminal, from this folder:
   {legation} query {QUESTION}{folder}
"""


def free_port(host: str, first: int) -> int:
    """A free port from `first` on; `first` itself if none of PORTS is, for the server to say why."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + PORTS, 65536)):
        with suppress(OSError), socket.create_server((host, port), family=family) as probe:
            found: int = probe.getsockname()[1]
            return found
    return first


def choose(given: dict[str, str | None]) -> Settings:
    """The settings, on a free port; a new store's IRIs begin with the address that it is served at."""
    settings = load(**given)
    port = free_port(settings.host, settings.port)
    is_new = not store.exists(settings.data)
    base = (
        f"http://localhost:{port}/id/" if is_new and settings.base == ROWS["base"].default else settings.base
    )
    return load(**{**given, "port": str(port), "base": base})


@click.command()
@option("data")
@option("host")
@option("port")
@option("wait")
def command(**given: str | None) -> None:
    """Read the sample reports into the store, serve it, and print the address and three things to try.

    If the port is taken, the next free one is used. Done again, it changes nothing and serves the same.
    """
    settings = choose(given)
    summary = keep([str(SAMPLES)], Overrides(), settings)
    click.echo(f"{len(summary.outcomes)} sample reports are in {settings.data}")
    sys.stdout.flush()
    answer(server_settings(settings), lambda address: things_to_try(address, settings.data))
