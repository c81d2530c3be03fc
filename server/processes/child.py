"""The front's end of one process: starts it, cuts its bytes into frames, says when and why it died."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from server.processes.frames import Kind, cut, frame

Received = Callable[[Kind, int, bytes], None]
Ended = Callable[[int], None]


class Child(asyncio.Protocol):
    """A running `python -m MODULE ARGUMENTS…` with a socket pair as its standard input.

    `received(kind, number, payload)` is called for each frame, `ended(exit code)` once, after the last frame.
    """

    def __init__(self, received: Received, ended: Ended) -> None:
        self._received = received
        self._ended = ended
        self._rest = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._transport: asyncio.Transport | None = None
        self._burial: asyncio.Task[None] | None = None
        self._gone = asyncio.Event()

    async def start(self, module: str, *arguments: str) -> None:
        """Start the process. Modules are taken from where this package lies, never from the current folder."""
        root = str(Path(__file__).parents[2])
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])),
            "PYTHONUNBUFFERED": "1",
        }
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                close_fds=True,
                process_group=0,  # not a session of its own: where Linux groups by session, nice means nothing beyond it
                env=environment,
            )
        ours.setblocking(False)
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=ours)
        except BaseException:  # the server is shutting down at this very moment
            self._process.kill()
            self._process.wait()
            self._gone.set()
            raise

    @property
    def pid(self) -> int:
        """Of the process."""
        assert self._process is not None
        return self._process.pid

    def send(self, kind: Kind, number: int, payload: bytes = b"") -> None:
        """Send a frame; without effect on a dying process."""
        if self._transport is not None:
            self._transport.write(frame(kind, number, payload))

    def kill(self) -> None:
        """End the process; `ended` will be called."""
        if self._process is not None:
            self._process.kill()

    def processor_time(self) -> float | None:
        """Seconds that the process has computed so far; None where that can't be read (not Linux)."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def be_nice(self) -> None:
        """Give way to everybody else. By process group, since Linux's nice value belongs to a thread (sched(7))."""
        if self._process is not None and self._process.poll() is None:
            os.setpriority(os.PRIO_PGRP, self._process.pid, 19)

    def hold(self) -> None:
        """Stop reading: whoever takes the answer is slower than the process."""
        if self._transport is not None:
            self._transport.pause_reading()

    def go_on(self) -> None:
        """Read again."""
        if self._transport is not None:
            self._transport.resume_reading()

    async def buried(self) -> None:
        """Wait until the process is gone and reaped."""
        if self._process is not None:
            await self._gone.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio.Protocol."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own are not its subclasses

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        self._rest, frames = cut(self._rest + data if self._rest else data)
        for kind, number, payload in frames:
            self._received(kind, number, payload)

    def connection_lost(self, error: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        self._transport = None
        self._burial = asyncio.get_running_loop().create_task(self._bury())

    async def _bury(self) -> None:
        assert self._process is not None
        try:
            code = await asyncio.to_thread(self._process.wait, 5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = await asyncio.to_thread(self._process.wait)
        self._gone.set()
        self._ended(code)


def cause_of_death(code: int, memory_mb: int, memory_exit: int) -> tuple[int, str]:
    """HTTP status and explanation of an exit code that nobody here asked for."""
    if code in (-signal.SIGABRT, memory_exit):
        remedy = "narrow it, or add LIMIT"
        return 503, f"The query needed more than the {memory_mb} MB of memory that one may take; {remedy}."
    if code in (-signal.SIGSEGV, -signal.SIGBUS):
        return 400, "The query is nested too deeply to be evaluated."
    return 503, "The process that evaluated the query ended unexpectedly; ask again."
