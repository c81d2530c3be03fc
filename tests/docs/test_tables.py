"""The tables and figures of the pages are those of the code, and complete."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Store

from ingest import commit
from ingest.identity import periods
from ingest.reading.content import MAX_BYTES
from ingest.reading.fetch import MAX_REDIRECTS, MAX_SECONDS
from ingest.reading.markdown import MAX_CHARACTERS
from ingest.reading.metadata import Overrides
from ingest.reading.read import read
from ingest.reading.sources import SUFFIXES
from legation import exits
from ontology import authority, names, schema
from ontology.vocabulary import vocabulary
from queries.catalogue import catalogue
from queries.header import TYPES
from store import bulk, export, retention
from tests.docs.pages import PAGES, ROOT, blocks, coded, inline, section, table

TERM = re.compile(r"(?<![\w:])leg:(\w+)")


def test_every_question_is_listed_with_its_parameters() -> None:
    expected = [
        f"| [`{question.name}`](../queries/{question.name}.rq) | {question.summary} | "
        + ", ".join(
            f"`{each.name}`" + (f" = `{each.default}`" if each.default else "")
            for each in question.parameters
        )
        + " |"
        for question in catalogue().values()
    ]
    listed = [line for line in PAGES["queries.md"].splitlines() if line.startswith("| [`")]
    assert listed == expected, "docs/queries.md wants:\n" + "\n".join(expected)


def test_types_of_parameters_are_all_explained() -> None:
    assert [row[0] for row in table(PAGES["queries.md"], "| type | write |")] == sorted(
        TYPES, key=["iri", "date", "integer", "decimal", "string"].index
    )


def test_prefixes_that_need_no_declaration_are_all_named() -> None:
    listed = {code for code in inline("queries.md") if re.fullmatch(r"[a-z]+:", code)}
    assert listed == {f"{prefix}:" for prefix in names.PREFIXES}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_uses_only_terms_that_exist(page: str) -> None:
    own = {term for block in blocks("turtle", page) for term in TERM.findall(block.text)}
    assert set(TERM.findall(PAGES[page])) <= schema.terms() | own


def test_the_model_names_every_term() -> None:
    terms = schema.terms() - set(names.SCHEMES)
    assert terms - set(TERM.findall(PAGES["model.md"])) == set()


def test_the_roles_of_each_type_of_event_are_listed() -> None:
    rows = table(PAGES["model.md"], "| type | roles |")
    listed = {TERM.findall(kind)[0]: tuple(TERM.findall(roles)) for kind, roles in rows}
    assert listed == vocabulary().roles


def test_the_stances_are_listed_with_their_groups(samples: Store) -> None:
    rows = table(PAGES["model.md"], "| stance | group | the claimant |")
    listed = {stance: group for stance, group, _ in rows}
    broader = NamedNode(names.SKOS + "broader")
    for stance in names.STANCES:
        quad = next(samples.quads_for_pattern(NamedNode(names.LEG + stance), broader, None))
        assert isinstance(quad.object, NamedNode)
        assert listed.pop(f"`leg:{stance}`") == f"`leg:{quad.object.value.removeprefix(names.LEG)}`"
    assert listed == {}


def test_properties_stand_where_the_model_says(samples: Store) -> None:
    text = section("model.md", "## All terms")
    stated, told = (
        set(TERM.findall(text[text.index(start) :].split("\n\n", 2)[1]))
        for start in ("Properties in the default graph:", "Properties in claims' graphs:")
    )
    told |= {role for roles in vocabulary().roles.values() for role in roles}
    for quad in samples:
        term = quad.predicate.value.removeprefix(names.LEG)
        if term != quad.predicate.value:
            assert term in (stated if isinstance(quad.graph_name, DefaultGraph) else told), quad
    assert stated & told == set()


def test_columns_of_authority_files_are_all_explained(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("label,colour\nA,red\n")
    with pytest.raises(authority.AuthorityError) as refusal:
        authority.load(tmp_path)
    known = str(refusal.value).rpartition("known: ")[2].split(", ")
    rows = table(PAGES["authority.md"], "| column | of | meaning |")
    assert sorted(coded(row[0])[0] for row in rows) == sorted(known)


def test_formats_are_all_listed() -> None:
    rows = table(PAGES["store.md"], "| format | `--format` | file | claims' graphs |")
    assert {coded(row[1])[0] for row in rows} == set(bulk.FORMATS) <= set(export.FORMATS)
    for row in rows:
        assert {bulk.guess(Path(f"graph{ending}")) for ending in coded(row[2])} == {coded(row[1])[0]}


def test_formats_of_exports_are_all_listed_in_their_order() -> None:
    rows = table(PAGES["exports.md"], "| format | `--format` | file | for |")
    assert [row[0] for row in rows] == [format.title for format in export.FORMATS.values()]
    assert [coded(row[1]) for row in rows] == [[name] for name in export.FORMATS]
    assert [coded(row[2]) for row in rows] == [[f".{format.suffix}"] for format in export.FORMATS.values()]
    assert set(list(export.FORMATS)[:6]) == set(bulk.FORMATS), "the first six lose nothing"


def test_endings_of_sources_are_all_listed() -> None:
    rows = table(PAGES["ingesting.md"], "| source | how |")
    assert {code for row in rows for code in coded(row[1]) if code.startswith(".")} == set(SUFFIXES)


def test_every_word_of_front_matter_that_is_listed_is_understood() -> None:
    values = {
        "title": "Talks in Minsk",
        "publisher": "The Moscow Times",
        "agency": "AFP",
        "day": "2024-02-07",
        "address": "https://times.example/minsk",
    }
    for thing, cell in table(PAGES["ingesting.md"], "| | keys |"):
        for key in coded(cell):
            front = {"publisher": "Test Wire", "published": "2024-01-01"}
            if thing == "publisher":
                del front["publisher"]
            if thing == "day":
                del front["published"]
            front[key] = values[thing]
            head = "".join(f"{name}: {value}\n" for name, value in front.items())
            raw = f"---\n{head}---\n\nThe president of Belarus met North Korea's foreign minister in Minsk.\n"
            document = read(raw, "report.md", Overrides(), authority.load())
            assert values[thing] in (
                document.title,
                document.publisher.label,
                "AFP" if document.agency and document.agency.label == "Agence France-Presse" else None,
                str(document.published),
                document.url,
            ), key


def test_exit_codes_of_ingesting_are_known_ones() -> None:
    rows = table(PAGES["ingesting.md"], "| exit code | `legation ingest` |")
    assert {int(code) for code, _ in rows} <= set(exits.MEANINGS)


def test_figures_are_those_of_the_code() -> None:
    page = " ".join(PAGES["ingesting.md"].split())
    assert f"{MAX_REDIRECTS} redirects, {MAX_BYTES // 1_000_000} MB and {MAX_SECONDS:.0f} seconds" in page
    assert f"{MAX_CHARACTERS:,} characters" in page
    assert f"up to {commit.BATCH} documents, or those of {commit.SECONDS:.0f} seconds" in page
    assert "Days told to within five days" in page and periods.PRECISE == 5
    kept = " ".join(PAGES["store.md"].split())
    assert "newest three snapshots, the last one of each day for a week" in kept
    assert (retention.NEWEST, retention.DAYS) == (3, 7)


def test_the_rooms_are_those_whose_order_is_held() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = table(PAGES["architecture.md"], "| folder | what | begin with |")
    assert [coded(row[0])[0] for row in rows] == layers


def test_the_parts_of_the_server_are_those_whose_order_is_held() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = project["tool"]["importlinter"]["contracts"][1]["layers"]
    names = [f"server/{name}" for layer in layers for name in layer.split(" | ")]
    rows = table(PAGES["architecture.md"], "| part of the server | what | begin with |")
    assert [coded(row[0])[0] for row in rows] == [name for name in names if (ROOT / name).is_dir()]
