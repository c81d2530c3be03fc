"""Clients that are slow, or say too much, do not hold a connection; nobody else notices."""

from __future__ import annotations

import json
import re
import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.patience import PATIENCE, wait_until
from tests.server.conftest import Server, launch

ASK = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 5000\r\n\r\n"
MOMENT = 0.3
LARGE = b"GET /sparql?query=SELECT%20*%20%7B%20?a%20%3Curn:p%3E%20?b.%20?c%20?d%20?e%20%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def hasty(shared_data: Path) -> Iterator[Server]:
    """A server that waits a moment only."""
    running = launch(shared_data, head_time=MOMENT, body_time=MOMENT, read_time=MOMENT)
    yield running
    running.stop()


@contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as opened:
        yield opened


def rest(connection: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    parts = []
    with suppress(ConnectionResetError):
        while data := connection.recv(65536):
            parts.append(data)
    return b"".join(parts)


def one_answer(connection: socket.socket) -> bytes:
    """One answer in full, for a connection that may stay open after it."""
    answer = b""
    while (
        length := re.search(rb"content-length: (\d+)\r\n(?:.*\r\n)*?\r\n", answer, re.IGNORECASE)
    ) is None or (len(answer) < length.end() + int(length[1])):
        if not (data := connection.recv(65536)):
            break
        answer += data
    return answer


def dribble(connection: socket.socket, data: bytes) -> bool:
    """Send byte by byte, until the server hangs up; whether it did so before the end."""
    try:
        for index in range(len(data)):
            connection.sendall(data[index : index + 1])
            time.sleep(0.02)
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def last_words(server: Server, *sent: bytes) -> bytes:
    """What the server says as it hangs up on who sends a start at once and dribbles the rest.

    To whom it has not heard it says nothing. If that was because this process had to wait for the processor, it is
    tried again.
    """
    said = b""

    def said_something() -> bool:
        nonlocal said
        with connected(server) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(sent[0])
            dribble(connection, b"".join(sent[1:]))
            said = rest(connection)
        return bool(said)

    wait_until(said_something)
    return said


def is_idle(server: Server) -> bool:
    """Whether it says that no evaluator is busy; if it hung up on this question, it is to be asked again."""
    try:
        return server.counts()["busy"] == 0
    except httpx.TransportError:
        return False


def refused(answer: bytes, status: int) -> bool:
    """Whether this is a problem document with such a status."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), answer[:200]
    assert b"application/problem+json" in head and b"nosniff" in head
    return bool(json.loads(body)["status"] == status)


def test_who_says_nothing_is_hung_up_on(hasty: Server) -> None:
    with connected(hasty) as connection:
        assert rest(connection) == b""


def test_who_sends_empty_lines_only_is_hung_up_on(hasty: Server) -> None:
    with connected(hasty) as connection:
        assert dribble(connection, b"\r\n" * 1000)


def test_a_head_that_does_not_end_is_not_waited_for(hasty: Server) -> None:
    assert refused(last_words(hasty, ASK[:-2], b"X: " + b"x" * 500), 408)


def test_a_body_that_does_not_end_is_not_waited_for(hasty: Server) -> None:
    assert refused(last_words(hasty, POST, b"ASK {}" + b" " * 500), 408)


def test_a_body_that_comes_in_pieces_is_waited_for(server: Server) -> None:
    with connected(server) as connection:
        connection.sendall(POST)
        body = b"ASK {}".ljust(5000)
        for start in range(0, 5000, 1000):
            connection.sendall(body[start : start + 1000])
            time.sleep(0.03)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_an_answer_that_nobody_takes_is_given_up(hasty: Server) -> None:
    def is_given_up() -> bool:
        """Whether it is; who is heard too late, for want of the processor, must try again."""
        with connected(hasty) as connection, suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(LARGE)
            if connection.recv(15) == b"HTTP/1.1 200 OK":
                wait_until(lambda: is_idle(hasty))
                assert not rest(connection).endswith(b"0\r\n\r\n")
                return True
        return False

    wait_until(is_given_up)


def test_a_connection_that_is_used_stays(hasty: Server) -> None:
    def stays() -> bool:
        """Whether it lives for longer than a silent one; who gets no turn of the processor must try again."""
        with connected(hasty) as connection, suppress(BrokenPipeError, ConnectionResetError):
            end = time.monotonic() + 3 * MOMENT
            while time.monotonic() < end:
                connection.sendall(ASK)
                if not (answer := connection.recv(65536)):
                    return False
                assert answer.startswith(b"HTTP/1.1 200 OK")
            return True
        return False

    wait_until(stays)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /sparql?query=" + b"x" * 70_000 + b" HTTP/1.1\r\n", 414),
        (b"GET /" + b"x" * 300_000, 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 50_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000, 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: x\r\n" * 200, 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: x\r\n" * 100_000, 431),
        (b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01", 400),
        (b"NONSENSE / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400),
        (
            b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
        ),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n", 400),
    ],
    ids=range(13),
)
def test_what_is_no_decent_request_gets_a_problem(server: Server, head: bytes, status: int) -> None:
    with connected(server) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(head)
        answer = one_answer(connection) if status == 400 else rest(connection)
    assert refused(answer, status)


def test_a_hundred_slow_clients_disturb_nobody(server: Server) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(server)) for _ in range(100)]
        for number, each in enumerate(slow):
            with suppress(BrokenPipeError, ConnectionResetError):
                each.sendall(POST if number % 2 else ASK[:20])
        assert server.query("ASK {}").json()["boolean"] is True
        hung_up, _, _ = select.select(slow, [], [], 0)
        assert len(hung_up) < 100
