"""The header of a question: YAML in comments that begin with `#+`, as grlc writes it, so that the file stays SPARQL.

    #+ summary: Who says what about one event, how firmly and in which words?
    #+ description: One row a claim, oldest first.
    #+ parameters:
    #+   - name: event
    #+     type: iri
    #+     label: the event

A parameter's default stands in the query itself: `VALUES ?event { … }`, or `{ UNDEF }` for any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import yaml

from queries.errors import QueryError

Type = Literal["iri", "string", "date", "integer", "decimal"]
TYPES: tuple[Type, ...] = get_args(Type)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_HEADER = {"summary", "description", "parameters"}
_PARAMETER = {"name", "type", "label"}


@dataclass(frozen=True)
class Declaration:
    """A parameter as the header declares it; `line` counts from 1."""

    name: str
    type: Type
    label: str
    line: int


@dataclass(frozen=True)
class Header:
    """What a question says of itself."""

    summary: str
    description: str
    parameters: tuple[Declaration, ...]


def read(text: str, file: str) -> Header:
    """The header of a query's text; `file` is named in errors.

    Raises QueryError for a header that is missing or malformed, with file and line.
    """
    # Lines of the query become empty ones, so that YAML counts lines as the file does.
    lines = [line[2:] if line.startswith("#+") else "" for line in text.splitlines()]
    try:
        root = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryError(f"{file}, line {line}: the header is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise QueryError(f"{file}: the header is not YAML: {error}") from error
    if root is None:
        raise QueryError(f"{file}, line 1: no header; begin the file with '#+ summary: …'")
    fields = _fields(root, _HEADER, file)
    if "summary" not in fields:
        raise _error(root, file, "the header has no summary; add '#+ summary: …'")
    return Header(
        summary=_text(fields["summary"], "summary", file),
        description=_text(fields["description"], "description", file) if "description" in fields else "",
        parameters=tuple(_declarations(fields["parameters"], file)) if "parameters" in fields else (),
    )


def _declarations(node: yaml.Node, file: str) -> Iterator[Declaration]:
    if not isinstance(node, yaml.SequenceNode):
        raise _error(node, file, "parameters must be a list of '- name: …'")
    names: set[str] = set()
    for item in node.value:
        fields = _fields(item, _PARAMETER, file)
        if missing := sorted(_PARAMETER - set(fields)):
            raise _error(item, file, f"the parameter has no {missing[0]}")
        name, kind, label = (_text(fields[key], key, file) for key in ("name", "type", "label"))
        if not _NAME.fullmatch(name):
            raise _error(
                fields["name"], file, f"{name!r} is no parameter name (letters and digits, a letter first)"
            )
        if name in names:
            raise _error(fields["name"], file, f"the parameter {name} is declared twice")
        if kind not in TYPES:
            raise _error(fields["type"], file, f"unknown type {kind!r} of {name}; known: {', '.join(TYPES)}")
        names.add(name)
        yield Declaration(name, kind, label, item.start_mark.line + 1)


def _fields(node: yaml.Node, known: set[str], file: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _error(node, file, f"expected 'key: value' lines ({', '.join(sorted(known))})")
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = _text(key, "key", file)
        if name not in known:
            raise _error(key, file, f"unknown key {name!r}; known: {', '.join(sorted(known))}")
        if name in fields:
            raise _error(key, file, f"{name} is given twice")
        fields[name] = value
    return fields


def _text(node: yaml.Node, name: str, file: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _error(node, file, f"{name} must be a text")
    return str(node.value).strip()


def _error(node: yaml.Node, file: str, cause: str) -> QueryError:
    return QueryError(f"{file}, line {node.start_mark.line + 1}: {cause}")
