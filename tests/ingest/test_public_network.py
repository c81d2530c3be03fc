"""Whatever an address says, leads to or resolves to, only the public web is connected to, and not for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.reading.fetch import Transport, fetch
from ingest.reading.public_network import PublicNetwork, RefusedAddressError, require_public
from tests import web

ADDRESS = "https://news.example/2024/03/15/talks"
PAGE = (
    "<!doctype html><html><head><title>Talks Go On</title></head><body><p>The talks go on.</p></body></html>"
)
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Server:
    """A web server on this machine; what a path answers is told by the test."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[str] = []
        self.hosts: list[str | None] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {"/page": (200, HTML, PAGE.encode())}
        self.let_go = threading.Event()


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(web.QuietHandler, BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.hosts.append(self.headers["Host"])
            if self.path == "/slow":
                self.send_response(200)
                while not told.let_go.wait(0.02):
                    self.wfile.write(b"X: y\r\n")
                    self.flush_headers()
                return
            status, headers, body = told.answers[self.path]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        told = Server(listening.server_address[1])
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield told
        told.let_go.set()
        listening.shutdown()
        thread.join()


def public_except(*private: str) -> Callable[[str, str], None]:
    """The guard, to which the test's server is public: it stands on this machine."""

    def require(host: str, address: str) -> None:
        if host in private or address != "127.0.0.1":
            require_public(host, address)

    return require


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1 224.0.0.1
    240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1 2001:db8::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 2002:7f00:1::1
    2001:0:7f00:1::1""".split(),
)
def test_no_address_but_a_public_one_is_connected_to(address: str) -> None:
    with pytest.raises(RefusedAddressError, match="no address of the public web"):
        require_public("news.example", address)


@pytest.mark.parametrize(
    "address", "93.184.215.14 2606:2800:220:1::1 ::ffff:93.184.215.14 64:ff9b::5db8:d70e".split()
)
def test_public_addresses_are_connected_to(address: str) -> None:
    require_public("news.example", address)


@given(
    st.ip_addresses(network="10.0.0.0/8")
    | st.ip_addresses(network="fe80::/10")
    | st.ip_addresses(network="127.0.0.0/8")
)
def test_no_private_address_passes_in_any_dress(address: object) -> None:
    for dress in (str(address), f"::ffff:{address}", f"64:ff9b::{address}"):
        if dress.count(":") > 8 or ("." not in dress and dress != str(address)):
            continue
        with pytest.raises(RefusedAddressError):
            require_public("news.example", dress)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "0.0.0.0", "localhost"])
def test_this_machine_is_never_asked(host: str, server: Server) -> None:
    with pytest.raises(
        IngestError, match="is no address of the public web, and no other is fetched; save the page"
    ):
        fetch(f"http://{host}:{server.port}/page")
    assert server.asked == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0"])
def test_nor_is_it_when_it_is_written_as_only_resolvers_read(host: str, server: Server) -> None:
    network = PublicNetwork(20, lambda host, port: [socket.inet_ntoa(socket.inet_aton(host))])
    with pytest.raises(
        IngestError, match=r"means (127\.0\.0\.1|0\.0\.0\.0), which is no address of the public web"
    ):
        fetch(f"http://{host}:{server.port}/page", Transport(network))
    assert server.asked == []


@pytest.mark.parametrize(
    "answers",
    [["127.0.0.1"], ["10.0.0.8"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["93.184.215.14", "::1"]],
)
def test_a_name_that_means_a_private_address_is_refused(
    answers: Sequence[str], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(
        IngestError, match=rf"news\.example means {answers[-1]}, which is no address of the public web"
    ):
        fetch(f"http://news.example:{server.port}/page")
    assert server.asked == []


def test_a_page_comes_over_the_wire_with_the_name_that_was_resolved(server: Server) -> None:
    network = PublicNetwork(20, lambda host, port: ["127.0.0.1"], public_except())
    content = fetch(f"http://news.example:{server.port}/page", Transport(network))
    assert content == PAGE.encode()
    assert (content.media_type, content.charset) == ("text/html", "utf-8")
    assert server.hosts == [f"news.example:{server.port}"]


def test_a_name_is_resolved_once_and_the_address_that_was_checked_is_the_one_connected_to(
    server: Server,
) -> None:
    resolved: list[str] = []
    checked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        resolved.append(host)
        return ["127.0.0.1"] if len(resolved) == 1 else ["10.0.0.8"]

    network = PublicNetwork(20, rebinding, lambda host, address: checked.append(address))
    assert fetch(f"http://news.example:{server.port}/page", Transport(network)) == PAGE.encode()
    assert (resolved, checked) == (["news.example"], ["127.0.0.1"])


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:{port}/page", "//inside.example:{port}/page", "http://[::1]:{port}/page"]
)
def test_a_redirect_to_a_private_address_is_refused(location: str, server: Server) -> None:
    server.answers["/away"] = (302, {"Location": location.format(port=server.port)}, b"")
    guard = public_except("127.0.0.1", "inside.example")
    network = PublicNetwork(20, lambda host, port: ["::1" if ":" in host else "127.0.0.1"], guard)
    with pytest.raises(IngestError, match="is no address of the public web"):
        fetch(f"http://news.example:{server.port}/away", Transport(network))
    assert server.asked == ["/away"]


def test_a_server_that_drips_is_left_when_the_time_is_up(server: Server) -> None:
    network = PublicNetwork(0.3, lambda host, port: ["127.0.0.1"], public_except())
    with pytest.raises(IngestError, match="no whole answer in time"):
        fetch(f"http://news.example:{server.port}/slow", Transport(network))


def test_an_address_that_does_not_answer_gives_way_to_the_next(server: Server) -> None:
    network = PublicNetwork(20, lambda host, port: ["::1", "127.0.0.1"], lambda host, address: None)
    assert fetch(f"http://news.example:{server.port}/page", Transport(network)) == PAGE.encode()


def test_a_host_that_is_unknown_or_silent_is_a_clear_error(server: Server) -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(
        IngestError, match=r"can't be reached \(no address is known for news\.example\); check"
    ):
        fetch(ADDRESS, Transport(PublicNetwork(20, unknown)))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    silent = PublicNetwork(20, lambda host, port: ["127.0.0.1"], public_except())
    with pytest.raises(IngestError, match=r"can't be reached \(.*refused\); check"):
        fetch(f"http://news.example:{port}/", Transport(silent))


def test_an_encrypted_connection_is_to_the_name_and_not_to_the_address(server: Server) -> None:
    network = PublicNetwork(20, lambda host, port: ["127.0.0.1"], public_except())
    with pytest.raises(IngestError, match=r"can't be reached .*SSL"):
        fetch(f"https://news.example:{server.port}/page", Transport(network))
