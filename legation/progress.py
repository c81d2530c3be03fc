"""A progress bar for a person who watches; nothing at all in a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from legation.cli import complain


@dataclass(frozen=True)
class Bar:
    """Counts steps; lines that are said meanwhile don't tear the bar."""

    progress: Progress

    def at(self, count: int) -> None:
        """So many are done."""
        self.progress.update(self.progress.task_ids[0], completed=count)

    def step(self) -> None:
        """One more is done."""
        self.progress.advance(self.progress.task_ids[0])

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the bar away while something else writes to the terminal."""
        live = self.progress.live.is_started
        if live:
            self.progress.stop()
        yield
        if live:
            self.progress.start()

    def say(self, line: str) -> None:
        """Write a line to stdout."""
        with self.hidden():
            click.echo(line)

    def complain(self, message: str) -> None:
        """Write a line to stderr, as `legation.cli.complain` does."""
        with self.hidden():
            complain(message)


@contextmanager
def bar(label: str, total: int | None = None) -> Iterator[Bar]:
    """A bar on stderr if that is a terminal; `total` None: it only counts."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        progress.add_task(label, total=total)
        yield Bar(progress)
