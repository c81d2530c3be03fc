"""What every request passes before anything else: is it meant for this host, from which pages may it come?

And what goes with every answer: the fields that keep browsers from doing harm, and those of the Fetch standard's CORS,
so that errors can be read by the pages that cause them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.types import Scope

from server.http.problems import Problem
from server.settings import ServerSettings

Fields = list[tuple[bytes, bytes]]

SECURITY: Fields = [
    (
        b"content-security-policy",
        b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]
EXPOSED = "Content-Encoding, ETag, Link, Location, Retry-After, Server-Timing, WWW-Authenticate"
METHODS = "GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS"
REQUESTED = "Accept, Authorization, Content-Encoding, Content-Type, If-Match, If-None-Match"
REMEMBERED = "7200"
"""Seconds that a browser need not ask again."""

_NAMES = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+(?:\s*,\s*[A-Za-z0-9!#$%&'*+.^_`|~-]+)*")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]/@:?#\s]+)(?::\d*)?")


class Gate:
    """The gate of one server. `base` is what its IRIs begin with, `everywhere` what goes with all answers."""

    def __init__(self, settings: ServerSettings, base: str) -> None:
        hosts = {settings.host, urlsplit(base).hostname or "", *settings.hosts}
        self._hosts = frozenset(host.strip("[]").lower() for host in hosts if host)
        self._any_host = "*" in self._hosts
        self._origins = frozenset(origin.rstrip("/").lower() for origin in settings.cors)
        self._all_origins = "*" in self._origins
        self.everywhere = [*SECURITY]
        if self._all_origins:
            self.everywhere += [
                (b"access-control-allow-origin", b"*"),
                (b"access-control-expose-headers", EXPOSED.encode()),
            ]

    def check(self, scope: Scope) -> None:
        """Let pass what is meant for this server.

        Raises: Problem 400 without one good Host (RFC 9112, section 3.2), 421 for a host
        that is not ours: by such a name another site's page would reach into a private desk (DNS rebinding).
        """
        if self._any_host:
            return
        given = [value for name, value in scope["headers"] if name == b"host"]
        host = _host(given[0]) if len(given) == 1 else None
        if host is None:
            if given or scope["http_version"] != "1.0":
                raise Problem(400, "A request has one Host field, with a host and perhaps a port.")
        elif host not in self._hosts and not _is_loopback(host) and host != _own_address(scope):
            raise Problem(
                421,
                f"This server is not {host}. If it should be known by that name, start it with --hosts {host}.",
            )

    def fields(self, scope: Scope) -> Fields:
        """What goes with every answer."""
        if self._all_origins or not self._origins:
            return self.everywhere
        origin = _field(scope, b"origin")
        if origin is None or origin.decode("latin-1").lower() not in self._origins:
            return [*self.everywhere, (b"vary", b"Origin")]
        return [
            *self.everywhere,
            (b"vary", b"Origin"),
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", EXPOSED.encode()),
        ]

    def preflight(self, scope: Scope) -> Fields | None:
        """What answers a browser that asks whether a page may send a request; None if that is not what is asked."""
        if not self._origins or scope["method"] != "OPTIONS":
            return None
        if _field(scope, b"access-control-request-method") is None or _field(scope, b"origin") is None:
            return None
        wanted = (_field(scope, b"access-control-request-headers") or b"").decode("latin-1")
        return [
            (b"allow", METHODS.encode()),
            (b"access-control-allow-methods", METHODS.encode()),
            (
                b"access-control-allow-headers",
                (wanted if _NAMES.fullmatch(wanted) else REQUESTED).encode(),
            ),
            (b"access-control-max-age", REMEMBERED.encode()),
            (b"vary", b"Access-Control-Request-Headers"),
        ]


def origin_of(scope: Scope) -> str:
    """Scheme and host by which the client met this server (RFC 9110, section 7.1): `http://localhost:8000`."""
    host = _field(scope, b"host")
    if host is None:
        name, port = scope["server"]
        host = f"{name}:{port}".encode()
    return f"{scope['scheme']}://{host.decode('latin-1')}"


def _field(scope: Scope, wanted: bytes) -> bytes | None:
    fields: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return next((value for name, value in fields if name == wanted), None)


@lru_cache(maxsize=256)
def _host(value: bytes) -> str | None:
    found = _HOST.fullmatch(value.decode("latin-1").strip())
    return None if found is None else found[1].strip("[]").lower().removesuffix(".")


@lru_cache(maxsize=256)
def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_address(scope: Scope) -> str | None:
    """The address that the client reached: a name can be made to point anywhere, an address can't."""
    return scope["server"][0] if scope.get("server") else None
