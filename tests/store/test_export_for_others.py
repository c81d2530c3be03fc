"""What others' tools make of an export: spreadsheets, parsers of RDF, nanopublications, FollowTheMoney."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from nanopub.nanopub import Nanopub
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from ontology.names import DCT, LEG, OA, PREFIXES, RDF, RDFS, SCHEMA
from store import export
from store.export.followthemoney import AFFIRMING, identify
from tests.store.facts import BASE

SCHEMATA = json.loads(Path(__file__).with_name("followthemoney.json").read_text())["schemata"]
"""From followthemoney 4.11.2 (MIT), which itself needs a compiler to install: those schemata that may be written."""

ACTOR = PREFIXES["actor"]


def day(number: int) -> Literal:
    return Literal(f"2023-11-{number:02}", datatype=NamedNode(PREFIXES["xsd"] + "date"))


def claim(
    number: int, stance: str, kind: str, roles: dict[str, str], quote: str, claimant: str
) -> list[Quad]:
    """A claim with document, evidence and what it tells, as ingest writes them."""
    address = f"{BASE}claim/{number:04}"
    this, evidence, words, position = (
        NamedNode(f"{address}#{part}") for part in ("claim", "evidence", "quote", "position")
    )
    document, event = NamedNode(f"{BASE}document/{number}"), NamedNode(f"{BASE}event/{number}")
    stated: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (this, RDF + "type", NamedNode(LEG + "Claim")),
        (this, LEG + "claimant", NamedNode(ACTOR + claimant)),
        (this, LEG + "rootSource", NamedNode(ACTOR + claimant)),
        (this, LEG + "stance", NamedNode(LEG + stance)),
        (this, LEG + "certainty", NamedNode(LEG + "certain")),
        (this, LEG + "confidence", Literal("0.9", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))),
        (this, LEG + "about", event),
        (this, LEG + "derivedFrom", document),
        (this, LEG + "evidence", evidence),
        (evidence, RDF + "type", NamedNode(LEG + "Evidence")),
        (evidence, OA + "hasSource", document),
        (evidence, OA + "hasSelector", words),
        (evidence, OA + "hasSelector", position),
        (words, RDF + "type", NamedNode(OA + "TextQuoteSelector")),
        (words, OA + "exact", Literal(quote)),
        (position, RDF + "type", NamedNode(OA + "TextPositionSelector")),
        (position, OA + "start", Literal(7)),
        (position, OA + "end", Literal(7 + len(quote))),
        (document, RDF + "type", NamedNode(LEG + "NewsArticle")),
        (document, DCT + "title", Literal(f"Report {number}", language="en")),
        (document, DCT + "issued", day(number)),
        (document, DCT + "publisher", NamedNode(ACTOR + "outlet")),
        (document, SCHEMA + "url", NamedNode(f"https://news.example/{number}")),
        (event, RDF + "type", NamedNode(LEG + "Event")),
        (event, RDFS + "label", Literal(f"{kind} {number}", language="en")),
    ]
    told: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (event, RDF + "type", NamedNode(LEG + kind)),
        *((event, LEG + role, NamedNode(ACTOR + name)) for role, name in roles.items()),
        (event, LEG + "earliestDate", day(1)),
        (event, LEG + "latestDate", day(30)),
        (event, LEG + "reason", Literal("=1+1", language="en")),
    ]
    return [
        *(Quad(subject, NamedNode(predicate), value) for subject, predicate, value in stated),
        *(Quad(subject, NamedNode(predicate), value, this) for subject, predicate, value in told),
    ]


@pytest.fixture(scope="module")
def graph() -> Store:
    found = Store()
    for name, kind in {
        "north": "State",
        "south": "State",
        "minister": "Person",
        "outlet": "MediaOutlet",
    }.items():
        found.add(Quad(NamedNode(ACTOR + name), NamedNode(RDF + "type"), NamedNode(LEG + kind)))
        label = Literal(f'@{name}, "the"\n', language="en")
        found.add(Quad(NamedNode(ACTOR + name), NamedNode(RDFS + "label"), label))
    sanction = {"imposedBy": "south", "target": "minister"}
    for number, stance in enumerate(("asserts", "denies", "alleges", "plans"), start=1):
        found.extend(claim(number, stance, "Sanction", sanction, "=HYPERLINK(1)", "south"))
    found.extend(claim(5, "asserts", "Visit", {"visitor": "minister"}, "-2+3", "north"))
    return found


def dumped(graph: Store, format: str) -> bytes:
    output = io.BytesIO()
    export.dump(export.source(graph, BASE), output, format)
    return output.getvalue()


def test_a_spreadsheet_gets_labels_beside_iris_and_no_formula(graph: Store) -> None:
    content = dumped(graph, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["stance"] for row in rows] == ["asserts", "denies", "alleges", "plans", "asserts"]
    first = rows[0]
    assert first["claimant IRI"] == ACTOR + "south"
    assert first["claimant"] == '\'@south, "the"\n'
    assert first["target IRI"] == ACTOR + "minister"
    assert (first["quote"], first["start"], first["end"]) == ("'=HYPERLINK(1)", "7", "20")
    assert (first["earliest date"], first["document date"]) == ("2023-11-01", "2023-11-01")
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)


@pytest.mark.parametrize("format", ["nquads", "trig", "turtle", "ntriples", "rdfxml", "jsonld"])
def test_rdflib_and_oxigraph_read_the_same(graph: Store, format: str) -> None:
    content = dumped(graph, format)
    syntax = {**export.rdf.SYNTAXES, "jsonld": RdfFormat.JSON_LD}[format]
    ours = {(str(q.subject), q.predicate.value) for q in parse(content, format=syntax)}
    dataset = rdflib.Dataset()
    dataset.parse(data=content, format={"jsonld": "json-ld"}.get(format, syntax.media_type))
    theirs = {(subject.n3(), str(predicate)) for subject, predicate, _, _ in dataset.quads()}
    assert theirs == ours
    graphs = {str(name) for _, _, _, name in dataset.quads()} - {str(dataset.default_graph.identifier)}
    lossless = format in ("nquads", "trig", "jsonld")
    assert sum(name is not None and name.startswith(BASE) for name in graphs) == (5 if lossless else 0)


def test_turtle_is_grouped_and_in_order_so_that_diffs_are_read(graph: Store) -> None:
    before = dumped(graph, "turtle").decode().splitlines()
    more = Store()
    more.extend(graph)
    more.extend(claim(6, "alleges", "Visit", {"visitor": "minister"}, "Arrived.", "south"))
    after = dumped(more, "turtle").decode().splitlines()
    rest = iter(after)
    assert all(line in rest for line in before), "a line went, or changed its place"
    subjects = [line.split()[0] for line in before if line and not line.startswith(("\t", "@prefix"))]
    full = [subject for subject in subjects if subject.startswith("<") and "-statement-" not in subject]
    assert full == sorted(full)
    prefixes = [line for line in before if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes) == before[: len(prefixes)]


def test_each_claim_is_a_valid_nanopublication(graph: Store) -> None:
    by_claim: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(dumped(graph, "nanopublications"), format=RdfFormat.TRIG):
        assert isinstance(quad.graph_name, NamedNode)
        by_claim[quad.graph_name.value.partition("#")[0]].append(quad)
    assert len(by_claim) == 5
    for quads in by_claim.values():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = rdflib.ConjunctiveGraph()
            dataset.parse(data=serialize(quads, format=RdfFormat.TRIG), format="trig")
            publication = Nanopub(rdf=dataset)
        assert publication.is_valid
        stances = list(publication.assertion.objects(None, rdflib.URIRef(LEG + "stance")))
        assert len(stances) == 1
        assert not list(publication.assertion.triples((None, rdflib.URIRef(LEG + "target"), None)))
        assert list(publication.provenance.objects(None, rdflib.URIRef(OA + "exact")))
        assert list(publication.pubinfo.objects(None, rdflib.URIRef(DCT + "license")))


def entities(graph: Store) -> list[dict[str, Any]]:
    return [json.loads(line) for line in dumped(graph, "followthemoney").splitlines()]


def properties_of(schema: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in lineage(schema):
        found |= SCHEMATA[name]["properties"]
    return found


def lineage(schema: str) -> list[str]:
    above = [name for parent in SCHEMATA[schema]["extends"] for name in lineage(parent)]
    return [*above, schema]


def test_entities_keep_to_the_schemata_of_followthemoney(graph: Store) -> None:
    found = {entity["id"]: entity for entity in entities(graph)}
    assert {entity["schema"] for entity in found.values()} == {
        *("Person", "PublicBody", "Organization", "Article", "Event", "Sanction")
    }
    for entity in found.values():
        schema = entity["schema"]
        assert not SCHEMATA[schema]["abstract"]
        known = properties_of(schema)
        assert set(entity["properties"]) <= set(known), schema
        for name in SCHEMATA[schema]["required"]:
            assert entity["properties"].get(name), (schema, name)
        for name, values in entity["properties"].items():
            kind = known[name]["type"]
            assert values and all(isinstance(value, str) and value for value in values)
            for value in values:
                if kind == "entity":
                    assert known[name]["range"] in lineage(found[value]["schema"]), (schema, name)
                elif kind == "date":
                    assert date.fromisoformat(value)
                elif kind == "url":
                    assert value.startswith("https://")


def test_a_sanction_is_an_entity_only_where_somebody_affirms_it(graph: Store) -> None:
    found = entities(graph)
    events = [entity for entity in found if entity["schema"] == "Event"]
    assert len(events) == 5
    sanctions = [entity for entity in found if entity["schema"] == "Sanction"]
    assert len(sanctions) == 2
    for entity in sanctions:
        (status,) = entity["properties"]["status"]
        assert any(stance in status for stance in AFFIRMING)
        assert entity["properties"]["entity"] == [identify(ACTOR + "minister")]
    denied = next(entity for entity in events if "denies" in entity["properties"]["name"][0])
    assert denied["properties"]["recordId"] == [f"{BASE}claim/0002#claim"]
    assert denied["properties"]["summary"] == ["=HYPERLINK(1)"]


def test_names_beside_iris_stay_out_of_the_rdf(graph: Store) -> None:
    quads = set(parse(dumped(graph, "jsonld"), format=RdfFormat.JSON_LD))
    assert quads == set(graph)
    labels = {quad.graph_name for quad in quads if quad.predicate.value == RDFS + "label"}
    assert labels == {DefaultGraph()}
