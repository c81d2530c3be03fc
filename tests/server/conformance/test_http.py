"""HTTP itself: compression, conditions, CORS, hosts, OPTIONS, tokens, and errors that can be read (RFC 9110, 9457, 6750)."""

from __future__ import annotations

import gzip
import http.client
import json
import zlib

import httpx
import pytest
from httpx import QueryParams

from tests.server.conformance.asking import (
    BEARER,
    FORM,
    JSON,
    PROBLEM,
    QUERY,
    UPDATE,
    Case,
    judge,
    truth,
    values,
)

ASK = [("query", "ASK {}")]
MANY = [("query", "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(3000))) + " } }")]
STREAM = [
    (
        "query",
        "SELECT * { VALUES ?x { "
        + " ".join(map(str, range(90)))
        + " } VALUES ?y { "
        + " ".join(map(str, range(90)))
        + " } }",
    )
]
PAGE = {"Origin": "https://page.example"}
OPEN = {"access-control-allow-origin": "*"}
PREFLIGHT = {**PAGE, "Access-Control-Request-Method": "POST"}
WRITE = "INSERT DATA { GRAPH <urn:w> { <urn:a> <urn:b> 1 } }"
SECURE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src",
    "referrer-policy": "same-origin",
}


ERRORS = [
    Case("400", 400, parameters=[("query", "SELEC")]),
    Case("401", 401, "POST", body=WRITE, headers={"Content-Type": UPDATE}),
    Case("404", 404, path="/nothing"),
    Case("404 of a graph", 404, path="/store", parameters=[("graph", "urn:none")]),
    Case("405", 405, "PUT", body="x"),
    Case("405 of a page", 405, "POST", "/health"),
    Case("406", 406, parameters=ASK, headers={"Accept": "image/png"}),
    Case("413", 413, "POST", body=b"#" * 3_000_000, headers={"Content-Type": QUERY}),
    Case("415", 415, "POST", body="ASK {}", headers={"Content-Type": "text/plain"}),
    Case("421", 421, parameters=ASK, headers={"Host": "evil.example"}),
    Case(
        "503",
        503,
        parameters=[
            (
                "query",
                "SELECT (COUNT(*) AS ?n) { "
                + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(90)))} }}" for n in range(6))
                + " }",
            ),
            ("timeout", "0.2"),
        ],
    ),
]
CORS = [
    Case("an answer", parameters=ASK, headers=PAGE, fields=OPEN, check=truth(True)),
    Case("an answer to nobody's page", parameters=ASK, fields=OPEN),
    Case(
        "what a page may read", parameters=ASK, headers=PAGE, fields={"access-control-expose-headers": "etag"}
    ),
    Case(
        "a preflight",
        204,
        "OPTIONS",
        headers=PREFLIGHT,
        fields={
            **OPEN,
            "access-control-allow-methods": "POST",
            "access-control-allow-headers": "authorization",
            "access-control-max-age": "7200",
        },
    ),
    Case(
        "a preflight for headers",
        204,
        "OPTIONS",
        headers={**PREFLIGHT, "Access-Control-Request-Headers": "authorization, content-type, x-mine"},
        fields={"access-control-allow-headers": "x-mine"},
    ),
    Case(
        "a preflight for writing a graph",
        204,
        "OPTIONS",
        "/store",
        headers={**PAGE, "Access-Control-Request-Method": "PUT"},
        fields={**OPEN, "access-control-allow-methods": "PUT"},
    ),
    Case("a preflight elsewhere", 204, "OPTIONS", "/queries", headers=PREFLIGHT, fields=OPEN),
    Case(
        "an update", 204, "POST", body=WRITE, headers={**BEARER, **PAGE, "Content-Type": UPDATE}, fields=OPEN
    ),
    Case("a graph", path="/store", parameters=[("graph", "urn:g1")], headers=PAGE, fields=OPEN),
    Case("the service description", headers=PAGE, fields=OPEN),
    Case(
        "plain OPTIONS",
        204,
        "OPTIONS",
        fields={"allow": "GET, HEAD, POST, OPTIONS", "accept-post": QUERY, **OPEN},
        check=lambda r: r.content == b"",
    ),
]
TOKENS = [
    Case(
        "no token",
        401,
        "POST",
        body=WRITE,
        headers={"Content-Type": UPDATE},
        fields={"www-authenticate": "Bearer realm="},
        check=lambda r: "error=" not in r.headers["www-authenticate"],
    ),
    Case("no token in a form", 401, "POST", form=[("update", WRITE)], fields={"www-authenticate": "Bearer"}),
    Case(
        "a wrong token",
        401,
        "POST",
        form=[("update", WRITE)],
        headers={"Authorization": "Bearer wrong"},
        fields={"www-authenticate": 'error="invalid_token"'},
    ),
    Case(
        "another scheme",
        401,
        "POST",
        form=[("update", WRITE)],
        headers={"Authorization": "Basic czNjcmV0LXRva2Vu"},
        fields={"www-authenticate": "Bearer"},
    ),
    Case("an empty token", 401, "POST", form=[("update", WRITE)], headers={"Authorization": "Bearer"}),
    Case(
        "a scheme in small letters",
        204,
        "POST",
        form=[("update", WRITE)],
        headers={"Authorization": BEARER["Authorization"].replace("Bearer", "bearer")},
    ),
    Case(
        "a token in the address is none",
        401,
        "POST",
        parameters=[("access_token", "s3cret-token")],
        form=[("update", WRITE)],
    ),
    Case("a query needs none", parameters=ASK, check=truth(True)),
    Case("a query may bring one", parameters=ASK, headers=BEARER, check=truth(True)),
    Case(
        "a query may bring a wrong one",
        parameters=ASK,
        headers={"Authorization": "Bearer wrong"},
        check=truth(True),
    ),
    Case("a query by POST needs none", method="POST", form=ASK, check=truth(True)),
    Case(
        "PUT of a graph",
        401,
        "PUT",
        "/store",
        parameters=[("graph", "urn:w")],
        body="",
        headers={"Content-Type": "text/turtle"},
        fields={"www-authenticate": "Bearer"},
    ),
    Case("DELETE of a graph", 401, "DELETE", "/store?default", fields={"www-authenticate": "Bearer"}),
]
PACKED = [
    Case(
        "a packed query",
        method="POST",
        body=gzip.compress(b"SELECT ?o { ?s ?p ?o }"),
        headers={"Content-Type": QUERY, "Content-Encoding": "gzip"},
        check=values("d"),
    ),
    Case(
        "a packed form",
        method="POST",
        body=gzip.compress(b"query=ASK+%7B%7D"),
        headers={"Content-Type": FORM, "Content-Encoding": "x-gzip"},
        check=truth(True),
    ),
    Case(
        "a packed update",
        204,
        "POST",
        body=gzip.compress(WRITE.encode()),
        headers={**BEARER, "Content-Type": UPDATE, "Content-Encoding": "gzip"},
    ),
    Case(
        "in two members",
        method="POST",
        body=gzip.compress(b"ASK ") + gzip.compress(b"{}"),
        headers={"Content-Type": QUERY, "Content-Encoding": "GZIP"},
        check=truth(True),
    ),
    Case(
        "identity",
        method="POST",
        body=b"ASK {}",
        headers={"Content-Type": QUERY, "Content-Encoding": "identity"},
        check=truth(True),
    ),
    Case(
        "what is not packed",
        400,
        "POST",
        body=b"ASK {}",
        headers={"Content-Type": QUERY, "Content-Encoding": "gzip"},
    ),
    Case(
        "what breaks off",
        400,
        "POST",
        body=gzip.compress(b"ASK {}")[:-3],
        headers={"Content-Type": QUERY, "Content-Encoding": "gzip"},
    ),
    Case(
        "another coding",
        415,
        "POST",
        body=zlib.compress(b"ASK {}"),
        headers={"Content-Type": QUERY, "Content-Encoding": "br"},
        fields={"accept-encoding": "gzip"},
    ),
    Case(
        "a bomb",
        413,
        "POST",
        body=gzip.compress(b"#" * 50_000_000),
        headers={"Content-Type": QUERY, "Content-Encoding": "gzip"},
    ),
]


