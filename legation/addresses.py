"""Ports: is one free, and which is the next."""

from __future__ import annotations

import socket

from ontology.errors import LegationError


class AddressError(LegationError):
    """The server can't listen where it was told to."""


def free_port(host: str, port: int, tries: int = 1) -> int:
    """The first free port of `tries` from `port` on; for 0, any. Raises AddressError."""
    for candidate in range(port, min(port + tries, 65536)):
        try:
            return _bound(host, candidate)
        except OSError as error:
            reason = error.strerror or str(error)
    raise AddressError(f"can't listen on {host}, port {port}: {reason}; choose another with --port or --host")


def _bound(host: str, port: int) -> int:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        # As the server will: a port that was in use a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        bound: int = probe.getsockname()[1]
        return bound
