"""The command line: wires the commands together and turns errors into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from legation import __version__, exits
from ontology.errors import LegationError

COMMANDS = {
    "demo": "Read the sample reports, serve them, and say what to try.",
    "ingest": "Read documents and keep their claims.",
    "serve": "Answer SPARQL and show linked data over HTTP.",
    "query": "Ask a question from the catalogue, or in SPARQL.",
    "reconcile": "Find Wikidata items for what has none, for people to decide.",
    "enrich": "Copy facts of linked Wikidata items into a graph of their own.",
    "documents": "List the documents of the store.",
    "delete": "Delete a document and its claims.",
    "export": "Write the store, or one resource, as RDF.",
    "import": "Load RDF in bulk.",
    "rollback": "Go back to an earlier snapshot.",
    "explain": "Tell why a document gives the claims that it gives.",
    "frames": "Check event types of your own.",
    "status": "Tell what the store holds.",
    "validate": "Check the store against the shapes.",
}


class Commands(click.Group):
    """Loads a command's module only when it is called, so that none pays for the imports of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of a first acquaintance."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"legation.commands.{cmd_name}{'_' if cmd_name == 'import' else ''}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the summaries without loading a command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a reader that went away is no error worth a word."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still buffered must go somewhere, or Python complains on its way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(exits.BROKEN_PIPE)
        return result


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def legation() -> None:
    """A self-hosted knowledge graph of diplomatic reporting: who says what about whom, how firmly, and where."""


def complain(message: str) -> None:
    """One line on stderr."""
    click.echo(f"legation: {' '.join(message.split())}", err=True)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; errors of Legation's own become one line on stderr."""
    try:
        return legation.main(arguments, prog_name="legation", standalone_mode=False) or exits.OK
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return exits.USAGE
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f" (see {context.command_path} --help)" if context else ""
        complain(error.format_message().rstrip(".") + hint)
        return exits.USAGE
    except click.Abort:
        return exits.INTERRUPTED
    except LegationError as error:
        complain(str(error))
        return exits.code(error)


def main() -> None:
    """The `legation` script."""
    sys.exit(run())
