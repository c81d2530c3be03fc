"""Every shipped question is valid SPARQL for everyone and speaks of what exists."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse
from rdflib.plugins.sparql import prepareQuery

from ontology import authority
from ontology.names import AUTHORITY, LEG, PREFIXES
from ontology.schema import ONTOLOGY
from queries.catalogue import SHIPPED, catalogue, find
from queries.federation.federate import mentions_service
from queries.values import term

NAMES = sorted(catalogue())
TERM = re.compile(r"(?<![\w:])([a-z]+):([A-Za-z][\w-]*)")


def body(name: str) -> str:
    return "\n".join(line for line in find(name).text.splitlines() if not line.lstrip().startswith("#"))


def test_the_catalogue_holds_every_file_of_its_folder() -> None:
    assert sorted(file.stem for file in SHIPPED.glob("*.rq")) == NAMES
    assert len(NAMES) >= 14


@pytest.mark.parametrize("name", NAMES)
def test_oxigraph_and_rdflib_both_read_the_file_as_it_stands(name: str) -> None:
    prepareQuery(find(name).text)
    solutions = Store().query(find(name).text)
    assert isinstance(solutions, QuerySolutions)
    assert mentions_service(find(name).text) or list(solutions) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_question_uses_only_terms_that_exist(name: str) -> None:
    known = {
        quad.subject.value
        for quad in parse(path=ONTOLOGY, format=RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode)
    } | set(authority.load().entries)
    for prefix, local in TERM.findall(body(name)):
        iri = PREFIXES.get(prefix, "") + local
        if iri.startswith((LEG, AUTHORITY)):
            assert iri in known, f"{prefix}:{local}"


@pytest.mark.parametrize("name", NAMES)
def test_a_question_says_what_it_asks_and_how_to_vary_it(name: str) -> None:
    question = find(name)
    assert question.summary.endswith("?")
    assert question.description
    assert all(parameter.label for parameter in question.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_a_default_is_a_value_that_a_user_could_give(name: str) -> None:
    for parameter in find(name).parameters:
        if parameter.default is not None:
            term(parameter.default, parameter.type, authority.load)