@pytest.mark.parametrize("case", ERRORS, ids=str)
def test_every_error_is_a_problem_that_any_page_may_read(client: httpx.Client, case: Case) -> None:
    fields = {**OPEN, **SECURE, "content-type": PROBLEM}
    judge(
        client,
        Case(
            case.name,
            case.status,
            case.method,
            case.path,
            case.parameters,
            case.form,
            case.body,
            {**PAGE, **case.headers},
            fields,
        ),
    )


@pytest.mark.parametrize("case", [*CORS, *TOKENS, *PACKED], ids=str)
def test_http_is_spoken(client: httpx.Client, case: Case) -> None:
    judge(client, case)


@pytest.mark.parametrize(
    ("accept", "packed"),
    [
        ("gzip", True),
        ("x-gzip", True),
        ("gzip, deflate, br", True),
        ("GZIP;q=0.5", True),
        ("*", True),
        ("identity;q=0.5, *;q=0.8", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("identity, gzip;q=0.5", False),
        ("br", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("query", [MANY, STREAM], ids=["whole", "streamed"])
def test_answers_are_packed_for_who_takes_it(
    client: httpx.Client, accept: str, packed: bool, query: list[tuple[str, str]]
) -> None:
    plain = client.get(
        "/sparql", params=QueryParams(tuple(query)), headers={"Accept": JSON, "Accept-Encoding": "identity"}
    )
    for _ in range(2):  # evaluated, then from the cache
        answer = client.get(
            "/sparql", params=QueryParams(tuple(query)), headers={"Accept": JSON, "Accept-Encoding": accept}
        )
        assert ("content-encoding" in answer.headers) is packed
        assert answer.content == plain.content
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert (answer.headers["etag"] != plain.headers["etag"]) is packed
        again = client.get(
            "/sparql",
            params=QueryParams(tuple(query)),
            headers={"Accept-Encoding": accept, "If-None-Match": answer.headers["etag"]},
        )
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])


def test_packed_answers_are_small(client: httpx.Client) -> None:
    head = client.head("/sparql", params=QueryParams(tuple(MANY)), headers={"Accept-Encoding": "gzip"})
    plain = client.head("/sparql", params=QueryParams(tuple(MANY)), headers={"Accept-Encoding": "identity"})
    assert int(head.headers["content-length"]) * 5 < int(plain.headers["content-length"])


@pytest.mark.parametrize(
    "known",
    ["{}", "W/{}", '"0-other", {}', '"a" , W/{} , "b"'],
    ids=["strong", "weak", "second", "among others"],
)
def test_an_answer_that_is_known_is_not_sent_again(client: httpx.Client, known: str) -> None:
    etag = client.get("/sparql", params=QueryParams(tuple(ASK))).headers["etag"]
    assert etag.startswith('"')
    answer = client.get(
        "/sparql", params=QueryParams(tuple(ASK)), headers={"If-None-Match": known.format(etag)}
    )
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_known_answer_is_sent_again_when_the_graph_has_changed(client: httpx.Client) -> None:
    etag = client.get("/sparql", params=QueryParams(tuple(ASK))).headers["etag"]
    client.post("/sparql", data={"update": WRITE}, headers=BEARER).raise_for_status()
    assert (
        client.get("/sparql", params=QueryParams(tuple(ASK)), headers={"If-None-Match": etag}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:1234", 200),
        ("LOCALHOST", 200),
        ("127.0.0.1", 200),
        ("127.9.9.9:80", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("192.168.1.1", 421),
        ("a b", 400),
        ("user@localhost", 400),
        ("", 400),
    ],
)
def test_only_this_host_is_answered_for(client: httpx.Client, host: str, status: int) -> None:
    for path in ("/sparql", "/store?default", "/health", "/"):
        assert (
            client.get(
                path, params=QueryParams(tuple(ASK if path == "/sparql" else [])), headers={"Host": host}
            ).status_code
            == status
        )


@pytest.mark.parametrize(
    "path", ["/", "/health", "/queries", "/ontology", "/sparql", "/store?default", "/openapi.json"]
)
def test_head_and_options_are_known_everywhere(client: httpx.Client, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (got.status_code, head.status_code, head.content) == (200, 200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    options = client.options(path)
    assert options.status_code == 204
    assert {"GET", "HEAD", "OPTIONS"} <= set(options.headers["allow"].split(", "))
    for name, value in SECURE.items():
        assert value in got.headers[name]


def test_an_endless_address_is_refused(client: httpx.Client) -> None:
    connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port)
    connection.request("GET", "/sparql?query=" + "%20" * 200_000)
    response = connection.getresponse()
    assert response.status == 414
    assert "by POST" in json.loads(response.read())["detail"]
    connection.close()
