"""What holds for every command: one line for an error, an exit code, and a clean standard output."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from legation import exits
from legation.cli import COMMANDS, legation
from legation.settings import SettingsError
from ontology.errors import LegationError
from store import StoreMissing
from tests.legation.conftest import Run, environment
from tests.patience import PATIENCE


def one_line(text: str) -> bool:
    return text.startswith("legation: ") and text.count("\n") == 1 and text.endswith("\n")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["frobnicate"], exits.USAGE, "No such command 'frobnicate'"),
        (["status", "--frob"], exits.USAGE, "No such option"),
        (["rollback"], exits.USAGE, "Missing argument 'N'"),
        (["rollback", "first"], exits.USAGE, "'first' is not a valid integer"),
        (["serve", "--port", "http"], exits.USAGE, "--port: input should be a valid integer"),
        (["status"], exits.STORE, "no store in legation-data"),
        (["query", "ASK {}"], exits.STORE, "no store in legation-data"),
        (["query", "who-knows"], exits.QUERY, "no question is called 'who-knows'"),
        (["export", "--data", "nowhere"], exits.STORE, "no store in nowhere"),
        (["documents"], exits.STORE, "no store in legation-data"),
        (["delete", "https://example.org/a"], exits.STORE, "no store in legation-data"),
        (["validate"], exits.STORE, "no store in legation-data"),
        (["import", "absent.nq"], exits.USAGE, "absent.nq"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(run: Run, arguments: list[str], code: int, says: str) -> None:
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert one_line(done.stderr), done.stderr
    assert says in done.stderr
    assert done.stdout == ""


def test_a_command_that_only_reads_makes_no_folder(run: Run, tmp_path: Path) -> None:
    run("status")
    assert list(tmp_path.iterdir()) == []


def test_the_environment_sets_what_an_option_does_not(run: Run) -> None:
    assert "no store in elsewhere" in run("status", LEGATION_DATA="elsewhere").stderr
    assert "no store in here" in run("status", "--data", "here", LEGATION_DATA="elsewhere").stderr
    broken = run("status", LEGATION_PORT="none")
    assert broken.returncode == exits.USAGE
    assert broken.stderr.startswith("legation: LEGATION_PORT: ")


def test_an_error_has_the_code_of_its_nearest_ancestor_in_the_table() -> None:
    class UnheardError(LegationError):
        pass

    assert exits.code(SettingsError()) == exits.USAGE
    assert exits.code(StoreMissing()) == exits.STORE
    assert exits.code(UnheardError()) == exits.OTHER


def test_every_exit_code_has_its_meaning() -> None:
    codes = {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    assert codes == set(exits.MEANINGS)


def test_each_command_explains_itself_as_the_group_does() -> None:
    context = legation.make_context("legation", ["status"])
    for name in COMMANDS:
        command = legation.get_command(context, name)
        assert command is not None
        assert command.help, name


def test_help_and_version_go_to_standard_output(run: Run) -> None:
    assert run("--version").stdout == "legation 0.1.0\n"
    shown = run("--help")
    assert shown.returncode == 0
    assert all(f"\n  {name} " in shown.stdout for name in COMMANDS)
    assert shown.stderr == ""


def test_a_reader_that_goes_away_hears_no_complaint(run: Run, tmp_path: Path) -> None:
    many = "".join(f'<urn:s> <urn:p> "{number}" <urn:g> .\n' for number in range(50_000))
    (tmp_path / "many.nq").write_text(many)
    assert run("import", "many.nq").returncode == 0
    query = "SELECT ?s ?o { GRAPH ?g { ?s ?p ?o } }"
    for arguments in (["export"], ["query", query, "--format", "csv"], ["query", query]):
        with subprocess.Popen(
            [sys.executable, "-m", "legation", *arguments],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None and process.stderr is not None
            process.stdout.read(100)
            process.stdout.close()
            assert process.stderr.read() == b"", arguments
            assert process.wait() == exits.BROKEN_PIPE, arguments


def test_ctrl_c_ends_a_query_that_would_run_for_ever(run: Run, tmp_path: Path) -> None:
    (tmp_path / "few.nq").write_text("".join(f'<urn:s> <urn:p> "{number}" .\n' for number in range(2_000)))
    assert run("import", "few.nq").returncode == 0
    endless = "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(?c, ?f, ?i, ?l) = 'never') }"
    with subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "legation", "query", endless],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        # Imported last before the query starts.
        while "queries.catalogue" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(PATIENCE) in (exits.INTERRUPTED, -signal.SIGINT)
        finally:
            process.kill()  # or nobody ever would
        assert "Traceback" not in process.stderr.read()


def test_a_person_at_a_terminal_sees_a_progress_bar_and_a_pipe_does_not(run: Run, tmp_path: Path) -> None:
    (tmp_path / "few.nq").write_text('<urn:s> <urn:p> "1" .\n')
    piped = run("import", "few.nq")
    assert (piped.stdout, piped.stderr) == ("1 quads loaded from few.nq\n", "")

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "legation", "import", "few.nq"],
        cwd=tmp_path,
        env=environment(TERM="xterm"),
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        assert process.stdout.read() == "1 quads loaded from few.nq\n"
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "loading few.nq" in shown


def test_a_query_reads_from_a_pipe_and_writes_json_to_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.nq").write_text('<urn:s> <urn:p> "o" <urn:g> .\n')
    run("import", "one.nq")
    done = run("query", "--file", "-", "--format", "json", stdin="SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }")
    assert done.stderr == ""
    assert [row["o"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]] == ["o"]
