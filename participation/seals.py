"""Seals: what only the holder of a secret can make of a text (HMAC-SHA-256). Each names its purpose, so that a seal made for one thing
is worth nothing for another, even where the secret is the same."""

import hashlib
import hmac

SECRET_BYTES = 32


def seal(secret: bytes, purpose: str, text: str) -> bytes:
    """The seal, 32 bytes. ``purpose`` has no colon. Raises ValueError where the secret is shorter than ``SECRET_BYTES``."""
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"a secret has at least {SECRET_BYTES} bytes, this one has {len(secret)}")
    return hmac.digest(secret, f"{purpose}:{text}".encode(), hashlib.sha256)
