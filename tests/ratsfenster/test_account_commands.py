"""Accounts on the command line."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from council.base import accounts, passwords
from council.base.database import Database
from ratsfenster import account_commands
from ratsfenster.cli import app
from tests import desk

LOGIN = "amtmann@stadt.example"
CREATE = ("create-user", LOGIN, "--name", "Clara Amtmann", "--role", "clerk", "--role", "admin")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command on an installation of the test's own, with something on stdin."""
    monkeypatch.setenv("RATSFENSTER_DATA", str(tmp_path / "data"))
    desk.hash_quickly(monkeypatch)

    def invoke(*arguments: str, typed: str = ""):
        return CliRunner().invoke(app, list(arguments), input=typed)

    return invoke


@pytest.fixture
def account(tmp_path: Path):
    """The account as it is in the database."""

    def found():
        database = Database(f"sqlite:///{tmp_path / 'data' / 'ratsfenster.db'}")
        with database.reading() as db:
            one = accounts.by_login(db, LOGIN)
        database.close()
        return one

    return found


def test_without_a_terminal_it_prints_a_link_to_set_the_password(run, account):
    made = run(*CREATE)
    assert made.exit_code == 0
    assert made.stdout.splitlines()[-1].startswith("http://localhost:8000/passwort/")
    assert (account().name, account().roles, account().password_hash) == ("Clara Amtmann", ["admin", "clerk"], None)
    assert "niemand kann Konten verwalten" in run("doctor").output


def test_a_password_can_be_piped_in(run, account):
    assert run(*CREATE, "--password-stdin", typed=f"{desk.PASSWORD}\n").exit_code == 0
    assert passwords.match(account().password_hash, desk.PASSWORD)
    assert "Konten: 1, davon 0 gesperrt" in run("doctor").output


def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(run, account, monkeypatch):
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(account_commands, "sys", terminal)
    made = run(*CREATE, typed=f"{desk.PASSWORD}\nanders\n{desk.PASSWORD}\n{desk.PASSWORD}\n")
    assert made.exit_code == 0
    assert desk.PASSWORD not in made.output
    assert "/passwort/" not in made.output
    assert passwords.match(account().password_hash, desk.PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (("create-user", "clara", "--name", "Clara", "--role", "clerk"), "", "keine E-Mail-Adresse"),
        (("create-user", LOGIN, "--name", " ", "--role", "clerk"), "", "Name"),
        ((*CREATE, "--password-stdin"), "kurz\n", "mindestens 12"),
        ((*CREATE, "--password-stdin"), "Clara Amtmann 2026\n", "leicht zu erraten"),
        ((*CREATE, "--password-stdin"), "", "mindestens 12"),
        (("reset-password", LOGIN), "", "gibt es nicht"),
    ],
)
def test_what_does_not_work_says_why(run, account, arguments, typed, told):
    result = run(*arguments, typed=typed)
    assert result.exit_code == 1
    assert told in result.output


def test_a_role_nobody_knows_is_wrong_usage(run):
    assert run("create-user", LOGIN, "--name", "Clara", "--role", "king").exit_code == 2
    assert run("create-user", LOGIN, "--name", "Clara").exit_code == 2


def test_an_account_is_made_once_and_gets_another_link(run):
    first = run(*CREATE).stdout.splitlines()[-1]
    again = run(*CREATE)
    assert again.exit_code == 1
    assert "schon ein Konto" in again.output
    second = run("reset-password", LOGIN.upper())
    assert second.exit_code == 0
    assert second.stdout.splitlines()[-1].startswith("http://localhost:8000/passwort/")
    assert second.stdout.splitlines()[-1] != first
