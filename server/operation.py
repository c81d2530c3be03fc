"""For whoever runs the server: is it alive, is it ready, what does it count?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import Metric
from prometheus_client.exposition import choose_encoder

from server.changes.updates import Updates
from server.evaluation.pool import Pool
from server.evaluation.service import QueryService
from server.monitoring.metrics import Gauges, Metrics, registry
from store.retention import committed

UNCACHED = {"Cache-Control": "no-store"}


def router(data: Path, pool: Pool, service: QueryService, updates: Updates, metrics: Metrics) -> APIRouter:
    """The routes, for FastAPI."""
    routes = APIRouter()

    def state(well: str) -> JSONResponse:
        counts = pool.counts()
        alive = counts["alive"] > 0
        body = {
            "status": well if alive else "no evaluator",
            "snapshot": pool.snapshot,
            "evaluators": counts,
        }
        return JSONResponse(body, 200 if alive else 503, headers=UNCACHED)

    @routes.api_route("/health", methods=["GET", "HEAD"])
    async def health() -> JSONResponse:
        """Whether queries can be answered, and by what."""
        return state("ok")

    @routes.api_route("/ready", methods=["GET", "HEAD"])
    async def ready() -> JSONResponse:
        """Whether another query would be taken just now: for a proxy that may choose."""
        if pool.full():
            return JSONResponse({"status": "busy"}, 503, headers={**UNCACHED, "Retry-After": "2"})
        return state("ready")

    @routes.api_route("/metrics", methods=["GET", "HEAD"], response_class=Response)
    async def measured(request: Request) -> Response:
        """What the server counts, for Prometheus."""
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        body = encode(registry(_families(data, pool, service, updates, metrics)))
        return Response(body, media_type=media_type, headers=UNCACHED)

    return routes


def _families(
    data: Path, pool: Pool, service: QueryService, updates: Updates, metrics: Metrics
) -> Iterator[Metric]:
    counts = pool.counts()
    try:
        age = time.time() - committed(data, pool.snapshot).timestamp()
    except OSError:
        age = float("nan")
    cache = service.cache
    states = {name: counts[name] for name in ("busy", "long", "alive")}
    yield from metrics.families(
        Gauges(
            states,
            counts["waiting"],
            updates.waiting(),
            pool.snapshot,
            age,
            len(cache),
            cache.size,
            cache.hits,
            cache.misses,
        )
    )
