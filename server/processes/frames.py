"""The language between the front and its processes.

A frame is a header (kind, job number, length of payload) and its payload. The front sends JOB and SWITCH, and SKIP for
a job that has been given to another; READY says which snapshot is open; a job is answered by HEAD, any number of MORE,
and LAST, or by ERROR at any point.
"""

from __future__ import annotations

import marshal
import socket
import struct
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

HEADER = struct.Struct("!BII")
HEAD_PAYLOAD = struct.Struct("!QB")
TALLY = struct.Struct("!Qd")
"""What stands before the bytes of an evaluator's LAST frame: rows of the answer, seconds that it took."""
GATHER = 64 * 1024
"""Bytes that an answer gathers before any go out, so that an early error still gets its status."""


class Kind(IntEnum):
    """What a frame is."""

    READY = 0
    JOB = 1
    SWITCH = 2
    HEAD = 3
    MORE = 4
    LAST = 5
    ERROR = 6
    BEGUN = 7
    SKIP = 8


class Form(IntEnum):
    """What kind of answer a query gets: rows and truth values have other formats than graphs."""

    SOLUTIONS = 0
    GRAPH = 1


@dataclass(frozen=True, slots=True)
class Job:
    """One question to an evaluator.

    `text` is SPARQL for a query, an IRI for a description, a graph's name (see `server.sparql.datasets`) for a graph, an
    `ExportJob` for an export. `solutions` and `graph` name the format for either form of answer; None means that the
    client accepts none. `default_graphs` and `named_graphs` are the protocol's dataset; None leaves the store's own.
    `base` is what relative IRIs are resolved against, None leaves the installation's base.
    """

    kind: Literal["query", "describe", "graph", "export", "update"]
    text: str
    solutions: str | None = None
    graph: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base: str | None = None

    def encode(self) -> bytes:
        """The payload of a JOB frame."""
        members = (
            self.kind,
            self.text,
            self.solutions,
            self.graph,
            self.default_graphs,
            self.named_graphs,
            self.base,
        )
        return marshal.dumps(members)


def decode_job(payload: bytes) -> Job:
    """The job that `Job.encode` wrote."""
    return Job(*marshal.loads(payload))


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an answer before its first byte: the snapshot it comes from and its form."""

    snapshot: int
    form: Form

    def encode(self) -> bytes:
        """The payload of a HEAD frame."""
        return HEAD_PAYLOAD.pack(self.snapshot, self.form)


def decode_head(payload: bytes) -> Head:
    """The head that `Head.encode` wrote."""
    snapshot, form = HEAD_PAYLOAD.unpack(payload)
    return Head(snapshot, Form(form))


def frame(kind: Kind, job: int, payload: bytes = b"") -> bytes:
    """A frame's bytes."""
    return HEADER.pack(kind, job, len(payload)) + payload


class Pipe:
    """A process's own end: blocking frames over a socket."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._parts: list[bytes] = []
        self._missing = 0
        self._frames: deque[tuple[Kind, int, bytes]] = deque()

    def receive(self) -> tuple[Kind, int, bytes] | None:
        """The next frame; None when the front is gone."""
        while not self._frames:
            data = self._socket.recv(GATHER)
            if not data:
                return None
            self._cut(data)
        return self._frames.popleft()

    def holds(self, kind: Kind, number: int) -> bool:
        """Whether such a frame has come, too, and waits to be received."""
        with suppress(BlockingIOError):
            self._cut(self._socket.recv(GATHER, socket.MSG_DONTWAIT))
        return any(each[0] is kind and each[1] == number for each in self._frames)

    def send(self, data: bytes) -> None:
        """Frames, as `frame` makes them."""
        self._socket.sendall(data)

    def _cut(self, data: bytes) -> None:
        self._parts.append(data)
        self._missing -= len(data)
        if self._missing <= 0:  # an update may be long: it is put together once
            rest, frames = cut(b"".join(self._parts))
            self._frames.extend(frames)
            self._parts = [rest]
            whole = HEADER.size
            if len(rest) >= HEADER.size:
                whole += HEADER.unpack_from(rest)[2]
            self._missing = whole - len(rest)


def cut(data: bytes) -> tuple[bytes, list[tuple[Kind, int, bytes]]]:
    """The whole frames at the start of `data`, and the bytes that remain."""
    frames = []
    start, end = 0, len(data)
    while end - start >= HEADER.size:
        kind, number, length = HEADER.unpack_from(data, start)
        body = start + HEADER.size
        if end - body < length:
            break
        start = body + length
        frames.append((_KINDS[kind], number, data[body:start]))
    return data[start:], frames


_KINDS = tuple(Kind)


def standard_input() -> Pipe:
    """The pipe of a process whose standard input is a socket to the front."""
    return Pipe(socket.socket(fileno=0))
