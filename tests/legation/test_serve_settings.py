"""What `legation serve` makes of its options and variables."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from legation.commands.serve import command, server_settings
from legation.settings import ROWS, SettingsError, load


def test_without_tokens_the_server_only_reads() -> None:
    settings = server_settings(load())
    assert (settings.tokens, settings.cors, settings.hosts) == ({}, (), ())


def test_a_variable_holds_one_token_or_several_with_scopes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATION_TOKEN", "s3cret")
    assert server_settings(load()).tokens == {"s3cret": "write"}
    monkeypatch.setenv("LEGATION_TOKEN", "read a\nwrite b")
    assert server_settings(load()).tokens == {"a": "read", "b": "write"}


def test_a_file_holds_tokens(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text("# mine\ningest abc\n")
    assert server_settings(load(token_file=str(file))).tokens == {"abc": "ingest"}


@pytest.mark.parametrize("text", ["", "read a\nread a\n"])
def test_a_file_without_usable_tokens_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(text)
    with pytest.raises(SettingsError, match=f"^--token-file {file}: .*token stands there"):
        server_settings(load(token_file=str(file)))


def test_a_token_is_never_an_option() -> None:
    assert ROWS["token"].option == ""
    refused = CliRunner().invoke(command, ["--token", "secret"])
    assert refused.exit_code == 2
    assert "No such option" in refused.output


@pytest.mark.parametrize(
    "text", ["https://a.example,https://b.example", " https://a.example  https://b.example "]
)
def test_origins_and_hosts_are_parted_by_commas_or_blanks(text: str) -> None:
    settings = server_settings(load(cors=text, hosts="a.example, b.example"))
    assert settings.cors == ("https://a.example", "https://b.example")
    assert settings.hosts == ("a.example", "b.example")
