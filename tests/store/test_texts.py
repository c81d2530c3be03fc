"""The texts of documents come back as they were, or not at all."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import store
from store import texts
from tests.store.facts import commit


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back_code_point_by_code_point(data: Path, text: str) -> None:
    digest = texts.put(data, text)
    assert digest == hashlib.sha256(text.encode()).hexdigest()
    assert texts.get(data, digest) == text


def test_line_ends_and_combined_characters_are_kept(data: Path) -> None:
    text = "PYONGYANG (KCNA) —\r\nKim\u00a0Jong Un\re\u0301\u2028\ufeff𝔘\x00"
    assert texts.get(data, texts.put(data, text)) == text


def test_texts_are_small_and_found_by_digest(data: Path) -> None:
    digest = texts.put(data, "The delegation arrived on Tuesday. " * 200)
    kept = data / "texts" / digest[:2] / f"{digest}.gz"
    assert kept.stat().st_size < 200
    assert texts.sizes(data) == (1, kept.stat().st_size)


def test_a_text_is_kept_once_however_many_keep_it_at_a_time(data: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda n: texts.put(data, f"text {n % 4}" * 1000), range(64)))
    assert texts.sizes(data)[0] == len(digests) == 4
    assert {path.name[:-3] for path in data.glob("texts/*/*")} == digests
    assert not list(data.glob("texts/.*"))


def test_an_unknown_text_says_so(data: Path) -> None:
    with pytest.raises(store.TextMissing, match="keeps no text 00"):
        texts.get(data, "0" * 64)
    for nonsense in ("", "../../etc/passwd", "0" * 63 + "G", "0" * 63 + "\n"):
        with pytest.raises(store.TextMissing, match="is no digest"):
            texts.get(data, nonsense)


@pytest.mark.parametrize("damage", [b"", b"not gzip", b"\x1f\x8b\x08\x00"])
def test_a_damaged_text_is_never_taken_for_the_text(data: Path, damage: bytes) -> None:
    digest = texts.put(data, "The delegation arrived on Tuesday.")
    (data / "texts" / digest[:2] / f"{digest}.gz").write_bytes(damage)
    with pytest.raises(store.StoreDamaged, match="delete it and ingest its document again"):
        texts.get(data, digest)


def test_half_a_character_is_no_text(data: Path) -> None:
    with pytest.raises(store.StoreError, match="not Unicode at character 2"):
        texts.put(data, "ab\ud83d")


def test_what_a_crash_left_of_a_text_goes_after_an_hour(data: Path) -> None:
    texts.put(data, "whole")
    fresh, stale = data / "texts" / ".fresh", data / "texts" / ".stale"
    for leftover in (fresh, stale):
        leftover.write_bytes(b"half a te")
    hour_ago = stale.stat().st_mtime - 3700
    os.utime(stale, (hour_ago, hour_ago))
    commit(data, 1)
    assert fresh.exists()
    assert not stale.exists()


def test_a_text_that_gets_its_name_just_now_disturbs_no_commit(data: Path) -> None:
    texts.put(data, "whole")
    (data / "texts" / ".listed").symlink_to("gone-before-it-is-looked-at")
    commit(data, 1)
