"""The page on frames: its example works as it stands, and its tables name every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.events.frames import frames, load
from ingest.events.frames.form import read
from ingest.language.arguments import LABELS
from legation.cli import run
from ontology.vocabulary import vocabulary
from tests.docs.pages import PAGES, blocks, coded, section, table

REPORT = """---
publisher: Example Daily
published: 2024-01-15
---

North Korea fired a ballistic missile from Pyongyang on Sunday, South Korea's Joint Chiefs of Staff said.

Japan condemned the missile launch by the North.
"""


def test_the_example_of_the_page_reads_a_launch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine").mkdir()
    Path("mine/terms.ttl").write_text(blocks("turtle", "frames.md")[0].text)
    Path("mine/missile_launch.yaml").write_text(blocks("yaml", "frames.md")[0].text)
    Path("report.md").write_text(REPORT)
    for line in blocks("", "frames.md")[0].text.splitlines():
        assert run(line.split()[1:]) == 0, line
    told = capfd.readouterr().out
    assert "1 frame file checked: no faults" in told
    assert "MissileLaunch: launcher North Korea; launchedFrom Pyongyang; 2024-01-14" in told
    assert "2 claims written" in told


KEYS = """
type: Visit
main: [visitor]
roles: {visitor: [Person]}
x: 1
identity: {sides: [visitor], x: 1}
triggers: [{verbs: [visit], visitor: [subject], x: 1}]
"""


@pytest.mark.parametrize(
    ("header", "place", "beside"),
    [
        ("| key | meaning |", "x", set[str]()),
        (
            "| key | the words tell an event only if |",
            "triggers[1].x",
            {"verbs", "nouns", "visitor", "implied", "quantity", "by_maker"},
        ),
    ],
)
def test_every_key_is_explained(header: str, place: str, beside: set[str]) -> None:
    listed = {key for row in table(PAGES["frames.md"], header) for key in coded(row[0])}
    assert listed | beside == _known(place)


def test_every_key_of_identity_is_explained() -> None:
    rows = table(section("frames.md", "## Identity"), "| key | meaning |")
    assert {key for row in rows for key in coded(row[0])} == _known("identity.x")


def _known(place: str) -> set[str]:
    _, faults = read(KEYS, vocabulary())
    (fault,) = [each for each in faults if each.key == place]
    return set(fault.message.removeprefix("unknown key; known: ").split(", "))


def test_labels_that_the_page_names_exist() -> None:
    (told,) = re.findall(
        r"a preposition, or (.*?), `of`", section("frames.md", "## What a frame may say"), re.DOTALL
    )
    assert set(coded(told)) <= LABELS.keys()


def test_the_words_that_the_page_adds_can_be_read() -> None:
    known = {frame.type: frame for frame in frames().all}
    extended = load("visit.yaml", blocks("yaml", "frames.md")[1].text, known=known)
    assert extended.extends
    assert len(extended.triggers) == len(known["Visit"].triggers) + 1
