"""A polite client of public services: says who asks, one request at a time, waits when told to, keeps answers.

Wikimedia's policy asks for a user agent with a way to reach its operator, and to heed 429 and Retry-After; other
services thank for the same.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from ontology.release import release
from queries.federation.cache import Cache
from queries.federation.errors import ServiceError, ServiceRefused
from queries.federation.turns import turn

TRIES = 4
LONGEST_PAUSE = 60.0
MAX_BYTES = 64 * 1024 * 1024
MAX_SECONDS = 600.0
"""For one request with all its pauses, if the caller sets no deadline."""
_BUSY = (429, 502, 503, 504)
_API_BUSY = ("maxlag", "ratelimited", "readonly")  # MediaWiki says so with status 200
_STEP_SECONDS = 60.0


class Web:
    """Requests to public services. `contact` is an e-mail address or a page that tells who runs this installation.

    `cache` keeps answers; None keeps none. `pause` is how the client waits.
    """

    def __init__(
        self, contact: str | None, cache: Cache | None = None, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._contact = contact
        self._cache = cache
        self._pause = pause
        self._client: httpx.Client | None = None
        self._making = threading.Lock()

    def get(
        self, address: str, fields: Mapping[str, str], accept: str, deadline: float | None = None
    ) -> bytes:
        """The answer to a GET with these query parameters. See `post`."""
        return self._ask("GET", address, fields, accept, deadline)

    def post(
        self, address: str, fields: Mapping[str, str], accept: str, deadline: float | None = None
    ) -> bytes:
        """The answer to a form that is posted; `deadline` is a reading of time.monotonic.

        Raises ServiceRefused if nobody said who asks, ServiceError if there is no answer of at most MAX_BYTES in time.
        """
        return self._ask("POST", address, fields, accept, deadline)

    def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(
        self, method: str, address: str, fields: Mapping[str, str], accept: str, deadline: float | None
    ) -> bytes:
        if not self._contact:
            raise ServiceRefused(
                f"{address} wants to know who asks: set LEGATION_CONTACT to your e-mail address or a page about you"
            )
        key = (address, accept, *(part for field in sorted(fields.items()) for part in field))
        if self._cache is not None and (kept := self._cache.get(*key)) is not None:
            return kept
        deadline = time.monotonic() + MAX_SECONDS if deadline is None else deadline
        folder = None if self._cache is None else self._cache.folder
        with turn(httpx.URL(address).host, folder, _left(deadline)):
            if self._cache is not None and (kept := self._cache.get(*key)) is not None:
                return kept  # somebody asked the same meanwhile
            data = self._patiently(method, address, fields, accept, deadline)
            if self._cache is not None:
                self._cache.put(data, *key)
            return data

    def _patiently(
        self, method: str, address: str, fields: Mapping[str, str], accept: str, deadline: float
    ) -> bytes:
        for attempt in range(1, TRIES + 1):
            try:
                status, retry, data = self._once(method, address, fields, accept, deadline)
            except httpx.TimeoutException:
                raise ServiceError(
                    f"{address} did not answer in time; ask for less, or again later"
                ) from None
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                cause = str(error) or type(error).__name__
                raise ServiceError(f"{address} can't be reached: {cause}") from None
            if status == 200:
                return data
            wait = retry if retry is not None else float(2 ** (attempt - 1))
            if status not in _BUSY or attempt == TRIES or wait > min(LONGEST_PAUSE, _left(deadline)):
                raise ServiceError(f"{address} {_refusal(status, data, retry)}")
            self._pause(wait)
        raise AssertionError

    def _once(
        self, method: str, address: str, fields: Mapping[str, str], accept: str, deadline: float
    ) -> tuple[int, float | None, bytes]:
        """Status, seconds of Retry-After, and the body (of a refusal its beginning)."""
        limit = min(_STEP_SECONDS, _left(deadline))
        if limit <= 0:
            raise httpx.ReadTimeout("the time is up")
        client = self._http()
        request = client.build_request(
            method,
            address,
            params=dict(fields) if method == "GET" else None,
            data=dict(fields) if method == "POST" else None,
            headers={"Accept": accept},
            timeout=limit,
        )
        response = client.send(request, stream=True)
        try:
            parts: list[bytes] = []
            size = 0
            for part in response.iter_bytes():
                size += len(part)
                if response.status_code == 200 and size > MAX_BYTES:
                    raise ServiceError(
                        f"{address} answers with more than {MAX_BYTES // 2**20} MB; ask for less"
                    )
                if _left(deadline) <= 0:
                    raise httpx.ReadTimeout("the time is up")
                parts.append(part)
                if response.status_code != 200 and size > 4096:
                    break
            status, error = response.status_code, response.headers.get("mediawiki-api-error")
            if error is not None and status == 200:
                status = 503 if error in _API_BUSY else 400
            return status, _retry_after(response), b"".join(parts)
        finally:
            response.close()

    def _http(self) -> httpx.Client:
        with self._making:
            if self._client is None:
                self._client = httpx.Client(
                    headers={
                        "User-Agent": f"Legation/{release() or '0'} ({self._contact})",
                        "Accept-Encoding": "gzip",
                    },
                    trust_env=False,
                )
            return self._client


def _left(deadline: float) -> float:
    return deadline - time.monotonic()


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait, from either form of Retry-After (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())


def _refusal(status: int, data: bytes, retry: float | None) -> str:
    if status == 429:
        later = f" in {retry:.0f} s" if retry is not None else " later"
        return f"asks for fewer requests (429); try again{later}"
    said = " ".join(data.decode("utf-8", "replace").split())[:200]
    return f"answers {status}{f': {said}' if said else ''}"
