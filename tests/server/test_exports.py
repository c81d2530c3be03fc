"""The graph is taken away over HTTP: whole or in part, packed or not, and further when it broke off."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Quad, RdfFormat, parse

import store
from ontology.names import LEG, PREFIXES
from store import bulk
from store.export import FORMATS
from store.reification import unreify
from tests import web
from tests.patience import wait_until
from tests.server.conftest import BASE, Server, Start, crowd, example, launch

PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("exports") / "data"
    store.create(data, BASE, [*example(), *crowd(3000)])
    running = launch(data)
    yield running
    running.stop()


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    return web.get(server.url + path, headers={**PLAIN, **headers})


def everything(server: Server) -> set[Quad]:
    with store.reading(server.data) as snapshot:
        return set(snapshot.store)


@pytest.mark.parametrize("format", sorted(set(bulk.FORMATS) & set(FORMATS)))
def test_the_whole_graph_is_downloaded_without_loss(server: Server, format: str) -> None:
    response = get(server, f"/export?format={format}")
    assert response.status_code == 200
    syntax = bulk.FORMATS[format]
    assert response.headers["content-type"].partition(";")[0] == syntax.media_type
    quads = parse(response.content, syntax)
    assert set(quads if syntax.supports_datasets else unreify(quads)) == everything(server)
    assert f'filename="legation-1.{FORMATS[format].suffix}"' in response.headers["content-disposition"]


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_every_format_comes_by_suffix_packed_or_not_and_by_accept_encoding(
    server: Server, format: str
) -> None:
    suffix = FORMATS[format].suffix
    plain = get(server, f"/export.{suffix}")
    assert plain.status_code == 200
    archive = get(server, f"/export.{suffix}.gz")
    assert archive.headers["content-type"] == "application/gzip"
    assert gzip.decompress(archive.content) == plain.content
    coded = get(server, f"/export.{suffix}", **{"Accept-Encoding": "gzip"})
    assert coded.headers["content-encoding"] == "gzip"
    assert coded.content == plain.content
    assert len({each.headers["etag"] for each in (plain, archive, coded)}) >= 2
    assert get(server, f"/export.{suffix}").content == plain.content


def test_accept_chooses_and_browsers_get_a_page_to_choose_from(server: Server) -> None:
    assert get(server, "/export", Accept="application/trig").headers["content-type"] == "application/trig"
    assert get(server, "/export").headers["content-type"] == "application/n-quads"
    assert get(server, "/export", Accept="image/png").status_code == 406
    page = get(server, "/export", Accept="text/html,*/*;q=0.8")
    assert page.headers["content-type"].startswith("text/html")
    assert 'href="/export.csv"' in page.text


@pytest.mark.parametrize("path", ["/export.trig", "/export.trig.gz"])
def test_a_download_that_broke_off_goes_on_where_it_was(server: Server, path: str) -> None:
    whole = get(server, path)
    half = len(whole.content) // 2
    rest = get(server, path, Range=f"bytes={half}-", **{"If-Range": whole.headers["etag"]})
    assert rest.status_code == 206
    assert rest.headers["content-range"] == f"bytes {half}-{len(whole.content) - 1}/{len(whole.content)}"
    assert whole.content[:half] + rest.content == whole.content
    middle = get(server, path, Range=f"bytes=100-{half}")
    assert middle.content == whole.content[100 : half + 1]
    beyond = get(server, path, Range=f"bytes={len(whole.content)}-")
    assert beyond.status_code == 416
    assert beyond.headers["content-range"] == f"bytes */{len(whole.content)}"
    other = get(server, path, Range="bytes=5-", **{"If-Range": '"something-else"'})
    assert (other.status_code, other.content) == (200, whole.content)


def test_an_export_is_known_again_and_head_tells_without_making_it(server: Server) -> None:
    response = get(server, "/export.nq")
    assert get(server, "/export.nq", **{"If-None-Match": response.headers["etag"]}).status_code == 304
    head = web.head(f"{server.url}/export.nq", headers=PLAIN)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == response.headers["etag"]


def test_an_older_snapshot_is_exported_as_long_as_it_is_kept(start: Start) -> None:
    server = start()
    first = get(server, "/export.nq").content
    with store.writing(server.data) as commit:
        commit.store.update("INSERT DATA { <urn:new> <urn:p> 1 }")
    wait_until(lambda: b"urn:new" in get(server, "/export.nq").content)
    old = get(server, "/export.nq?snapshot=1")
    assert old.content == first
    assert 'filename="legation-1.nq"' in old.headers["content-disposition"]
    gone = get(server, "/export.nq?snapshot=77")
    assert gone.status_code == 404
    assert gone.json()["detail"] == "Snapshot 77 is not kept: choose one of 1, 2."


def rows(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_an_export_is_narrowed_to_some_claims_and_what_they_speak_of(server: Server) -> None:
    everybody = rows(get(server, "/export.csv"))
    assert len(everybody) > 3
    told = rows(get(server, "/export.csv?type=ArmsTransfer"))
    assert told and {row["event type"] for row in told} == {"ArmsTransfer"}
    assert len(told) < len(everybody)
    korea = PREFIXES["actor"] + "south-korea"
    theirs = rows(get(server, f"/export.csv?actor={korea}&type=ArmsTransfer"))
    assert theirs and all(korea in ",".join(row.values()) for row in theirs)
    assert rows(get(server, "/export.csv?actor=South+Korea&type=ArmsTransfer")) == theirs
    assert rows(get(server, "/export.csv?until=1999-12-31")) == []
    document = everybody[0]["document IRI"]
    assert rows(get(server, f"/export.csv?document={document}")) == everybody
    quads = list(parse(get(server, "/export.nq?type=ArmsTransfer").content, format=RdfFormat.N_QUADS))
    claims = {row["claim IRI"] for row in told}
    assert {quad.graph_name.value for quad in quads if "DefaultGraph" not in repr(quad.graph_name)} == claims
    assert {quad.subject.value for quad in quads if quad.object.value == LEG + "Claim"} == claims
    assert any(quad.subject.value == korea for quad in quads)
    assert any(quad.predicate.value == PREFIXES["oa"] + "exact" for quad in quads)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("type=Party", "there is no type of event 'Party'"),
        ("actor=Atlantis", "'Atlantis' is neither an IRI"),
        ("since=yesterday", "since: wants a day such as"),
        ("since=2024-01-02&until=2024-01-01", "is no period"),
        ("colour=red", "There is no parameter colour"),
        ("snapshot=x", "snapshot=x is no number"),
        ("format=docx", "The graph is not exported as 'docx'"),
    ],
)
def test_what_cannot_be_exported_is_named(server: Server, query: str, reason: str) -> None:
    response = get(server, f"/export?{query}")
    assert response.status_code == 400
    assert reason in response.json()["detail"]


def test_what_a_format_cannot_hold_is_a_conflict_and_kills_nobody(tmp_path: Path, start: Start) -> None:
    data = tmp_path / "odd"
    store.create(data, BASE)
    with store.writing(data) as commit:
        commit.store.update("INSERT DATA { <urn:a> <urn:x:1> 1 }")
    server = start(data)
    response = get(server, "/export.rdf")
    assert response.status_code == 409
    assert "RDF/XML can't write the property <urn:x:1>" in response.json()["detail"]
    assert get(server, "/export.nq").status_code == 200


def test_a_developer_reads_claims_without_knowing_rdf(server: Server) -> None:
    nodes = json.loads(get(server, "/export.jsonld").content)["@graph"]
    claim = next(
        node
        for node in nodes
        if node.get("type") == "Claim" and any(each["type"] == "ArmsTransfer" for each in node["says"])
    )
    assert claim["claimant"]["name"] == "South Korea"
    assert claim["stance"] == "alleges"
    assert isinstance(claim["evidence"][0]["hasSelector"], list)
    event = claim["says"][0]
    assert event["type"] == "ArmsTransfer"
    assert {"id": PREFIXES["actor"] + "north-korea", "name": "North Korea"} in event["supplier"]
