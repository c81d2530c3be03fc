"""What stays in the chain, and what goes."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import store
from store import chain, retention
from tests.store.facts import batches, commit, names

TODAY = datetime.date(2023, 11, 15)


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def test_the_newest_three_and_the_last_of_each_day_of_a_week_stay() -> None:
    made = {1: ago(30), 2: ago(7), 3: ago(6), 4: ago(6), 5: ago(2), 6: ago(1), 7: ago(1)}
    made |= {8: ago(0), 9: ago(0), 10: ago(0), 11: ago(0)}
    assert retention.to_keep(made, TODAY) == {4, 5, 7, 9, 10, 11}


def test_a_store_that_rested_for_a_month_keeps_its_newest_three() -> None:
    assert retention.to_keep({number: ago(40) for number in range(1, 9)}, TODAY) == {6, 7, 8}


@given(st.lists(st.integers(0, 400), max_size=60).map(lambda ages: sorted(ages, reverse=True)))
def test_what_stays_is_bounded_and_holds_the_current_one(ages: list[int]) -> None:
    made = {number: ago(age) for number, age in enumerate(ages, start=1)}
    keep = retention.to_keep(made, TODAY)
    assert len(keep) <= retention.NEWEST + retention.DAYS
    assert not made or max(made) in keep


def test_yesterdays_last_snapshot_stays_when_today_is_busy(data: Path) -> None:
    commit(data, 1)
    now = datetime.datetime.now(datetime.UTC)
    noon = (now - datetime.timedelta(days=1)).replace(hour=12).timestamp()
    for number in (1, 2):
        os.utime(chain.folder(data, number), (noon + number, noon + number))
    for batch in range(2, 8):
        commit(data, batch)
    kept = [at.number for at in store.status(data).snapshots]
    assert kept == [8, 7, 6, 2]
    store.rollback(data, 2)
    assert len(batches(data)) == 1


def test_a_leased_snapshot_stays_until_its_reader_has_gone(data: Path) -> None:
    snapshot = store.open_snapshot(data)
    another = store.open_snapshot(data)
    for batch in range(1, 6):
        commit(data, batch)
    assert names(data / "snapshots") == ["000001", "000004", "000005", "000006"]
    snapshot.close()
    assert store.collect(data) == ()
    another.close()
    assert store.collect(data) == (1,)
    assert names(data / "snapshots") == ["000004", "000005", "000006"]


def test_a_snapshot_that_nobody_closed_is_let_go_with_its_last_reference(data: Path) -> None:
    snapshot = store.open_snapshot(data)
    for batch in range(1, 6):
        commit(data, batch)
    del snapshot
    assert store.collect(data) == (1,)
