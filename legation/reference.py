"""Writes docs/cli.md from the commands, the settings and the exit codes: `python -m legation.reference`."""

from __future__ import annotations

import inspect

import click

from legation import exits
from legation.cli import legation
from legation.settings import ROWS

INTRODUCTION = """\
# The command line

*Written by `python -m legation.reference`; a test holds this page to the code.*

`legation COMMAND --help` says the same at the prompt; `python -m legation` is `legation`. Standard output carries
the result and nothing else, so every command can stand in a pipe. Errors are one line on standard error that begins
with `legation: `. Progress bars show only where standard error is a terminal.
"""

SETTINGS = """\
## Settings

An option wins over the environment, the environment over the default.

| option | variable | default | meaning |
| --- | --- | --- | --- |
"""

EXITS = """\
## Exit codes

| code | meaning |
| --- | --- |
"""


def _usage(name: str, command: click.Command) -> str:
    pieces = [
        piece.make_metavar(click.Context(command))
        for piece in command.params
        if isinstance(piece, click.Argument)
    ]
    return " ".join(["legation", name, *pieces, "[OPTIONS]"])


def _describe(name: str, command: click.Command) -> str:
    lines = [f"### {name}", "", f"`{_usage(name, command)}`", "", inspect.cleandoc(command.help or ""), ""]
    context = click.Context(command)
    records = [
        option.get_help_record(context) for option in command.params if isinstance(option, click.Option)
    ]
    lines += [f"- `{record[0]}` {record[1]}" for record in records if record]
    return "\n".join(lines).rstrip() + "\n"


def page() -> str:
    """The whole of docs/cli.md."""
    context = click.Context(legation)
    commands = []
    for name in legation.list_commands(context):
        command = legation.get_command(context, name)
        assert command is not None
        within = command.commands if isinstance(command, click.Group) else {}
        commands += [] if within else [_describe(name, command)]
        commands += [_describe(f"{name} {part}", each) for part, each in within.items()]
    settings = [
        f"| {_code(row.option)} | `{row.variable}` | {_code(row.default)} | {row.help} |\n"
        for row in ROWS.values()
    ]
    codes = [f"| {code} | {meaning} |\n" for code, meaning in exits.MEANINGS.items()]
    parts = [INTRODUCTION, SETTINGS + "".join(settings), EXITS + "".join(codes), "## Commands\n", *commands]
    return "\n".join(parts)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    click.echo(page(), nl=False)
