"""What the graph holds of a document: what is told, by whom, where it stands, and nothing as a fact."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from ingest.describe import CONTEXT, claim_iris, document_iri, quads
from ingest.errors import IngestError
from ingest.identity.keys import keys
from ingest.identity.labels import label, stem
from ingest.model import Actor, Block, Claim, Passage, Quantity, Reading
from ontology.names import LEG, PREFIXES
from tests.ingest.readings import (
    AFP,
    BASE,
    KCNA,
    KIM,
    KOZLOVS,
    MOSCOW_TIMES,
    NORTH_KOREA,
    PUTIN,
    RUSSIA,
    SOUTH_KOREA,
    Said,
    actor,
    meeting,
    put,
    reading,
    scratch,
    telling,
    transfer,
    visit,
    when,
)

EVENTS = {number: NamedNode(f"{BASE}event/e{number}") for number in range(1, 9)}


def described(told: Reading) -> list[Quad]:
    return list(quads(told, BASE, EVENTS))


def ask(found: list[Quad], query: str) -> list[tuple[str, ...]]:
    graph = Store()
    graph.extend(found)
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    answer = graph.query(prefixes + query)
    assert isinstance(answer, QuerySolutions)
    return sorted(
        tuple(term.value if hasattr(term, "value") else str(term) for term in row) for row in answer
    )


def kozlov() -> Reading:
    arrival = replace(
        visit(KOZLOVS, when("2023-11-14", text="on Tuesday")),
        texts=(("purpose", "cooperation in trade"),),
    )
    shells = replace(
        transfer(),
        quantity=Quantity(Decimal("1E+6"), None, "round", "over 1 million artillery rounds"),
        links=(("inExchangeFor", 3),),
    )
    advice = telling("MilitaryAssistance", [("provider", RUSSIA), ("recipient", NORTH_KOREA)])
    return reading(
        "kozlov",
        Said(arrival, by=KCNA, reported_by=(AFP,), stated=when("2023-11-15")),
        Said(shells, "alleges", SOUTH_KOREA, position="defence ministry"),
        Said(advice, "alleges", SOUTH_KOREA),
        agency=AFP,
    )


def test_nothing_that_is_claimed_stands_in_the_default_graph() -> None:
    found = described(kozlov())
    assert ask(found, "SELECT ?e { ?e a leg:ArmsTransfer }") == []
    assert ask(found, "SELECT ?e ?p { ?e leg:supplier|leg:visitor|leg:sentBy|leg:headedBy ?p }") == []
    assert ask(found, "SELECT ?e { GRAPH ?c { ?e a leg:ArmsTransfer } }") == [(EVENTS[2].value,)]


def test_who_is_who_stands_in_the_default_graph_only() -> None:
    found = described(kozlov())
    ours = ask(found, "SELECT ?l { ?d a leg:Delegation ; rdfs:label ?l }")
    assert ours == [("Russian delegation",)]
    assert ask(found, "SELECT ?x { GRAPH ?c { ?x rdfs:label ?l } }") == []
    heads = (
        "SELECT ?head ?sender { GRAPH ?c { ?e leg:visitor ?d . ?d leg:headedBy ?head ; leg:sentBy ?sender } }"
    )
    assert ask(found, heads) == [
        ("https://w3id.org/legation/actor/alexander-kozlov", "https://w3id.org/legation/actor/russia")
    ]


def test_every_claim_has_its_passage() -> None:
    told = kozlov()
    rows = ask(
        described(told),
        "SELECT ?start ?end ?exact ?prefix ?suffix { ?c leg:evidence ?e ; leg:derivedFrom ?d . ?e oa:hasSource ?d ;"
        " oa:hasSelector [ oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix ], [ oa:start ?start ; oa:end ?end ] }",
    )
    text = told.document.text
    assert len(rows) == len(told.claims)
    for start, end, exact, prefix, suffix in rows:
        assert text[int(start) : int(end)] == exact
        assert text[: int(start)].endswith(prefix)
        assert text[int(end) :].startswith(suffix)
        assert len(prefix) <= CONTEXT and len(suffix) <= CONTEXT


def test_what_is_told_is_all_there() -> None:
    found = described(kozlov())
    record = (
        "SELECT ?stance ?position ?first ?last ?by { ?c leg:claimant ?who ; leg:stance ?stance "
        "OPTIONAL { ?c leg:claimantPosition ?position } OPTIONAL { ?c leg:reportedBy ?by } "
        "OPTIONAL { ?c leg:statedEarliest ?first ; leg:statedLatest ?last } }"
    )
    assert (LEG + "asserts", "None", "2023-11-15", "2023-11-15", AFP.iri) in ask(found, record)
    assert (LEG + "alleges", "defence ministry", "None", "None", "None") in ask(found, record)
    told = "SELECT ?p ?o { GRAPH ?c { %s ?p ?o FILTER(isLiteral(?o) || ?p = leg:inExchangeFor) } }"
    assert ask(found, told % EVENTS[1]) == [
        (LEG + "dateText", "on Tuesday"),
        (LEG + "earliestDate", "2023-11-14"),
        (LEG + "latestDate", "2023-11-14"),
        (LEG + "purpose", "cooperation in trade"),
    ]
    assert ask(found, told % EVENTS[2]) == [
        (LEG + "inExchangeFor", EVENTS[3].value),
        (LEG + "quantityMin", "1000000"),
        (LEG + "quantityText", "over 1 million artillery rounds"),
        (LEG + "quantityUnit", "round"),
    ]


def test_a_document_is_known_by_what_it_carries_and_who_issued_it() -> None:
    found = described(kozlov())
    (row,) = ask(
        found,
        "SELECT ?d ?issued ?publisher ?agency ?url ?key ?language ?sha { ?d a leg:NewsArticle ; dct:issued ?issued ;"
        " dct:publisher ?publisher ; leg:syndicates ?agency ; schema:url ?url ; dct:identifier ?key ;"
        " dct:language ?language ; leg:textSha256 ?sha }",
    )
    key = "https://news.example/kozlov"
    assert row[1:-1] == ("2023-11-15", MOSCOW_TIMES.iri, AFP.iri, key, key, "en")
    assert row[0].startswith(f"{BASE}document/the-moscow-times-2023-11-15-")
    ministry = actor("ministry-of-foreign-affairs-of-russia", "Foreign ministry", "GovernmentBody", "russia")
    assert ask(described(reading("release", publisher=ministry)), "SELECT ?k { ?d dct:title ?t ; a ?k }") == [
        (LEG + "OfficialDocument",)
    ]


def test_a_paper_that_prints_the_release_of_a_ministry_carries_its_copy(tmp_path: Path) -> None:
    ministry = actor("ministry-of-foreign-affairs-of-russia", "Foreign ministry", "GovernmentBody", "russia")
    put(graph := scratch(tmp_path / "graph"), reading("release", visit(KOZLOVS), agency=ministry))
    (carried,) = graph.quads_for_pattern(None, NamedNode(LEG + "syndicates"), None)
    assert carried.object == NamedNode(str(ministry.iri))


def test_there_are_no_blank_nodes() -> None:
    terms = {type(term) for quad in described(kozlov()) for term in (quad.subject, quad.object)}
    assert BlankNode not in terms


def test_the_unlinked_are_one_for_each_document_label_kind_and_country() -> None:
    def petrov(of: str | None) -> Actor:
        return Actor("Person", "Ivan Petrov", affiliation=of)

    def iris(name: str, *who: Actor) -> list[tuple[str, ...]]:
        found = described(reading(name, *(visit(each) for each in who)))
        return ask(found, 'SELECT ?p { ?p a leg:Person ; rdfs:label "Ivan Petrov"@en }')

    assert len(iris("one", petrov(RUSSIA.iri), petrov(RUSSIA.iri))) == 1
    assert len(iris("one", petrov(RUSSIA.iri), petrov(None))) == 2
    assert iris("one", petrov(None)) != iris("two", petrov(None))
    source = Actor("UnnamedSource", "a U.S. official")
    said = described(reading("one", Said(transfer(), by=source)))
    assert ask(said, "SELECT ?l { ?s a leg:UnnamedSource ; rdfs:label ?l }") == [("a U.S. official",)]


def test_a_place_outside_the_authority_lies_in_its_country() -> None:
    perm = Actor("Place", "Perm", affiliation=RUSSIA.iri)
    found = described(reading("perm", visit(KIM, None, perm)))
    assert ask(found, "SELECT ?s { ?p a leg:Place ; schema:containedInPlace ?s }") == [(RUSSIA.iri or "",)]


def test_goods_that_nobody_linked_are_refused() -> None:
    goods = Actor("MaterielType", "death ray")
    with pytest.raises(IngestError, match=r"death ray.*not in the authority"):
        described(reading("ray", telling("ArmsTransfer", [("supplier", RUSSIA), ("materiel", goods)])))


def test_a_passage_that_is_not_the_text_is_refused() -> None:
    told = kozlov()
    claim = replace(told.claims[0], evidence=Passage(0, 5, "never"))
    with pytest.raises(IngestError, match="not the text that it quotes"):
        described(replace(told, claims=(claim,)))


def test_claim_iris_do_not_depend_on_the_event_but_on_what_is_said_where() -> None:
    told = kozlov()
    iris = claim_iris(told, BASE)
    assert len(set(iris)) == 3
    elsewhere = {number: NamedNode(f"{BASE}event/other{number}") for number in EVENTS}
    again = {quad.subject for quad in quads(told, BASE, elsewhere) if quad.object == NamedNode(LEG + "Claim")}
    assert again == set(iris)
    longer = replace(told.claims[0], telling=visit(KOZLOVS))
    assert claim_iris(replace(told, claims=(longer,)), BASE) == iris[:1]
    for other in (replace(longer, stance="denies"), replace(longer, claimant=PUTIN)):
        assert claim_iris(replace(told, claims=(other,)), BASE) != iris[:1]


def test_equal_quotes_are_told_apart_by_where_they_stand() -> None:
    told = reading("refrain", visit(KOZLOVS), visit(KOZLOVS), line="They came again.")
    first, second = claim_iris(told, BASE)
    assert first != second
    assert claim_iris(replace(told, claims=told.claims[1:]), BASE) == (second,)


def test_two_claims_of_one_kind_in_one_sentence_are_numbered() -> None:
    told = reading("pair", visit(KOZLOVS))
    twice = replace(told, claims=(told.claims[0], replace(told.claims[0], event=2, telling=visit(KIM))))
    assert len(set(claim_iris(twice, BASE))) == 2


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.data())
def test_any_text_can_be_quoted(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    told = reading("any", transfer())
    document = replace(told.document, text=text, blocks=(Block(0, len(text), "body"),), title=text)
    passage = Passage(start, end, text[start:end])
    claim: Claim = replace(told.claims[0], evidence=passage)
    found = described(Reading(document, (claim,)))
    values = {quad.predicate.value.rpartition("#")[2]: quad.object for quad in found}
    exact, prefix = values["exact"], values["prefix"]
    assert isinstance(exact, Literal) and exact.value == text[start:end]
    assert isinstance(prefix, Literal) and text[:start].endswith(prefix.value)


def test_the_same_reading_gives_the_same_quads() -> None:
    assert sorted(map(str, described(kozlov()))) == sorted(map(str, described(kozlov())))
    assert {quad.graph_name for quad in described(kozlov())} == {DefaultGraph(), *claim_iris(kozlov(), BASE)}


@pytest.mark.parametrize(
    ("told", "time", "expected", "slug"),
    [
        (visit(KOZLOVS), (when("2023-11-14").earliest, when("2023-11-16").latest), "Visit of Alexander Kozlov to North Korea, 14–16 November 2023", "visit-alexander-kozlov-north-korea-2023-11"),
        (visit(KIM), "2023-11", "Visit of Kim Jong Un to North Korea, about November 2023", "visit-kim-jong-un-north-korea-2023-11"),
        (visit(RUSSIA), "2023", "Visit from Russia to North Korea, 2023", "visit-russia-north-korea-2023"),
        (meeting(None, KIM), "only in 1a2b3c4d/1", "Meeting of Kim Jong Un", "meeting-kim-jong-un"),
        (transfer(), "2023", "Arms transfer: North Korea to Russia, 2023", "arms-transfer-north-korea-russia-2023"),
        (transfer(), "expected in 2023", "Arms transfer: North Korea to Russia, 2023 (expected)", "arms-transfer-north-korea-russia-2023"),
        (telling("Sanction", [("target", RUSSIA)]), "2023", "Sanctions on Russia, 2023", "sanction-russia-2023"),
        (telling("Agreement", []), "only in 1a2b3c4d/1", "Agreement", "agreement"),
        (telling("ArmsTransfer", [("supplier", Actor("Company", "Łódź Arms"))]), "only in 1a/1", "Arms transfer from Łódź Arms", "arms-transfer-lodz-arms"),
    ],
)  # fmt: skip
def test_events_are_called_by_what_identifies_them(
    told: object, time: object, expected: str, slug: str
) -> None:
    key = keys(reading("name", told))[1]  # type: ignore[arg-type]
    names = {a.iri.removeprefix("https://w3id.org/legation/"): a.label for a in (*KNOWN, KIM) if a.iri}
    assert label(key, time, lambda party: names.get(party, party)) == expected  # type: ignore[arg-type]
    assert stem(key, time) == slug  # type: ignore[arg-type]


KNOWN = (RUSSIA, NORTH_KOREA, SOUTH_KOREA, actor("alexander-kozlov", "Alexander Kozlov", "Person"))


def test_a_document_iri_is_readable(tmp_path: Path) -> None:
    assert document_iri(kozlov().document, BASE).value.startswith(
        f"{BASE}document/the-moscow-times-2023-11-15-"
    )
    nameless = replace(kozlov().document, publisher=Actor("MediaOutlet", "조선"))
    assert document_iri(nameless, BASE).value.startswith(f"{BASE}document/unnamed-2023-11-15-")
