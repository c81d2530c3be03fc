"""What a server may be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ServerSettings:
    """Times are seconds, sizes bytes unless the name says otherwise.

    `token` allows updates to whoever presents it; without one the server only reads. `memory_mb` is what one
    evaluator may take for a query; at most `evaluators + long_queries + 1` of them exist at a time. `authority` are
    the folders whose names, beside the shipped ones, may be given to questions.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    timeout: float = 30.0
    max_timeout: float = 120.0
    memory_mb: int = 1024
    evaluators: int = 2
    long_queries: int = 2
    max_waiting: int = 128
    max_wait: float = 15.0
    max_query: int = 256 * 1024
    max_update: int = 16 * 1024 * 1024
    cache_bytes: int = 64 * 1024 * 1024
    max_cached_answer: int = 2 * 1024 * 1024
    authority: tuple[Path, ...] = ()
