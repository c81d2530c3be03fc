"""What a server may be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from store.export.source import CC_BY

Scope = Literal["read", "ingest", "write"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""What a token allows. Each includes those before it: `ingest` adds, reviews and deletes documents, `write` makes any
change."""


@dataclass(frozen=True)
class ServerSettings:
    """Times are seconds, sizes bytes unless the name says otherwise.

    `tokens` says what scope each token has; without any the server only reads. `cors` are the origins whose pages
    may read answers (`*`: all), `hosts` the names under which the server is met beside this machine's own and the
    base's (`*`: any), `service_allow` the endpoints that a query may name in SERVICE, if a `contact` (e-mail
    address or page) says who asks. `memory_mb` is what one evaluator may take for a query; at most `evaluators +
    long_queries + 1` of them exist at a time; an answer is cut off after `max_answer`. `authority` are the folders
    whose names, beside the shipped ones, may be given to questions, `licence` the one under which the graph is
    published. A client has `head_time` to send a request's head, `body_time` (and a second more for each 16 KiB) to
    send its body, and `read_time` to take what was sent. `log` and `slow_log` are files ("-": standard output) for
    a line a request, and for queries that take `slow` and longer. Whoever is being answered when the server ends
    has `grace`.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    tokens: Mapping[str, Scope] = field(default_factory=dict)
    cors: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    service_allow: tuple[str, ...] = ()
    contact: str | None = None
    timeout: float = 30.0
    max_timeout: float = 120.0
    memory_mb: int = 1024
    evaluators: int = 2
    long_queries: int = 2
    max_waiting: int = 128
    max_wait: float = 15.0
    max_query: int = 256 * 1024
    max_update: int = 16 * 1024 * 1024
    max_address: int = 60 * 1024
    max_fields: int = 32 * 1024
    max_headers: int = 100
    head_time: float = 15.0
    body_time: float = 20.0
    read_time: float = 60.0
    cache_bytes: int = 64 * 1024 * 1024
    max_answer: int = 1024 * 1024 * 1024
    max_cached_answer: int = 2 * 1024 * 1024
    grace: int = 5
    log: str | None = None
    slow_log: str | None = None
    slow: float = 1.0
    authority: tuple[Path, ...] = ()
    licence: str = CC_BY
