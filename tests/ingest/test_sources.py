"""An analyst says what to read: files, folders, globs, web addresses, standard input."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from ingest.errors import IngestError
from ingest.reading.content import MAX_BYTES
from ingest.reading.sources import Source, find_sources


def write(path: Path, text: str = "A report.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(sources: list[Source], below: Path) -> list[str]:
    return [str(source.path.relative_to(below)) for source in sources if source.path]


def test_a_file_is_one_source_and_keeps_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "visit.md", "Kim met Putin.")
    (source,) = find_sources([str(path)])
    assert source.name == str(path)
    assert source.read() == b"Kim met Putin."


def test_a_folder_gives_its_texts_at_any_depth_in_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.md", "a/2.txt", "a/1.markdown", "a/deep/er/3.MD", "c.html", "a/page.HTM"):
        write(tmp_path / name)
    for name in ("notes.json", ".hidden.md", ".git/readme.md", "picture.png"):
        write(tmp_path / name)
    assert names(find_sources([str(tmp_path)]), tmp_path) == [
        "a/1.markdown",
        "a/2.txt",
        "a/deep/er/3.MD",
        "a/page.HTM",
        "b.md",
        "c.html",
    ]


def test_a_glob_gives_the_texts_that_match(tmp_path: Path) -> None:
    for name in ("2023/a.md", "2023/b.md", "2024/c.md", "2024/c.json", "2024/deep/d.txt"):
        write(tmp_path / name)
    assert names(find_sources([f"{tmp_path}/*/?.md"]), tmp_path) == ["2023/a.md", "2023/b.md", "2024/c.md"]
    assert names(find_sources([f"{tmp_path}/2024/**"]), tmp_path) == ["2024/c.md", "2024/deep/d.txt"]


def test_a_file_named_like_a_glob_is_that_file(tmp_path: Path) -> None:
    path = write(tmp_path / "kim[1].md")
    assert names(find_sources([str(path)]), tmp_path) == ["kim[1].md"]


def test_arguments_keep_their_order_and_no_text_is_read_twice(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        write(tmp_path / name)
    found = find_sources([str(tmp_path / "b.md"), str(tmp_path), f"{tmp_path}/./a.md", f"{tmp_path}/*.md"])
    assert names(found, tmp_path) == ["b.md", "a.md"]


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Vučić met Xi.".encode())))
    (source,) = find_sources(["-", "-"])
    assert source.name == "standard input"
    assert source.read().decode() == "Vučić met Xi."


def test_what_is_missing_is_named_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    with pytest.raises(IngestError, match=r"nowhere\.md: no such file or folder"):
        find_sources([str(tmp_path / "a.md"), str(tmp_path / "nowhere.md")])


def test_a_glob_or_folder_without_texts_says_so(tmp_path: Path) -> None:
    write(tmp_path / "a.json")
    with pytest.raises(IngestError, match=r"no file matches"):
        find_sources([f"{tmp_path}/*.md"])
    with pytest.raises(IngestError, match=r"1 files match, but only Markdown, plain text and HTML are read"):
        find_sources([f"{tmp_path}/*.json"])
    with pytest.raises(IngestError, match=r"no text in this folder"):
        find_sources([str(tmp_path)])


def test_a_web_address_is_a_source_and_is_fetched_when_its_turn_comes(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    address = "https://example.org/news?id=7"
    found = find_sources([address, str(tmp_path), f"{address}&utm_source=mail#top", "HTTP://example.org"])
    assert [source.name for source in found] == [address, str(tmp_path / "a.md"), "HTTP://example.org"]


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("file:///etc/passwd", "only addresses with http:// and https:// are fetched"),
        ("ftp://example.org/a.md", "only addresses with http:// and https:// are fetched"),
        ("https://me:secret@example.org/a", "example.org/a: an address with a user's name or password"),
        ("https://", "is no web address"),
        ("http://example.org:port/", "is no web address"),
        ("http://exa mple.org/", "is no web address"),
    ],
)
def test_an_address_that_is_never_fetched_is_named_before_anything_is_read(
    argument: str, message: str
) -> None:
    with pytest.raises(IngestError, match=message) as refusal:
        find_sources([argument])
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("data.json", "data.json: only Markdown, plain text and HTML are read"),
        ("report.docx", "report.docx: only Markdown, plain text and HTML are read"),
        ("report.pdf", "report.pdf is a PDF; convert it to text first"),
    ],
)
def test_other_kinds_of_file_are_refused(tmp_path: Path, name: str, message: str) -> None:
    path = write(tmp_path / name)
    with pytest.raises(IngestError, match=message):
        find_sources([str(path)])


@pytest.mark.parametrize("argument", ["a\0b.md", "x" * 5000])
def test_a_name_that_no_file_can_have_is_a_clear_error(argument: str) -> None:
    with pytest.raises(IngestError):
        find_sources([argument])


def test_a_file_that_is_gone_when_its_turn_comes_is_a_clear_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md")
    (source,) = find_sources([str(path)])
    path.unlink()
    with pytest.raises(IngestError, match=r"a\.md: No such file"):
        source.read()


def test_no_more_is_read_than_a_report_may_have(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 3)
    (source,) = find_sources([str(path)])
    assert len(source.read()) == MAX_BYTES + 1
