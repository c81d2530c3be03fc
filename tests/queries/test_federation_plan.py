"""A query with SERVICE, answered in blocks of bindings, has the answer that it would have if all data were at hand."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store

from queries.federation.endpoints import Endpoints, allow
from queries.federation.errors import ServiceError, ServiceRefused
from queries.federation.federate import Answer, Local, Remote, steps

ELSEWHERE = "https://elsewhere.example/sparql"
ENDPOINTS = allow([ELSEWHERE])
BASE = "http://localhost:8000/id/"


def rows(store: Store, text: str, columns: tuple[str, ...]) -> Answer:
    found = store.query(text, base_iri=BASE)
    assert isinstance(found, QuerySolutions)
    known = {variable.value for variable in found.variables}
    return [tuple(row[name] if name in known else None for name in columns) for row in found]


def federated(
    text: str, here: Store, there: Store, seen: list[Remote] | None = None, endpoints: Endpoints = ENDPOINTS
) -> str:
    """Drive the steps of a query, with a store in the place of the endpoint; the query that is left."""
    plan = steps(text, endpoints, BASE)
    answer: Answer | None = None
    while True:
        try:
            step = next(plan) if answer is None else plan.send(answer)
        except StopIteration as end:
            return str(end.value)
        if isinstance(step, Local):
            answer = rows(here, step.text, step.columns)
        else:
            if seen is not None:
                seen.append(step)
            answer = rows(there, step.text, step.columns)


def small(predicates: str, graph: NamedNode | None, numbers: list[tuple[int, int, int]]) -> list[Quad]:
    """Quads over few terms, so that joins meet."""
    quads = []
    for subject, predicate, value in numbers:
        node = NamedNode(f"urn:n{subject}")
        parts = (node, NamedNode(f"urn:{predicates[predicate]}"), NamedNode(f"urn:n{value}"))
        quads.append(Quad(*parts, graph) if graph else Quad(*parts))
    return quads


NUMBERS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 3)), max_size=9)
NAMES = st.sampled_from(["?a", "?b", "?c", "?d"])


def triples(predicates: str) -> st.SearchStrategy[str]:
    term = st.one_of(NAMES, NAMES, st.sampled_from(["<urn:n0>", "<urn:n1>"]))
    return st.builds(lambda s, p, o: f"{s} <urn:{p}> {o} .", NAMES, st.sampled_from(list(predicates)), term)


FILTERS = st.one_of(
    st.builds("FILTER(!BOUND({}) || {} != <urn:n0>)".format, NAMES, NAMES),
    st.builds("FILTER({} = {})".format, NAMES, NAMES),
    st.builds("FILTER(!BOUND({}))".format, NAMES),
)


def body(predicates: str) -> st.SearchStrategy[str]:
    """A group without SERVICE."""
    inner = st.one_of(
        triples(predicates),
        triples(predicates),
        st.builds("OPTIONAL {{ {} }}".format, triples(predicates)),
        st.builds("{{ {} }} UNION {{ {} }}".format, triples(predicates), triples(predicates)),
        st.builds("VALUES ({} ?v) {{ (<urn:n1> 1) (UNDEF 2) }}".format, NAMES),
        FILTERS,
    )
    return st.lists(inner, min_size=1, max_size=3).map(" ".join)


SERVICE = st.builds(lambda text: f"SERVICE <{ELSEWHERE}> {{ {text} }}", body("rs"))

# What EXISTS hands into filters of its groups is beyond what another endpoint can be told.
PLAIN = st.builds(lambda text: f"SERVICE <{ELSEWHERE}> {{ {text} }}", triples("rs"))


def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A group that holds such a group in some way, and other things before and after."""
    wrapped = st.one_of(
        inner,
        st.builds("OPTIONAL {{ {} }}".format, inner),
        st.builds("MINUS {{ {} }}".format, inner),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, PLAIN),
        st.builds("FILTER EXISTS {{ {} {} }}".format, triples("pq"), PLAIN),
        st.builds("{{ {} }}".format, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, body("pq")),
        st.builds("{{ SELECT ?a ?b WHERE {{ {} }} }}".format, inner),
        st.builds("{{ SELECT ?a (COUNT(*) AS ?b) WHERE {{ {} }} GROUP BY ?a }}".format, inner),
    )
    side = st.one_of(st.just(""), body("pq"))
    return st.builds("{} {} {}".format, side, wrapped, side)


