"""Values of parameters become terms, whatever people type."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions, Store

from ontology import authority
from ontology.names import XSD
from queries.catalogue import Question, bind, find, read
from queries.errors import QueryError

AWKWARD = st.text(st.sampled_from("\\\"'u0022U{}<>#?$\n\r\t \0\x07é😀^@:;./"), max_size=16)


def echo(folder: Path, kind: str, default: str = "UNDEF") -> Question:
    """A question that gives back its parameter, and shows whether anything around it changed."""
    (folder / "echo.rq").write_text(
        "#+ summary: What was I told?\n"
        "#+ parameters:\n"
        "#+   - name: value\n"
        f"#+     type: {kind}\n"
        "#+     label: anything\n"
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        f'SELECT ?value ?before ?after {{ VALUES ?before {{ "}}" }} VALUES ?value {{ {default} }} VALUES ?after {{ 1 }} }}\n'
    )
    return read(folder / "echo.rq")


@pytest.fixture(scope="module")
def strings(tmp_path_factory: pytest.TempPathFactory) -> Question:
    return echo(tmp_path_factory.mktemp("strings"), "string", '"nothing"')


@pytest.fixture(scope="module")
def iris(tmp_path_factory: pytest.TempPathFactory) -> Question:
    return echo(tmp_path_factory.mktemp("iris"), "iri")


def solution(query: str) -> QuerySolution:
    """The only answer, which must still have what stands around the parameter."""
    solutions = Store().query(query)
    assert isinstance(solutions, QuerySolutions)
    row: QuerySolution
    (row,) = solutions
    assert (row["before"], row["after"]) == (Literal("}"), Literal(1))
    return row


@given(text=st.text() | AWKWARD)
@example(text='" } } DROP ALL #')
@example(text="\\u0022 } #")
@example(text="UNDEF")
def test_any_text_is_bound_as_itself(strings: Question, text: str) -> None:
    assert solution(bind(strings, {"value": text}))["value"] == Literal(text)


@given(
    text=st.text() | AWKWARD | AWKWARD.map("https://example.org/{}".format) | AWKWARD.map("actor:{}".format)
)
@example(text="https://example.org/> } #")
@example(text="actor:north-korea> } #")
def test_any_text_is_one_iri_or_refused(iris: Question, text: str) -> None:
    try:
        query = bind(iris, {"value": text})
    except QueryError as error:
        assert "echo: parameter value" in str(error)
        return
    assert isinstance(solution(query)["value"], NamedNode)


@pytest.mark.parametrize("kind", ["date", "integer", "decimal"])
@given(text=st.text() | st.from_regex(r"[+-]?[0-9]{0,4}[-.]?[0-9]{0,2}-?[0-9]{0,2}", fullmatch=True))
def test_any_text_is_a_value_of_the_type_or_refused(
    tmp_path_factory: pytest.TempPathFactory, kind: str, text: str
) -> None:
    question = echo(tmp_path_factory.mktemp(kind), kind)
    try:
        query = bind(question, {"value": text})
    except QueryError as error:
        assert "echo: parameter value wants a" in str(error)
        return
    value = solution(query)["value"]
    assert isinstance(value, Literal)
    assert value.datatype == NamedNode(XSD + kind)


@pytest.mark.parametrize(
    ("given_value", "iri"),
    [
        ("https://example.org/x", "https://example.org/x"),
        ("http://localhost:8000/id/event/a-b", "http://localhost:8000/id/event/a-b"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("actor:north-korea", "https://w3id.org/legation/actor/north-korea"),
        ("wd:Q423", "http://www.wikidata.org/entity/Q423"),
        ("leg:ArmsTransfer", "https://w3id.org/legation/ontology#ArmsTransfer"),
        ("North Korea", "https://w3id.org/legation/actor/north-korea"),
        (" KCNA ", "https://w3id.org/legation/actor/korean-central-news-agency"),
        ("artillery shells", "https://w3id.org/legation/materiel/artillery-shell"),
    ],
)
def test_things_are_named_by_address_prefix_or_the_name_that_people_use(
    iris: Question, given_value: str, iri: str
) -> None:
    assert solution(bind(iris, {"value": given_value}))["value"] == NamedNode(iri)


def test_names_are_looked_up_in_the_authority_of_the_asker(iris: Question, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("kind,label,country\nCompany,Example Trading,RU\n")
    own = authority.load(tmp_path)
    bound = bind(iris, {"value": "Example Trading"}, names=own)
    assert solution(bound)["value"] == NamedNode("https://w3id.org/legation/actor/example-trading")
    with pytest.raises(QueryError, match="'Example Trading' is neither an IRI"):
        bind(iris, {"value": "Example Trading"})


def test_a_name_of_two_things_asks_which(iris: Question, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("kind,label,slug\nPerson,Sam Field,sam-a\nPerson,Sam Field,sam-b\n")
    with pytest.raises(QueryError, match="may be actor:sam-a or actor:sam-b; give one of them"):
        bind(iris, {"value": "Sam Field"}, names=authority.load(tmp_path))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("actr:north-korea", "unknown prefix 'actr'.*did you mean actor"),
        ("North Koria", "neither an IRI .* nor a name in the authority; did you mean .*North Korea"),
        ("https://example.org/a b", "is no valid IRI"),
        ("", "neither an IRI"),
        ("\ud800", "not valid Unicode"),
    ],
)
def test_a_thing_that_cannot_be_meant_is_refused_with_the_remedy(
    iris: Question, value: str, message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        bind(iris, {"value": value})


@pytest.mark.parametrize(
    ("question", "values", "message"),
    [
        (
            "alleged-and-denied",
            {"leats": "2"},
            "alleged-and-denied has no parameter 'leats'; did you mean least",
        ),
        ("alleged-and-denied", {"least": "two"}, "parameter least wants a whole number such as 2, not 'two'"),
        (
            "timeline",
            {"since": "2023-02-30"},
            "parameter since wants a day such as 2023-11-14, not '2023-02-30'",
        ),
        ("timeline", {"since": "September"}, "parameter since wants a day"),
        ("review-queue", {"below": "1e3"}, "parameter below wants a number such as 0.6, not '1e3'"),
    ],
)
def test_a_wrong_value_is_refused_with_its_cause(question: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        bind(find(question), values)


def test_without_values_the_question_is_the_file(iris: Question) -> None:
    assert bind(iris, {}) == iris.text


def test_lines_stay_where_they_are_in_the_file(strings: Question) -> None:
    assert bind(strings, {"value": "one\ntwo"}).count("\n") == strings.text.count("\n")


def test_a_slice_of_the_answers_may_be_asked_for(ask_all: Question) -> None:
    def numbers(limit: int | None = None, offset: int | None = None) -> list[str]:
        solutions = Store().query(bind(ask_all, {}, limit=limit, offset=offset))
        assert isinstance(solutions, QuerySolutions)
        return [row["n"].value for row in solutions]

    assert numbers() == ["1", "2", "3"]
    assert numbers(limit=2) == ["1", "2"]
    assert numbers(offset=1) == ["2", "3"]
    assert numbers(limit=1, offset=1) == ["2"]
    with pytest.raises(QueryError, match="cannot be negative"):
        numbers(limit=-1)


@pytest.fixture
def ask_all(tmp_path: Path) -> Question:
    (tmp_path / "all.rq").write_text(
        "#+ summary: Which numbers are there?\nSELECT ?n { VALUES ?n { 1 2 3 } } ORDER BY ?n # no LIMIT"
    )
    return read(tmp_path / "all.rq")


def test_a_question_that_slices_itself_is_not_sliced_again(tmp_path: Path) -> None:
    (tmp_path / "few.rq").write_text("#+ summary: Which few?\nSELECT ?n { VALUES ?n { 1 2 3 } } LIMIT 2\n")
    with pytest.raises(QueryError, match="few has a LIMIT or OFFSET of its own"):
        bind(read(tmp_path / "few.rq"), {}, limit=1)
