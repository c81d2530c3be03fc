"""Which release of Legation this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def release() -> str | None:
    """Its version; None where it runs from a checkout that is not installed."""
    try:
        return version("legation")
    except PackageNotFoundError:
        return None
