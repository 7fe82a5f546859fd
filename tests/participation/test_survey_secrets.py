"""A survey's secret: one, on the disk, for nobody else to read."""

import os
import stat
from pathlib import Path

import pytest

from participation import survey_secrets
from participation.survey_secrets import SecretLostError
from tests.participation.crowd import at_once


def test_a_secret_is_made_once_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    made = survey_secrets.make(tmp_path, 1)
    assert len(made) == 32
    assert survey_secrets.make(tmp_path, 1) == survey_secrets.of(tmp_path, 1) == made
    assert survey_secrets.make(tmp_path, 2) != made
    folder = tmp_path / survey_secrets.FOLDER
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert {file.name for file in folder.iterdir()} == {"survey-1.key", "survey-2.key"}


def test_all_who_make_it_at_once_have_the_same(tmp_path: Path) -> None:
    assert len(set(at_once(8, lambda _: survey_secrets.make(tmp_path, 7)))) == 1


def test_it_is_on_the_disk_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = os.fsync

    def note(opened: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{opened}"))
        sync(opened)

    monkeypatch.setattr(os, "fsync", note)
    survey_secrets.make(tmp_path, 1)
    assert {str(tmp_path / survey_secrets.FOLDER), str(tmp_path)} <= set(synced)
    assert any(".survey-1.key." in path for path in synced)


def test_one_that_is_lost_or_damaged_is_never_replaced_unasked(tmp_path: Path) -> None:
    with pytest.raises(SecretLostError):
        survey_secrets.of(tmp_path, 1)
    assert not survey_secrets.is_there(tmp_path, 1)
    (tmp_path / survey_secrets.FOLDER).mkdir()
    (tmp_path / survey_secrets.FOLDER / "survey-1.key").write_bytes(b"cut off")
    with pytest.raises(SecretLostError):
        survey_secrets.make(tmp_path, 1)


def test_it_is_found_again_when_the_copy_is_back(tmp_path: Path) -> None:
    made = survey_secrets.make(tmp_path, 3)
    survey_secrets.forget(tmp_path, 3)
    with pytest.raises(SecretLostError):
        survey_secrets.of(tmp_path, 3)
    (tmp_path / survey_secrets.FOLDER / "survey-3.key").write_bytes(made)
    assert survey_secrets.of(tmp_path, 3) == made
    survey_secrets.forget(tmp_path, 3)
    survey_secrets.forget(tmp_path, 3)


def test_one_that_another_process_deleted_is_used_no_more(tmp_path: Path) -> None:
    survey_secrets.make(tmp_path, 4)
    assert survey_secrets.of(tmp_path, 4)
    file = tmp_path / survey_secrets.FOLDER / "survey-4.key"
    file.unlink()  # by the worker, as the answers are deleted
    with pytest.raises(SecretLostError):
        survey_secrets.of(tmp_path, 4)


def test_one_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    first = survey_secrets.make(tmp_path, 5)
    copy = tmp_path / "copy"
    copy.write_bytes(bytes(len(first)))
    copy.replace(tmp_path / survey_secrets.FOLDER / "survey-5.key")
    assert survey_secrets.of(tmp_path, 5) == bytes(len(first))
