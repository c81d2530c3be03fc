"""A store of the samples, as the pages have their reader make one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import Store

import store
from ingest.pipeline import Setting, ingest
from ontology import authority, schema
from queries.federation.endpoints import WIKIDATA
from tests.docs.pages import ROOT
from tests.wikidata.sparql import serve


@pytest.fixture(scope="package")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store. Copy it, don't change it."""
    folder = tmp_path_factory.mktemp("docs") / "legation-data"
    known = chain(schema.quads(), authority.quads(authority.load()))
    store.create(folder, "http://localhost:8000/id/", known)
    summary = ingest(folder, [str(ROOT / "legation/samples")], Setting(), 1, lambda outcome: None)
    assert summary.failed == 0
    return folder


@pytest.fixture(scope="package")
def samples(data: Path) -> Iterator[Store]:
    """The graph of the samples."""
    with store.reading(data) as snapshot:
        yield snapshot.store


@pytest.fixture(scope="package")
def wikidata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The setting by which a small endpoint of ours answers in Wikidata's stead."""
    with serve(tmp_path_factory.mktemp("wikidata"), crowd=0) as (endpoint, _):
        yield f"{WIKIDATA}={endpoint.url}"
