"""`legation.open`, as the page on notebooks shows it."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Dataset, URIRef, Variable

import legation
import store
from tests.legation.conftest import environment

PAGE = Path(__file__).parents[2] / "docs" / "notebook.md"
A, P = NamedNode("urn:a"), NamedNode("urn:p")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    quads = [Quad(A, P, Literal("stated")), Quad(A, P, Literal("claimed"), NamedNode("urn:claim"))]
    store.create(folder, "https://example.org/id/", quads)
    return folder


def values(dataset: Dataset, pattern: str) -> list[str]:
    result = dataset.query(f"SELECT ?o {{ {pattern} }} ORDER BY ?o")
    return [str(solution[Variable("o")]) for solution in result.bindings]


def test_a_claim_is_seen_in_its_graph_and_nowhere_else(data: Path) -> None:
    dataset = legation.open(data)
    assert values(dataset, "?s ?p ?o") == ["stated"]
    assert values(dataset, "GRAPH ?claim { ?s ?p ?o }") == ["claimed"]
    assert [str(value) for value in dataset.graph(URIRef("urn:claim")).objects()] == ["claimed"]


def test_the_prefixes_of_legation_are_bound(data: Path) -> None:
    assert legation.open(data).query("ASK { ?s a leg:Claim }").askAnswer is False


def test_nothing_can_be_written(data: Path) -> None:
    dataset = legation.open(str(data))
    triple = (URIRef("urn:a"), URIRef("urn:p"), URIRef("urn:b"))
    with pytest.raises(store.StoreError, match="a snapshot can't be written"):
        dataset.add(triple)
    with pytest.raises(store.StoreError, match="a snapshot can't be written"):
        dataset.remove(triple)
    with pytest.raises(store.StoreError, match="a snapshot can't be written"):
        dataset.update("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(store.StoreError, match="a snapshot can't be written"):
        dataset.remove_graph(dataset.graph(URIRef("urn:claim")))


def test_what_is_open_stays_as_it_was_while_others_commit(data: Path) -> None:
    dataset = legation.open(data)
    claim = dataset.graph(URIRef("urn:claim"))
    first = data / "snapshots" / "000001"
    for number in range(6):
        with store.writing(data) as commit:
            commit.store.add(Quad(A, P, Literal(number)))
    assert values(dataset, "?s ?p ?o") == ["stated"]
    assert first.is_dir()

    del dataset
    gc.collect()
    store.collect(data)
    assert first.is_dir(), "a graph of the Dataset still reads it"

    del claim
    gc.collect()
    store.collect(data)
    assert not first.exists()
    assert len(values(legation.open(data), "?s ?p ?o")) == 7


def test_a_folder_without_a_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(store.StoreMissing, match="nowhere"):
        legation.open(tmp_path / "nowhere")


def test_the_page_on_notebooks_runs_as_it_stands(samples_read: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 4
    done = subprocess.run(
        [sys.executable, "-"],
        cwd=samples_read,
        env=environment(),
        input="\n".join(blocks),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert any(re.fullmatch(r"South Korea \| alleges \| .* \| “.*”", line) for line in lines)
    assert "True False" in lines
    assert "leg:ArmsTransfer" in done.stdout.partition("True False")[2]
