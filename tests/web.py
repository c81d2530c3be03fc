"""Requests to the servers that tests start: patient ones, and without the 20 ms that httpx takes to load certificates."""

from __future__ import annotations

import ssl
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx

from tests.patience import PATIENCE


class QuietHandler(BaseHTTPRequestHandler):
    """Of the servers that tests write themselves: logs nothing, and a client that hangs up is no error of theirs."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Part of BaseHTTPRequestHandler."""

    def handle(self) -> None:
        """Part of BaseHTTPRequestHandler."""
        with suppress(ConnectionError):
            super().handle()


PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts nobody, as nobody here speaks TLS."""


def client(**more: Any) -> httpx.Client:
    """An `httpx.Client` that waits for as long as it takes."""
    return httpx.Client(**{"verify": PLAIN, "timeout": PATIENCE, **more})


def request(method: str, url: httpx.URL | str, **more: Any) -> httpx.Response:
    """One request over a connection of its own, as `httpx.request` makes it."""
    with client() as one:
        return one.request(method, url, **more)


get = partial(request, "GET")
head = partial(request, "HEAD")
options = partial(request, "OPTIONS")
post = partial(request, "POST")
put = partial(request, "PUT")
