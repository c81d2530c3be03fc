"""A request's body: bounded, unpacked if it comes compressed."""

from __future__ import annotations

import zlib

from starlette.types import Receive

from server.http.problems import Problem

_GZIP = 31
_PIECE = 256 * 1024


async def read(headers: dict[bytes, str], receive: Receive, limit: int) -> bytes:
    """The body, which may be compressed by gzip; `limit` is in bytes and holds for what it unpacks to.

    Raises: Problem 400 for a damaged body, 413 for one that is too long, 415 for another compression.
    """
    too_long = Problem(
        413, f"A body may have {limit} bytes here, unpacked, and not more.", headers={"Connection": "close"}
    )
    announced = headers.get(b"content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise too_long
    unpack = _unpacker(headers.get(b"content-encoding", ""))
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "The client has gone.")
        part = message.get("body", b"")
        if unpack is not None:
            part = unpack.take(part, limit - size)
        size += len(part)
        if size > limit:
            raise too_long
        parts.append(part)
        if not message.get("more_body"):
            break
    if unpack is not None:
        unpack.end()
    return b"".join(parts)


class _Unpacker:
    """gzip as it comes, member by member (RFC 1952), never further than asked: a bomb bursts at the limit."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._begun = False

    def take(self, data: bytes, most: int) -> bytes:
        """What `data` unpacks to; one byte more than `most` at most, by which the caller sees that it is too much."""
        parts: list[bytes] = []
        size = 0
        while data and size <= most:
            self._begun = True
            try:
                part = self._member.decompress(data, min(_PIECE, most + 1 - size))
            except zlib.error:
                raise Problem(400, "The body is not what its Content-Encoding, gzip, says.") from None
            parts.append(part)
            size += len(part)
            data = self._member.unconsumed_tail
            if self._member.eof:
                data = self._member.unused_data
                if data:
                    self._member = zlib.decompressobj(_GZIP)
        return b"".join(parts)

    def end(self) -> None:
        if self._begun and not self._member.eof:
            raise Problem(400, "The compressed body breaks off.")


def _unpacker(encoding: str) -> _Unpacker | None:
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not names:
        return None
    if names not in (["gzip"], ["x-gzip"]):
        raise Problem(
            415,
            f"A body with the Content-Encoding {', '.join(names)} can't be read here; send it as it is or by gzip.",
            headers={"Accept-Encoding": "gzip"},
        )
    return _Unpacker()
