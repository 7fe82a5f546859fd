"""What was made is there as a whole or not at all."""

import os
from pathlib import Path

import pytest

from council.media.keeping import keep_folder, keep_text


def test_a_text_replaces_the_earlier_one(tmp_path: Path) -> None:
    keep_text(tmp_path / "a.txt", "first")
    keep_text(tmp_path / "a.txt", "second")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "second"}


def test_a_text_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    keep_text(tmp_path / "a.txt", "first")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep_text(tmp_path / "a.txt", "second")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "first"}


def test_a_folder_gets_its_name_after_its_content_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "part").mkdir()
    order: list[tuple[str, bool]] = []
    monkeypatch.setattr(os, "sync", lambda: order.append(("all", (tmp_path / "made").exists())))
    monkeypatch.setattr(os, "fsync", lambda _: order.append(("names", (tmp_path / "made").exists())))
    keep_folder(tmp_path / "part", tmp_path / "made")
    assert order == [("all", False), ("names", True)]
