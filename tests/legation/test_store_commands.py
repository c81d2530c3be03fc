"""import, export, documents, delete, rollback, status, validate: each one's main path and a failure."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from legation import exits
from tests.legation.conftest import SAMPLES, Run

SHELLS = "https://samples.legation.example/peninsula/2023/11/02/shells"


@pytest.fixture
def run(run_here: Run) -> Run:
    return run_here


@pytest.fixture
def run_on_samples(run_here_on_samples: Run) -> Run:
    return run_here_on_samples


def quads(nquads: str) -> set[str]:
    return set(nquads.splitlines())


def test_a_store_is_exported_and_imported_without_loss(run_on_samples: Run, tmp_path: Path) -> None:
    whole = run_on_samples("export")
    assert (whole.returncode, whole.stderr) == (0, "")
    for form, suffix in [("trig", "trig"), ("turtle", "ttl"), ("ntriples", "nt"), ("jsonld", "jsonld")]:
        file = tmp_path / f"copy.{suffix}"
        written = run_on_samples("export", "--format", form, "-o", str(file))
        assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
        read = run_on_samples("import", file.name, "--data", form)
        assert (read.returncode, read.stderr) == (0, ""), form
        assert quads(run_on_samples("export", "--data", form).stdout) == quads(whole.stdout), form


def test_one_resource_is_exported_as_turtle(run_on_samples: Run) -> None:
    done = run_on_samples("export", "--resource", "https://w3id.org/legation/actor/north-korea")
    assert done.returncode == 0
    triples = list(parse(done.stdout, RdfFormat.TURTLE))
    assert any(triple.object.value == "http://www.wikidata.org/entity/Q423" for triple in triples)


def test_an_export_is_narrowed_packed_and_named_by_its_file(run_on_samples: Run, tmp_path: Path) -> None:
    done = run_on_samples("export", "--actor", "North Korea", "--type", "ArmsTransfer", "-o", "arms.csv.gz")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    rows = list(
        csv.DictReader(
            gzip.decompress((tmp_path / "arms.csv.gz").read_bytes()).decode("utf-8-sig").splitlines()
        )
    )
    assert len(rows) > 3
    assert {row["event type"] for row in rows} == {"ArmsTransfer"}
    period = run_on_samples("export", "--since", "2024-01-01", "--until", "2024-12-31", "--format", "csv")
    assert (
        0
        < len(period.stdout.splitlines()) - 1
        < len(run_on_samples("export", "--format", "csv").stdout.splitlines()) - 1
    )
    for wrong in (
        ("--actor", "Nort Korea"),
        ("--since", "x"),
        ("--type", "Party"),
        ("--resource", SHELLS, "--type", "Visit"),
    ):
        assert run_on_samples("export", *wrong).returncode == exits.USAGE, wrong
    assert run_on_samples("export", "--snapshot", "99").returncode == exits.STORE


def test_the_export_of_an_import_of_an_export_is_the_same_bytes(run_on_samples: Run, tmp_path: Path) -> None:
    for name in ("whole.nq", "whole.trig.gz"):
        assert run_on_samples("export", "-o", name).returncode == 0
        assert run_on_samples("import", name, "--data", f"from-{name}").returncode == 0
        assert run_on_samples("export", "--data", f"from-{name}", "-o", f"again-{name}").returncode == 0
        assert (tmp_path / name).read_bytes() == (tmp_path / f"again-{name}").read_bytes()


def test_an_unknown_resource_is_named(run_on_samples: Run) -> None:
    done = run_on_samples("export", "--resource", "https://example.org/nothing")
    assert (done.returncode, done.stdout) == (exits.STORE, "")
    assert done.stderr.startswith("legation: nothing is known here of <https://example.org/nothing>")
    assert run_on_samples("export", "--resource", "no iri").returncode == exits.USAGE


def test_a_file_that_cannot_be_written_is_named(run_on_samples: Run) -> None:
    done = run_on_samples("export", "-o", "absent/out.nq")
    assert done.returncode == exits.USAGE
    assert done.stderr == "legation: can't write absent/out.nq: No such file or directory\n"


def test_a_broken_rdf_file_is_refused_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.nq").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> oops .\n")
    done = run("import", "broken.nq")
    assert (done.returncode, done.stdout) == (exits.INPUT, "")
    assert done.stderr.startswith("legation: cannot load broken.nq: line 2")
    assert "broken" not in run("export").stdout


def test_an_import_founds_the_store_under_the_base_that_is_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.nq").write_text("<urn:a> <urn:b> <urn:c> .\n")
    assert run("import", "one.nq", "--base", "https://example.org/id/").returncode == 0
    assert "https://example.org/id/" in run("status").stdout
    assert run("query", "ASK { <urn:a> <urn:b> <urn:c> . actor:russia a leg:State }").stdout == "true\n"


def test_documents_are_listed_oldest_first(run_on_samples: Run) -> None:
    done = run_on_samples("documents", "--format", "csv")
    assert done.returncode == 0
    head, *rows = done.stdout.splitlines()
    assert head == "document,date,publisher,title,claims"
    dates = [row.split(",")[1] for row in rows]
    assert dates == sorted(dates)
    assert len(rows) == len(list(SAMPLES.glob("*.md")))
    assert "2023-11-02" in run_on_samples("documents").stdout


def test_a_document_is_deleted_by_its_address_and_nothing_else_goes(run_on_samples: Run) -> None:
    before = run_on_samples("documents", "--format", "csv").stdout.splitlines()
    done = run_on_samples("delete", SHELLS)
    assert (done.returncode, done.stderr) == (0, "")
    after = run_on_samples("documents", "--format", "csv").stdout.splitlines()
    gone = set(before) - set(after)
    assert len(gone) == 1
    assert len(after) == len(before) - 1
    assert SHELLS not in run_on_samples("export").stdout

    again = run_on_samples("delete", SHELLS)
    assert (again.returncode, again.stdout) == (exits.STORE, "")
    assert again.stderr.startswith("legation: ") and SHELLS in again.stderr


def test_what_was_deleted_comes_back_by_a_rollback(run_on_samples: Run) -> None:
    before = quads(run_on_samples("export").stdout)
    number = current(run_on_samples)
    assert run_on_samples("delete", SHELLS).returncode == 0
    done = run_on_samples("rollback", str(number))
    assert done.stdout == f"snapshot {number + 2} has the content of snapshot {number}\n"
    assert quads(run_on_samples("export").stdout) == before


def current(run: Run) -> int:
    lines = run("status").stdout.splitlines()
    return max(int(line.split()[1]) for line in lines if line.startswith("snapshot "))


def test_a_snapshot_that_is_not_kept_cannot_be_rolled_back_to(run_on_samples: Run) -> None:
    done = run_on_samples("rollback", "4711")
    assert (done.returncode, done.stdout) == (exits.STORE, "")
    assert "no snapshot 4711: choose one of" in done.stderr


def test_the_status_tells_what_is_there(run_on_samples: Run) -> None:
    done = run_on_samples("status")
    assert (done.returncode, done.stderr) == (0, "")
    for word in ("legation-data", "http://localhost:8000/id/", "quads", "texts", "UTC"):
        assert word in done.stdout


def test_the_samples_are_valid(run_on_samples: Run) -> None:
    done = run_on_samples("validate")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("no faults\n")


def test_validate_tells_the_document_and_the_fault(run_on_samples: Run, tmp_path: Path) -> None:
    claim = run_on_samples("query", "SELECT ?c { ?c a leg:Claim }", "--format", "tsv").stdout.splitlines()[1]
    (tmp_path / "second.nq").write_text(
        f"{claim} <https://w3id.org/legation/ontology#claimant> <https://w3id.org/legation/actor/china> .\n"
        f"{claim} <https://w3id.org/legation/ontology#claimant> <https://w3id.org/legation/actor/france> .\n"
    )
    assert run_on_samples("import", "second.nq").returncode == 0
    done = run_on_samples("validate")
    assert done.returncode == exits.FAULTS
    assert claim.strip("<>") in done.stdout
    assert "claimant" in done.stdout


@pytest.mark.parametrize("name", ["export", "documents", "validate", "status"])
def test_a_command_that_reads_commits_nothing(run_on_samples: Run, name: str) -> None:
    number = current(run_on_samples)
    assert run_on_samples(name).returncode == 0
    assert current(run_on_samples) == number
