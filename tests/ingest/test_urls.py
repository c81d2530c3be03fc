"""An analyst names a report by its address: it is fetched within bounds, and only from the public web."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import pipeline
from ingest.commit import Failure
from ingest.errors import IngestError
from ingest.model import Document, Reading
from ingest.pipeline import Setting
from ingest.reading import fetch as fetching
from ingest.reading.content import MAX_BYTES, Content
from ingest.reading.fetch import MAX_REDIRECTS, Transport, fetch
from ingest.reading.metadata import Overrides
from ingest.reading.public_network import PublicNetwork, RefusedAddressError, require_public
from ingest.reading.read import read
from ingest.reading.sources import find_sources
from ontology.authority import load

AUTHORITY = load()
PAGES = Path(__file__).parent / "pages"
ADDRESS = "https://news.example/2024/03/15/talks"
STORY = (
    "The two ministers spoke for an hour about the deliveries that had been agreed in the summer, and the talks are "
    "to go on in the capital of the neighbouring country."
)
PAGE = f"<!doctype html><html><head><title>Talks Go On</title></head><body><article><p>{STORY}</p></article></body></html>"
HTML = {"Content-Type": "text/html; charset=utf-8"}
Answer = Callable[[httpx.Request], httpx.Response]


def fetched(answer: Answer | httpx.Response, address: str = ADDRESS) -> Content:
    handler = (lambda request: answer) if isinstance(answer, httpx.Response) else answer
    return fetch(address, httpx.MockTransport(handler))


def document(content: Content, name: str = ADDRESS) -> Document:
    return read(content, name, Overrides(published=date(2024, 3, 15)), AUTHORITY)


def test_a_page_is_fetched_under_our_name_and_known_by_its_address() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, headers=HTML, text=PAGE)

    kept = document(fetched(answer, f"{ADDRESS}?utm_source=mail#top"))
    assert (kept.key, kept.url, kept.publisher.label) == (ADDRESS, ADDRESS, "news.example")
    assert kept.text == f"Talks Go On\n\n{STORY}"
    assert asked[0].headers["User-Agent"].startswith("Legation/")
    assert "cookie" not in asked[0].headers and "authorization" not in asked[0].headers


def test_after_redirects_the_last_address_is_the_documents() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/short":
            return httpx.Response(302, headers={"Location": "http://news.example/moved"})
        if request.url.path == "/moved":
            return httpx.Response(301, headers={"Location": "/2024/03/15/talks?id=7"})
        return httpx.Response(200, headers=HTML, text=PAGE)

    assert (
        document(fetched(answer, "https://s.example/short")).url
        == "http://news.example/2024/03/15/talks?id=7"
    )


def test_the_pages_own_address_wins_over_the_one_that_it_was_fetched_from() -> None:
    raw = (PAGES / "json_ld.html").read_bytes()
    kept = document(fetched(httpx.Response(200, headers=HTML, content=raw)))
    assert kept.key == "https://www.harbour-gazette.example/2023/10/19/lavrov-in-pyongyang"
    relative = PAGE.replace("<head>", '<head><link rel="canonical" href="/a/1">')
    assert (
        document(fetched(httpx.Response(200, headers=HTML, text=relative))).url == "https://news.example/a/1"
    )


@pytest.mark.parametrize(
    ("header", "charset", "kept"),
    [
        ("text/html; charset=windows-1250", "cp1250", "Vučić said so."),
        ('text/html; charset="ISO-8859-2"', "iso8859-2", "Vučić said so."),
        ("text/html", "utf-8", "Vučić said so."),
        ("text/html; charset=nonsense", "utf-8", "Vučić said so."),
        ("text/plain; charset=utf-16le", "utf-16-le", "Vučić said so."),
        ("text/markdown; charset=windows-1250", "cp1250", "Vučić said so."),
        ("application/xhtml+xml", "utf-8", "Vučić said so."),
    ],
)
def test_the_charset_of_the_header_is_honoured(header: str, charset: str, kept: str) -> None:
    text = PAGE.replace("</p>", f"</p><p>{kept}</p>") if "html" in header else f"{STORY}\n\n{kept}"
    answer = httpx.Response(200, headers={"Content-Type": header}, content=text.encode(charset))
    assert document(fetched(answer)).text.endswith(kept)


def test_markdown_and_plain_text_are_read_as_what_they_are() -> None:
    text = f"# Talks *Go* On\n\n{STORY}"
    for header, address, expected in (
        ("text/plain", f"{ADDRESS}.md", f"Talks Go On\n\n{STORY}"),
        ("text/markdown", ADDRESS, f"Talks Go On\n\n{STORY}"),
        ("text/plain", ADDRESS, "# Talks *Go* On"),
    ):
        kept = document(
            fetched(httpx.Response(200, headers={"Content-Type": header}, text=text), address), address
        )
        assert kept.text.startswith(expected)
        assert kept.url == address


def test_front_matter_of_a_fetched_text_tells_its_address() -> None:
    text = f"---\nurl: https://other.example/a\n---\n{STORY}"
    answer = httpx.Response(200, headers={"Content-Type": "text/markdown"}, text=text)
    assert document(fetched(answer)).url == "https://other.example/a"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (httpx.Response(404), "the server answers 404 Not Found; check the address"),
        (
            httpx.Response(403),
            "403 Forbidden; the server gives it to no program, or to subscribers only: save the page",
        ),
        (httpx.Response(503), "503 Service Unavailable; try again later"),
        (httpx.Response(204), "204 No Content; save the page as a file"),
        (httpx.Response(200, headers={"Content-Type": "image/png"}), "the answer is image/png; only pages"),
        (
            httpx.Response(200, headers={"Content-Type": "application/pdf"}),
            "this is a PDF; convert it to text first",
        ),
        (
            httpx.Response(200, headers=HTML, stream=httpx.ByteStream(b" " * (MAX_BYTES + 1))),
            "larger than 20 MB",
        ),
        (
            httpx.Response(
                200,
                headers=HTML | {"Content-Encoding": "gzip"},
                stream=httpx.ByteStream(gzip.compress(b" " * (MAX_BYTES + 1))),
            ),
            "larger than 20 MB",
        ),
        (
            httpx.Response(
                200, headers=HTML | {"Content-Encoding": "gzip, gzip"}, stream=httpx.ByteStream(b"")
            ),
            "packed in a way that was not asked for",
        ),
        (
            httpx.Response(
                200, headers=HTML | {"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip")
            ),
            "the answer can't be read",
        ),
        (httpx.Response(302, headers={"Location": ADDRESS}), f"redirects more than {MAX_REDIRECTS} times"),
        (
            httpx.Response(302, headers={"Location": "file:///etc/passwd"}),
            "only http:// and https:// are fetched",
        ),
        (
            httpx.Response(302, headers={"Location": "ftp://news.example/a"}),
            "only http:// and https:// are fetched",
        ),
        (
            httpx.Response(302, headers={"Location": "https://me:secret@news.example/"}),
            "a user's name or password",
        ),
        (httpx.Response(302, headers={"Location": "http://[::1"}), "the answer can't be read .Invalid URL"),
    ],
)
def test_what_cannot_be_had_is_one_line_with_cause_and_remedy(answer: httpx.Response, message: str) -> None:
    with pytest.raises(IngestError, match=message) as refusal:
        fetched(answer)
    assert str(refusal.value).startswith(f"{ADDRESS}: ")
    assert "\n" not in str(refusal.value) and "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            httpx.ConnectError("[Errno -2] Name or service not known"),
            r"can't be reached \(.*not known\); check",
        ),
        (httpx.ReadTimeout("timed out"), "no whole answer in time; try again later, or save"),
        (
            httpx.RemoteProtocolError("peer closed\nconnection"),
            "can't be read .peer closed connection.; save",
        ),
    ],
)
def test_a_server_that_fails_is_one_line_with_cause_and_remedy(error: Exception, message: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(IngestError, match=message):
        fetched(answer)


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
    class Handler(BaseHTTPRequestHandler):
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

        def log_message(self, format: str, *arguments: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

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
    with socket.create_server(("127.0.0.2", 0)) as listening:
        unused = listening.getsockname()
    network = PublicNetwork(20, lambda host, port: [unused[0], "127.0.0.1"], lambda host, address: None)
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


def test_the_run_goes_on_past_an_address_that_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/gone":
            return httpx.Response(404)
        return httpx.Response(200, headers=HTML, content=(PAGES / "json_ld.html").read_bytes())

    monkeypatch.setattr(fetching, "Transport", lambda network: httpx.MockTransport(answer))
    empty, page = tmp_path / "empty.html", PAGES / "nothing.html"
    empty.touch()
    names = ["https://news.example/gone", str(empty), "https://news.example/lavrov", str(page)]
    for jobs in (1, 2):
        gone, nothing, fetched_page, file = pipeline.preview(names, Setting(), jobs)
        assert isinstance(gone, Failure) and "gone: the server answers 404" in gone.message
        assert (
            isinstance(nothing, Failure)
            and nothing.message == f"{empty}: no text to read: it is empty; check that it was saved whole"
        )
        assert isinstance(fetched_page, Reading)
        assert (
            fetched_page.document.url == "https://www.harbour-gazette.example/2023/10/19/lavrov-in-pyongyang"
        )
        assert isinstance(file, Reading) and len(file.claims) >= 4


def test_a_fetched_text_without_a_page_of_its_own_keeps_its_address_across_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = httpx.Response(
        200, headers=HTML | {"Content-Type": "text/html; charset=windows-1250"}, content=PAGE.encode()
    )
    monkeypatch.setattr(fetching, "Transport", lambda network: httpx.MockTransport(lambda request: answer))
    (source,) = find_sources([ADDRESS])
    (read_page,) = pipeline.preview([source.name], Setting(), 2)
    assert isinstance(read_page, Reading)
    assert (read_page.document.url, read_page.document.published) == (ADDRESS, date(2024, 3, 15))
