"""Reports from the web: one address, fetched politely, within bounds, from public addresses only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpcore
import httpx

from ingest.errors import IngestError
from ingest.reading.content import MAX_BYTES, Content
from ingest.reading.decoding import HTML_TYPES
from ingest.reading.public_network import PublicNetwork
from ontology.release import release

MAX_REDIRECTS = 5
MAX_SECONDS = 60.0
_STEP_SECONDS = 15.0  # for one connection, or one piece of an answer
_TYPES = (*HTML_TYPES, "text/plain", "text/markdown", "text/x-markdown")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SAVE_IT = "save the page as a file and ingest that"


def is_address(name: str) -> bool:
    """Whether the name of a source is a web address."""
    return _ADDRESS.match(name) is not None


def require_fetchable(address: str) -> None:
    """Raises IngestError for what is no address of the web, or holds a user's name or password."""
    try:
        _require_fetchable(httpx.URL(address))
    except httpx.InvalidURL as error:
        raise IngestError(f"{address!r} is no web address: {error}") from None


def fetch(address: str, transport: httpx.BaseTransport | None = None) -> Content:
    """The report at a web address, after at most MAX_REDIRECTS redirects, MAX_BYTES and MAX_SECONDS.

    Raises IngestError, which names cause and remedy. Without a transport, only public addresses are connected to.
    """
    require_fetchable(address)
    client = httpx.Client(
        transport=transport or Transport(PublicNetwork(MAX_SECONDS)),
        headers={
            "User-Agent": f"Legation/{release() or '0'} (reads news reports for a private knowledge graph)",
            "Accept": "text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9",
            "Accept-Language": "en",
            "Accept-Encoding": "gzip",
        },
        timeout=_STEP_SECONDS,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        event_hooks={"request": [lambda request: _require_fetchable(request.url)]},
        trust_env=False,  # no passwords out of a .netrc
    )
    try:
        with client, client.stream("GET", address) as response:
            return _content(response)
    except IngestError as error:
        raise IngestError(f"{address}: {error}") from None
    except httpx.TooManyRedirects:
        cause = f"redirects more than {MAX_REDIRECTS} times; name the address that a browser ends at"
    except (httpx.TimeoutException, httpcore.TimeoutException):
        cause = f"no whole answer in time; try again later, or {_SAVE_IT}"
    except (httpx.DecodingError, httpx.RemoteProtocolError, httpcore.RemoteProtocolError) as error:
        cause = f"the answer can't be read ({error}); {_SAVE_IT}"
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        OSError,
    ) as error:
        cause = f"can't be reached ({str(error) or type(error).__name__}); check the address and the network"
    raise IngestError(" ".join(f"{address}: {cause}".split()))


def _require_fetchable(url: httpx.URL) -> None:
    if url.scheme not in ("http", "https") or not url.host:
        raise IngestError(f"{str(url)!r} is no web address; only http:// and https:// are fetched")
    if url.userinfo:
        plain = url.copy_with(username=None, password=None)
        raise IngestError(
            f"{plain}: an address with a user's name or password in it is not fetched; leave it out"
        )


def _content(response: httpx.Response) -> Content:
    if response.status_code != 200:
        raise IngestError(_refusal(response.status_code, response.reason_phrase))
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/pdf":
        raise IngestError("this is a PDF; convert it to text first")
    if media_type and media_type not in _TYPES:
        raise IngestError(f"the answer is {media_type}; only pages (HTML), Markdown and plain text are read")
    # One packing inside another would grow a thousandfold twice.
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("gzip", "identity", ""):
        raise IngestError(f"the answer is packed in a way that was not asked for; {_SAVE_IT}")
    data = b"".join(_within_bounds(response))
    return Content.sent(data, str(response.url), media_type or None, response.charset_encoding)


def _within_bounds(response: httpx.Response) -> Iterator[bytes]:
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MAX_BYTES:
            raise IngestError(f"larger than {MAX_BYTES // 1_000_000} MB; a report is a few kilobytes")
        yield piece


def _refusal(status: int, phrase: str) -> str:
    if status in (404, 410):
        remedy = "check the address"
    elif status in (401, 402, 403, 451):
        remedy = f"the server gives it to no program, or to subscribers only: {_SAVE_IT}"
    elif status == 429 or status >= 500:
        remedy = "try again later"
    else:
        remedy = _SAVE_IT
    return f"the server answers {f'{status} {phrase}'.strip()}; {remedy}"


class Transport(httpx.BaseTransport):
    """httpx over httpcore with a network of our own, which httpx's own transport takes none of."""

    def __init__(self, network: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=network, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request; httpcore's errors pass as they are."""
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        """Closes what is still open."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
