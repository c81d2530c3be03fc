"""Answers of other servers, kept on disk for a while so that they are not bothered twice."""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cache:
    """Files of a folder, each an answer; none is given after `seconds`, and beyond some `limit` bytes the oldest go.

    Several processes may share the folder. What can't be written or read is as good as not there.
    """

    folder: Path
    seconds: float = 24 * 3600.0
    limit: int = 256 * 1024 * 1024

    def get(self, *key: str) -> bytes | None:
        """The answer to what the key asks, if there is a fresh one."""
        path = self._path(key)
        try:
            if time.time() - path.stat().st_mtime > self.seconds:
                return None
            return gzip.decompress(path.read_bytes())
        except (OSError, EOFError, zlib.error):
            return None

    def put(self, data: bytes, *key: str) -> None:
        """Keep an answer."""
        path = self._path(key)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(gzip.compress(data, 5, mtime=0))
            draft.replace(path)
            if path.name.startswith("0"):  # one in sixteen, for looking through a large folder takes a while
                self._tidy()

    def _path(self, key: tuple[str, ...]) -> Path:
        return self.folder / f"{hashlib.sha256(chr(0).join(key).encode()).hexdigest()}.gz"

    def _tidy(self) -> None:
        facts = []
        for entry in os.scandir(self.folder):
            if not entry.name.endswith(".gz"):
                continue
            with suppress(OSError):
                facts.append((entry.stat().st_mtime, entry.stat().st_size, entry.path))
        total = sum(size for _, size, _ in facts)
        for _, size, path in sorted(facts):
            if total <= self.limit:
                return
            with suppress(OSError):
                Path(path).unlink()
            total -= size
