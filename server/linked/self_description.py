"""What the installation says of itself: `/.well-known/void`, and the questions as examples at `/queries.ttl`.

Counting takes 1.6 s for 1,000,000 quads, so it is done after the server has gone over to a snapshot, by a process that
gives way to all others, and never for a request. Until the counts of the newest snapshot are there, those of the one
before are told, with its number; the very first answers have none.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import logging
import os
import sys
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request, Response
from pyoxigraph import Triple

from queries.catalogue import catalogue
from server.evaluation.pool import Pool
from server.http.media import GRAPHS
from server.http.problems import Problem
from server.linked import dataset, examples, statistics
from server.linked.linked_data import SUFFIXES
from server.linked.statistics import Statistics
from server.protocols.delivery import choose
from server.resources import links
from server.resources.notation import FORMATS
from server.settings import ServerSettings
from store.export import rdf

LOOK = 0.5
"""Seconds between two looks for a new snapshot."""

REST = 20
"""After counting, rest for so many times as long as it took: whoever commits every second is not counted each time."""

_log = logging.getLogger("legation.server")


class SelfDescription:
    """Keeps the statistics of the newest snapshot, and answers for the dataset."""

    def __init__(self, settings: ServerSettings, base: str, pool: Pool) -> None:
        self._data = settings.data
        self._licence = settings.licence
        self._base = base
        self._pool = pool
        self._task: asyncio.Task[None] | None = None
        self.statistics: Statistics | None = None

    def start(self) -> None:
        """Begin to count in the background."""
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def close(self) -> None:
        """End it."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def router(self) -> APIRouter:
        """The routes, for FastAPI."""
        routes = APIRouter(tags=["linked data"])

        def void(request: Request, format: str | None = None) -> Response:
            """The dataset: what is in it, how much of what, under which licence, and where it is to be had."""
            triples = tuple(dataset.describe(self._base, self.statistics, self._licence))
            return _response(request, links.VOID, triples, format)

        def questions(request: Request, suffix: str) -> Response:
            """The questions and the prefixes, as editors of SPARQL pick them up."""
            if f".{suffix}" not in SUFFIXES or suffix == "html":
                raise Problem(404, f"The questions are not written as .{suffix}; there is /queries.ttl.")
            triples = tuple(examples.examples(self._base, catalogue()))
            return _response(request, f"/queries.{suffix}", triples, SUFFIXES[f".{suffix}"])

        for path, answer in ((links.VOID, void), ("/queries.{suffix}", questions)):
            routes.add_api_route(path, answer, methods=["GET", "HEAD"], response_class=Response)
        return routes

    async def _watch(self) -> None:
        counted = 0
        while True:
            await asyncio.sleep(LOOK)
            if self._pool.snapshot == counted:
                continue
            began = time.monotonic()
            found = await self._count()
            if found is not None:
                self.statistics, counted = found, found.snapshot
            await asyncio.sleep(REST * (time.monotonic() - began))

    async def _count(self) -> Statistics | None:
        root = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", statistics.__name__, str(self._data)),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
            )
        except OSError as error:
            _log.warning("the snapshot can't be counted: %s", error)
            return None
        try:
            out, errors = await process.communicate()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        if process.returncode:
            lines = errors.decode(errors="replace").splitlines()
            _log.warning("the snapshot can't be counted: %s", lines[-1] if lines else process.returncode)
            return None
        return statistics.read(out)


def _response(request: Request, path: str, triples: tuple[Triple, ...], format: str | None) -> Response:
    choice = choose(format, request.headers.get("accept", ""), GRAPHS)
    if choice is None:
        types = [offer.types[0] for offer in GRAPHS]
        raise Problem(406, "This is written as " + ", ".join(types), extra={"available": types})
    body = _written(triples, choice.format.name)
    etag = f'"{hashlib.blake2b(body, digest_size=9).hexdigest()}"'
    headers = {
        "ETag": etag,
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "Link": links.field([("/sparql", "service-desc", "text/turtle"), (path, "self", "")]).decode(),
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(None, 304, headers)
    return Response(body, 200, headers, choice.content_type)


@lru_cache(maxsize=32)
def _written(triples: Iterable[Triple], format: str) -> bytes:
    by_subject: dict[object, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    grouped = [triple for group in by_subject.values() for triple in dict.fromkeys(group)]
    output = io.BytesIO()
    rdf.write(grouped, output, FORMATS[format], dataset.PREFIXES_USED)
    return output.getvalue()
