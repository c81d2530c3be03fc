"""A query with SERVICE, answered in blocks of bindings, has the answer that it would have if all data were at hand."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from queries.federation.endpoints import Endpoints, allow
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
