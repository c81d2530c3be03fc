"""The command line as a user meets it: a real process, in a folder of its own."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import legation
from legation import cli

SAMPLES = Path(legation.__file__).parent / "samples"

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(**changes: str) -> dict[str, str]:
    """The process's surroundings, without what the person who runs the tests has set for themselves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEGATION_")}
    return kept | {"PYTHONUTF8": "1"} | changes


def in_folder(folder: Path) -> Run:
    def run(*arguments: str, stdin: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "legation", *arguments],
            cwd=folder,
            env=environment(**settings),
            input=stdin if stdin is not None else "",
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Call `legation` in a fresh folder; keyword arguments are environment variables."""
    return in_folder(tmp_path)


@pytest.fixture(scope="session")
def samples_read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample reports were ingested into the default place. Copy it, don't change it."""
    folder = tmp_path_factory.mktemp("samples")
    done = in_folder(folder)("ingest", str(SAMPLES))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def run_on_samples(samples_read: Path, tmp_path: Path) -> Run:
    """Call `legation` in a folder of one's own whose store holds the sample reports."""
    shutil.copytree(samples_read, tmp_path, dirs_exist_ok=True)
    return in_folder(tmp_path)


@pytest.fixture
def run_here(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """As `run`, in this process: for stories of many commands that would each load Python, RDF and a language model."""
    with pytest.MonkeyPatch.context() as around:
        around.chdir(tmp_path)
        for name in os.environ.keys() - environment().keys():
            around.delenv(name)

        def call(
            *arguments: str, stdin: str | None = None, **settings: str
        ) -> subprocess.CompletedProcess[str]:
            capfd.readouterr()
            with pytest.MonkeyPatch.context() as within:
                within.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((stdin or "").encode()), "utf-8"))
                for name, value in settings.items():
                    within.setenv(name, value)
                code = cli.run(arguments)
            told = capfd.readouterr()
            return subprocess.CompletedProcess(arguments, code, told.out, told.err)

        yield call


@pytest.fixture
def run_here_on_samples(samples_read: Path, tmp_path: Path, run_here: Run) -> Run:
    """As `run_on_samples`, in this process."""
    shutil.copytree(samples_read, tmp_path, dirs_exist_ok=True)
    return run_here
