"""Which texts a command's arguments name: files, folders, globs, and "-" for standard input."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IngestError
from ingest.reading.read import MAX_BYTES

SUFFIXES = (".md", ".markdown", ".txt")
_READABLE = "only Markdown and plain text are read (" + ", ".join(SUFFIXES) + ")"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A text to read: a file, or standard input where `path` is None. `name` is what errors call it."""

    name: str
    path: Path | None

    def read(self) -> bytes:
        """The bytes of the text, one more than is allowed at most. Raises IngestError if it can't be read."""
        try:
            if self.path is None:
                return sys.stdin.buffer.read(MAX_BYTES + 1)
            with self.path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise IngestError(f"{self.name}: {error.strerror or error}") from None


def find_sources(arguments: Sequence[str]) -> list[Source]:
    """The texts that the arguments name, each once, in their order; folders and globs in that of their paths.

    Folders are searched to the bottom for SUFFIXES, without hidden files. Raises IngestError, before anything is
    read, for what does not exist, holds no text, or is no Markdown or plain text.
    """
    found: dict[str, Source] = {}
    for argument in arguments:
        for source in _named(argument):
            key = str(source.path.resolve()) if source.path else "-"
            found.setdefault(key, source)
    return list(found.values())


def _named(argument: str) -> list[Source]:
    if argument == "-":
        return [Source("standard input", None)]
    if _ADDRESS.match(argument):
        raise IngestError(
            f"{argument}: addresses are not fetched; {_READABLE}: save the page's text as a file"
        )
    path = Path(argument)
    try:
        if path.is_dir():
            return _within(path)
        if path.exists():
            return [_file(path)]
        if glob.has_magic(argument):
            return _matching(argument)
    except (OSError, ValueError) as error:  # a name too long, or with a null byte
        raise IngestError(f"{argument!r}: {getattr(error, 'strerror', None) or error}") from None
    raise IngestError(f"{argument}: no such file or folder")


def _file(path: Path) -> Source:
    if path.suffix and path.suffix.lower() not in SUFFIXES:
        raise IngestError(f"{path}: {_READABLE}")
    return Source(str(path), path)


def _within(folder: Path) -> list[Source]:
    texts = sorted(_texts_under(folder))
    if not texts:
        raise IngestError(f"{folder}: no text in this folder; {_READABLE}")
    return [Source(str(path), path) for path in texts]


def _texts_under(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield Path(place, name)


def _matching(pattern: str) -> list[Source]:
    # Path.glob takes no absolute pattern.
    paths = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
    texts = [path for path in paths if path.is_file() and path.suffix.lower() in SUFFIXES]
    if not texts:
        what = f"{len(paths)} files match, but {_READABLE}" if paths else "no file matches"
        raise IngestError(f"{pattern}: {what}")
    return [Source(str(path), path) for path in texts]
