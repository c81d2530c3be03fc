"""Loading files of RDF."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

import store
from store import bulk
from tests.store.facts import BASE, commit, contents, quads, told

S, P = NamedNode("http://example.com/s"), NamedNode("http://example.com/p")
GENID = f"{BASE}.well-known/genid/"


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.nq", '<http://example.com/s> <http://example.com/p> "Pjöngjang"@de .\n'),
        ("a.nt", '<http://example.com/s> <http://example.com/p> "Pjöngjang"@de .\n'),
        ("a.ttl", '@prefix e: <http://example.com/> . e:s e:p "Pjöngjang"@de .'),
        ("a.TRIG", '@prefix e: <http://example.com/> . { e:s e:p "Pjöngjang"@de }'),
        (
            "a.jsonld",
            '{"@id": "http://example.com/s", "http://example.com/p": {"@value": "Pjöngjang", "@language": "de"}}',
        ),
        (
            "a.rdf",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.com/">'
            '<r:Description r:about="http://example.com/s"><e:p xml:lang="de">Pjöngjang</e:p></r:Description></r:RDF>',
        ),
    ],
)
def test_every_format_is_told_by_the_files_name_also_compressed(
    data: Path, tmp_path: Path, name: str, content: str
) -> None:
    commit(data, 1)
    assert bulk.load(data, write(tmp_path, name, content)) == 1
    expected = {*told(1), Quad(S, P, Literal("Pjöngjang", language="de"))}
    assert contents(data) == expected
    with gzip.open(tmp_path / f"{name}.gz", "wt", encoding="utf-8") as file:
        file.write(content)
    assert bulk.load(data, tmp_path / f"{name}.gz") == 1
    assert contents(data) == expected


def test_a_whole_file_is_one_commit(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_BATCH", 7)
    heard: list[int] = []
    monkeypatch.setattr(bulk, "_STEP", 10)
    file = tmp_path / "a.nq"
    serialize(told(1, count=49), str(file), RdfFormat.N_QUADS)
    assert bulk.load(data, file, progress=heard.append) == 49
    assert store.current_number(data) == 2
    assert contents(data) == set(told(1, count=49))
    assert heard == [10, 20, 30, 40]


def test_a_format_may_be_stated(data: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "facts", "<http://example.com/s> <http://example.com/p> <http://example.com/s> .")
    assert bulk.load(data, file, "ntriples") == 1
    assert contents(data) == {Quad(S, P, S)}


def test_an_empty_file_makes_no_commit(data: Path, tmp_path: Path) -> None:
    assert bulk.load(data, write(tmp_path, "a.nq", "# nothing\n")) == 0
    assert store.current_number(data) == 1


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        (
            "a.nq",
            "<http://e/s> <http://e/p> <http://e/o> .\n<http://e/s> <http://e/p> .\n",
            "line 2, column 27: ",
        ),
        ("a.nt", '<http://e/s> <http://e/p> "x"@a-long-subtagged .\n', "line 1, column 31: "),
        ("a.ttl", "@prefix e: <http://e/> .\n\ne:s e:p f:o .", "line 3, column 9: "),
        ("a.trig", "<http://e/g> {\n <http://e/s> <http://e/p> \n}", "line 3, column 1: "),
        ("a.jsonld", '{"@id": "http://e/s",\n "http://e/p": ]}', "line 2, column 16: "),
        ("a.jsonld", '{"@context": "https://e/context", "name": "x"}', "put the context into the file"),
        ("a.rdf", "<a>\n <b></a>", r"line 2, column \d: "),
        ("a.rdf", "<a>\n", r"line 2, column \d: "),
        ("a.ttl", "<#me> <#knows> <#you> .", "line 1, column 1: No scheme found"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_nothing_is_loaded(
    data: Path, tmp_path: Path, name: str, content: str, complaint: str
) -> None:
    commit(data, 1)
    file = write(tmp_path, name, content)
    with pytest.raises(store.LoadError, match=f"cannot load {file}: .*{complaint}") as told_so:
        bulk.load(data, file)
    assert "\n" not in str(told_so.value)
    assert store.current_number(data) == 2
    assert contents(data) == set(told(1))


def test_bytes_that_are_no_text_are_told_with_their_place(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_bytes(b'<http://e/s> <http://e/p> "\xff" .\n')
    with pytest.raises(store.LoadError, match=r"line 1, column 28: Invalid UTF-8"):
        bulk.load(data, tmp_path / "a.nq")


@pytest.mark.parametrize("length", [0, 10, 200])
def test_a_damaged_compressed_file_is_told(data: Path, tmp_path: Path, length: int) -> None:
    packed = gzip.compress(
        b"".join(f"<http://e/{n}> <http://e/p> <http://e/o> .\n".encode() for n in range(999))
    )
    (tmp_path / "a.nq.gz").write_bytes(b"" if not length else packed[:length])
    if not length:
        (tmp_path / "a.nq.gz").write_bytes(b"<http://e/s> <http://e/p> <http://e/o> .\n")
    with pytest.raises(store.LoadError, match=r"cannot load .*a\.nq\.gz: "):
        bulk.load(data, tmp_path / "a.nq.gz")
    assert contents(data) == set()


def test_a_file_that_is_not_there_or_not_known_is_told(data: Path, tmp_path: Path) -> None:
    with pytest.raises(store.LoadError, match=r"none\.nq: No such file or directory"):
        bulk.load(data, tmp_path / "none.nq")
    with pytest.raises(
        store.LoadError, match=r"cannot tell the format of .*a\.txt: name it with one of \.nq, "
    ):
        bulk.load(data, tmp_path / "a.txt")
    with pytest.raises(store.LoadError, match="unknown format 'csv'; choose one of nquads, "):
        bulk.load(data, tmp_path / "a.txt", "csv")
    with pytest.raises(store.LoadError, match="Is a directory"):
        bulk.load(data, tmp_path, "nquads")
    with pytest.raises(store.StoreMissing):
        bulk.load(tmp_path / "none", write(tmp_path, "a.nq", ""))


def test_blank_nodes_get_names_at_the_door(data: Path, tmp_path: Path) -> None:
    content = "_:b <http://example.com/p> [ <http://example.com/p> _:b ] ; <http://example.com/q> ( 1 _:b ) ."
    file = write(tmp_path, "a.ttl", content)
    assert bulk.load(data, file) == 7
    loaded = contents(data)
    assert len(loaded) == 7
    assert not any(isinstance(term, BlankNode) for quad in loaded for term in quad)
    named = {term for quad in loaded for term in quad if str(term).startswith(f"<{GENID}")}
    assert len(named) == 4
    bulk.load(data, file)
    assert contents(data) == loaded, "the same content again changes nothing"
    bulk.load(data, write(tmp_path, "b.ttl", content + " "))
    assert len(contents(data)) == 14, "other content has blank nodes of its own"


def test_blank_nodes_in_graphs_and_in_triple_terms_get_the_same_name(data: Path, tmp_path: Path) -> None:
    line = "_:a <http://example.com/p> <<( _:a <http://example.com/p> _:b )>> _:a .\n"
    bulk.load(data, write(tmp_path, "a.nq", line))
    (quad,) = contents(data)
    assert isinstance(quad.object, Triple)
    assert quad.subject == quad.graph_name == quad.object.subject != quad.object.object
    assert str(quad.object.object).startswith(f"<{GENID}")


# A load takes longer than a quad: few files of many.
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=st.lists(quads, max_size=60))
def test_whatever_is_written_is_loaded(data: Path, tmp_path: Path, some: list[Quad]) -> None:
    with store.writing(data) as change:
        change.store.clear()
    file = tmp_path / "some.nq"
    serialize(some, str(file), RdfFormat.N_QUADS)
    assert bulk.load(data, file) == len(some)
    assert contents(data) == set(some)
