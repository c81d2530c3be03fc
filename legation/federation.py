"""Answers SERVICE from the command line: the store is asked here, other endpoints by the polite client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

import store
from legation.answers import ask, explained
from legation.settings import Settings
from queries.federation.federate import Answer, Local, mentions_service

if TYPE_CHECKING:
    from queries.federation.web import Web


def web(settings: Settings) -> Web:
    """The client for public services, with answers kept beside the store."""
    from queries.federation.cache import Cache  # loads httpx: not for queries that ask nobody else
    from queries.federation.web import Web

    return Web(settings.contact, Cache(settings.data / "cache"))


def resolved(text: str, snapshot: store.Snapshot, base: str, settings: Settings) -> str:
    """A query with the answers of other endpoints in the places of its SERVICEs.

    Raises ServiceRefused, ServiceError, EvaluationError.
    """
    if not mentions_service(text):
        return text
    from queries.federation.ask import resolve, rows  # as above

    def local(step: Local) -> Answer:
        with explained():
            found = ask(snapshot, base, step.text)
            assert isinstance(found, QuerySolutions)
            return rows(found, step.columns)

    with web(settings) as client:
        return resolve(text, settings.services, base, local, client, settings.max_timeout)
