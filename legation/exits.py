"""How a command ends: one table from the kind of error to the exit code that scripts see."""

from __future__ import annotations

from ingest.errors import IngestError
from legation.settings import SettingsError
from ontology.authority import AuthorityError
from ontology.errors import LegationError
from ontology.vocabulary import VocabularyError
from queries.errors import QueryError
from store import LoadError, StoreError

OK = 0
FAULTS = 1
USAGE = 2
STORE = 3
QUERY = 4
INPUT = 5
OTHER = 6
INTERRUPTED = 130
BROKEN_PIPE = 141

MEANINGS: dict[int, str] = {
    OK: "all went well",
    FAULTS: "some sources failed (`ingest`), or faults were found (`validate`); the rest was done",
    USAGE: "the command, an option or a setting is wrong; nothing was done",
    STORE: "the store is missing, locked, damaged or can't be written, or does not hold what was named",
    QUERY: "the query is not valid, not known, or its parameters don't fit",
    INPUT: "a source, an RDF file or a file of your own authority or frames can't be read or is not valid",
    OTHER: "any other error that the message names",
    INTERRUPTED: "stopped by Ctrl-C",
    BROKEN_PIPE: "whoever read the output went away first",
}


CODES: dict[type[LegationError], int] = {
    SettingsError: USAGE,
    StoreError: STORE,
    QueryError: QUERY,
    IngestError: INPUT,
    LoadError: INPUT,
    AuthorityError: INPUT,
    VocabularyError: INPUT,
}


class NotHeldError(StoreError):
    """The store does not hold what was named."""


def code(error: LegationError) -> int:
    """The exit code of an error: that of its class or of the nearest ancestor in CODES."""
    return next((CODES[kind] for kind in type(error).__mro__ if kind in CODES), OTHER)
