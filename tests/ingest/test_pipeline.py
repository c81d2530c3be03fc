"""Reading goes on for as long as there are documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import pipeline
from ingest.pipeline import Setting, preview

MINISTRIES = Path(__file__).parents[1] / "corpus" / "ministries"


def test_a_model_that_is_loaded_anew_reads_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = Setting(authority=(MINISTRIES / "authority",))
    reports = sorted(map(str, (MINISTRIES / "reports").glob("*.md")))[:5]
    once = list(preview(reports, setting))
    monkeypatch.setattr(pipeline, "_MAX_TASKS", 2)
    assert list(preview(reports, setting)) == once
