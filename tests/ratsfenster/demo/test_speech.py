import numpy as np
import pytest

from ratsfenster.demo.speech import LOUDNESS, SAMPLE_RATE, SpeechError, even_out


def tone(level):
    """A second of 200 Hz between two of silence."""
    voice = level * np.sin(2 * np.pi * 200 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    silence = np.zeros(SAMPLE_RATE)
    return np.concatenate([silence, voice, silence]).astype(np.float32)


@pytest.mark.parametrize("level", [0.05, 0.9])
def test_every_voice_comes_out_equally_loud(level):
    rms = np.sqrt(np.mean(np.square(even_out(tone(level)))))
    assert rms == pytest.approx(LOUDNESS, rel=0.01)


def test_silence_around_the_voice_is_cut_off():
    assert len(even_out(tone(0.5))) == pytest.approx(SAMPLE_RATE, rel=0.01)


def test_peaks_are_limited_rather_than_wrapped():
    spiky = tone(0.02)
    spiky[SAMPLE_RATE + 1000] = 1.0
    assert np.abs(even_out(spiky)).max() <= 0.99


def test_silence_alone_is_no_speech():
    with pytest.raises(SpeechError):
        even_out(np.zeros(SAMPLE_RATE, dtype=np.float32))
