"""Servers that are forked from a process in which all that they import is loaded, which takes them most of a second."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TextIO

import psutil  # type: ignore[import-untyped]

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
PARENT = """
import json, os, signal, socket, sys
from pathlib import Path
from server.serve import run
from server.settings import ServerSettings
asked = socket.socket(fileno=int(sys.argv[1]))
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody buries the children
while True:
    settings, files, _, _ = socket.recv_fds(asked, 65536, 2)
    if not settings:
        break
    if child := os.fork():
        asked.send(str(child).encode())
        for file in files:
            os.close(file)
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asked.close()
    for number, file in enumerate(files, 1):
        os.dup2(file, number)
        os.close(file)
    given = json.loads(settings)
    run(ServerSettings(**{**given, "data": Path(given["data"])}), lambda url: print(url, flush=True))
    sys.exit()
"""


class Forked:
    """A process that is another's child: its number, and what it says on standard output."""

    def __init__(self, pid: int, said: TextIO) -> None:
        self.pid = pid
        self.said = said
        self._process = psutil.Process(pid)

    def is_running(self) -> bool:
        return bool(self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE)

    def terminate(self) -> None:
        """Ask it to end, unless it has."""
        try:
            self._process.terminate()
        except psutil.NoSuchProcess:
            return

    def wait(self) -> None:
        """Until it has ended."""
        self._process.wait(PATIENCE)


@cache
def parent() -> socket.socket:
    """How to ask the process that forks; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-c", PARENT, str(theirs.fileno())]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])

    def end() -> None:
        ours.close()
        process.wait(PATIENCE)

    atexit.register(end)
    return ours


def fork(settings: str, log: Path) -> Forked:
    """A new server with settings in JSON, whose standard error goes into a file."""
    reading, writing = os.pipe()
    with log.open("w") as errors:
        socket.send_fds(parent(), [settings.encode()], [writing, errors.fileno()])
        os.close(writing)
    pid = int(parent().recv(64))
    try:
        return Forked(pid, os.fdopen(reading))
    except psutil.NoSuchProcess:
        raise AssertionError(log.read_text()) from None
