"""An analyst who adds event types: a frame file and terms each, and no code."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from pyoxigraph import Dataset, NamedNode, RdfFormat, parse

from ontology.names import LEG
from tests.legation.conftest import Run
from tests.legation.own_events import write


@pytest.fixture
def run(run_here: Run) -> Run:
    return run_here


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path / "mine"


def ask(run: Run, query: str) -> set[tuple[str, ...]]:
    done = run("query", query, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return {tuple(row) for row in list(csv.reader(StringIO(done.stdout)))[1:]}


CLAIMS = """SELECT ?label ?who ?stance {{
  GRAPH ?claim {{ ?event a leg:{} }}
  ?claim leg:claimant/rdfs:label ?who ; leg:stance/skos:prefLabel ?stance .
  ?event rdfs:label ?label }}"""


def test_reports_of_a_new_kind_become_claims_and_two_reports_of_one_launch_meet(run: Run, mine: Path) -> None:
    for report in ("first.md", "second.md"):
        done = run("ingest", report, "--frames", "mine")
        assert (done.returncode, done.stderr) == (0, "")
    launch = "Missile launch by North Korea, 14 January 2024"
    assert ask(run, CLAIMS.format("MissileLaunch")) == {
        (launch, "Joint Chiefs of Staff of South Korea", "asserts"),
        (launch, "Japan", "condemns"),
    }
    deployments = ask(run, CLAIMS.format("TroopDeployment"))
    assert {who for _, who, _ in deployments} == {"Belarusian Defence Ministry", "Ukraine"}
    ((label,),) = {(label,) for label, _, _ in deployments}
    assert label.startswith("Deployment of troops of Russia to Belarus, ")
    assert len(ask(run, "SELECT DISTINCT ?e { GRAPH ?c { ?e a leg:MissileLaunch } }")) == 1
    assert ask(run, "SELECT ?from { GRAPH ?c { ?e leg:launchedFrom ?from } }") == {
        ("https://w3id.org/legation/place/pyongyang",)
    }
    assert ask(run, "SELECT ?n { GRAPH ?c { ?e a leg:TroopDeployment ; leg:quantityMin ?n } }") == {("300",)}
    done = run("validate", "--frames", "mine")
    assert done.returncode == 0, done.stdout


def test_a_store_made_before_the_type_was_thought_of_learns_its_terms_with_the_first_report(
    run: Run, mine: Path
) -> None:
    assert run("ingest", "first.md").returncode == 0
    called = "SELECT ?name { leg:MissileLaunch rdfs:label ?name }"
    assert ask(run, called) == set()
    done = run("ingest", "first.md", "second.md", LEGATION_FRAMES="mine")
    assert "1 added, 1 replaced" in done.stdout
    assert ask(run, called) == {("missile launch",)}
    assert run("ingest", "first.md", LEGATION_FRAMES="mine").stdout.startswith("unchanged")


def test_an_export_holds_the_new_events(run: Run, mine: Path) -> None:
    assert run("ingest", "first.md", "--frames", "mine").returncode == 0
    done = run("export", "--format", "trig")
    assert done.returncode == 0, done.stderr
    graphs = Dataset(parse(done.stdout.encode(), format=RdfFormat.TRIG))
    launchers = {quad.object for quad in graphs.quads_for_predicate(NamedNode(LEG + "launcher"))}
    assert launchers == {NamedNode("https://w3id.org/legation/actor/north-korea")}


def test_a_document_can_go_although_nobody_knows_its_frame_any_more(run: Run, mine: Path) -> None:
    assert run("ingest", "first.md", "second.md", "--frames", "mine").returncode == 0
    ((document,),) = ask(run, 'SELECT ?d { ?d dct:publisher/rdfs:label "Example Daily"@en }')
    assert run("delete", document).returncode == 0
    assert {who for _, who, _ in ask(run, CLAIMS.format("MissileLaunch"))} == {"Japan"}


def test_a_claim_that_breaks_the_new_type_s_shape_is_refused(run: Run, mine: Path) -> None:
    with (mine / "terms.ttl").open("a") as file:
        file.write(
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
            "<urn:example:shape> a sh:NodeShape ; sh:targetClass leg:MissileLaunch ; sh:property <urn:example:from> .\n"
            "<urn:example:from> sh:path leg:launchedFrom ; sh:maxCount 0 ;"
            ' sh:message "Where it starts is secret."@en .\n'
        )
    done = run("ingest", "first.md", "--frames", "mine")
    assert done.returncode == 1
    assert "Where it starts is secret." in done.stderr


def test_the_checker_has_nothing_to_say_of_good_files(run: Run, mine: Path) -> None:
    done = run("frames", "check", "mine")
    assert done.stdout == "2 frame files checked: no faults\n"
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("missile_launch.yaml", ("launcher: [subject]", "launcher: [sbject]"),
         "missile_launch.yaml, line 12, `triggers[1].launcher`: sbject is neither a preposition nor one of"),
        ("missile_launch.yaml", ("verbs: [fire,", "verbs: [fired,"),
         "missile_launch.yaml, line 11, `triggers[1].verbs`: fired is no lemma, and so finds nothing: write fire"),
        ("missile_launch.yaml", ("one_day: true", "oneday: true"),
         "missile_launch.yaml, line 8, `identity.oneday`: unknown key; known: by_state, lasts"),
        ("missile_launch.yaml", ("{launcher}", "{launchr}"),
         "missile_launch.yaml, line 9, `label`: {launchr} is no side of `identity`; known: launcher, leaders"),
        ("missile_launch.yaml", ("[State, ArmedGroup]", "[State, Army]"),
         "missile_launch.yaml, line 5, `roles.launcher`: Army is no class of things; known: State, Person"),
        ("missile_launch.yaml", ("launcher: [State,", "launcher: [Place,"),
         "missile_launch.yaml, line 5, `roles.launcher`: a Place is no Actor, which leg:launcher asks for"),
        ("missile_launch.yaml", ("for_state: [launcher]", "for_state: launcher"),
         "missile_launch.yaml, line 7, `for_state`: needs a list: [launcher]"),
        ("missile_launch.yaml", ("  launchedFrom: [Place, State]", "  target: [State]"),
         "missile_launch.yaml, line 6, `roles.target`: MissileLaunch has no role target; it has launcher, launchedFrom"),
        ("missile_launch.yaml", ("objects: [missile, rocket]", "objects: [missile, rocket"),
         "missile_launch.yaml, line 15: not YAML"),
        ("missile_launch.yaml", ("type: MissileLaunch", "type: Launch"),
         "missile_launch.yaml, line 2, `type`: is 'Launch', and must be one of Visit"),
        ("terms.ttl", ('rdfs:label "launcher"@en ;', ""), "terms.ttl, line 9: leg:launcher has no rdfs:label"),
        ("terms.ttl", ("rdfs:subClassOf leg:Event ; rdfs:label \"troop", "rdfs:label \"troop"),
         "terms.ttl, line 14: leg:TroopDeployment is no kind of event: say rdfs:subClassOf leg:Event"),
        ("terms.ttl", ("leg:launcher a", "leg:supplier a"), "terms.ttl, line 9: leg:supplier is a term of Legation's own"),
        ("terms.ttl", ("leg:MissileLaunch ; rdfs:range leg:Place", "leg:MissileLaunch"),
         "terms.ttl, line 11: leg:launchedFrom needs an rdfs:range: leg:Actor, leg:Place, leg:MaterielType"),
        ("terms.ttl", ("rdfs:range leg:Actor .", "rdfs:range leg:Actor"), "terms.ttl, line 11: no Turtle"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_key(
    run: Run, mine: Path, file: str, change: tuple[str, str], told: str
) -> None:
    path = mine / file
    text = path.read_text()
    assert change[0] in text
    path.write_text(text.replace(*change, 1))
    done = run("frames", "check", "mine")
    assert done.returncode == 1
    assert any(line.startswith(f"mine/{told}") for line in done.stdout.splitlines()), done.stdout


def test_ingesting_with_a_faulty_frame_reads_nothing_and_says_where(run: Run, mine: Path) -> None:
    (mine / "missile_launch.yaml").write_text("type: MissileLaunch\nmain: [launcher]\n")
    done = run("ingest", "first.md", "--frames", "mine")
    assert done.returncode == 5
    assert "missile_launch.yaml, line 1, `roles`: is missing" in done.stderr
    assert not (mine.parent / "legation-data").exists()


def test_a_type_without_a_frame_and_a_second_frame_of_a_type_are_told(run: Run, mine: Path) -> None:
    (mine / "visit.yaml").write_text((mine / "missile_launch.yaml").read_text())
    assert "there is a frame of MissileLaunch already" in run("frames", "check", "mine").stdout
    (mine / "visit.yaml").unlink()
    (mine / "missile_launch.yaml").unlink()
    assert "leg:MissileLaunch is an event type without a frame file" in run("frames", "check", "mine").stdout


EXTENSION = """
extends: Visit
triggers:
  - verbs: [parachute]
    visitor: [subject]
    destination: [into]
