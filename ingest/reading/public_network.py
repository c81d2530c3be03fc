"""A network for httpcore that reaches public addresses only, and only until a deadline.

The address that is checked is the one that is connected to: a name is resolved here, once for each connection, so
that no second answer of a name server can lead elsewhere. Every redirect is a new connection, or an old one to a
host that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from ingest.errors import IngestError

Resolve = Callable[[str, int], Sequence[str]]
"""From host and port to the IP addresses of the host; raises OSError if there are none."""

# RFC 6052: addresses in which a network without IPv4 writes those of IPv4.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class RefusedAddressError(IngestError):
    """An address that is none of the public web's."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the system's resolver, each once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def require_public(host: str, address: str) -> None:
    """Raises RefusedAddressError unless the IP address is a public one (IANA's special-purpose registries)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped or ip
    if ip.is_global and not (ip.is_private or ip.is_multicast or ip.is_reserved or _is_obsolete(ip)):
        return
    means = "" if host == address else f" means {address}, which"
    raise RefusedAddressError(
        f"{host}{means} is no address of the public web, and no other is fetched; save the page as a file"
    )


def _is_obsolete(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is of the kinds of IPv6 address that hold another one (6to4, Teredo) or are local to a site."""
    if isinstance(ip, ipaddress.IPv4Address):
        return False
    return ip.is_site_local or ip.sixtofour is not None or ip.teredo is not None


class PublicNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses only; all that is done through it ends `seconds` after its making."""

    def __init__(
        self,
        seconds: float,
        resolve: Resolve = resolve,
        require: Callable[[str, str], None] = require_public,
    ) -> None:
        self._deadline = time.monotonic() + seconds
        self._resolve = resolve
        self._require = require
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers, if all of them are public."""
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:  # UnicodeError: a label that is too long
            raise httpcore.ConnectError(f"no address is known for {host}") from error
        for address in addresses:
            self._require(host, address)
        failure: Exception = httpcore.ConnectError(f"no address is known for {host}")
        for address in addresses:
            try:
                limit = remaining(self._deadline, timeout, httpcore.ConnectTimeout)
                stream = self._sockets.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, remaining(self._deadline, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, remaining(self._deadline, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = remaining(self._deadline, timeout, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def remaining(deadline: float, timeout: float | None, late: type[Exception]) -> float:
    """The seconds that are left for one step. Raises `late` if there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise late("the time is up")
    return left if timeout is None else min(left, timeout)
