"""An analyst names a report by its address: it is fetched within bounds, and only from the public web."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import httpx
import pytest

from ingest import pipeline
from ingest.commit import Failure
from ingest.errors import IngestError
from ingest.model import Document, Reading
from ingest.pipeline import Setting
from ingest.reading import fetch as fetching
from ingest.reading.content import MAX_BYTES, Content
from ingest.reading.fetch import MAX_REDIRECTS, fetch
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ingest.reading.sources import find_sources
from tests.ingest.kept import AUTHORITY, PARAGRAPH

PAGES = Path(__file__).parent / "pages"
ADDRESS = "https://news.example/2024/03/15/talks"
PAGE = f"<!doctype html><html><head><title>Talks Go On</title></head><body><article><p>{PARAGRAPH}</p></article></body></html>"
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
    assert kept.text == f"Talks Go On\n\n{PARAGRAPH}"
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
    text = PAGE.replace("</p>", f"</p><p>{kept}</p>") if "html" in header else f"{PARAGRAPH}\n\n{kept}"
    answer = httpx.Response(200, headers={"Content-Type": header}, content=text.encode(charset))
    assert document(fetched(answer)).text.endswith(kept)


def test_markdown_and_plain_text_are_read_as_what_they_are() -> None:
    text = f"# Talks *Go* On\n\n{PARAGRAPH}"
    for header, address, expected in (
        ("text/plain", f"{ADDRESS}.md", f"Talks Go On\n\n{PARAGRAPH}"),
        ("text/markdown", ADDRESS, f"Talks Go On\n\n{PARAGRAPH}"),
        ("text/plain", ADDRESS, "# Talks *Go* On"),
    ):
        kept = document(
            fetched(httpx.Response(200, headers={"Content-Type": header}, text=text), address), address
        )
        assert kept.text.startswith(expected)
        assert kept.url == address


def test_front_matter_of_a_fetched_text_tells_its_address() -> None:
    text = f"---\nurl: https://other.example/a\n---\n{PARAGRAPH}"
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
