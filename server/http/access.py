"""Who may do what: tokens with scopes, presented as RFC 6750 says (`Authorization: Bearer …`).

A server without tokens only reads, and everybody may. As soon as one token has the scope `read` the desk is private:
whoever reads needs a token, too.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from starlette.types import Scope as Connection

from server.http.problems import Problem
from server.settings import SCOPES, Scope

_REALM = 'Bearer realm="legation"'


def parse(text: str) -> dict[str, Scope]:
    """Tokens with their scopes from lines `SCOPE TOKEN`; a line without a scope is a token for `write`.

    Empty lines and those that begin with # say nothing.
    Raises: ValueError if two lines have the same token, or there is none.
    """
    found: dict[str, Scope] = {}
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        first, *rest = line.split(maxsplit=1)
        scope = next((scope for scope in SCOPES if rest and scope == first.lower()), None)
        token = line if scope is None else rest[0]
        if token in found:
            raise ValueError("one token stands there twice")
        found[token] = scope or "write"
    if not found:
        raise ValueError("no token stands there")
    return found


def token_of(headers: dict[bytes, str], tokens: Mapping[str, Scope]) -> str | None:
    """The token that a request presents, if it is one of the server's; each is compared in constant time."""
    presented = headers.get(b"authorization")
    if presented is None or not tokens:
        return None
    scheme, _, secret = presented.partition(" ")
    if scheme.lower() != "bearer":
        return None
    given, found = secret.strip().encode(), None
    for token in tokens:
        if hmac.compare_digest(given, token.encode()):
            found = token
    return found


def may(headers: dict[bytes, str], tokens: Mapping[str, Scope], scope: Scope) -> bool:
    """Whether a request presents a token that includes a scope."""
    token = token_of(headers, tokens)
    return token is not None and _includes(tokens[token], scope)


def require(headers: dict[bytes, str], tokens: Mapping[str, Scope], scope: Scope) -> None:
    """Let pass who may.

    Raises: Problem 401 without a valid token, 403 if the token's scope does not suffice or no token's does.
    """
    if not any(_includes(each, scope) for each in tokens.values()):
        raise Problem(
            403,
            f"This server only reads: this needs a token with the scope {scope}, and its operator set none.",
        )
    token = token_of(headers, tokens)
    if token is None:
        error = ', error="invalid_token"' if b"authorization" in headers else ""
        raise Problem(
            401,
            f"This needs the header `Authorization: Bearer TOKEN` with a token that has the scope {scope}.",
            headers={"WWW-Authenticate": _REALM + error},
        )
    if not _includes(tokens[token], scope):
        raise Problem(
            403,
            f"This token has the scope {tokens[token]}; this needs {scope}.",
            headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{scope}"'},
        )


def is_private(tokens: Mapping[str, Scope]) -> bool:
    """Whether reading needs a token."""
    return "read" in tokens.values()


def client_of(connection: Connection, headers: dict[bytes, str], tokens: Mapping[str, Scope]) -> str:
    """Whose share of the evaluators a request takes: that of its token, if it is one of ours, or of its address."""
    token = token_of(headers, tokens)
    if token is not None:
        return f"token {list(tokens).index(token) + 1}"
    return str(connection["client"][0]) if connection.get("client") else "local"


def _includes(has: Scope, wanted: Scope) -> bool:
    return SCOPES.index(has) >= SCOPES.index(wanted)
