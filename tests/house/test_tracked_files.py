"""What may and may not stand in the repository."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Put together here, for this file is tracked too.
REGISTRIES = [
    "pypi" + ".org",
    "files.python" + "hosted.org",
    "registry.npm" + "js.org",
    "registry.yarn" + "pkg.com",
    "deb." + "debian.org",
    "--index" + "-url",
    "--extra-index" + "-url",
]


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [file for file in files if file.is_file()]


def machine_paths() -> list[str]:
    """Where this checkout lies; the shared temporary folder is anybody's."""
    places = [ROOT, ROOT.parent, Path.home()]
    return [f"{place}/" for place in places if place not in (Path("/"), Path(tempfile.gettempdir()))]


def lines_with(words: list[str]) -> list[str]:
    found = []
    for file in tracked():
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            found += [f"{file.relative_to(ROOT)}:{number}: {word}" for word in words if word in line]
    return found


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRIES) == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    assert lines_with(machine_paths()) == []


@pytest.mark.parametrize("name", ["uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"])
def test_no_lock_file_records_download_addresses(name: str) -> None:
    assert not [file for file in tracked() if file.name == name]


def test_every_module_does_one_thing_in_under_400_lines() -> None:
    modules = [file for file in tracked() if file.suffix == ".py"]
    long = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in modules}
    assert {name: lines for name, lines in long.items() if lines >= 400} == {}