GROUPS = st.recursive(SERVICE, around, max_leaves=3).map(str)
TWICE = st.builds("{} {}".format, GROUPS, around(SERVICE))


@settings(max_examples=400)
@given(NUMBERS, NUMBERS, st.one_of(GROUPS, TWICE))
def test_the_answer_is_that_of_one_store_with_all_data(
    here: list[tuple[int, int, int]], there: list[tuple[int, int, int]], group: str
) -> None:
    graph = NamedNode("urn:elsewhere")
    near, far, both = Store(), Store(), Store()
    near.extend(small("pq", None, here))
    far.extend(small("rs", None, there))
    both.extend([*small("pq", None, here), *small("rs", graph, there)])
    both.add(Quad(graph, NamedNode("urn:is"), Literal("there"), graph))  # a graph without triples is no graph
    columns = ("a", "b", "c", "d")
    query = f"SELECT ?a ?b ?c ?d WHERE {{ {group} }}"
    expected = rows(both, query.replace(f"SERVICE <{ELSEWHERE}>", "GRAPH <urn:elsewhere>"), columns)
    found = rows(near, federated(query, near, far), columns)
    assert Counter(found) == Counter(expected)


def asked(text: str, here: int = 2) -> tuple[str, list[Remote]]:
    """The query that is left, and what the endpoint was asked, over a store in which ?a urn:p ?b is so often."""
    near, far = Store(), Store()
    for number in range(here):
        near.add(Quad(NamedNode(f"urn:a{number}"), NamedNode("urn:p"), NamedNode(f"urn:b{number}")))
        far.add(Quad(NamedNode(f"urn:b{number}"), NamedNode("urn:r"), Literal(number)))
    seen: list[Remote] = []
    return federated(text, near, far, seen), seen


HERE, THERE = "?a <urn:p> ?b .", f"SERVICE <{ELSEWHERE}> {{ ?b <urn:r> ?c }}"


@pytest.mark.parametrize(
    "group",
    [
        f"{HERE} {THERE}",
        f"{THERE} {HERE}",
        f"{HERE} OPTIONAL {{ {THERE} }}",
        f"{HERE} MINUS {{ {THERE} }}",
        f"{HERE} FILTER NOT EXISTS {{ {THERE} }}",
        f"{HERE} {{ {THERE} }} UNION {{ ?a <urn:q> ?c }}",
        f"{{ {HERE} }} {{ {{ {THERE} }} }}",
        f"{{ SELECT ?a ?c {{ {HERE} {THERE} }} LIMIT 5 }}",
        f"{HERE} SERVICE <{ELSEWHERE}> {{ ?b <urn:r> ?c OPTIONAL {{ ?b <urn:s> ?d }} FILTER(?c > -1) }}",
        f"{HERE} SERVICE <{ELSEWHERE}> {{ {{ SELECT ?b ?c {{ ?b <urn:r> ?c }} }} }}",
    ],
)
def test_bindings_are_sent_wherever_the_service_stands(group: str) -> None:
    _, seen = asked(f"SELECT * {{ {group} }}")
    assert [step.text.count("<urn:b") for step in seen] == [2]


@pytest.mark.parametrize(
    ("group", "why"),
    [
        (f"OPTIONAL {{ {THERE} }} {HERE}", "what follows an OPTIONAL is joined later"),
        (f"{HERE} {{ SELECT ?c {{ {THERE} }} LIMIT 1 }}", "a subquery knows nothing from outside"),
        (f"{HERE} SERVICE <{ELSEWHERE}> {{ OPTIONAL {{ ?b <urn:r> ?c }} }}", "it may leave ?b open"),
        (f"OPTIONAL {{ {HERE} }} OPTIONAL {{ ?b <urn:q> ?z }} {THERE}", "?b is open where nothing is here"),
    ],
)
def test_where_bindings_would_change_the_answer_the_group_is_sent_as_it_is(group: str, why: str) -> None:
    _, seen = asked(f"SELECT * {{ {group} }}", here=0 if "open where" in why else 2)
    assert [("VALUES" in step.text) for step in seen] == [False], why


def test_what_is_not_joined_is_not_multiplied() -> None:
    pairs = "?a <urn:p> ?b . ?x <urn:p> ?y ."
    service = f"SERVICE <{ELSEWHERE}> {{ ?b <urn:r> ?c . ?y <urn:r> ?d }}"
    _, seen = asked(f"SELECT (COUNT(*) AS ?n) {{ {pairs} {service} }}", here=20)
    assert [step.text.count("<urn:b") for step in seen] == [20]


