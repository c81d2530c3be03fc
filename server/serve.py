"""Serving over HTTP until a signal ends it."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable

import uvicorn

from server.app import create_app
from server.problems import ServerError
from server.settings import ServerSettings

BACKLOG = 512


class _Server(uvicorn.Server):
    """uvicorn's server, that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Part of uvicorn.Server."""
        await super().startup(sockets)
        if self.started:
            self._ready()


class _WithoutBrokenAnswers(logging.Filter):
    """uvicorn calls it an error that an answer breaks off; here that is how a late error is told."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Part of logging.Filter."""
        return "without completing response" not in record.getMessage()


def run(settings: ServerSettings, ready: Callable[[str], None] = lambda url: None) -> None:
    """Serve until SIGINT or SIGTERM; `ready(url)` is called once the server answers. Port 0 takes a free one.

    Raises: store.StoreError if there is no store, ServerError if the address can't be had.
    """
    application = create_app(settings)
    listener = _listen(settings)
    host, port = listener.getsockname()[:2]
    url = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    config = uvicorn.Config(
        application,
        http="httptools",
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    logging.getLogger("uvicorn.error").addFilter(_WithoutBrokenAnswers())
    with listener:
        _Server(config, lambda: ready(url)).run(sockets=[listener])


def _listen(settings: ServerSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as error:
        cause = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise ServerError(
            f"Can't serve on {settings.host}, port {settings.port}: {cause}; choose another port or host."
        ) from None
