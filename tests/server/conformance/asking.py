"""How a case is written and judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

TOKEN = "s3cret-token"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"

Check = Callable[[httpx.Response], bool]
Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Case:
    """A request and what must come back: a status (or one of several), fields that hold a text, and more to check.

    `parameters` go into the address, `form` into the body as a form. A field of `headers` that is None is not sent.
    """

    name: str
    status: int | tuple[int, ...] = 200
    method: str = "GET"
    path: str = "/sparql"
    parameters: Parameters = ()
    form: Parameters | None = None
    body: bytes | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    check: Check = lambda response: True

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def send(client: httpx.Client, case: Case) -> httpx.Response:
    """Send a case's request."""
    address = case.path + (f"?{urlencode(case.parameters)}" if case.parameters else "")
    headers = dict(case.headers)
    content = case.body.encode() if isinstance(case.body, str) else case.body
    if case.form is not None:
        content = urlencode(case.form).encode()
        headers.setdefault("Content-Type", FORM)
    return client.request(case.method, address, content=content, headers=headers)


def judge(client: httpx.Client, case: Case) -> None:
    """Send a case's request and see that what comes back is right."""
    response = send(client, case)
    wanted = case.status if isinstance(case.status, tuple) else (case.status,)
    assert response.status_code in wanted, (response.status_code, response.text[:500])
    for name, text in case.fields.items():
        assert text.lower() in response.headers.get(name, "").lower(), (name, dict(response.headers))
    if response.status_code >= 400 and case.method != "HEAD":
        assert response.headers["content-type"] == PROBLEM
        problem = response.json()
        assert problem["status"] == response.status_code
        assert problem["title"] and problem["detail"]
    assert case.check(response), response.text[:500]


def rows(response: httpx.Response) -> list[dict[str, str]]:
    """The values of a JSON answer's rows."""
    bindings = response.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def values(*expected: str) -> Check:
    """The values of all rows, in any order."""
    return lambda response: (
        sorted(value for row in rows(response) for value in row.values()) == sorted(expected)
    )


def truth(expected: bool) -> Check:
    """The truth value of a JSON answer."""
    return lambda response: response.json()["boolean"] is expected
