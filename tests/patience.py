"""How tests wait: for a condition and never for a time, because nobody knows how busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300
"""Seconds for what takes milliseconds: who waits so long on the busiest machine has failed."""


def wait_until(condition: Callable[[], bool]) -> None:
    """Until it holds; a test that waits here for ever has failed."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.02)
