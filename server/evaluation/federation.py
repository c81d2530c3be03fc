"""SERVICE over HTTP: the local parts are evaluated like any query, other endpoints are asked from threads of their own.

Evaluators never reach the network. What they get in the end is a query with tables where its SERVICEs were.
"""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import store
from queries.federation.ask import resolve, rows_of
from queries.federation.cache import Cache
from queries.federation.endpoints import allow
from queries.federation.errors import ServiceError, ServiceRefused
from queries.federation.federate import Answer, Local, mentions_service
from queries.federation.web import Web
from server.evaluation import inner
from server.evaluation.evaluation import Asker
from server.evaluation.service import QueryService
from server.http.problems import Problem
from server.settings import ServerSettings
from server.sparql.guard import decoded
from server.sparql.protocol import Operation

AT_ONCE = 4
"""Queries that may be under way to other endpoints; more are refused for the moment."""

_SERVICE = re.compile("service", re.IGNORECASE)


class Federation:
    """Answers the SERVICEs of queries."""

    def __init__(self, settings: ServerSettings, service: QueryService) -> None:
        self._settings = settings
        self._service = service
        self._endpoints = allow(settings.service_allow)
        self._base = store.base(settings.data)
        self._web = Web(settings.contact, Cache(settings.data / "cache"))
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="service")
        self._under_way = 0

    def concerns(self, text: str) -> bool:
        """Whether a query has a SERVICE that may be answered here; all others are the guard's to refuse."""
        if not self._endpoints.addresses or _SERVICE.search(text) is None:
            return False
        return mentions_service(decoded(text))

    async def resolved(self, operation: Operation, client: str, asker: Asker) -> Operation:
        """The query with the answers of other endpoints in the places of its SERVICEs.

        Raises: Problem 400 for what is not allowed, 502 for an endpoint that fails, 503 if too many are under way.
        """
        if len(operation.text) > self._settings.max_query:
            raise Problem(413, f"The query is longer than {self._settings.max_query} characters.")
        if self._under_way >= AT_ONCE:
            raise Problem(503, "Too many queries wait for other endpoints.", headers={"Retry-After": "5"})
        loop = asyncio.get_running_loop()
        seconds = min(operation.timeout or self._settings.timeout, self._settings.max_timeout)

        def local(step: Local) -> Answer:
            asked = inner.rows(
                self._service, replace(operation, text=step.text), client, asker, resolved=True
            )
            return rows_of(asyncio.run_coroutine_threadsafe(asked, loop).result(), step.columns, "the store")

        def work() -> str:
            text = decoded(operation.text)
            return resolve(text, self._endpoints, operation.base or self._base, local, self._web, seconds)

        self._under_way += 1
        try:
            return replace(operation, text=await loop.run_in_executor(self._threads, work))
        except ServiceRefused as error:
            raise Problem(400, f"{error}.") from None
        except ServiceError as error:
            raise Problem(502, f"{error}.") from None
        finally:
            self._under_way -= 1

    def close(self) -> None:
        """Let go of the threads; those at work end with their requests."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._web.close()
