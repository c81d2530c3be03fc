import json
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import RDF, RDFS, SKOS

from ontology import names, schema
from ontology.vocabulary import vocabulary

LEG = rdflib.Namespace(names.LEG)
EVENT_TYPES = ("Visit", "Meeting", "ArmsTransfer", "MilitaryAssistance", "Sanction", "Agreement")
ROOMS = ("ontology", "store", "queries", "ingest", "server", "legation")
TERMS = schema.terms()


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(schema.ONTOLOGY)


def _local(node: object) -> str:
    return str(node).removeprefix(names.LEG)


def _terms(graph: rdflib.Graph) -> set[str]:
    return {_local(node) for node in graph.subjects() if str(node).startswith(names.LEG)}


def test_python_and_the_ontology_name_the_same_terms(ontology: rdflib.Graph) -> None:
    assert _terms(ontology) == TERMS
    assert {*names.CONCEPTS, *names.SCHEMES, *names.TEXTS, *names.LINKS, *names.KINDS} <= TERMS


def test_python_and_the_ontology_sort_the_terms_alike(ontology: rdflib.Graph) -> None:
    def of(*types: rdflib.URIRef) -> set[str]:
        found = {subject for kind in types for subject in ontology.subjects(RDF.type, kind)}
        return {_local(node) for node in found if str(node).startswith(names.LEG)}

    assert of(SKOS.ConceptScheme) == set(names.SCHEMES)
    assert of(LEG.Stance) == {*names.STANCES, *names.STANCE_GROUPS}
    assert of(LEG.Certainty) == set(names.CERTAINTIES)
    assert of(LEG.ReviewStatus) == set(names.REVIEW_STATUSES)


def test_every_stance_stands_in_one_group(ontology: rdflib.Graph) -> None:
    for stance in names.STANCES:
        assert [
            _local(group) in names.STANCE_GROUPS for group in ontology.objects(LEG[stance], SKOS.broader)
        ] == [True]


def test_every_term_has_a_label_and_a_definition(ontology: rdflib.Graph) -> None:
    for term in TERMS:
        labels = [*ontology.objects(LEG[term], RDFS.label), *ontology.objects(LEG[term], SKOS.prefLabel)]
        assert len(labels) == 1, term
        assert len(list(ontology.objects(LEG[term], SKOS.definition))) == 1, term


def test_every_term_that_the_ontology_leans_on_is_its_own_or_anothers(ontology: rdflib.Graph) -> None:
    own = {
        _local(node)
        for triple in ontology
        for node in triple
        if isinstance(node, rdflib.URIRef) and node in LEG
    }
    assert own <= TERMS


def test_classes_of_kinds_are_those_of_the_ontology(ontology: rdflib.Graph) -> None:
    for kind, classes in names.CLASSES_OF.items():
        above = {str(node) for node in ontology.transitive_objects(LEG[kind], RDFS.subClassOf)}
        assert {names.LEG + name for name in classes} == {
            iri for iri in above if iri.startswith(names.LEG)
        }, kind


def test_a_role_belongs_to_its_event_type_and_takes_its_kind_of_filler(ontology: rdflib.Graph) -> None:
    words = vocabulary()
    assert words.types == EVENT_TYPES
    for event_type, roles in words.roles.items():
        classes = set(ontology.transitive_objects(LEG[event_type], RDFS.subClassOf))
        for role in roles:
            assert ontology.value(LEG[role], RDFS.domain) in classes, (event_type, role)
    for role, kind in words.kinds.items():
        assert ontology.value(LEG[role], RDFS.range) == LEG[kind], role
    assert {role for roles in words.roles.values() for role in roles} == set(words.kinds)


def test_roles_of_actors_are_kinds_of_participation_and_roles_of_places_of_place(
    ontology: rdflib.Graph,
) -> None:
    general = {"Actor": LEG.participant, "Place": LEG.place}
    for role, kind in vocabulary().kinds.items():
        if kind in general:
            assert general[kind] in set(ontology.transitive_objects(LEG[role], RDFS.subPropertyOf)), role


def test_shapes_know_exactly_the_roles_of_each_event_type() -> None:
    shapes = rdflib.Graph().parse(schema.SHAPES)
    path, target, prop = (rdflib.URIRef(names.SH + name) for name in ("path", "targetClass", "property"))
    for event_type, roles in vocabulary().roles.items():
        paths = {
            _local(shapes.value(property_shape, path))
            for shape in shapes.subjects(target, LEG[event_type])
            for property_shape in shapes.objects(shape, prop)
        }
        assert paths & set(vocabulary().kinds) == set(roles)
        assert {*names.TEXTS, *names.LINKS} <= paths


