"""`legation frames`: an analyst's own event types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from legation import exits


@click.group()
def command() -> None:
    """Look at your own event types before they are used: `legation frames check DIR`."""


@command.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="FILE|DIR…",
    type=click.Path(exists=True, path_type=Path),
)
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Tell what is wrong in frame files and in the terms (*.ttl) beside them, by file, line and key."""
    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    faults = list(_faults(files, {path if path.is_dir() else path.parent for path in paths}))
    for fault in faults:
        click.echo(fault)
    count = f"{len(files)} frame file{'' if len(files) == 1 else 's'} checked"
    click.echo(f"{count}: {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}")
    ctx.exit(exits.FAULTS if faults else exits.OK)


def _faults(files: list[Path], folders: set[Path]) -> Iterator[str]:
    from ingest.events.frames import FrameError, frames, text_of
    from ingest.events.frames.advice import advice
    from ingest.events.frames.form import PREPOSITIONS, read
    from ingest.language.arguments import LABELS
    from ontology.vocabulary import VocabularyError, vocabulary

    try:
        words = vocabulary(*sorted(folders))
    except VocabularyError as error:
        yield str(error)
        words = vocabulary()
    shipped = {frame.type: frame for frame in frames().all}
    well = True
    for file in files:
        try:
            frame, faults = read(text_of(file), words, PREPOSITIONS | LABELS.keys(), shipped)
        except FrameError as error:
            yield str(error)
            well = False
            continue
        for fault in sorted([*faults, *(advice(frame) if frame else ())]):
            yield f"{file}, {fault}"
        well = well and frame is not None and not faults
    if well:
        try:
            frames(*sorted(folders))
        except (FrameError, VocabularyError) as error:
            yield str(error)
