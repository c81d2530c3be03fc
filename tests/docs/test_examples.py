"""What the pages show is so: queries, data, commands, files and programs."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import click
import pytest
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

import store
from ingest.events import frames
from legation.cli import legation, run
from ontology import authority
from ontology.names import PREFIXES
from queries.catalogue import bind, find
from tests.docs.pages import FOLDER, PAGES, ROOT, Block, blocks, inline, section

BASE = "http://localhost:8000/id/"
PROGRAMS = ("legation", "pytest", "python", "cp", "curl")
COMMANDS = [
    (str(block), line)
    for block in blocks("")
    for line in block.text.splitlines()
    if block.text.startswith(tuple(f"{program} " for program in PROGRAMS)) or block.text == "pytest\n"
] + [
    (page, code)
    for page in PAGES
    if page != "cli.md"  # is written from the commands
    for code in inline(page)
    if code.startswith("legation ")
]
LEGATION = [(place, line) for place, line in COMMANDS if line.startswith("legation ")]


@pytest.mark.parametrize("block", blocks("sparql"), ids=str)
def test_a_query_finds_what_its_page_says(samples: Store, block: Block) -> None:
    solutions = samples.query(block.text, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    found = list(solutions)
    assert bool(found) is not block.text.startswith("# Gives nothing."), found[:3]


def test_the_first_query_that_everyone_gets_wrong_is_shown_before_the_right_one() -> None:
    wrong, right = [block.text for block in blocks("sparql", "model.md")][:2]
    assert wrong.startswith("# Gives nothing.")
    pattern = "?event a leg:ArmsTransfer }"
    assert f"{{ {pattern}" in wrong
    assert f"GRAPH ?claim {{ {pattern}" in right


def test_independent_sources_are_as_many_as_the_model_says(samples: Store) -> None:
    solutions = samples.query(bind(find("alleged-and-denied"), {}), prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)
    row = next(solutions)
    told = {variable.value: str(row[variable]) for variable in solutions.variables}
    assert len(told["affirmedBy"].split(", ")) > 5
    assert all(name in told["affirmedBy"] for name in ("White House", "John Kirby", "South Korea"))
    assert told["sources"].startswith('"3"')
    assert all(name in told["deniedBy"] for name in ("Russia", "North Korea"))


@pytest.mark.parametrize("block", blocks("trig"), ids=str)
def test_data_that_a_page_shows_is_in_the_graph(samples: Store, block: Block) -> None:
    """Whatever the installation named counts as a variable: a hash may change when reading gets better."""
    names: dict[str, str] = {}

    def term(node: object) -> str:
        if isinstance(node, NamedNode) and node.value.startswith(BASE):
            return names.setdefault(node.value, f"?v{len(names)}")
        return str(node)

    patterns = []
    for quad in parse(block.text.encode(), RdfFormat.TRIG):
        triple = f"{term(quad.subject)} {term(quad.predicate)} {term(quad.object)} ."
        told = not isinstance(quad.graph_name, DefaultGraph)
        patterns.append(f"GRAPH {term(quad.graph_name)} {{ {triple} }}" if told else triple)
    answer = samples.query(f"ASK {{ {' '.join(patterns)} }}")
    assert isinstance(answer, QueryBoolean) and answer


@pytest.mark.parametrize(("place", "line"), LEGATION)
def test_a_command_and_its_options_exist(place: str, line: str) -> None:
    name, *words = shlex.split(line)[1:]
    if name.startswith("-") or name.isupper():  # the command line as such
        return
    command = legation.get_command(click.Context(legation), name)
    assert command is not None, f"{place}: legation {name}"
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= known
    if name == "query" and words and re.fullmatch("[a-z][a-z-]*", words[0]):
        given = [pair.partition("=") for word, pair in pairwise(words) if word == "--param"]
        bind(find(words[0]), {parameter: value for parameter, _, value in given})


@pytest.mark.parametrize(("place", "line"), COMMANDS)
def test_a_command_is_one_that_the_reader_has(place: str, line: str) -> None:
    program, *words = shlex.split(line)
    assert program in PROGRAMS, place
    files = [word for word in words if re.match(r"(tests|legation)/", word)]
    assert [file for file in files if not (ROOT / file).exists()] == []


@pytest.mark.parametrize(
    "line",
    [
        line
        for line in sorted({line for _, line in LEGATION})
        if re.match(r"legation (query|status|documents|validate|export --resource http)", line)
        and "my.rq" not in line
    ],
)
def test_a_command_that_reads_does_so(
    line: str,
    data: Path,
    wikidata: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGATION_SERVICE_ALLOW", wikidata)
    monkeypatch.setenv("LEGATION_DATA", str(data))
    Path("condemned.rq").write_text(blocks("sparql", "queries.md")[-1].text)
    assert run(shlex.split(line)[1:]) == 0
    lines = capfdbinary.readouterr().out.splitlines()
    assert len(lines) > (0 if line == "legation validate" else 1)


@pytest.mark.parametrize("heading", ["## Backup", "## Formats"])
def test_the_recipes_of_the_store_work(heading: str, data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "legation-data")
    script = "".join(re.findall(r"^```\n(.*?)^```$", section("store.md", heading), re.MULTILINE | re.DOTALL))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEGATION_")}
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env=kept | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    copies = [tmp_path / name for name in ("backup", "restored", "another")]
    found = [copy for copy in copies if (copy / "CURRENT").exists()]
    assert found
    for copy in found:
        assert _quads(copy) == _quads(data)
        if copy.name != "another":
            assert _texts(copy) == _texts(data)


def _quads(data: Path) -> set[str]:
    with store.reading(data) as snapshot:
        return {str(quad) for quad in snapshot.store}


def _texts(data: Path) -> set[str]:
    return {path.name for path in (data / "texts").rglob("*.gz")}


def test_an_authority_of_ones_own_is_read_as_its_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mine, reports = Path("mine"), Path("reports")
    mine.mkdir()
    reports.mkdir()
    people, materiel = (block.text for block in blocks("csv", "authority.md"))
    (mine / "people.csv").write_text(people)
    (mine / "materiel.csv").write_text(materiel)
    (reports / "kang.md").write_text(
        "---\npublisher: Example Daily\npublished: 2024-02-07\n---\n\n"
        "Kang Il Nam arrived in Minsk on Tuesday, the Belarusian Foreign Ministry said.\n\n"
        "South Korea said that North Korea had supplied 40 Heron-7 drones to Belarus.\n"
    )
    Path("ingest_mine.py").write_text(blocks("python", "authority.md")[0].text)
    runpy.run_path("ingest_mine.py")
    with store.reading(Path("own-data")) as snapshot:
        told = {
            (quad.predicate.value.rpartition("#")[2], quad.object.value)
            for quad in snapshot.store
            if isinstance(quad.object, NamedNode)
            and quad.object.value.endswith(("kang-il-nam", "heron-7"))
            and not isinstance(quad.graph_name, DefaultGraph)
        }
    assert told == {
        ("visitor", PREFIXES["actor"] + "kang-il-nam"),
        ("materiel", PREFIXES["materiel"] + "heron-7"),
    }
    assert set(authority.load(mine).entries) > {iri for _, iri in told}


@pytest.mark.parametrize("block", blocks("yaml", "architecture.md"), ids=str)
def test_a_frame_that_a_page_shows_can_be_loaded(block: Block) -> None:
    assert frames.load("shown.yaml", block.text).triggers


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_a_page_names_exists(page: str) -> None:
    rooms = ("legation", "server", "ingest", "queries", "store", "ontology", "tests", "docs")
    paths = [code for code in inline(page) if re.fullmatch(rf"({'|'.join(rooms)})/[\w./*-]*", code)]
    modules = [code for code in inline(page) if re.fullmatch(r"\w+\.py", code)]
    missing = [path for path in paths if not list(ROOT.glob(path.rstrip("/")))]
    missing += [name for name in modules if not any(list((ROOT / room).rglob(name)) for room in rooms)]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_a_heading_that_is_there(page: str) -> None:
    for target, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", PAGES[page]):
        there = PAGES[Path(target).name if target else page]
        headings = re.findall(r"^#+ (.*)$", there, re.MULTILINE)
        anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert anchor in anchors, f"{target}#{anchor}"


def test_every_page_is_in_the_index() -> None:
    linked = set(re.findall(r"\]\((\w+\.md)", PAGES["README.md"]))
    assert linked == {path.name for path in FOLDER.glob("*.md")} - {"README.md"}