def test_what_fits_a_role_is_decided_by_kind() -> None:
    assert vocabulary().fits("destination", "State")
    assert vocabulary().fits("destination", "Place")
    assert vocabulary().fits("supplier", "ArmedGroup")
    assert vocabulary().fits("visitor", "Delegation")
    assert not vocabulary().fits("destination", "Person")
    assert not vocabulary().fits("claimant", "Person")
    assert not vocabulary().fits("supplier", "Place")
    assert not vocabulary().fits("materiel", "Unheard")


def test_the_json_ld_context_has_every_term_and_only_those() -> None:
    context = json.loads(schema.CONTEXT.read_text(encoding="utf-8"))["@context"]
    identifiers = {
        value["@id"] if isinstance(value, dict) else value
        for name, value in context.items()
        if name not in ("@version", "name")  # no property: what things are called, beside the RDF
    }
    terms = {value.removeprefix("leg:") for value in identifiers if value.startswith("leg:")}
    assert terms == TERMS - set(names.SCHEMES)
    # "place" and "materiel" are properties here, so the authority's prefixes of these names stay out.
    vocabularies = {
        prefix: iri for prefix, iri in names.PREFIXES.items() if not iri.startswith(names.AUTHORITY)
    }
    vocabularies["leg"] = names.LEG
    assert {name: iri for name, iri in context.items() if str(iri).startswith("http")} == vocabularies
    for value in identifiers:
        if not value.startswith(("@", "http")):
            assert value.split(":")[0] in vocabularies


def test_a_claim_in_json_ld_reads_back_with_the_context() -> None:
    context = json.loads(schema.CONTEXT.read_text(encoding="utf-8"))["@context"]
    document = {
        "@context": context,
        "id": "http://localhost:8000/id/claim/1#claim",
        "type": "Claim",
        "claimant": names.PREFIXES["actor"] + "south-korea",
        "stance": "alleges",
        "statedEarliest": "2023-11-15",
        "confidence": "0.9",
    }
    quads = parse(json.dumps(document).encode(), format=RdfFormat.JSON_LD)
    told = {_local(quad.predicate.value): quad.object for quad in quads}
    assert told["claimant"] == NamedNode(names.PREFIXES["actor"] + "south-korea")
    assert told["stance"] == NamedNode(names.LEG + "alleges")
    assert str(told["statedEarliest"]).endswith("XMLSchema#date>")
    assert str(told["confidence"]).endswith("XMLSchema#decimal>")


@pytest.mark.parametrize(
    "file", [schema.SHAPES, Path(__file__).parent / "example.trig"], ids=lambda file: file.name
)
def test_every_term_in_shapes_and_example_exists(file: Path) -> None:
    kind = RdfFormat.from_extension(file.suffix[1:])
    assert kind is not None
    quads: list[Quad] = list(parse(path=file, format=kind))
    nodes = {
        node.value
        for quad in quads
        for node in (quad.subject, quad.predicate, quad.object)
        if isinstance(node, NamedNode)
    }
    used = {_local(node) for node in nodes if node.startswith(names.LEG)}
    assert used
    assert used <= TERMS


def test_every_term_that_code_and_questions_name_exists() -> None:
    """`leg:…` in questions, templates and Python, and `LEG + "…"` in Python."""
    root = Path(__file__).parents[2]
    files = [
        file
        for room in ROOMS
        for file in (root / room).rglob("*")
        if file.suffix in {".py", ".rq", ".html", ".j2", ".yaml", ".ttl", ".md"}
    ]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = {*re.findall(r"\bleg:([A-Za-z]\w*)", text), *re.findall(r"\bLEG \+ \"(\w+)\"", text)}
        assert found <= TERMS, f"{file.relative_to(root)} names {sorted(found - TERMS)}"


def test_the_store_gets_labels_definitions_subclasses_and_schemes_but_no_owl() -> None:
    quads = set(schema.quads())
    text = {
        (_local(quad.subject.value), quad.predicate.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode)
    }
    for term in TERMS:
        assert {(term, names.RDFS + "label"), (term, names.SKOS + "prefLabel")} & text
        assert (term, names.SKOS + "definition") in text
    broader = NamedNode(names.SKOS + "broader")
    assert Quad(NamedNode(names.LEG + "denies"), broader, NamedNode(names.LEG + "negating")) in quads
    assert not [quad for quad in quads if names.OWL in str(quad)]
    assert not [quad for quad in quads if "_:" in str(quad)]
