"""The language between the front and its processes.

A frame is a header (kind, job number, length of payload) and its payload. The front sends JOB and SWITCH; READY
says which snapshot is open; a job is answered by HEAD, any number of MORE, and LAST, or by ERROR at any point.
"""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

HEADER = struct.Struct("!BII")
HEAD_PAYLOAD = struct.Struct("!QB")
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


class Form(IntEnum):
    """What kind of answer a query gets: rows and truth values have other formats than graphs."""

    SOLUTIONS = 0
    GRAPH = 1


@dataclass(frozen=True)
class Job:
    """One question to an evaluator.

    `text` is SPARQL for a query, an IRI for a description, an update for the writer. `solutions` and `graph` name
    the format for either form of answer; None means that the client accepts none. `default_graphs` and
    `named_graphs` are the protocol's dataset; None leaves the store's own.
    """

    kind: Literal["query", "describe", "update"]
    text: str
    solutions: str | None = None
    graph: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    def encode(self) -> bytes:
        """The payload of a JOB frame."""
        members = (self.kind, self.text, self.solutions, self.graph, self.default_graphs, self.named_graphs)
        return json.dumps(members).encode()


def decode_job(payload: bytes) -> Job:
    """The job that `Job.encode` wrote."""
    return Job(*json.loads(payload))


@dataclass(frozen=True)
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
        self._read = b""

    def receive(self) -> tuple[Kind, int, bytes] | None:
        """The next frame; None when the front is gone."""
        header = self._exactly(HEADER.size)
        if header is None:
            return None
        kind, job, length = HEADER.unpack(header)
        payload = self._exactly(length)
        return None if payload is None else (Kind(kind), job, payload)

    def send(self, data: bytes) -> None:
        """Frames, as `frame` makes them."""
        self._socket.sendall(data)

    def _exactly(self, length: int) -> bytes | None:
        while len(self._read) < length:
            more = self._socket.recv(GATHER)
            if not more:
                return None
            self._read += more
        data, self._read = self._read[:length], self._read[length:]
        return data


def standard_input() -> Pipe:
    """The pipe of a process whose standard input is a socket to the front."""
    return Pipe(socket.socket(fileno=0))
