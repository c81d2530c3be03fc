"""From what a user types to the claims that an export shall hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from ontology.authority import Authority, load
from ontology.names import LEG
from ontology.vocabulary import vocabulary
from queries.errors import QueryError
from queries.header import Type
from queries.values import near, term
from store.export import Selection

TYPES = (*vocabulary().types, "Provision")


def selection(
    *,
    documents: Iterable[str] = (),
    actors: Iterable[str] = (),
    types: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
    names: Authority | None = None,
) -> Selection:
    """The selection that a user's words stand for.

    Documents are given by IRI or address, actors by IRI, prefixed name or name in the authority (`names`, else the
    shipped one), types by their names, days as 2023-11-14. Raises QueryError, which names the word.
    """

    def authority() -> Authority:
        return load() if names is None else names

    def iri(what: str, value: str) -> str:
        return _read(what, value, "iri", authority)

    def day(what: str, value: str | None) -> date | None:
        return date.fromisoformat(_read(what, value, "date", authority)) if value else None

    found = Selection(
        documents=tuple(iri("document", value) for value in documents),
        actors=tuple(iri("actor", value) for value in actors),
        types=tuple(_type(value) for value in types),
        earliest=day("since", since),
        latest=day("until", until),
    )
    if found.earliest and found.latest and found.earliest > found.latest:
        raise QueryError(f"since {found.earliest} until {found.latest} is no period: the end comes first")
    return found


def _read(what: str, value: str, kind: Type, authority: Callable[[], Authority]) -> str:
    try:
        return term(value, kind, authority).value
    except ValueError as error:
        raise QueryError(f"{what}: {error}") from error


def _type(value: str) -> str:
    name = value.removeprefix(LEG).removeprefix("leg:")
    if name not in TYPES:
        raise QueryError(f"type: there is no type of event {value!r}{near(name, TYPES)}")
    return LEG + name
