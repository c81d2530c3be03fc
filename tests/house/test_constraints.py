"""constraints.txt names one version of everything that Legation and its tests need, and nothing else."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def needed() -> set[str]:
    """Names of the project's dependencies and all that they need in turn, on this Python and platform."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting = [
        Requirement(text) for text in project["dependencies"] + project["optional-dependencies"]["test"]
    ]
    seen: dict[str, set[str]] = {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = {"", *requirement.extras}
        if extras <= seen.get(name, set()):
            continue
        seen[name] = seen.get(name, set()) | extras
        for line in distribution(name).requires or ():
            child = Requirement(line)
            if child.marker is None or any(child.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(child)
    return set(seen)


def test_each_line_is_a_name_and_a_version_only() -> None:
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert line.startswith("#") or re.fullmatch(r"[a-z0-9-]+==[0-9][0-9A-Za-z.+]*", line), line


def test_everything_needed_is_pinned() -> None:
    assert needed() - set(pins()) == set()


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {}
    for name in pins():
        try:
            installed[name] = distribution(name).version
        except PackageNotFoundError:
            continue
    assert installed == {name: version for name, version in pins().items() if name in installed}


def test_names_stand_in_order() -> None:
    assert list(pins()) == sorted(pins())
