"""What the server counts, and how Prometheus is told of it.

Counting is done with plain numbers, for it stands in the way of every request; prometheus-client's own types would
take as long as the rest of an answer from the cache. Its families are made when somebody asks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Metric, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Upper bounds of the histograms, in seconds."""


@dataclass(slots=True)
class Histogram:
    """How many took how long."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    sum: float = 0.0

    def observe(self, seconds: float) -> None:
        """One more."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.sum += seconds

    def buckets(self) -> Iterator[tuple[str, float]]:
        """Cumulated, as Prometheus wants them."""
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), self.counts, strict=True):
            total += count
            yield str(bound), total


@dataclass
class Gauges:
    """What is the case now; made when Prometheus asks."""

    evaluators: dict[str, int]
    waiting: int
    updates_waiting: int
    snapshot: int
    snapshot_age: float
    cache_answers: int
    cache_bytes: int
    hits: int
    misses: int


class Metrics:
    """Latencies by form, requests by form and status."""

    def __init__(self) -> None:
        self.latency: dict[str, Histogram] = {}
        self.requests: dict[tuple[str, int], int] = {}
        self.repeated = 0

    def histogram(self, form: str) -> Histogram:
        """That of one form of question."""
        return self.latency.setdefault(form, Histogram())

    def observe(self, form: str, status: int, seconds: float) -> None:
        """One request has ended."""
        self.histogram(form).observe(seconds)
        key = (form, status)
        self.requests[key] = self.requests.get(key, 0) + 1

    def families(self, now: Gauges) -> Iterator[Metric]:
        """All of them in prometheus-client's types."""
        latency = HistogramMetricFamily(
            "legation_request_seconds",
            "Time from a request's head to the end of its answer.",
            labels=["form"],
        )
        for form, histogram in self.latency.items():
            latency.add_metric([form], [*histogram.buckets()], histogram.sum)
        yield latency
        requests = CounterMetricFamily(
            "legation_requests", "Requests that were answered.", labels=["form", "status"]
        )
        for (form, status), count in self.requests.items():
            requests.add_metric([form, str(status)], count)
        yield requests
        evaluators = GaugeMetricFamily(
            "legation_evaluators", "Processes that answer queries.", labels=["state"]
        )
        for state, count in now.evaluators.items():
            evaluators.add_metric([state], count)
        yield evaluators
        yield GaugeMetricFamily(
            "legation_queries_waiting", "Queries that wait for an evaluator.", now.waiting
        )
        yield GaugeMetricFamily(
            "legation_updates_waiting", "Updates that wait for the writer.", now.updates_waiting
        )
        yield GaugeMetricFamily("legation_snapshot_number", "The snapshot that is served.", now.snapshot)
        yield GaugeMetricFamily(
            "legation_snapshot_age_seconds", "Seconds since it was published.", now.snapshot_age
        )
        yield GaugeMetricFamily("legation_cache_answers", "Answers that are kept.", now.cache_answers)
        yield GaugeMetricFamily("legation_cache_bytes", "Bytes that they take.", now.cache_bytes)
        cache = CounterMetricFamily("legation_cache_lookups", "Questions to the cache.", labels=["result"])
        cache.add_metric(["hit"], now.hits + self.repeated)
        cache.add_metric(["miss"], now.misses)
        yield cache


class _Collector:
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def registry(families: Iterable[Metric]) -> CollectorRegistry:
    """For one answer to Prometheus; with what it wants to know of any process."""
    made = CollectorRegistry(auto_describe=False)
    made.register(_Collector(families))
    ProcessCollector(registry=made)
    return made
