"""`legation serve`: the HTTP server."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress

import click

from legation.settings import Settings, SettingsError, load, option
from server.http.access import parse
from server.settings import Scope, ServerSettings


def server_settings(settings: Settings) -> ServerSettings:
    """The server's part of the settings, with the tokens read from their file."""
    return ServerSettings(
        data=settings.data,
        host=settings.host,
        port=settings.port,
        tokens=_tokens(settings),
        cors=_names(settings.cors),
        hosts=_names(settings.hosts),
        timeout=settings.timeout,
        max_timeout=settings.max_timeout,
        memory_mb=settings.memory_mb,
        evaluators=settings.evaluators,
        max_answer=settings.max_answer_mb * 1024 * 1024,
        log=settings.log,
        slow_log=settings.slow_log,
        slow=settings.slow,
        authority=settings.authorities,
        licence=settings.licence,
        service_allow=tuple(settings.service_allow.split()),
        contact=settings.contact,
    )


def _tokens(settings: Settings) -> dict[str, Scope]:
    if settings.token is not None:
        source, text = "LEGATION_TOKEN", settings.token.get_secret_value()
    elif settings.token_file is not None:
        source = f"--token-file {settings.token_file}"
        try:
            text = settings.token_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{source}: {error}") from error
    else:
        return {}
    try:
        return parse(text)
    except ValueError as error:
        raise SettingsError(f"{source}: {error}") from None


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(re.split(r"[\s,]+", text.strip())) if text and text.strip() else ()


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
@option("token_file")
@option("cors")
@option("hosts")
@option("timeout")
@option("max_timeout")
@option("memory_mb")
@option("evaluators")
@option("max_answer_mb")
@option("log")
@option("slow_log")
@option("slow")
@option("authority")
@option("licence")
@option("contact")
@option("service_allow")
def command(**given: str | None) -> None:
    """Answer SPARQL at /sparql, the catalogue's questions at /queries, and every IRI of the installation.

    Other processes may ingest meanwhile: the server follows within a second. It stops on Ctrl-C.
    """
    answer(server_settings(load(**given)), lambda address: f"Legation answers at {address} until Ctrl-C")
