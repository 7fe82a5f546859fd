"""Settings come from the environment, and each is documented."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from council.base.settings import Settings, variable
from tests.conftest import PROJECT


def documented() -> dict[str, str]:
    """The rows of the table of settings in docs/operations.md: variable → the rest of its row."""
    text = (PROJECT / "docs" / "operations.md").read_text()
    return dict(re.findall(r"^\|\s*`(RATSFENSTER_[A-Z_]+)`\s*\|(.*)\|\s*$", text, re.MULTILINE))


@pytest.mark.parametrize("field", Settings.model_fields)
def test_each_setting_is_documented_with_its_default(field: str) -> None:
    row = documented().get(variable(field))
    assert row is not None, f"{variable(field)} is missing in docs/operations.md"
    default = Settings.model_fields[field].default
    if default not in ("", None):
        shown = f"./{default}" if isinstance(default, Path) else str(default)
        assert f"`{shown}`" in row


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert set(documented()) <= {variable(field) for field in Settings.model_fields}


def test_each_setting_says_what_it_is() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATSFENSTER_PORT", "8123")
    monkeypatch.setenv("RATSFENSTER_DATA", "/srv/ratsfenster")
    monkeypatch.setenv("RATSFENSTER_TOWN", "Bad Münstereifel")
    settings = Settings()
    assert (settings.port, settings.data, settings.town) == (8123, Path("/srv/ratsfenster"), "Bad Münstereifel")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("TIMEZONE", "Europe/Musterstadt"),
        ("TIMEZONE", "Europe"),
        ("TIMEZONE", "../../etc/passwd"),
        ("CHUNK_SECONDS", "601"),
        ("THREADS", "-1"),
    ],
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"RATSFENSTER_{name}", value)
    with pytest.raises(ValidationError) as error:
        Settings()
    assert error.value.errors()[0]["loc"] == (name.lower(),)


def test_the_database_is_sqlite_in_the_data_folder_unless_told_otherwise(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).sqlalchemy_url == f"sqlite:///{tmp_path}/ratsfenster.db"
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = Settings(database_url=f"{scheme}://rf:secret@db/rf")
        assert settings.sqlalchemy_url == "postgresql+psycopg://rf:secret@db/rf"


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"host": "0.0.0.0", "port": 80}, "http://localhost:80"),
        ({"host": "192.0.2.7"}, "http://192.0.2.7:8000"),
        ({"host": "2001:db8::1"}, "http://[2001:db8::1]:8000"),
        ({"url": "https://rat.musterstadt.example/"}, "https://rat.musterstadt.example"),
    ],
)
def test_the_public_address(values: dict[str, object], address: str) -> None:
    settings = Settings.model_validate(values)
    assert settings.address == address
    assert settings.secure == address.startswith("https")


def test_the_model_may_use_all_cores_unless_told_otherwise() -> None:
    assert Settings(threads=3).cpu_threads == 3
    assert Settings().cpu_threads >= 1


def test_a_background_map_has_a_pattern_and_says_whose_it_is() -> None:
    good = Settings(tiles_url="https://karten.example/{z}/{x}/{y}.png?key=1", tiles_attribution="© Kartenamt")
    assert good.tiles_url.endswith("{y}.png?key=1")
    for url in (
        "https://karten.example/{z}/{x}.png",
        "https://{s}.karten.example/{z}/{x}/{y}",
        "/{z}/{x}/{y}",
        "file:///{z}{x}{y}",
    ):
        with pytest.raises(ValidationError):
            Settings(tiles_url=url, tiles_attribution="© Kartenamt")
    with pytest.raises(ValidationError, match="RATSFENSTER_TILES_ATTRIBUTION"):
        Settings(tiles_url="https://karten.example/{z}/{x}/{y}.png")


@pytest.mark.parametrize(
    ("url", "sender", "told"),
    [
        ("smtps://mail.example", "", "RATSFENSTER_MAIL_FROM"),
        ("mail.example", "a@b.example", "smtps://"),
        ("smtps://mail.example", "Stadt", "no sender"),
    ],
)
def test_mail_needs_a_server_and_a_sender(monkeypatch: pytest.MonkeyPatch, url: str, sender: str, told: str) -> None:
    monkeypatch.setenv("RATSFENSTER_SMTP_URL", url)
    monkeypatch.setenv("RATSFENSTER_MAIL_FROM", sender)
    with pytest.raises(ValidationError, match=told):
        Settings()


def test_without_a_server_there_is_no_mail() -> None:
    assert not Settings().sends_mail
    assert Settings(smtp_url="smtps://mail.example", mail_from="a@b.example").sends_mail
