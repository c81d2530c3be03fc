"""How sure a claim is follows from how it was read, and whoever doubts it can see why."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import ingest.confidence
from ingest.confidence import SIGNS, confidence
from tests.ingest.reading import claims

WEIGHTS = Path(ingest.confidence.__file__).with_suffix(".yaml")


def test_each_weight_is_of_a_sign_and_each_sign_has_a_weight() -> None:
    weights = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    assert set(weights) == {"always", *SIGNS}


def test_a_confidence_is_never_certainty() -> None:
    for shown in ({}, dict.fromkeys(SIGNS, 2), *({sign: 2} for sign in SIGNS)):
        assert 0 < confidence(shown) < 1


@pytest.mark.parametrize(
    ("plain", "doubtful"),
    [
        (
            "Vladimir Putin met Kim Jong Un in Vladivostok on Monday.",
            "Officials hope to be able to see a meeting of Vladimir Putin and Kim Jong Un.",
        ),
        ("Iran delivered 40 drones to Russia on Monday.", "Iran is said to have delivered drones to Russia."),
        (
            "Sergei Lavrov visited Pyongyang on Tuesday.",
            "A person who knows about it said that one of our ministers wanted to visit Pyongyang.",
        ),
    ],
)
def test_what_is_told_plainly_is_surer_than_what_is_told_in_passing(plain: str, doubtful: str) -> None:
    surest = min(claim.confidence for claim in claims(plain))
    assert all(claim.confidence < surest for claim in claims(doubtful))
