"""The pages that people read: plain HTML from templates, nothing from another host."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import jinja2

from ontology.names import LEG
from queries.catalogue import Question
from queries.selecting import TYPES
from server.http.problems import Problem
from server.pages import ontology_page, resource_page
from server.processes.frames import Form
from server.resources.links import local
from store.export import FORMATS

MOST_ROWS = 2000
"""Of a table in a page; the other formats have them all."""

EXAMPLE = """SELECT ?claim ?claimant ?event
WHERE {
  ?claim leg:claimant ?claimant .
  GRAPH ?claim { ?event a leg:ArmsTransfer }
}
LIMIT 50"""


@dataclass(frozen=True)
class Cell:
    """A term in a table: its text, where it leads (None for literals), and its language or datatype."""

    text: str
    href: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows to show; `more` are those left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    more: int


class Pages:
    """The templates and what goes into them, for an installation with this base."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def start(self, form: Form, data: bytes) -> bytes:
        """The start page, from the rows of `start.NEWEST`."""
        documents = []
        for iri, group in groupby(_rows(data), lambda row: row["document"]):
            rows = list(group)
            claims = [
                {**row, "href": local(row["claim"], self._base), "about": local(row["event"], self._base)}
                for row in rows
                if row["claim"]
            ]
            documents.append({**rows[0], "href": local(iri, self._base), "claims": claims})
        return self._render("start.html", documents=documents)

    def resource(self, data: bytes, iri: str, number: int, more: bool) -> bytes:
        """One page of a resource, from its description as N-Quads."""
        return self._render("resource.html", page=resource_page.view(data, iri, self._base, number, more))

    def ontology(self) -> bytes:
        """The ontology."""
        return self._render(
            "ontology.html",
            page=ontology_page.view(),
            iri=ontology_page.IRI,
            formats=tuple(resource_page.FORMATS.items()),
        )

    def exports(self, snapshot: int) -> bytes:
        """What can be downloaded."""
        return self._render("exports.html", snapshot=snapshot, formats=list(FORMATS.items()), types=TYPES)

    def questions(self, questions: Mapping[str, Question]) -> bytes:
        """The list of the catalogue."""
        return self._render("questions.html", questions=list(questions.values()))

    def question(self, form: Form, data: bytes, *, question: Question, values: Mapping[str, str]) -> bytes:
        """A question with its parameters and the rows that answer it."""
        return self._render("question.html", question=question, values=values, table=table(data, self._base))

    def query_form(self) -> bytes:
        """The SPARQL form."""
        return self._render("sparql.html", text=EXAMPLE, table=None, graph=None, truth=None)

    def result(self, text: str, form: Form, data: bytes) -> bytes:
        """The SPARQL form with the answer to a query."""
        rows, graph, truth = None, None, None
        if form is Form.GRAPH:
            graph = data.decode()
        else:
            truth = json.loads(data).get("boolean")
            rows = table(data, self._base) if truth is None else None
        return self._render("sparql.html", text=text, table=rows, graph=graph, truth=truth)

    def problem(self, problem: Problem) -> bytes:
        """An error."""
        return self._render("problem.html", problem=problem)

    def _render(self, template: str, **values: object) -> bytes:
        return self._templates.get_template(template).render(values).encode("utf-8", "replace")


def table(data: bytes, base: str) -> Table:
    """A table of SPARQL results in JSON."""
    results = json.loads(data)
    columns = tuple(results.get("head", {}).get("vars", ()))
    bindings = results.get("results", {}).get("bindings", [])
    rows = tuple(
        tuple(_cell(binding.get(column), base) for column in columns) for binding in bindings[:MOST_ROWS]
    )
    return Table(columns, rows, max(0, len(bindings) - MOST_ROWS))


def _cell(term: dict[str, object] | None, base: str) -> Cell | None:
    if term is None:
        return None
    value = str(term["value"]) if not isinstance(term["value"], dict) else json.dumps(term["value"])
    if term["type"] == "uri":
        return Cell(resource_page.shortened(value, base), local(value, base))
    note = term.get("xml:lang") or resource_page.shortened(str(term.get("datatype", "")), base)
    return Cell(value, None, str(note))


def _rows(data: bytes) -> list[dict[str, str]]:
    """Rows as plain text, empty where nothing is bound."""
    results = json.loads(data)
    rows = []
    for binding in results["results"]["bindings"]:
        row = {name: term["value"].removeprefix(LEG) for name, term in binding.items()}
        rows.append({name: row.get(name, "") for name in results["head"]["vars"]})
    return rows
