"""The README holds word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from legation import reference

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"^```\w*\n(.*?)\n```$", README, re.MULTILINE | re.DOTALL)


def test_two_commands_of_one_line_each() -> None:
    assert len(COMMANDS) == 2
    assert not any("\n" in command for command in COMMANDS)


def test_the_first_ends_with_the_demo_and_the_second_with_the_tests() -> None:
    assert COMMANDS[0].endswith("legation demo")
    assert COMMANDS[1].endswith("pytest")


def test_ci_runs_the_second_and_no_other_test_command() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert COMMANDS[1] in lines
    assert sum("pytest" in line for line in lines) == 1


@pytest.mark.parametrize(
    "page", [*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md"], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


def test_the_reference_of_the_command_line_is_the_one_that_the_code_writes() -> None:
    assert (ROOT / "docs/cli.md").read_text() == reference.page(), (
        "run: python -m legation.reference > docs/cli.md"
    )
