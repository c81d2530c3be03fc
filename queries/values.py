"""From what a user types to an RDF term, by the type of the parameter that it is for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date

from pyoxigraph import Literal, NamedNode

from ontology.authority import Authority
from ontology.names import PREFIXES, XSD
from queries.header import Type

DATATYPES: dict[str, str] = {name: XSD + name for name in ("string", "date", "integer", "decimal")}

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PREFIXED = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?!//)(.*)", re.DOTALL)
_LOCAL = re.compile(r"[A-Za-z0-9_-]+")


def term(value: str, kind: Type, authority: Callable[[], Authority]) -> NamedNode | Literal:
    """The term that a user's value stands for.

    An iri is absolute ("https://…", "urn:…"), prefixed ("actor:north-korea") or the exact name of something in the
    authority ("North Korea"). Raises ValueError with the cause.
    """
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("is not valid Unicode text")
    if kind == "iri":
        return _node(value.strip(), authority)
    if kind == "date":
        return Literal(_day(value.strip()), datatype=NamedNode(DATATYPES[kind]))
    if kind == "integer" and not _INTEGER.fullmatch(value.strip()):
        raise ValueError(f"wants a whole number such as 2, not {value!r}")
    if kind == "decimal" and not _DECIMAL.fullmatch(value.strip()):
        raise ValueError(f"wants a number such as 0.6, not {value!r}")
    if kind == "string":
        return Literal(value)
    return Literal(value.strip(), datatype=NamedNode(DATATYPES[kind]))


def plain(term: NamedNode | Literal) -> str:
    """A term as a user would type it: "actor:north-korea", "2023-11-14"."""
    if isinstance(term, Literal):
        return term.value
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace) and _LOCAL.fullmatch(term.value[len(namespace) :]):
            return f"{prefix}:{term.value[len(namespace) :]}"
    return term.value


def near(word: str, words: Iterable[str]) -> str:
    """The hint "; did you mean …?" with the names most like the word, or all of them where none is like it."""
    known = sorted(words)
    if found := difflib.get_close_matches(word, known, n=3, cutoff=0.5):
        return f"; did you mean {' or '.join(found)}?"
    return f"; there are: {', '.join(known)}" if known else ""


def _day(value: str) -> str:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise ValueError(f"wants a day such as 2023-11-14, not {value!r}")


def _node(value: str, authority: Callable[[], Authority]) -> NamedNode:
    if match := _PREFIXED.fullmatch(value):
        prefix, local = match.groups()
        if prefix in PREFIXES:
            return _iri(PREFIXES[prefix] + local, value)
        if prefix == "urn":
            return _iri(value, value)
    elif "://" in value:
        return _iri(value, value)
    if found := authority().by_name(value):
        if len(found) > 1:
            choice = " or ".join(plain(NamedNode(entry.iri)) for entry in found)
            raise ValueError(f"{value!r} may be {choice}; give one of them")
        return NamedNode(found[0].iri)
    if match:
        raise ValueError(f"unknown prefix {match[1]!r} in {value!r}{near(match[1], PREFIXES)}")
    labels = {name for entry in authority().entries.values() for name in entry.names}
    hint = difflib.get_close_matches(value, labels, n=3, cutoff=0.6)
    like = f"; did you mean {' or '.join(hint)}?" if hint else ""
    raise ValueError(f"{value!r} is neither an IRI (https://…, actor:…) nor a name in the authority{like}")


def _iri(iri: str, value: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise ValueError(f"{value!r} is no valid IRI: {error}") from error
