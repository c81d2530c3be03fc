"""Clients that are slow, or say too much, do not hold a connection; nobody else notices."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.server.conftest import PATIENCE, Server, launch, wait_until

ASK = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 5000\r\n\r\n"
LARGE = b"GET /sparql?query=SELECT%20*%20%7B%20?a%20%3Curn:p%3E%20?b.%20?c%20?d%20?e%20%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def hasty(shared_data: Path) -> Iterator[Server]:
    """A server that waits a moment only."""
    running = launch(shared_data, head_time=0.3, body_time=0.3, read_time=0.3)
    yield running
    running.stop()


@pytest.fixture
def connection(hasty: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=PATIENCE) as opened:
        yield opened


def rest(connection: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    parts = []
    with suppress(ConnectionResetError):
        while data := connection.recv(65536):
            parts.append(data)
    return b"".join(parts)


def dribble(connection: socket.socket, data: bytes, pause: float = 0.02) -> None:
    """Send byte by byte, until the server hangs up."""
    with suppress(BrokenPipeError, ConnectionResetError):
        for index in range(len(data)):
            connection.sendall(data[index : index + 1])
            time.sleep(pause)


def refused(answer: bytes, status: int) -> bool:
    """Whether this is a problem document with such a status."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), answer[:200]
    assert b"application/problem+json" in head and b"nosniff" in head
    return bool(json.loads(body)["status"] == status)


def test_who_says_nothing_is_hung_up_on(connection: socket.socket) -> None:
    assert rest(connection) == b""


def test_who_sends_empty_lines_only_is_hung_up_on(connection: socket.socket) -> None:
    dribble(connection, b"\r\n" * 10)
    assert rest(connection) == b""


def test_a_head_that_does_not_end_is_not_waited_for(connection: socket.socket) -> None:
    dribble(connection, ASK[:-2] + b"X: " + b"x" * 100)
    assert refused(rest(connection), 408)


def test_a_body_that_does_not_end_is_not_waited_for(connection: socket.socket) -> None:
    connection.sendall(POST)
    dribble(connection, b"ASK {}" + b" " * 100)
    assert refused(rest(connection), 408)


def test_a_body_that_comes_well_is_waited_for(connection: socket.socket) -> None:
    connection.sendall(POST)
    body = b"ASK {}".ljust(5000)
    for start in range(0, 5000, 1000):
        connection.sendall(body[start : start + 1000])
        time.sleep(0.03)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_an_answer_that_nobody_takes_is_given_up(hasty: Server, connection: socket.socket) -> None:
    connection.sendall(LARGE)
    assert connection.recv(15) == b"HTTP/1.1 200 OK"
    wait_until(lambda: httpx.get(hasty.url + "/health").json()["evaluators"]["busy"] == 0)
    assert not rest(connection).endswith(b"0\r\n\r\n")


def test_a_connection_that_is_used_stays(connection: socket.socket) -> None:
    for _ in range(8):
        connection.sendall(ASK)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK")
        time.sleep(0.1)


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
def test_what_is_no_decent_request_gets_a_problem(
    connection: socket.socket, head: bytes, status: int
) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(head)
    answer = connection.recv(65536) if status == 400 else rest(connection)
    assert refused(answer, status)


def test_a_hundred_slow_clients_disturb_nobody(hasty: Server) -> None:
    slow = [socket.create_connection(("127.0.0.1", hasty.port), timeout=PATIENCE) for _ in range(100)]
    for each in slow:
        each.sendall(POST if each.fileno() % 2 else ASK[:20])
    assert hasty.query("ASK {}").json()["boolean"] is True
    for each in slow:
        assert refused(rest(each), 408)
        each.close()
