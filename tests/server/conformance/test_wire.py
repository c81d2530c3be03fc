"""HTTP/1.1 on the wire (RFC 9112): what client libraries do not let anybody send."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.patience import PATIENCE
from tests.server.conftest import Server

GET = b"GET /sparql?query=ASK%20%7B%7D"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"


@pytest.fixture
def wire(writable: Server) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", writable.port), timeout=PATIENCE) as connection:
        yield connection


def answer(wire: socket.socket) -> tuple[bytes, bytes]:
    """Head and body of the next answer, which has a Content-Length or none."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = wire.recv(65536)
        assert more, data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", b"0")):
        body += wire.recv(65536)
    return head, body


def test_an_old_client_needs_no_host_and_is_hung_up_on(wire: socket.socket) -> None:
    wire.sendall(GET + b" HTTP/1.0\r\n\r\n")
    head, body = answer(wire)
    assert head.startswith(b"HTTP/1.1 200") and b"true" in body
    assert wire.recv(1) == b""


def test_who_says_close_is_hung_up_on(wire: socket.socket) -> None:
    wire.sendall(GET + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    head, _ = answer(wire)
    assert b"connection: close" in head.lower()
    assert wire.recv(1) == b""


def test_a_whole_address_may_stand_in_the_request(wire: socket.socket) -> None:
    wire.sendall(
        GET.replace(b"/sparql", b"http://localhost/sparql") + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    assert answer(wire)[0].startswith(b"HTTP/1.1 200")


def test_a_body_may_come_in_chunks(wire: socket.socket) -> None:
    wire.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n4\r\nASK \r\n2\r\n{}\r\n0\r\n\r\n")
    head, body = answer(wire)
    assert head.startswith(b"HTTP/1.1 200") and b"true" in body


def test_who_expects_to_be_told_to_go_on_is_told(wire: socket.socket) -> None:
    wire.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\n")
    assert answer(wire)[0] == b"HTTP/1.1 100 Continue"
    wire.sendall(b"ASK {}")
    assert b"true" in answer(wire)[1]


def test_who_announces_too_much_is_not_told_to_go_on(wire: socket.socket) -> None:
    wire.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 100000000\r\n\r\n")
    head, body = answer(wire)
    assert head.startswith(b"HTTP/1.1 413") and b"bytes" in body


def test_who_may_not_update_is_not_told_to_go_on(wire: socket.socket) -> None:
    update = POST.replace(b"sparql-query", b"sparql-update")
    wire.sendall(update + b"Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n")
    assert answer(wire)[0].startswith(b"HTTP/1.1 401")


def test_requests_may_be_sent_before_the_answer_has_come(wire: socket.socket) -> None:
    one = GET + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    wire.sendall(one + one.replace(b"ASK", b"SELECT%20*") + one)
    data = b""
    while data.count(b"HTTP/1.1 200") < 3 or data.count(b'"boolean"') < 2:
        more = wire.recv(65536)
        assert more, data
        data += more
    assert data.index(b"boolean") < data.index(b"bindings") < data.rindex(b"boolean")


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../../store.json",
        b"/static/%2e%2e/%2e%2e/store.json",
        b"/static/..%2f..%2fetc/passwd",
        b"/static//etc/passwd",
    ],
)
def test_no_path_leads_out_of_the_static_files(wire: socket.socket, path: bytes) -> None:
    wire.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head, body = answer(wire)
    assert head.startswith(b"HTTP/1.1 404") and b"root:" not in body and b"base" not in body
