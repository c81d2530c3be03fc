"""The polite client's manners, one by one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from queries.federation.cache import Cache
from queries.federation.endpoints import allow
from queries.federation.errors import ServiceError, ServiceRefused
from queries.federation.web import TRIES, Web
from tests.wikidata import action
from tests.wikidata.sparql import Endpoint, Failure

ROOT = Path(__file__).parents[2]
BOUND = {"query": "SELECT * { VALUES (?x) { (1) } }"}
JSON = "application/sparql-results+json"

Patient = Callable[..., tuple[Web, list[float]]]


@pytest.fixture
def patient() -> Iterator[Patient]:
    """Makes clients that only note how long they would wait."""
    with ExitStack() as stack:

        def client(
            cache: Cache | None = None, contact: str | None = "desk@legation.example"
        ) -> tuple[Web, list[float]]:
            waited: list[float] = []
            return stack.enter_context(Web(contact, cache, waited.append)), waited

        yield client


def test_it_waits_as_long_as_it_is_told(wikidata: Endpoint, patient: Patient) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=55), usegmt=True)
    wikidata.failures += [Failure(429, {"Retry-After": "7"}), Failure(503, {"Retry-After": soon})]
    web, waited = patient()
    assert b"results" in web.post(wikidata.url, BOUND, JSON)
    assert waited[0] == 7
    assert 30 < waited[1] <= 55


def test_untold_it_waits_twice_as_long_each_time_and_gives_up(wikidata: Endpoint, patient: Patient) -> None:
    wikidata.failures += [Failure(503) for _ in range(TRIES)]
    web, waited = patient()
    with pytest.raises(ServiceError, match="answers 503"):
        web.post(wikidata.url, BOUND, JSON)
    assert waited == [1, 2, 4]
    assert len(wikidata.asked) == TRIES


def test_it_does_not_wait_beyond_the_deadline(wikidata: Endpoint, patient: Patient) -> None:
    wikidata.failures.append(Failure(429, {"Retry-After": "60"}))
    web, waited = patient()
    with pytest.raises(ServiceError, match="in 60 s"):
        web.post(wikidata.url, BOUND, JSON, time.monotonic() + 59)
    assert waited == []
    with pytest.raises(ServiceError, match="in time"):
        web.post(wikidata.url, BOUND, JSON, time.monotonic() - 1)


def test_a_refusal_is_not_tried_again(wikidata: Endpoint, patient: Patient) -> None:
    wikidata.failures.append(Failure(400, {}, b"Malformed query"))
    web, _ = patient()
    with pytest.raises(ServiceError, match="answers 400: Malformed query"):
        web.post(wikidata.url, BOUND, JSON)
    assert len(wikidata.asked) == 1


def test_nobody_asks_without_a_name(wikidata: Endpoint, patient: Patient) -> None:
    with pytest.raises(ServiceRefused, match="LEGATION_CONTACT"):
        patient(contact=None)[0].post(wikidata.url, BOUND, JSON)
    assert wikidata.asked == []


def test_an_unreachable_host_is_named(patient: Patient) -> None:
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1:9/ can't be reached"):
        patient()[0].post("http://127.0.0.1:9/", BOUND, JSON)


def test_answers_are_kept_for_their_time_and_failures_are_not(
    wikidata: Endpoint, patient: Patient, tmp_path: Path
) -> None:
    web, _ = patient(Cache(tmp_path / "cache"))
    wikidata.failures.append(Failure(400))
    with pytest.raises(ServiceError):
        web.post(wikidata.url, BOUND, JSON)
    answers = {web.post(wikidata.url, BOUND, JSON) for _ in range(3)}
    assert (len(answers), len(wikidata.asked)) == (1, 2)
    stale, _ = patient(Cache(tmp_path / "cache", seconds=-1))
    stale.post(wikidata.url, BOUND, JSON)
    assert len(wikidata.asked) == 3


def test_a_cache_keeps_to_its_limit_and_survives_damage(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", limit=3000)
    for number in range(400):
        cache.put(bytes(range(256)) * 2 + str(number).encode(), "key", str(number))
    files = list((tmp_path / "cache").iterdir())
    assert 0 < len(files) < 100  # 30 KB, though 400 were put in
    assert cache.get("key", "399") is not None
    assert cache.get("key", "0") is None
    for file in files:
        file.write_bytes(b"damaged")
    assert cache.get("key", "399") is None


def test_one_process_more_or_an_unwritable_folder_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.put(b"answer", "key")
    assert cache.get("key") is None


@pytest.mark.parametrize(
    "entry", ["ftp://a.example/", "a.example/sparql", "https://user:x@a.example/", "https://"]
)
def test_an_endpoint_is_an_address_of_the_web(entry: str) -> None:
    with pytest.raises(ValueError, match="no http or https address"):
        allow([entry])


def test_a_mirror_answers_in_the_stead_of_an_endpoint() -> None:
    endpoints = allow(["https://a.example/sparql?x=1", "https://b.example/=http://localhost:7001/q"])
    assert endpoints.require("https://a.example/sparql?x=1") == "https://a.example/sparql?x=1"
    assert endpoints.require("https://b.example/") == "http://localhost:7001/q"
    with pytest.raises(ServiceRefused, match="is not allowed here; allowed: <https://a"):
        endpoints.require("https://a.example/sparql")


def test_several_clients_take_turns(tmp_path: Path, patient: Patient) -> None:
    with action.serve() as api, ThreadPoolExecutor(4) as threads:
        clients = [patient(Cache(tmp_path / "cache", seconds=-1))[0] for _ in range(4)]

        def ask(number: int) -> bytes:
            fields = {"action": "wbgetentities", "ids": f"Q{number + 1}", "format": "json"}
            return clients[number % 4].get(api.url, fields, "application/json")

        answers = list(threads.map(ask, range(40)))
        assert len(set(answers)) == 40
        assert api.most_at_once == 1


def test_a_turn_that_does_not_come_is_not_waited_for_beyond_the_deadline(
    tmp_path: Path, wikidata: Endpoint, patient: Patient
) -> None:
    script = (
        "import sys, pathlib\nfrom queries.federation.turns import turn\n"
        "with turn('127.0.0.1', pathlib.Path(sys.argv[1]), 60):\n    print('mine', flush=True)\n    sys.stdin.read()\n"
    )
    folder = tmp_path / "cache"
    command = [sys.executable, "-c", script, str(folder)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == "mine\n"
        web, _ = patient(Cache(folder))
        with pytest.raises(ServiceError, match="busy with another question of ours"):
            web.post(wikidata.url, BOUND, JSON, time.monotonic() + 0.3)
        assert wikidata.asked == []
        other.stdin.close()
        other.wait()
        assert web.post(wikidata.url, BOUND, JSON, time.monotonic() + 60)
