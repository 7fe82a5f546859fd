import argon2
import pytest

from council.base import passwords
from council.base.passwords import WeakPasswordError

KNOWN = ("clerk@musterstadt.example", "Clara Amtmann", "Musterstadt")


@pytest.mark.parametrize(
    "password",
    [
        "Rathausuhr schlägt sieben",
        "kaffee wolke dachziegel",
        "Clara Amtmanns Fahrrad quietscht",
        "vierunddreißig Gänse",
        "x7Kq-92mPv-tt4",
        " sieben Leerzeichen zählen mit ",
    ],
)
def test_what_only_its_owner_would_think_of_is_taken_whatever_it_is_made_of(password):
    passwords.check(password, KNOWN)


@pytest.mark.parametrize(
    "password",
    [
        "passwort1234",
        "P@ssw0rd1234!",
        "Sommer2026!!!!!",
        "qwertzuiopü+",
        "1q2w3e4r5t6z",
        "098765432109",
        "112233445566",
        "aaaaaaaaaaaa",
        "hundehundehunde",
        "!!!!!!!!!!!!",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    with pytest.raises(WeakPasswordError, match="leicht zu erraten"):
        passwords.check(password, KNOWN)


@pytest.mark.parametrize(
    "password", ["clerk@musterstadt.example", "Amtmann Clara 2026", "MUSTERSTADT-1234", "Clerk.Amtmann!"]
)
def test_login_name_and_town_make_no_password(password):
    with pytest.raises(WeakPasswordError, match="leicht zu erraten"):
        passwords.check(password, KNOWN)


@pytest.mark.parametrize(("password", "told"), [("zwölf Mäuse", "mindestens 12"), ("Gans " * 41, "höchstens 200")])
def test_the_length_is_between_twelve_and_two_hundred(password, told):
    with pytest.raises(WeakPasswordError, match=told):
        passwords.check(password, KNOWN)


def test_a_password_matches_only_what_was_kept_of_it():
    kept = passwords.hashed("Rathausuhr schlägt sieben")
    assert kept.startswith("$argon2id$")
    assert passwords.match(kept, "Rathausuhr schla\u0308gt sieben")  # composed by another keyboard
    assert not passwords.match(kept, "rathausuhr schlägt sieben")
    assert not passwords.outdated(kept)


@pytest.mark.parametrize("kept", [None, "", "nichts Lesbares"])
def test_where_nothing_readable_is_kept_nothing_matches(kept):
    assert not passwords.match(kept, "")


def test_an_unknown_login_costs_as_much_work_as_a_known_one(monkeypatch):
    class Watched(argon2.PasswordHasher):
        def verify(self, kept, typed):
            compared.append(kept.split("$")[1:4])
            return super().verify(kept, typed)

    compared: list[list[str]] = []
    kept = passwords.hashed("etwas anderes")
    monkeypatch.setattr(passwords, "HASHER", Watched())
    passwords.match(None, "irgendetwas")
    passwords.match(kept, "irgendetwas")
    assert compared[0] == compared[1]
    assert compared[0][0] == "argon2id"
