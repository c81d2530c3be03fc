"""Serving over HTTP until a signal ends it."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
from collections.abc import Callable
from functools import partial
from typing import cast

import uvicorn

import store
from server.app import create_app
from server.evaluation.pool import Pool
from server.evaluation.service import QueryService
from server.front.connection import Front
from server.front.lane import Lane
from server.http.gate import Gate
from server.http.problems import ServerError
from server.monitoring.journal import Journal
from server.monitoring.metrics import Metrics
from server.settings import ServerSettings

BACKLOG = 512
LOOK = 0.02


class _Server(uvicorn.Server):
    """uvicorn's server, that says when it answers: not only at its address, but queries too."""

    def __init__(self, config: uvicorn.Config, pool: Pool, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._pool = pool
        self._ready = ready
        self.failure: ServerError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Part of uvicorn.Server."""
        await super().startup(sockets)
        try:
            while self.started and not self.should_exit:
                if self._pool.answers():
                    gc.collect()
                    gc.freeze()  # what is there now stays: no need to visit it each time
                    self._ready()
                    return
                await asyncio.sleep(LOOK)
        except ServerError as error:
            self.failure = error
            self.should_exit = True


class _WithoutBrokenAnswers(logging.Filter):
    """uvicorn calls it an error that an answer breaks off, which here tells of a late error, and that noise comes in."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Part of logging.Filter."""
        message = record.getMessage()
        return "without completing response" not in message and "Invalid HTTP request" not in message


def run(settings: ServerSettings, ready: Callable[[str], None] = lambda url: None) -> None:
    """Serve until SIGINT or SIGTERM; `ready(url)` is called once queries are answered. Port 0 takes a free one.

    Raises: store.StoreError if there is no store, ServerError if the address can't be had or the store can't be read.
    """
    pool = Pool(settings)
    journal = Journal(settings.log, settings.slow_log, settings.slow)
    gate = Gate(settings, store.base(settings.data))
    service = QueryService(settings, pool)
    metrics = Metrics()
    front = Front(settings, gate, pool, journal, metrics, settings.cache_bytes // 4)
    application = front.application(create_app(settings, pool, gate, service, metrics))
    listener = _listen(settings)
    host, port = listener.getsockname()[:2]
    url = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    config = uvicorn.Config(
        application,
        http=cast(type[asyncio.Protocol], partial(Lane, front, service, {})),
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.grace,
    )
    logging.getLogger("uvicorn.error").addFilter(_WithoutBrokenAnswers())
    server = _Server(config, pool, lambda: ready(url))
    try:
        with listener:
            server.run(sockets=[listener])
    finally:
        journal.close()
    if server.failure is not None:
        raise server.failure


def _listen(settings: ServerSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        cause = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise ServerError(
            f"Can't serve on {settings.host}, port {settings.port}: {cause}; choose another port or host."
        ) from None
