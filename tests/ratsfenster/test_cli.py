"""The command line: help for every command, messages that say what to do, exit codes a script can rely on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from council import publications
from council.base.database import utc_now
from council.base.settings import Settings
from ratsfenster import console, visibility
from ratsfenster.cli import app
from search import engines
from search.engines import SearchError
from tests import evening
from tests.conftest import PROJECT, opened

COMMANDS = sorted(command.name or command.callback.__name__ for command in app.registered_commands if command.callback)
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Renate Bürger>Der Radweg ist wichtig.\n"
AGENDA = json.dumps({"name": "Sitzung", "start": "2026-03-17T17:00:00+01:00", "agendaItem": []})


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command on an installation of the test's own."""
    monkeypatch.setenv("RATSFENSTER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RATSFENSTER_MODELS", os.environ.get("RATSFENSTER_MODELS", str(PROJECT / "models")))

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return invoke


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run, command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert "Beispiel" in shown.output
    assert command in shown.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"`{command}" in (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_a_transcript_is_imported_found_exported_and_withdrawn(run, tmp_path: Path) -> None:
    (tmp_path / "2026-03-17.vtt").write_text(VTT)
    imported = run("import-transcript", tmp_path / "2026-03-17.vtt", "--publish", "--wait")
    assert imported.exit_code == 0, imported.output
    assert imported.stdout.splitlines()[-1].split("\t") == ["1", "http://localhost:8000/aufzeichnungen/1"]
    found = json.loads(run("search", "Radweg", "--json").stdout)
    assert found["total"] == 1
    assert found["hits"][0]["start_ms"] == 1000
    assert "0:00:01" in run("search", "Radweg").stdout
    assert "00:00:01.000 -->" in run("export-transcript", "1", "--format", "vtt").stdout
    assert run("withdraw", "1").exit_code == 0
    assert json.loads(run("search", "Radweg", "--json").stdout)["total"] == 0


def test_search_names_what_it_found_and_where(run, site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATSFENSTER_DATA", str(site.settings.data))
    evening.hold(site)
    assert run("reindex").exit_code == 0
    told = run("search", "Radweg").stdout
    assert told.startswith("3 Treffer\n")
    for line in (
        "0:01:02  12. Sitzung des Stadtrats  http://localhost:8000/aufzeichnungen/1?t=62&q=Radweg\n    Der Radweg an der Bonner",
        "Tagesordnungspunkt  12. Sitzung des Stadtrats  http://localhost:8000/aufzeichnungen/1?t=60&q=Radweg\n    2 Radweg an",
    ):
        assert line in told
    assert run("search", "Radweg", "--kind", "agenda_item").stdout.startswith("1 Treffer\nTagesordnungspunkt  ")
    assert run("search", "Stadtrat", "--kind", "meeting").stdout.startswith("1 Treffer\nSitzung  ")
    assert run("search", "Radweg", "--kind", "survey").exit_code == 2
    assert run("search", "Radweg", "--limit", "200", "--offset", "1000000").stdout == "3 Treffer\n"


def test_a_search_that_cannot_be_answered_says_why(run, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = run("search", "Radweg")
    assert (missing.exit_code, "ratsfenster reindex" in missing.output) == (console.NOT_SET_UP, True)

    def refuse(*_: object) -> None:
        raise SearchError("connection refused")

    monkeypatch.setattr(engines, "open_engine", refuse)
    down = run("search", "Radweg")
    assert (down.exit_code, "Die Suche antwortet nicht" in down.output) == (console.NOT_SET_UP, True)


def test_a_folder_of_transcripts_goes_on_after_one_that_cannot_be_read(run, tmp_path: Path) -> None:
    (tmp_path / "2026-03-17.vtt").write_text(VTT)
    (tmp_path / "ohne-datum.vtt").write_text(VTT)
    result = run("import-transcript", tmp_path)
    assert result.exit_code == 1
    assert "ohne-datum.vtt" in result.output
    assert "1\thttp" in result.stdout


def test_a_meeting_date_is_taken_from_the_option(run, tmp_path: Path) -> None:
    (tmp_path / "sitzung.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nGuten Abend.\n")
    assert run("import-transcript", tmp_path / "sitzung.srt", "--meeting-date", "2026-03-17").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("add-recording", "fehlt.mp4", "--meeting", "agenda.json"), "gibt es nicht"),
        (("add-recording", "leer.mp4", "--meeting", "agenda.json"), "leer"),
        (("add-recording", "leer.mp4", "--meeting", "fehlt.json"), "lässt sich nicht lesen"),
        (("add-recording", "leer.mp4", "--meeting", "leer.mp4"), "JSON"),
        (("import-transcript", "fehlt.vtt"), "lässt sich nicht lesen"),
        (("import-transcript", "leerer-ordner"), ".vtt oder .srt"),
        (("export-transcript", "7"), "gibt es nicht"),
        (("publish", "7"), "gibt es nicht"),
        (("cut", "7", "--start", "1", "--end", "2"), "gibt es nicht"),
        (("status", "7"), "gibt es nicht"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_ends_with_1_and_a_message(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], hint: str
) -> None:
    (tmp_path / "agenda.json").write_text(AGENDA)
    (tmp_path / "leer.mp4").touch()
    (tmp_path / "leerer-ordner").mkdir()
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.exit_code, hint in result.output) == (1, True), result.output


def test_wrong_usage_ends_with_2(run) -> None:
    assert run("search").exit_code == 2
    assert run("add-recording", "--nonsense").exit_code == 2


def test_a_wrong_setting_is_named_with_its_variable(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATSFENSTER_PORT", "99999")
    result = run("search", "Radweg")
    assert (result.exit_code, "RATSFENSTER_PORT" in result.output) == (console.NOT_SET_UP, True)


def test_a_file_that_is_no_recording_fails_with_3_and_says_why(run, tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("Ich bin ein Text und heiße nur so.\n" * 100)
    (tmp_path / "agenda.json").write_text(AGENDA)
    result = run("add-recording", tmp_path / "text.mp4", "--meeting", tmp_path / "agenda.json", "--wait")
    assert result.exit_code == console.FAILED
    assert "Aufnahme prüfen" in result.output


def test_a_worker_without_weights_fails_with_what_to_do(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATSFENSTER_MODEL", str(tmp_path / "nirgends"))
    monkeypatch.setenv("RATSFENSTER_MODELS", str(tmp_path / "keine"))
    (tmp_path / "agenda.json").write_text(AGENDA)
    result = run(
        "add-recording", PROJECT / "ratsfenster/demo/recording.mp4", "--meeting", tmp_path / "agenda.json", "--wait"
    )
    assert result.exit_code == console.FAILED
    assert "make setup" in result.output
    assert run("doctor").exit_code == console.NOT_SET_UP


def test_the_doctor_of_a_fresh_installation_finds_nothing_broken(run) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    for subject in ("Datenbank", "ffmpeg", "Sprachmodell", "Speicherplatz", "Suchindex", "Pflichtseiten"):
        assert subject in result.output
    assert "impressum" in result.output


def test_backup_and_restore_from_the_command_line(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "2026-03-17.vtt").write_text(VTT)
    run("import-transcript", tmp_path / "2026-03-17.vtt", "--publish", "--wait")
    assert run("backup", tmp_path / "backup").exit_code == 0
    monkeypatch.setenv("RATSFENSTER_DATA", str(tmp_path / "neu"))
    restored = run("restore", tmp_path / "backup")
    assert restored.exit_code == 0, restored.output
    assert run("reindex").exit_code == 0
    assert json.loads(run("search", "Radweg", "--json").stdout)["total"] == 1
    again = run("restore", tmp_path / "backup")
    assert (again.exit_code, "leere Installation" in again.output) == (console.NOT_SET_UP, True)


def test_a_withdrawn_recording_stays_withdrawn_after_a_restore(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2026-03-17.vtt").write_text(VTT)
    run("import-transcript", tmp_path / "2026-03-17.vtt", "--publish", "--wait")
    run("withdraw", "1")
    run("backup", tmp_path / "backup")
    monkeypatch.setenv("RATSFENSTER_DATA", str(tmp_path / "neu"))
    run("restore", tmp_path / "backup")
    run("reindex")
    assert json.loads(run("search", "Radweg", "--json").stdout)["total"] == 0


def test_a_database_of_another_version_is_refused(run, site, monkeypatch: pytest.MonkeyPatch) -> None:
    evening.hold(site)
    with site.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    monkeypatch.setenv("RATSFENSTER_DATA", str(site.settings.data))
    result = run("search", "Radweg")
    assert (result.exit_code, "neuere Version" in result.output) == (console.NOT_SET_UP, True)


def test_publishing_takes_a_basis_and_ends_and_withdrawing_a_part(run, site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATSFENSTER_DATA", str(site.settings.data))
    evening.hold(site, publish=False)
    options = ("--basis", "rules-of-procedure", "--reference", "§ 3", "--until", "2099-12-31", "--text-until", "open")
    assert run("publish", "1", *options).exit_code == 0
    with site.database.reading() as db:
        declared = publications.of_recording(db, 1)
    assert declared is not None
    assert (declared.legal_basis, declared.reference, declared.text_until) == ("rules-of-procedure", "§ 3", "open")
    assert run("publish", "1", "--until", "morgen").exit_code == 2
    withdrawn = run("withdraw", "1", "--text", "--reason", "Fehler")
    assert (withdrawn.exit_code, "Transkript" in withdrawn.output) == (0, True)


def test_what_stands_in_the_way_is_told_on_the_command_line_too(run, site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATSFENSTER_DATA", str(site.settings.data))
    evening.hold(site, publish=False)
    assert run("cut", "1", "--start", "0", "--end", "240").exit_code == 0
    refused = run("publish", "1")
    assert (refused.exit_code, "ganze Aufzeichnung" in refused.output) == (1, True)


def test_restoring_says_what_it_held_back(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "2026-03-17.vtt").write_text(VTT)
    run("import-transcript", tmp_path / "2026-03-17.vtt", "--publish", "--wait")
    run("backup", tmp_path / "backup")
    run("withdraw", "1")
    with opened(Settings(data=tmp_path / "data"), utc_now) as installed:
        visibility.keep(installed)
    monkeypatch.setenv("RATSFENSTER_DATA", str(tmp_path / "neu"))
    restored = run("restore", tmp_path / "backup")
    assert restored.exit_code == 0
    assert "Nicht wieder öffentlich: Sitzung vom 17.03.2026" in restored.output
    assert "Achtung" not in restored.output


def test_what_the_program_writes_is_closed_to_other_users_of_the_machine(tmp_path: Path) -> None:
    folder = tmp_path / "daten"
    environment = {**os.environ, "RATSFENSTER_DATA": str(folder)}
    command = [sys.executable, "-c", "import os; os.umask(0o022); from ratsfenster.cli import main; main()", "migrate"]
    subprocess.run(command, env=environment, check=True, capture_output=True, cwd=PROJECT)
    written = [folder, *folder.rglob("*")]
    assert folder / "ratsfenster.db" in written
    assert {path: oct(path.stat().st_mode) for path in written if path.stat().st_mode & 0o007} == {}
