"""Reading and writing the sound a speech engine works on."""

import wave

import numpy as np
import pytest

from transcription import sound


def test_what_is_written_is_read_back_bit_for_bit(tmp_path):
    steps = (np.arange(-32768, 32768, 7) / 32768).astype(np.float32)
    sound.write_wav(tmp_path / "a.wav", steps)
    assert np.array_equal(sound.read_wav(tmp_path / "a.wav"), steps)


def test_loud_samples_are_clipped(tmp_path):
    sound.write_wav(tmp_path / "a.wav", np.array([2.0, -2.0], dtype=np.float32))
    assert sound.read_wav(tmp_path / "a.wav").tolist() == [32767 / 32768, -1.0]


def test_truncating_keeps_the_beginning(tmp_path):
    samples = np.linspace(-0.5, 0.5, 32_000, dtype=np.float32)
    sound.write_wav(tmp_path / "a.wav", samples)
    whole = sound.read_wav(tmp_path / "a.wav")
    sound.truncate_wav(tmp_path / "a.wav", 1500)
    assert np.array_equal(sound.read_wav(tmp_path / "a.wav"), whole[:24_000])
    sound.truncate_wav(tmp_path / "a.wav", 99_000)
    assert sound.duration_ms(sound.read_wav(tmp_path / "a.wav")) == 1500


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all, just text" * 10])
def test_anything_else_is_refused(tmp_path, content):
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(sound.SoundError):
        sound.read_wav(tmp_path / "a.wav")


def test_stereo_is_refused(tmp_path):
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(400))
    with pytest.raises(sound.SoundError, match="mono"):
        sound.read_wav(tmp_path / "a.wav")
