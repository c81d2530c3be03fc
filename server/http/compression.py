"""Answers by gzip (RFC 9110, section 12.5.3): whole ones, which are kept packed, and streams as they come."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from functools import lru_cache

from starlette.types import Scope

GZIP = "gzip"

SMALLEST = 1024
"""Bytes below which packing gains nothing."""

LARGE = 32 * 1024
"""Bytes from which packing is left to a thread."""

_LEVEL = 1  # 100 MB a second, a tenth of the size; level 6 takes four times as long for a fifth less
_GZIP = 31


def wanted(scope: Scope) -> bool:
    """Whether a client takes gzip rather than the plain bytes."""
    return any(_accepts(value) for name, value in scope["headers"] if name == b"accept-encoding")


@lru_cache(maxsize=256)
def _accepts(field: bytes) -> bool:
    qualities: dict[str, float] = {}
    for item in field.decode("latin-1").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        qualities[name.removeprefix("x-")] = quality
    packed = qualities.get(GZIP, qualities.get("*", 0.0))
    return packed > 0 and packed >= qualities.get("identity", 0.0)


async def packed(body: bytes) -> bytes:
    """A whole body; the same bytes for the same body."""
    if len(body) < LARGE:
        return gzip.compress(body, _LEVEL, mtime=0)
    return await asyncio.to_thread(gzip.compress, body, _LEVEL, mtime=0)


class Stream:
    """A body in parts."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(_LEVEL, wbits=_GZIP)
        self._begun = False

    async def part(self, data: bytes) -> bytes:
        """What can be sent after this part; of the first one all, so that a reader has something at once."""
        work = self._packer.compress
        out = work(data) if len(data) < LARGE else await asyncio.to_thread(work, data)
        if not self._begun:
            self._begun = True
            out += self._packer.flush(zlib.Z_SYNC_FLUSH)
        return out

    def end(self) -> bytes:
        """The rest."""
        return self._packer.flush()
