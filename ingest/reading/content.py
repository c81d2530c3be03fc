"""What a source gives: bytes, and what the server that sent them said of them."""

from __future__ import annotations

MAX_BYTES = 20_000_000


class Content(bytes):
    """Bytes that came from the web, with the address that they came from in the end.

    They are bytes, so that whatever carries a file's bytes from reader to reader carries these.
    """

    url: str | None = None
    media_type: str | None = None
    """As in "text/html", in lower case."""
    charset: str | None = None

    @classmethod
    def sent(cls, data: bytes, url: str, media_type: str | None, charset: str | None) -> Content:
        """The bytes with what the response's address and header say."""
        content = cls(data)
        content.url, content.media_type, content.charset = url, media_type, charset
        return content
