"""The documents' texts, kept beside the graph: one compressed file a text, named by its content."""

import gzip
import hashlib
import os
import zlib
from pathlib import Path

from store.durable import replacing, sync
from store.errors import StoreDamaged, StoreError, TextMissing, explained


def put(data: Path, text: str) -> str:
    """Keep a text and return its digest (SHA-256 of its UTF-8, in hex); on disk before this returns.

    A text that is there already costs nothing. Needs no lock. Raises StoreError.
    """
    try:
        content = text.encode()
    except UnicodeEncodeError as error:
        raise StoreError(f"the text is not Unicode at character {error.start}: read it again") from error
    digest = hashlib.sha256(content).hexdigest()
    path = _path(data, digest)
    with explained("write to", data):
        if not path.exists():
            if not path.parent.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                sync(path.parent.parent)
            # No time in the file: the same text gives the same bytes.
            with replacing(path, workspace=path.parent.parent) as file:
                file.write(gzip.compress(content, compresslevel=6, mtime=0))
    return digest


def get(data: Path, digest: str) -> str:
    """The text that `put` gave this digest for, code point by code point. Raises TextMissing, StoreDamaged."""
    path = _path(data, digest)
    with explained("read", path):
        try:
            packed = path.read_bytes()
        except FileNotFoundError:
            raise TextMissing(f"{data} keeps no text {digest}: ingest its document again") from None
    try:
        content = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error):
        content = b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise StoreDamaged(f"{path} is damaged: delete it and ingest its document again")
    return content.decode()


def sizes(data: Path) -> tuple[int, int]:
    """How many texts are kept, and how many bytes they take on disk."""
    count = size = 0
    folder = data / "texts"
    for section in folder.iterdir() if folder.exists() else ():
        if section.is_dir():
            for entry in os.scandir(section):
                count += 1
                size += entry.stat().st_size
    return count, size


def _path(data: Path, digest: str) -> Path:
    # Two levels: some file systems are slow with a hundred thousand files in one folder.
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise TextMissing(f"{digest!r} is no digest of a text: 64 hexadecimal digits are")
    return data / "texts" / digest[:2] / f"{digest}.gz"
