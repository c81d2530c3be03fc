"""What clients get from the connection itself, whatever the application behind it says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import cast

import uvicorn
from starlette.types import Receive, Scope, Send

from server.evaluation.pool import Pool
from server.front.connection import Connection, Front
from server.http.gate import Gate
from server.monitoring.journal import Journal
from server.monitoring.metrics import Metrics
from server.settings import ServerSettings
from tests import web
from tests.patience import wait_until
from tests.server.conftest import BASE


async def greeting(scope: Scope, receive: Receive, send: Send) -> None:
    """A whole answer that does not say how long it is."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else b"Good day."})


@contextmanager
def greeter(data: Path) -> Iterator[str]:
    settings = ServerSettings(data)
    front = Front(
        settings, Gate(settings, BASE), Pool(settings), Journal(None, None, 1.0), Metrics(), limit=1024
    )
    config = uvicorn.Config(
        front.application(greeting),
        http=cast(type[asyncio.Protocol], partial(Connection, front)),
        port=0,
        lifespan="off",
        log_level="warning",
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()
        front.journal.close()


def test_an_answer_ends_though_the_application_told_no_length(tmp_path: Path) -> None:
    with greeter(tmp_path) as url, web.client() as client:
        answers = [client.get(url) for _ in range(2)]
        assert [answer.text for answer in answers] == ["Good day."] * 2
        assert [answer.headers["content-length"] for answer in answers] == ["9"] * 2
        assert "content-length" not in client.head(url).headers
