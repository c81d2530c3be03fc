"""What went wrong, for a client: one exception that carries its HTTP status and its problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from ontology.errors import LegationError

MEDIA_TYPE = "application/problem+json"


class ServerError(LegationError):
    """The server can't start or go on."""


class Problem(ServerError):  # noqa: N818  # what RFC 9457 calls it
    """An answer that is an error.

    `extra` are further members of the problem document (line, column, …), `headers` go with the response.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        extra: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def document(self) -> bytes:
        """The problem document, JSON."""
        members = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }
        return json.dumps(members, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"

    def packed(self) -> bytes:
        """For the pipe between evaluator and front; `unpacked` reads it."""
        return json.dumps([self.status, self.detail, self.extra, self.headers]).encode()


def unpacked(data: bytes) -> Problem:
    """The problem that `Problem.packed` wrote."""
    status, detail, extra, headers = json.loads(data)
    return Problem(status, detail, extra=extra, headers=headers)
