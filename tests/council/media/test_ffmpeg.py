"""Running ffmpeg: what passes, what does not, and that it opens nothing it is not told to."""

from pathlib import Path

import pytest

from council.base.children import ChildCancelledError
from council.media import MediaError, ffmpeg, probe
from tests import media_files
from tests.media_files import KINDS

pytestmark = pytest.mark.media

ENDLESS = ["-f", "lavfi", "-i", "color=s=64x64:r=25"]


def test_a_full_disk_is_met_by_trying_again_later() -> None:
    with pytest.raises(MediaError) as caught:
        ffmpeg.run([*ENDLESS, "-t", "20", "-f", "rawvideo", "/dev/full"])
    assert not caught.value.permanent
    assert "kein Platz" in caught.value.message


def test_a_broken_file_is_not() -> None:
    assert ffmpeg.failure(1, "Invalid data found when processing input").permanent
    assert not ffmpeg.failure(-9, "").permanent
    assert not ffmpeg.failure(1, "Cannot allocate memory").permanent


def test_progress_grows_to_one() -> None:
    seen: list[float] = []
    ffmpeg.run([*ENDLESS, "-t", "20", "-f", "null", "-"], duration_ms=20_000, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1.0, abs=0.05)


def test_cancelling_ends_it() -> None:
    with pytest.raises(ChildCancelledError):
        ffmpeg.run(["-re", *ENDLESS, "-t", "60", "-f", "null", "-"], cancelled=lambda: True)


def test_an_original_is_opened_by_its_own_demuxer_only(tmp_path: Path) -> None:
    """A playlist that took the place of a probed file after the fact."""
    path = media_files.make(KINDS[0], tmp_path)
    found = probe(path)
    secret = media_files.make(KINDS[5], tmp_path)
    for content in media_files.impostors(secret).values():
        path.write_bytes(content)
        with pytest.raises(MediaError):
            ffmpeg.run([*ffmpeg.source(path, found), "-f", "null", "-"])


def test_a_wheel_serves_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATSFENSTER_FFMPEG", "/somewhere/ffmpeg")
    ffmpeg.binary.cache_clear()
    try:
        assert ffmpeg.binary() == "/somewhere/ffmpeg"
        monkeypatch.delenv("RATSFENSTER_FFMPEG")
        monkeypatch.setattr("shutil.which", lambda _: None)
        ffmpeg.binary.cache_clear()
        monkeypatch.setattr("importlib.import_module", lambda _: (_ for _ in ()).throw(ImportError))
        with pytest.raises(MediaError, match="ffmpeg fehlt"):
            ffmpeg.binary()
    finally:
        ffmpeg.binary.cache_clear()
