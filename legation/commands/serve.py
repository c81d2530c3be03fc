"""`legation serve`: the HTTP server."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

import click

from legation.settings import Settings, SettingsError, load, option
from server.settings import ServerSettings


def server_settings(settings: Settings) -> ServerSettings:
    """The server's part of the settings, with the token read from its file."""
    return ServerSettings(
        data=settings.data,
        host=settings.host,
        port=settings.port,
        token=_token(settings),
        timeout=settings.timeout,
        max_timeout=settings.max_timeout,
        memory_mb=settings.memory_mb,
        evaluators=settings.evaluators,
        authority=settings.authorities,
    )


def _token(settings: Settings) -> str | None:
    if settings.token is not None:
        return settings.token.get_secret_value()
    if settings.token_file is None:
        return None
    try:
        token = settings.token_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"--token-file {settings.token_file}: {error}") from error
    if not token:
        raise SettingsError(f"--token-file {settings.token_file}: the file is empty")
    return token


def answer(settings: ServerSettings, greeting: Callable[[str], str]) -> None:
    """Serve until Ctrl-C, which is how a server ends well; say the greeting once the address answers."""
    from server.serve import run  # not needed by the pages of help

    def ready(address: str) -> None:
        click.echo(greeting(address))
        sys.stdout.flush()

    with suppress(KeyboardInterrupt):
        run(settings, ready)


@click.command()
@option("data")
@option("host")
@option("port")
@option("token")
@option("token_file")
@option("timeout")
@option("max_timeout")
@option("memory_mb")
@option("evaluators")
@option("authority")
def command(**given: str | None) -> None:
    """Answer SPARQL at /sparql, the catalogue's questions at /queries, and every IRI of the installation.

    Other processes may ingest meanwhile: the server follows within a second. It stops on Ctrl-C.
    """
    answer(server_settings(load(**given)), lambda address: f"Legation answers at {address} until Ctrl-C")