"""


def test_a_file_may_add_words_to_a_frame_that_ships_with_legation(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/visit.yaml").write_text(EXTENSION)
    (tmp_path / "jump.md").write_text(
        "---\npublisher: Example Daily\npublished: 2024-01-15\n---\n\n"
        "Sergei Lavrov parachuted into Belarus on Sunday. Xi Jinping visited Belarus on Friday.\n"
    )
    assert run("frames", "check", "mine").stdout == "1 frame file checked: no faults\n"
    assert "2 claims written" in run("ingest", "jump.md", "--frames", "mine").stdout
    told = run("explain", "jump.md", "--frames", "mine", "--claim", "1").stdout
    assert "“parachuted” is a verb of the frame Visit (visit.yaml, line 4)" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("extends: Visit", "extends: Voyage"), "line 2, `extends`: is 'Voyage', and must be one of Visit"),
        (("visitor: [subject]", "traveller: [subject]"), "line 5, `triggers[1].traveller`: unknown key"),
        (("parachute", "parachuted"), "line 4, `triggers[1].verbs`: parachuted is no lemma"),
        (
            ("extends: Visit", "extends: Visit\nmain: [visitor]"),
            "line 3, `main`: unknown key; known: extends",
        ),
    ],
)
def test_mistakes_in_added_words_are_told_as_well(
    run: Run, tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    (tmp_path / "visit.yaml").write_text(EXTENSION.replace(*change))
    assert f"visit.yaml, {told}" in run("frames", "check", "visit.yaml").stdout
