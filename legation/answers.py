"""Asks a snapshot and writes the answer to standard output."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

import click
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

import store
from legation import tables
from ontology.names import PREFIXES
from queries.errors import QueryError
from server.http.problems import Problem
from server.sparql import guard, syntax

Answer = QuerySolutions | QueryBoolean | QueryTriples
Term = NamedNode | BlankNode | Literal | Triple

FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}


class EvaluationError(QueryError):
    """A query could not be parsed or evaluated; the text says where."""


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once: Oxigraph can't be stopped from Python, and a reader leaves nothing behind."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the server would answer, and Oxigraph's errors, into one that says what is wrong with the query."""
    try:
        yield
    except Problem as error:
        raise EvaluationError(error.detail) from error
    except (ValueError, RuntimeError) as error:
        raise EvaluationError(f"the query can't be evaluated: {error}") from error


def ask(snapshot: store.Snapshot, base: str, text: str) -> Answer:
    """Ask `text` of a snapshot. Raises EvaluationError."""
    with explained():
        guard.check(text)
        parse = partial(snapshot.store.query, base_iri=base, prefixes=PREFIXES)
        try:
            return parse(text)
        except SyntaxError as error:
            raise syntax.explain(parse, text, str(error)) from None


def write(snapshot: store.Snapshot, base: str, text: str, form: str) -> None:
    """Ask `text` of a snapshot and write the answer as a table (a graph: as Turtle) or in one of FORMATS."""
    with interruptible(), explained():
        answer = ask(snapshot, base, text)
        output: BinaryIO = sys.stdout.buffer
        if isinstance(answer, QueryTriples):
            if form != "table":
                raise EvaluationError(
                    f"the query gives a graph, which {form} can't hold: leave --format out for Turtle"
                )
            serialize(answer, output, RdfFormat.TURTLE, prefixes=PREFIXES)
        elif form != "table":
            answer.serialize(output, FORMATS[form])
        elif isinstance(answer, QueryBoolean):
            click.echo("true" if answer else "false")
        else:
            columns = [variable.value for variable in answer.variables]
            tables.show(columns, ([shown(term) for term in solution] for solution in answer))


def shown(term: Term | None) -> str:
    """A term for the eye: a prefixed name where there is a prefix, a literal without its type."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    return shortened(term.value) if isinstance(term, NamedNode) else str(term)


def shortened(iri: str) -> str:
    """`leg:Visit` for its IRI; an IRI without a known prefix stays."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?"):
            return f"{prefix}:{local}"
    return iri
