"""The parts that answer to nobody's clock: negotiation, the waiting line, the cache, frames."""

from __future__ import annotations

import asyncio
import socket

from hypothesis import given
from hypothesis import strategies as st

from server.evaluation.cache import Cache
from server.evaluation.evaluation import Evaluation
from server.evaluation.waiting import Waiting
from server.http.media import GRAPHS, HTML, SOLUTIONS, negotiate
from server.processes.frames import Form, Head, Job, Kind, Pipe, decode_head, decode_job, frame

TYPES = [media_type for offer in (*SOLUTIONS, HTML) for media_type in offer.types]


@given(st.text(max_size=80))
def test_any_accept_header_is_read(accept: str) -> None:
    negotiate(accept, SOLUTIONS)


@given(
    st.lists(
        st.tuples(st.sampled_from(TYPES), st.integers(1, 1000)),
        min_size=1,
        max_size=6,
        unique_by=lambda t: t[0],
    )
)
def test_the_type_with_the_highest_quality_wins(wanted: list[tuple[str, int]]) -> None:
    accept = ", ".join(f"{media_type};q={quality / 1000}" for media_type, quality in wanted)
    choice = negotiate(accept, (*SOLUTIONS, HTML))
    assert choice is not None
    assert dict(wanted)[choice.media_type] == max(quality for _, quality in wanted)


def test_a_wildcard_gets_the_proper_name_of_a_format() -> None:
    for accept, expected in {"application/*": "application/n-triples", "text/*": "text/turtle"}.items():
        choice = negotiate(accept, (*GRAPHS, HTML))
        assert choice is not None
        assert choice.media_type == expected


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers()), max_size=30), st.sets(st.sampled_from("abc"))
)
def test_the_waiting_are_served_in_turn(arrivals: list[tuple[str, int]], barred: set[str]) -> None:
    async def scene() -> list[str]:
        line = Waiting()
        for client, number in arrivals:
            line.add(Evaluation(str(number).encode(), client, 1))
        assert len(line) == len(arrivals)
        served = []
        while (evaluation := line.next(barred)) is not None:
            served.append(evaluation.client)
        left = line.clear()
        assert len(left) + len(served) == len(arrivals)
        assert all(evaluation.client in barred for evaluation in left)
        return served

    served = asyncio.run(scene())
    for turn, client in enumerate(served[1:], 1):  # twice in a row only when nobody else waits any more
        assert client != served[turn - 1] or set(served[turn:]) == {client}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4000)), max_size=60))
def test_the_cache_never_outgrows_its_limit(uses: list[tuple[int, int]]) -> None:
    cache = Cache(20_000)
    for key, size in uses:
        cache.put(b"%d" % key, (Form.GRAPH, 1, bytes(size)))
        kept = cache.get(b"%d" % key)
        assert size * 8 > 20_000 or (kept is not None and len(kept[2]) == size)
    held = [kept for key in range(21) if (kept := cache.get(b"%d" % key)) is not None]
    assert sum(len(kept[2]) for kept in held) <= 20_000


@given(
    st.lists(
        st.tuples(st.sampled_from(Kind), st.integers(0, 2**32 - 1), st.binary(max_size=200)), max_size=20
    )
)
def test_frames_come_out_as_they_went_in(frames: list[tuple[Kind, int, bytes]]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"".join(frame(*each) for each in frames))
        ours.shutdown(socket.SHUT_WR)
        pipe = Pipe(theirs)
        assert [pipe.receive() for _ in frames] == frames
        assert pipe.receive() is None


@given(st.text(), st.sampled_from([None, "json"]), st.none() | st.lists(st.text(), max_size=3))
def test_jobs_and_heads_come_out_as_they_went_in(
    text: str, format: str | None, graphs: list[str] | None
) -> None:
    job = decode_job(Job("query", text, format, None, None if graphs is None else tuple(graphs)).encode())
    assert (job.text, job.solutions, list(job.default_graphs or ())) == (text, format, list(graphs or ()))
    assert decode_head(Head(7, Form.GRAPH).encode()) == Head(7, Form.GRAPH)
