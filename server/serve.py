"""Serving over HTTP until a signal ends it."""

from __future__ import annotations

import logging

import uvicorn

from server.app import create_app
from server.settings import ServerSettings


class _WithoutBrokenAnswers(logging.Filter):
    """uvicorn calls it an error that an answer breaks off; here that is how a late error is told."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "without completing response" not in record.getMessage()


def run(settings: ServerSettings) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises: store.StoreError if there is no store; SystemExit if the address is taken.
    """
    logging.getLogger("uvicorn.error").addFilter(_WithoutBrokenAnswers())
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http="httptools",
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        backlog=512,
    )
