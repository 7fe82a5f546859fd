"""Tokens: whoever holds one may do what it stands for. They are random; the database holds only their digests."""

import hashlib
import secrets


def new() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