def test_only_what_is_used_elsewhere_is_asked_for() -> None:
    body = "?b <urn:r> ?c ; <urn:r> ?unused"
    _, seen = asked(f"SELECT ?c {{ {HERE} SERVICE <{ELSEWHERE}> {{ {body} }} }}")
    assert seen[0].columns == ("b", "c")
    _, seen = asked(
        f"SELECT ?bLabel {{ {HERE} SERVICE <{ELSEWHERE}> {{ ?b <urn:r> ?c . # wikibase:label\n }} }}"
    )
    assert seen[0].columns == ("b",)


def test_the_label_service_of_wikidata_makes_its_variables() -> None:
    inner = "SERVICE <urn:x:label> { <urn:x:bd> wikibase:label 'en' }"
    text = (
        "PREFIX wikibase: <http://wikiba.se/ontology#> "
        f"SELECT ?bLabel ?aLabel {{ {HERE} SERVICE <{ELSEWHERE}> {{ ?b <urn:r> ?c {inner} }} }}"
    )
    plan = steps(text, ENDPOINTS, BASE)
    assert isinstance(next(plan), Local)
    step = plan.send([(NamedNode("urn:b0"),)])
    assert isinstance(step, Remote)
    assert step.columns == ("b", "bLabel")
    assert inner in step.text


def test_prefixes_and_base_go_along_and_comments_stay_home() -> None:
    text = (
        "# our secret\nBASE <urn:base:/>\nPREFIX r: <urn:> PREFIX other: <urn:other:>\n"
        f"SELECT * {{ {HERE} SERVICE <{ELSEWHERE}> {{ ?b r:r ?c . OPTIONAL {{ ?b <x> ?d ; rdfs:label ?l }} }} }}"
    )
    _, seen = asked(text)
    head = seen[0].text.partition("SELECT")[0]
    assert head == (
        "BASE <urn:base:/>\nPREFIX r: <urn:>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    )


def test_lines_stay_what_they_were() -> None:
    text = f"SELECT *\n{{ {HERE}\nSERVICE\n<{ELSEWHERE}>\n{{ ?b <urn:r>\n?c }}\nFILTER(?c > 0) }}"
    left, _ = asked(text)
    assert [line.strip()[:6] for line in left.splitlines()].index("FILTER") == 6


def test_a_blank_node_of_theirs_becomes_a_name() -> None:
    plan = steps(f"SELECT ?c {{ {THERE} }}", ENDPOINTS, BASE)
    assert isinstance(next(plan), Remote)
    with pytest.raises(StopIteration) as end:
        plan.send([(BlankNode("x"),)])
    assert "/.well-known/genid/0-x>" in str(end.value)


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_too_many_bindings_are_refused_silent_or_not(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.federation.federate.MAX_BINDINGS", 5)
    service = THERE.replace("SERVICE ", f"SERVICE {silent}")
    with pytest.raises(ServiceRefused, match="6 different bindings"):
        asked(f"SELECT * {{ {HERE} {service} }}", here=6)


def test_a_failure_in_the_last_block_fails_the_whole_service() -> None:
    text = f"SELECT ?a ?c {{ {HERE} {THERE.replace('SERVICE', 'SERVICE SILENT')} }}"
    plan = steps(text, ENDPOINTS, BASE)
    assert isinstance(next(plan), Local)
    bindings = [(NamedNode(f"urn:b{number}"),) for number in range(150)]
    assert isinstance(plan.send(bindings), Remote)
    assert isinstance(plan.send([(NamedNode("urn:b0"), Literal(1))]), Remote)
    with pytest.raises(StopIteration) as end:
        plan.throw(ServiceError("down"))
    assert "VALUES () { () }" in str(end.value)


@settings(max_examples=200)
@given(st.text("SERVICEsilent<>{}()?ab:\"'#. \n\\|&", max_size=60))
def test_no_text_is_too_odd_to_be_refused(text: str) -> None:
    plan = steps(f"SELECT * {{ ?a <urn:p> ?b {text}", ENDPOINTS, BASE)
    try:
        step = next(plan)
    except (ServiceRefused, StopIteration):
        return
    assert isinstance(step, Local) or step.endpoint == ELSEWHERE
