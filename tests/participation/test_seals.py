"""Seals: nobody makes one without the secret, and none serves two purposes."""

import pytest

from participation.seals import SECRET_BYTES, seal

SECRET = b"s" * SECRET_BYTES


def test_a_seal_depends_on_secret_purpose_and_text() -> None:
    seals = {
        seal(SECRET, "code", "A"),
        seal(b"t" * 32, "code", "A"),
        seal(SECRET, "stamp", "A"),
        seal(SECRET, "code", "B"),
    }
    assert len(seals) == 4
    assert seal(SECRET, "code", "A") in seals


def test_it_is_the_standard_hmac() -> None:
    # printf 'code:A' | openssl dgst -sha256 -hmac ssssssssssssssssssssssssssssssss
    assert seal(SECRET, "code", "A").hex() == "166b3173963af9a91d34ddfd10cfb90cd914adf8bd7bb7e35c53405aed129f53"


@pytest.mark.parametrize("secret", [b"", b"s" * 31])
def test_a_short_secret_is_refused(secret: bytes) -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        seal(secret, "code", "A")
