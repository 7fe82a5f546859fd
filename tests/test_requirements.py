"""The lock: everything pinned with its hashes, nothing that says where it came from."""

import re

import pytest

from tests.conftest import PROJECT

FOLDER = PROJECT / "requirements"
LOCKS = ["lock.txt", "tests.txt", "ffmpeg.txt", "weights.txt"]
SOURCES = {"lock.txt": "base.in", "tests.txt": "tests.in", "ffmpeg.txt": "ffmpeg.in", "weights.txt": "weights.in"}


def pins(lock: str) -> dict[str, str]:
    """Package → everything that stands about it."""
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", (FOLDER / lock).read_text())
    return {block.split("==")[0]: block for block in blocks if "==" in block}


def named(source: str) -> set[str]:
    lines = [line.split("#")[0].strip() for line in (FOLDER / source).read_text().splitlines()]
    return {re.split(r"[\[<>=~ ]", line)[0].lower() for line in lines if line}


@pytest.mark.parametrize("lock", LOCKS)
def test_each_package_is_pinned_with_hashes(lock: str) -> None:
    for name, block in pins(lock).items():
        assert re.match(rf"{re.escape(name)}==\S+", block), name
        assert "--hash=sha256:" in block, name


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_stands_in_the_lock(lock: str) -> None:
    text = (FOLDER / lock).read_text()
    assert not re.search(r"://|^\s*-(-index|-extra|-find|i |f )| @ ", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_locked(lock: str) -> None:
    assert named(SOURCES[lock]) <= set(pins(lock)) | set(pins("lock.txt"))


def test_nothing_is_pinned_twice() -> None:
    seen: set[str] = set()
    for lock in LOCKS:
        assert not seen & set(pins(lock)), lock
        seen |= set(pins(lock))


def test_nothing_pulls_in_a_second_speech_machine() -> None:
    for lock in LOCKS:
        assert not {"torch", "triton", "openai-whisper"} & set(pins(lock))
