"""The log: one JSON line a request, gathered and written by a thread of its own, so that a slow disk delays nobody.

A line says when, who, what (for a query the first 12 hexadecimal digits of the SHA-256 of its text), the answer's
status, bytes, rows and snapshot, whether the cache had it, and the seconds that it waited, was evaluated and took in
all. The log of slow queries has their texts as well.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from server.http.problems import ServerError

DELAY = 0.25
"""Seconds that lines are gathered."""

BACKLOG = 100_000
"""Lines that may wait for a disk that does not write; more are dropped, and their number is logged."""

LONGEST = 4000
"""Characters of a slow query's text that are logged."""


@dataclass(slots=True)
class Entry:
    """What is told of one request; whoever knows something fills it in. Seconds, and `began` by the monotonic clock."""

    began: float
    client: str = ""
    method: str = ""
    path: str = ""
    status: int = 0
    bytes: int = 0
    text: str = ""
    form: str = "other"
    cache: str = "-"
    rows: int | None = None
    snapshot: int | None = None
    waited: float | None = None
    evaluated: float | None = None


class Journal:
    """Writes to `log` (all requests) and `slow_log` (queries of `slow` seconds and more); "-" is standard output.

    Raises: ServerError if a file can't be opened.
    """

    def __init__(self, log: str | None, slow_log: str | None, slow: float) -> None:
        self._lines: list[str] = []
        self._slow_lines: list[str] = []
        self._slow = slow
        self._targets = (_open(log), _open(slow_log))
        self._thread = ThreadPoolExecutor(1, "log")
        self._due = False
        self._dropped = 0
        self._second = 0
        self._clock = ""

    def note(self, entry: Entry) -> None:
        """Log a request that has ended."""
        seconds = time.monotonic() - entry.began
        log, slow_log = self._targets
        if log is not None:
            self.write(
                f'{self.stamp()},"client":{_quoted(entry.client)},"seconds":{seconds:.6f},{told(entry)}'
            )
        if slow_log is not None and entry.text and seconds >= self._slow:
            text = json.dumps(entry.text[:LONGEST])
            self._slow_lines.append(
                f'{self.stamp()},"seconds":{seconds:.6f},{told(entry)[:-2]},"text":{text}}}\n'
            )
            self._plan()

    def repeat(self, client: str, seconds: float, rest: str) -> None:
        """Log a request whose line is known but for who and when; `rest` is what `told` said of it."""
        if self._targets[0] is not None:
            self.write(f'{self.stamp()},"client":{_quoted(client)},"seconds":{seconds:.6f},{rest}')

    def write(self, line: str) -> None:
        """A line of the log."""
        if len(self._lines) < BACKLOG:
            self._lines.append(line)
        else:
            self._dropped += 1
        self._plan()

    def stamp(self) -> str:
        """How a line begins, with the time (UTC, milliseconds)."""
        now = time.time()
        second = int(now)
        if second != self._second:
            self._second = second
            self._clock = time.strftime('{"time":"%Y-%m-%dT%H:%M:%S', time.gmtime(second))
        return f'{self._clock}.{int((now - second) * 1000):03}Z"'

    def close(self) -> None:
        """Write what there is."""
        self._flush()
        self._thread.shutdown()

    def _plan(self) -> None:
        if not self._due:
            self._due = True
            asyncio.get_running_loop().call_later(DELAY, self._flush)

    def _flush(self) -> None:
        self._due = False
        if self._dropped:
            self._lines.append(f'{self.stamp()},"dropped":{self._dropped}}}\n')
            self._dropped = 0
        for target, lines in zip(self._targets, (self._lines, self._slow_lines), strict=True):
            if target is not None and lines:
                self._thread.submit(_write, target, "".join(lines).encode())
            lines.clear()


def told(entry: Entry) -> str:
    """What a line says besides who and when; ends the line."""
    parts = [
        f'"method":"{entry.method}","path":{_quoted(entry.path)},"status":{entry.status},'
        f'"bytes":{entry.bytes},"form":"{entry.form}"'
    ]
    if entry.text:
        digest = hashlib.sha256(entry.text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        parts.append(f'"query":"{digest}","cache":"{entry.cache}"')
    if entry.rows is not None:
        parts.append(f'"rows":{entry.rows}')
    if entry.snapshot is not None:
        parts.append(f'"snapshot":{entry.snapshot}')
    if entry.waited is not None:
        parts.append(f'"waited":{entry.waited:.6f}')
    if entry.evaluated is not None:
        parts.append(f'"evaluated":{entry.evaluated:.6f}')
    return ",".join(parts) + "}\n"


_quoted = lru_cache(maxsize=1024)(json.dumps)


def _open(target: str | None) -> int | None:
    if target is None:
        return None
    if target == "-":
        return os.dup(sys.stdout.fileno())
    try:
        return os.open(Path(target), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    except OSError as error:
        raise ServerError(f"Can't write the log {target}: {error.strerror}; name another file.") from None


def _write(target: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(target, data) :]
    except OSError:  # the disk is full: the lines are lost, the server goes on
        pass
