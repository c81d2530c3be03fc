"""Bounds of a process that runs other people's queries: memory, no core dump, no network, no life after the front."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path

MEMORY_EXIT = 77
"""Exit code of a process that has watched itself outgrow its limit."""

STACK = 256 * 1024 * 1024
"""Of a query's thread: Oxigraph's parser descends once a nesting, and the usual 8 MB end it (and us) at 1,600."""

_LINUX = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}


def start(work: Callable[[], None], memory_mb: int) -> None:
    """Run `work` in a thread with a large stack, and end the process when it returns or the front has gone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _die_with_parent()
    refuse_network()
    threading.stack_size(STACK)
    threading.Thread(target=_run, args=(work,), daemon=True).start()
    _watch(memory_mb)


def limit_memory(memory_mb: int) -> None:
    """Let the process grow by so much from here; beyond it an allocation fails and the process aborts (Linux)."""
    if _LINUX:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = pages * resource.getpagesize() + memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (soft if hard < 0 else min(soft, hard), hard))


def refuse_network() -> bool:
    """Forbid new sockets for good (Linux, seccomp): SERVICE and LOAD can't reach a host whatever passes the guard.

    Returns whether the kernel agreed; without it the guard stands alone.
    """
    call = _SOCKET_CALL.get(platform.machine()) if _LINUX else None
    if call is None:
        return False
    architecture, number = call
    load, equal, give = 0x20, 0x15, 0x06
    refuse, allow = 0x00050000 | 13, 0x7FFF0000  # EACCES
    steps = (
        (load, 0, 0, 4),
        (equal, 0, 2, architecture),
        (load, 0, 0, 0),
        (equal, 0, 1, number),
        (give, 0, 0, refuse),
        (give, 0, 0, allow),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HP", len(steps), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(prctl(_PR_SET_SECCOMP, 2, ctypes.addressof(program), 0, 0) == 0)


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    except MemoryError:
        os._exit(MEMORY_EXIT)
    except BaseException:  # the front has hung up, or a panic in Rust; the main thread would wait on
        os._exit(1)
    os._exit(0)


def _die_with_parent() -> None:
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _watch(memory_mb: int) -> None:
    """Wait for the front to hang up. Where RLIMIT_AS means nothing (macOS), look at the memory as well."""
    poll = select.poll()
    poll.register(0, 0)
    baseline = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while not poll.poll(None if _LINUX else 100):
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - baseline
        if grown > memory_mb * 1024 * 1024:  # bytes on macOS
            os._exit(MEMORY_EXIT)
    os._exit(0)
