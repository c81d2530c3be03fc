"""`legation query`: by name, from a file, in SPARQL; for the eye and for programs."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

from legation import exits
from queries.catalogue import catalogue
from queries.federation.federate import mentions_service
from tests.legation.conftest import Run, environment

STATES = "SELECT ?state ?label { ?state a leg:State ; rdfs:label ?label FILTER(?label IN ('Russia'@en, 'China'@en)) }"


@pytest.fixture
def run(run_here: Run) -> Run:
    return run_here


@pytest.fixture
def run_on_samples(run_here_on_samples: Run) -> Run:
    return run_here_on_samples


@pytest.fixture
def run_on_one(run: Run, tmp_path: Path) -> Run:
    """A store that holds what every new store holds, and one claim."""
    (tmp_path / "one.trig").write_text(
        "<urn:claim> { <urn:event> a <https://w3id.org/legation/ontology#Visit> }"
    )
    assert run("import", "one.trig").returncode == 0
    return run


def test_without_a_question_the_catalogue_is_listed(run: Run) -> None:
    done = run("query")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(
        name in done.stdout and question.summary in done.stdout for name, question in catalogue().items()
    )


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_of_the_catalogue_can_be_asked_by_name(run_on_samples: Run, name: str) -> None:
    done = run_on_samples("query", name, "--format", "csv")
    if mentions_service(catalogue()[name].text) and done.returncode:  # what they find is in tests/wikidata
        assert done.returncode == exits.QUERY
        assert "set LEGATION_CONTACT" in done.stderr
        return
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_a_parameter_fixes_what_is_asked_for(run_on_one: Run, tmp_path: Path) -> None:
    (tmp_path / "state.rq").write_text(
        "#+ summary: Which state is this?\n"
        "#+ parameters:\n"
        "#+   - name: state\n"
        "#+     type: iri\n"
        "#+     label: a state\n"
        "SELECT ?label { VALUES ?state { actor:russia } ?state rdfs:label ?label }\n"
    )
    assert "Russia" in run_on_one("query", "--file", "state.rq").stdout
    done = run_on_one("query", "--file", "state.rq", "--param", "state=China", "--format", "csv")
    assert done.stdout.splitlines() == ["label", "China"]
    wrong = run_on_one("query", "--file", "state.rq", "--param", "country=China")
    assert wrong.returncode == exits.QUERY
    assert "has no parameter 'country'" in wrong.stderr


def test_a_table_in_a_pipe_is_plain_and_aligned(run_on_one: Run) -> None:
    done = run_on_one("query", STATES + " ORDER BY ?label")
    assert done.stdout == "state         label\nactor:china   China\nactor:russia  Russia\n"


def test_a_table_on_a_terminal_fits_it(run_on_one: Run, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "legation", "query", STATES]
    subprocess.run(
        command, cwd=tmp_path, env=environment(COLUMNS="40", TERM="xterm"), stdout=theirs, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "━" in shown or "─" in shown
    assert "actor:russia" in shown


def test_programs_get_their_formats(run_on_one: Run) -> None:
    def answer(form: str) -> str:
        done = run_on_one("query", STATES, "--format", form)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert {row["label"] for row in csv.DictReader(io.StringIO(answer("csv")))} == {"China", "Russia"}
    assert '"China"@en' in answer("tsv")
    assert json.loads(answer("json"))["head"]["vars"] == ["state", "label"]
    assert ElementTree.fromstring(answer("xml")).tag.endswith("sparql")


def test_the_default_graph_never_shows_what_is_only_claimed(run_on_one: Run) -> None:
    assert run_on_one("query", "ASK { ?e a leg:Visit }").stdout == "false\n"
    assert run_on_one("query", "ASK { GRAPH ?c { ?e a leg:Visit } }").stdout == "true\n"


def test_a_graph_comes_as_turtle(run_on_one: Run) -> None:
    construct = "CONSTRUCT { ?e a ?type } { GRAPH ?c { ?e a ?type } }"
    done = run_on_one("query", construct)
    assert len(list(parse(done.stdout, RdfFormat.TURTLE))) == 1
    wrong = run_on_one("query", construct, "--format", "csv")
    assert (wrong.returncode, wrong.stdout) == (exits.QUERY, "")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["SELECT * { ?s ?p }"], exits.QUERY, "not valid SPARQL: line 1, column"),
        (["INSERT DATA { <urn:a> <urn:b> 1 }"], exits.QUERY, "not valid SPARQL"),
        (["SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }"], exits.QUERY, "is not allowed here"),
        (["ASK {}", "--param", "a=b"], exits.USAGE, "--param is for questions"),
        (["ASK {}", "--param", "a"], exits.USAGE, "write NAME=VALUE"),
        (["ASK {}", "--file", "one.trig"], exits.USAGE, "not both"),
        (["--file", "absent.rq"], exits.USAGE, "absent.rq"),
        (["ASK {}", "--format", "pdf"], exits.USAGE, "'pdf' is not one of"),
    ],
)
def test_what_cannot_be_asked_is_explained_in_a_line(
    run_on_one: Run, arguments: list[str], code: int, says: str
) -> None:
    done = run_on_one("query", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("legation: ") and done.stderr.count("\n") == 1
    assert says in done.stderr
