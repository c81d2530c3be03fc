"""Which texts a command's arguments name: files, folders, globs, web addresses, and "-" for standard input."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IngestError
from ingest.reading.address import canonical
from ingest.reading.content import MAX_BYTES
from ingest.reading.fetch import fetch, is_address, require_fetchable

SUFFIXES = (".md", ".markdown", ".txt", ".html", ".htm")
_READABLE = "only Markdown, plain text and HTML are read (" + ", ".join(SUFFIXES) + ")"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """A text to read: a file, a web address, or standard input where both are None. Errors call it by `name`."""

    name: str
    path: Path | None
    address: str | None = None

    def read(self) -> bytes:
        """The bytes of the text, one more than is allowed at most. Raises IngestError if it can't be read."""
        if self.address:
            return fetch(self.address)
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
    read, for what does not exist, holds no text, is of another format, or is an address that is not fetched.
    """
    found: dict[str, Source] = {}
    for argument in arguments:
        for source in _named(argument):
            found.setdefault(_identity(source), source)
    return list(found.values())


def _identity(source: Source) -> str:
    if source.address:
        return canonical(source.address)
    return str(source.path.resolve()) if source.path else "-"


def _named(argument: str) -> list[Source]:
    if argument == "-":
        return [Source("standard input", None)]
    if is_address(argument):
        require_fetchable(argument)
        return [Source(argument, None, argument)]
    if _SCHEME.match(argument):
        raise IngestError(f"{argument}: only addresses with http:// and https:// are fetched")
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
    raise IngestError(f"{argument}: no such file or folder; check its name, and the folder you are in")


def _file(path: Path) -> Source:
    if path.suffix.lower() == ".pdf":
        raise IngestError(f"{path} is a PDF; convert it to text first")
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
