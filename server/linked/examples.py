"""The shipped questions and the prefixes, as editors of SPARQL pick them up (SHACL's sh:SPARQLExecutable, sh:declare)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pyoxigraph import Literal, Triple

from ontology.names import RDF, RDFS, SH
from queries.catalogue import Question
from server.linked.dataset import declarations, of, origin, text

SCHEMA = "https://schema.org/"
"""Of the examples' own vocabulary; the graph has http://schema.org/."""

_FORMS = {"SELECT": "Select", "CONSTRUCT": "Construct", "ASK": "Ask", "DESCRIBE": "Describe"}
_FORM = re.compile(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b", re.IGNORECASE)


def examples(base: str, questions: Mapping[str, Question]) -> Iterator[Triple]:
    """Each question with the values that it has by itself, to be asked of the installation with this base."""
    yield from declarations(base)
    for name, question in questions.items():
        form = _FORMS[_form(question.text)]
        yield from of(
            f"{origin(base)}/queries/{quote(name)}",
            (RDF + "type", SH + "SPARQLExecutable"),
            (RDF + "type", f"{SH}SPARQL{form}Executable"),
            (RDFS + "label", text(question.summary)),
            (RDFS + "comment", text(" ".join(f"{question.summary} {question.description}".split()))),
            (SH + "prefixes", f"{origin(base)}/.well-known/void#dataset"),
            (SH + form.lower(), Literal(_without_header(question.text))),
            (SCHEMA + "target", f"{origin(base)}/sparql"),
        )


def _form(query: str) -> str:
    found = _FORM.search("\n".join(line for line in query.splitlines() if not _is_prologue(line)))
    assert found is not None  # the catalogue reads nothing else
    return found[1].upper()


def _is_prologue(line: str) -> bool:
    return line.lstrip().startswith("#") or line.lstrip().upper().startswith(("PREFIX", "BASE"))


def _without_header(query: str) -> str:
    return "\n".join(line for line in query.splitlines() if not line.startswith("#+")).strip() + "\n"
