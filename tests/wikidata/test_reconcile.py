"""Finding Wikidata items for what has none, by the real client over a server that speaks Wikidata's API."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

import store
from legation import cli
from ontology.names import AUTHORITY, LEG, OWL, RDF, RDFS, SKOS, WD
from server.resources.description import describe
from tests.wikidata import action, items
from tests.wikidata.action import Action
from tests.wikidata.sparql import Failure
from tests.wikidata.world import BASE, quads

Run = Callable[..., str]
Row = dict[str, str]

CLAIM = NamedNode(f"{BASE}claim/0000000000000004#claim")
SUMMIT = NamedNode(f"{BASE}event/meeting-kim-jong-un-vladimir-putin-2023-09-13984a4e")
LI = f"{AUTHORITY}actor/li-hui"
SAMPLES = Path(cli.__file__).parent / "samples"
STRANGER = f"{BASE}actor/li-hui-0f4ad299"
RAFORT = f"{BASE}actor/rafort-3d90b6f2"
UKRAINE = f"{AUTHORITY}actor/ministry-of-defence-of-ukraine"
BRITAIN = f"{AUTHORITY}actor/ministry-of-defence-united-kingdom"
JAPAN = f"{AUTHORITY}actor/ministry-of-defense-of-japan"


class Failed(Exception):  # noqa: N818  # it is what the command did
    """The command failed; the text is what it said."""


def told() -> Iterator[Quad]:
    """That namesakes took part in a meeting, one of whom the authority doesn't know."""
    for iri in (LI, STRANGER, UKRAINE, BRITAIN, JAPAN):
        yield Quad(SUMMIT, NamedNode(LEG + "participant"), NamedNode(iri), CLAIM)
    stranger = NamedNode(STRANGER)
    yield Quad(stranger, NamedNode(RDF + "type"), NamedNode(LEG + "Person"), DefaultGraph())
    yield Quad(stranger, NamedNode(RDFS + "label"), Literal("Li Hui", language="en"), DefaultGraph())
    home = NamedNode(f"{AUTHORITY}actor/china")
    yield Quad(stranger, NamedNode(LEG + "affiliation"), home, DefaultGraph())
    shell = NamedNode(f"{AUTHORITY}materiel/maple-shell")
    yield Quad(shell, NamedNode(RDF + "type"), NamedNode(LEG + "MaterielType"), DefaultGraph())
    yield Quad(shell, NamedNode(SKOS + "prefLabel"), Literal("Maple shell", language="en"), DefaultGraph())
    yield Quad(SUMMIT, NamedNode(LEG + "materiel"), shell, CLAIM)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reconcile") / "data"
    store.create(folder, BASE, [*quads(), *told()])
    return folder


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    """A store of the test's own."""
    folder = tmp_path / "data"
    (folder / "snapshots").mkdir(parents=True)
    (folder / "snapshots" / "000001").symlink_to(founded / "snapshots" / "000001")
    for name in ("store.json", "CURRENT"):
        (folder / name).write_bytes((founded / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def started() -> Iterator[Action]:
    with action.serve() as running:
        yield running


@pytest.fixture
def api(started: Action) -> Action:
    """Wikidata's API, with nothing asked yet."""
    started.reset()
    return started


@pytest.fixture
def run(data: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """`legation reconcile` on the store; what it wrote."""

    def run(*arguments: object) -> str:
        code = cli.run(["reconcile", "--data", str(data), *map(str, arguments)])
        out, err = capfd.readouterr()
        if code:
            raise Failed(err)
        return out

    return run


@pytest.fixture
def live(run: Run, api: Action) -> Callable[..., list[Row]]:
    """The rows of a review file, asked of the server."""

    def live(*arguments: str) -> list[Row]:
        out = run("--contact", "desk@legation.example", "--wikidata-api", api.url, *arguments)
        return list(csv.DictReader(io.StringIO(out)))

    return live


@pytest.fixture
def excerpt(tmp_path: Path) -> Path:
    return items.write(tmp_path / "items.jsonl")


def of(rows: list[Row], thing: str) -> list[Row]:
    return [row for row in rows if row["thing"] == thing]


def links(data: Path, thing: str) -> list[str]:
    with store.reading(data) as snapshot:
        found = [
            str(quad.object)
            for name in (OWL + "sameAs", SKOS + "exactMatch")
            for quad in snapshot.store.quads_for_pattern(
                NamedNode(thing), NamedNode(name), None, DefaultGraph()
            )
        ]
    return [text.removeprefix(f"<{WD}").removesuffix(">") for text in found]


def decide(path: Path, rows: list[Row], **decisions: str) -> Path:
    """A review file in which a person wrote: by item, yes or no."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "decision": decisions.get(row["item"], "")} for row in rows)
    return path


def test_each_ministry_of_defence_is_that_of_its_state(live: Callable[..., list[Row]]) -> None:
    rows = live()
    for thing, state in ((UKRAINE, items.UKRAINE), (BRITAIN, items.BRITAIN)):
        best = of(rows, thing)[0]
        assert best["item"] == items.MINISTRIES[state]
        assert "is a defence ministry (+20)" in best["reasons"]
        assert f"of {best['country']} (+20)" in best["reasons"]
        others = [row for row in of(rows, thing)[1:] if row["item"] in items.MINISTRIES.values()]
        assert {f"not of {best['country']} (-40)" in row["reasons"] for row in others} == {True}
    assert of(rows, JAPAN)[0]["item"] in ("", items.MINISTRIES[items.JAPAN])


def test_the_envoy_li_hui_is_not_the_one_of_whom_the_authority_warns(live: Callable[..., list[Row]]) -> None:
    rows = of(live(), LI)
    assert rows[0]["item"] == items.ENVOY
    assert "is special envoy for Eurasian affairs (+10)" in rows[0]["reasons"]
    assert items.OTHER_LI not in {row["item"] for row in rows}
    child = next(row for row in rows if row["item"] == items.YOUNG_LI)
    assert "born 2015, too young for a document of 2023 (-60)" in child["reasons"]
    assert float(child["certainty"]) < 0.5 < float(rows[0]["certainty"])


def test_of_two_li_hui_who_both_fit_neither_is_certain(live: Callable[..., list[Row]], data: Path) -> None:
    rows = of(live("--link-certain", "0.9"), STRANGER)
    assert {row["item"] for row in rows[:2]} == {items.ENVOY, items.OTHER_LI}
    assert all(float(row["certainty"]) <= 0.5 for row in rows)
    assert links(data, STRANGER) == []


def test_a_page_that_tells_namesakes_apart_is_no_candidate(live: Callable[..., list[Row]]) -> None:
    rows = of(live(), RAFORT)
    assert [row["item"] for row in rows] == [items.RAFORT, items.RAFORT_ABROAD]
    assert "dissolved 1990, before the document of 2024 (-40)" in rows[1]["reasons"]


def test_nothing_is_linked_unless_somebody_says_so(live: Callable[..., list[Row]], data: Path) -> None:
    live()
    assert links(data, LI) == []
    live("--link-certain", "0.9")
    assert links(data, LI) == [items.ENVOY]
    assert links(data, RAFORT) == links(data, STRANGER) == []


def test_less_than_certain_is_never_linked_by_itself(run: Run, excerpt: Path) -> None:
    with pytest.raises(Failed, match=r"0\.8 is not in the range 0\.9"):
        run("--offline", excerpt, "--link-certain", "0.8")


def test_offline_finds_what_the_server_finds(live: Callable[..., list[Row]], run: Run, excerpt: Path) -> None:
    offline = list(csv.DictReader(io.StringIO(run("--offline", excerpt))))
    assert offline == live()


def test_decisions_are_kept_and_can_be_undone(
    run: Run, live: Callable[..., list[Row]], data: Path, tmp_path: Path
) -> None:
    rows = live()
    decided = decide(
        tmp_path / "review.csv", of(rows, RAFORT), **{items.RAFORT: "yes", items.RAFORT_ABROAD: "No"}
    )
    assert run("--apply", decided, "--by", "Reviewer") == "2 decisions kept, 0 known before\n"
    assert links(data, RAFORT) == [items.RAFORT]
    assert run("--apply", decided) == "0 decisions kept, 2 known before\n"
    listed = run("--decided")
    assert items.RAFORT in listed and "is not" in listed and "Reviewer" in listed
    assert of(live(), RAFORT) == []
    assert run("--undo", RAFORT).count("undone") == 2
    assert links(data, RAFORT) == []
    assert of(live(), RAFORT) == of(rows, RAFORT)


def test_what_was_decided_on_others_is_not_on_an_actors_page(run: Run, data: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.csv"
    review.write_text(f"decision,thing,item\nyes,{RAFORT},{items.RAFORT}\nno,{LI},{items.ENVOY}\n")
    run("--apply", review)
    with store.reading(data) as snapshot:
        found = describe(snapshot.store, LI)
        assert found is not None
        about = {str(quad.subject) for quad in found.quads}
        assert f"<{RAFORT}>" not in about
        graphs = {quad.graph_name for quad in found.quads}
        assert NamedNode(f"{BASE}reconciliation") not in graphs


def test_what_was_ruled_out_is_not_proposed_again(
    run: Run, live: Callable[..., list[Row]], tmp_path: Path
) -> None:
    run("--apply", decide(tmp_path / "review.csv", of(live(), RAFORT), **{items.RAFORT: "n"}))
    assert [row["item"] for row in of(live(), RAFORT)] == [items.RAFORT_ABROAD]


def test_a_kind_of_materiel_is_matched_not_the_same(
    run: Run, live: Callable[..., list[Row]], data: Path, tmp_path: Path
) -> None:
    shell = f"{AUTHORITY}materiel/maple-shell"
    run("--apply", decide(tmp_path / "review.csv", of(live(), shell), **{items.MAPLE_SHELL: "yes"}))
    with store.reading(data) as snapshot:
        match = Quad(NamedNode(shell), NamedNode(SKOS + "exactMatch"), NamedNode(WD + items.MAPLE_SHELL))
        assert match in snapshot.store
    run("--undo", "materiel:maple-shell")
    assert links(data, shell) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"decision": "maybe"}, "line 2: 'maybe' is no decision"),
        ({"decision": "yes", "item": ""}, "line 2: a decision needs a thing and an item"),
        ({"decision": "yes", "item": "P31"}, "line 2: 'P31' is no item of Wikidata"),
        ({"decision": "yes", "thing": f"{BASE}actor/nobody"}, "line 2: the store knows no"),
        ({"decision": "yes", "thing": "not an IRI"}, "line 2: "),
        (
            {"decision": "yes", "thing": f"{AUTHORITY}actor/russia"},
            "line 2: .*russia is linked to Q159 already",
        ),
        ({"decision": "no", "thing": f"{AUTHORITY}actor/russia", "item": "Q159"}, "undo that first"),
    ],
)
def test_a_mistake_in_the_file_keeps_nothing_of_it(
    run: Run, data: Path, tmp_path: Path, change: Row, told: str
) -> None:
    path = tmp_path / "review.csv"
    wrong = {"decision": "", "thing": RAFORT, "item": items.RAFORT, **change}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(wrong))
        writer.writeheader()
        writer.writerows([wrong, {"decision": "yes", "thing": LI, "item": items.ENVOY}])
    with pytest.raises(Failed, match=told):
        run("--apply", path)
    assert links(data, LI) == []


def test_two_items_for_one_thing_are_refused(
    run: Run, live: Callable[..., list[Row]], tmp_path: Path
) -> None:
    decisions = {items.RAFORT: "yes", items.RAFORT_ABROAD: "yes"}
    with pytest.raises(Failed, match=r"line 3: .* can't be both"):
        run("--apply", decide(tmp_path / "review.csv", of(live(), RAFORT), **decisions))


def test_a_file_that_a_spreadsheet_wrote_is_read(run: Run, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_bytes(f"decision;thing;item\r\nYES;{RAFORT};{WD}{items.RAFORT}\r\n".encode("utf-8-sig"))
    run("--apply", path)
    assert links(data, RAFORT) == [items.RAFORT]


def test_a_review_file_with_decisions_is_not_written_over(run: Run, excerpt: Path, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    run("--offline", excerpt, "-o", path)
    with pytest.raises(Failed, match="may hold decisions"):
        run("--offline", excerpt, "-o", path)


def test_manners(live: Callable[..., list[Row]], api: Action) -> None:
    first = live()
    asked = len(api.asked)
    assert api.most_at_once == 1
    assert all("desk@legation.example" in agent and agent.startswith("Legation/") for agent in api.agents)
    assert live() == first
    assert len(api.asked) == asked  # all from the cache


@pytest.mark.parametrize(
    "failure",
    [
        Failure(429, {"Retry-After": "0"}, b""),
        Failure(503, {"Retry-After": "0"}, b""),
        Failure(200, {"Retry-After": "0", "MediaWiki-API-Error": "maxlag"}, b'{"error": {"info": "lag"}}'),
    ],
)
def test_a_busy_api_is_asked_again_and_its_excuse_is_not_remembered(
    live: Callable[..., list[Row]], api: Action, failure: Failure
) -> None:
    api.failures.append(failure)
    assert of(live("--limit", "3"), LI) or live()


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (Failure(200, {"MediaWiki-API-Error": "badvalue"}, b'{"error": {"info": "no"}}'), "answers 400"),
        (Failure(200, {}, b"<html>"), "none of its answers"),
        (Failure(200, {}, b'{"error": {"info": "no such thing"}}'), "refuses: no such thing"),
        (Failure(429, {"Retry-After": "100000"}, b""), "fewer requests"),
    ],
)
def test_an_api_that_fails_is_named_with_the_cause(
    live: Callable[..., list[Row]], api: Action, failure: Failure, told: str, tmp_path: Path
) -> None:
    api.failures.append(failure)
    output = tmp_path / "review.csv"
    with pytest.raises(Failed, match=told):
        live("-o", str(output))
    assert not output.exists()


def test_a_decision_outlives_its_document(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = ("--data", str(tmp_path / "data"))
    report = str(SAMPLES / "2024-05-17-us-sanctions.md")
    assert cli.run(["ingest", report, *data]) == 0
    assert cli.run(["reconcile", "--offline", str(items.write(tmp_path / "items.jsonl")), *data]) == 0
    capfd.readouterr()
    with store.reading(tmp_path / "data") as snapshot:
        person = NamedNode(LEG + "Person")
        found = snapshot.store.quads_for_pattern(None, NamedNode(RDF + "type"), person, DefaultGraph())
        own = [quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)]
    thing = next(iri for iri in sorted(own) if iri.startswith(f"{BASE}actor/"))
    review = tmp_path / "review.csv"
    review.write_text(f"decision,thing,item\nyes,{thing},{items.RAFORT}\n")
    assert cli.run(["reconcile", "--apply", str(review), *data]) == 0

    assert cli.run(["ingest", report, *data]) == 0
    assert "1 unchanged" in capfd.readouterr().out
    assert links(tmp_path / "data", thing) == [items.RAFORT]
    assert cli.run(["delete", "https://samples.legation.example/wire/2024/05/17/us-sanctions", *data]) == 0
    assert links(tmp_path / "data", thing) == []
    assert cli.run(["ingest", report, *data]) == 0
    assert links(tmp_path / "data", thing) == [items.RAFORT]
    assert cli.run(["validate", *data]) == 0


def test_an_excerpt_that_is_none_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    path.write_text('{"id": "Q5"}\n{"id": 5}\n')
    with pytest.raises(Failed, match="line 2: no entity in Wikidata's JSON"):
        run("--offline", path)
