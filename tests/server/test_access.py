"""Tokens and their scopes, private desks, origins and hosts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store
from server.http.access import parse, token_of
from server.settings import SCOPES
from tests import web
from tests.server.conftest import BASE, Server, example, launch

WRITE = {"update": "INSERT DATA { GRAPH <urn:w> { <urn:a> <urn:b> 1 } }"}
TOKENS = {"reader": "read", "desk": "ingest", "chief": "write"}
PAGES = ["https://a.example", "https://b.example:8443"]
PATHS = [
    "/",
    "/sparql?query=ASK%20%7B%7D",
    "/sparql",
    "/store?default",
    "/queries",
    "/id/x",
    "/openapi.json",
    "/ontology",
]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A desk that only those with a token read, with pages of two origins, behind a proxy of another name."""
    data = tmp_path_factory.mktemp("private") / "data"
    store.create(data, BASE, example())
    running = launch(data, tokens=TOKENS, cors=PAGES, hosts=["desk.example"])
    yield running
    running.stop()


@pytest.mark.parametrize("path", PATHS)
def test_a_private_desk_shows_nothing_without_a_token(private: Server, path: str) -> None:
    for headers in ({}, bearer("wrong")):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            refused = web.request(method, private.url + path, headers=headers)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"].startswith('Bearer realm="legation"')


def test_a_private_desk_still_says_that_it_is_well(private: Server) -> None:
    for path in ("/health", "/static/legation.css"):
        assert web.get(private.url + path).status_code == 200
    assert web.options(private.url + "/sparql").status_code == 204


@pytest.mark.parametrize("token", TOKENS)
def test_every_token_reads(private: Server, token: str) -> None:
    for path in ("/", "/sparql?query=ASK%20%7B%7D", "/store?default", "/queries"):
        assert web.get(private.url + path, headers=bearer(token)).status_code == 200


@pytest.mark.parametrize(("token", "status"), [("reader", 403), ("desk", 403), ("chief", 204)])
def test_only_the_scope_write_updates(private: Server, token: str, status: int) -> None:
    update = web.post(private.url + "/sparql", data=WRITE, headers=bearer(token))
    turtle = {"Content-Type": "text/turtle", **bearer(token)}
    put = web.put(private.url + "/store?graph=urn:w", content="", headers=turtle)
    assert (update.status_code, put.status_code) == (status, status)
    if status == 403:
        for refused in (update, put):
            assert 'error="insufficient_scope", scope="write"' in refused.headers["www-authenticate"]
            assert "this needs write" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        (PAGES[0], True),
        (PAGES[1], True),
        ("https://b.example", False),
        ("https://evil.example", False),
        ("null", False),
    ],
)
def test_only_pages_of_named_origins_read_answers(private: Server, origin: str, may: bool) -> None:
    asking = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for answer in (
        web.get(private.url + "/sparql?query=ASK%20%7B%7D", headers={"Origin": origin, **bearer("reader")}),
        web.get(private.url + "/sparql?query=ASK%20%7B%7D", headers={"Origin": origin}),
        web.options(private.url + "/sparql", headers=asking),
    ):
        assert answer.headers.get("access-control-allow-origin") == (origin if may else None)
        assert "Origin" in answer.headers["vary"]


def test_without_cors_no_page_reads_answers(server: Server) -> None:
    asking = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    for answer in (
        web.get(server.url + "/sparql?query=ASK%20%7B%7D", headers=asking),
        web.options(server.url + "/sparql", headers=asking),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_server_answers_by_the_names_that_it_was_given(private: Server) -> None:
    query = "/sparql?query=SELECT%20(%3Cx%3E%20AS%20?x)%20%7B%7D"
    for host, status in (("desk.example", 200), ("desk.example:443", 200), ("other.example", 421)):
        answer = web.get(private.url + query, headers={"Host": host, **bearer("reader")})
        assert answer.status_code == status
        if status == 200:
            assert answer.json()["results"]["bindings"][0]["x"]["value"] == f"http://{host}/x"


def test_a_server_without_tokens_only_reads(server: Server) -> None:
    for headers in ({}, bearer("any")):
        update = web.post(server.url + "/sparql", data=WRITE, headers=headers)
        put = web.put(server.url + "/store?default", content="", headers=headers)
        assert (update.status_code, put.status_code) == (403, 403)
        assert "only reads" in update.json()["detail"]


def test_a_file_of_tokens_is_read_line_by_line() -> None:
    text = "# who may what\nread  abc\n\ningest\tnone\nWRITE d-e_f~+/=\nalone\nwith a blank\n"
    assert parse(text) == {
        "abc": "read",
        "none": "ingest",
        "d-e_f~+/=": "write",
        "alone": "write",
        "with a blank": "write",
    }


@pytest.mark.parametrize("text", ["", "# nothing\n", "read a\nwrite a\n"])
def test_a_file_without_usable_tokens_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="token stands there"):
        parse(text)


@given(st.dictionaries(st.text(min_size=1), st.sampled_from(SCOPES)), st.text())
def test_no_other_text_passes_for_a_token(tokens: dict[str, str], presented: str) -> None:
    found = token_of({b"authorization": f"Bearer {presented}"}, tokens)  # type: ignore[arg-type]
    assert found is None or found == presented.strip()
