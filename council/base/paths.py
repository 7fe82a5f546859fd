"""Addresses that came from outside, and whether they lead to where they should."""

import re
from urllib.parse import unquote, urlsplit

from council.base import i18n

DESK = "/ratsbuero"
LONGEST = 2000
_OWN = re.compile(
    r"/(?![/\\])[^\\\x00-\x20\x7f]*"
)  # browsers take two slashes for another host, a backslash for a slash, and drop tabs


def is_own(address: str) -> bool:
    """Whether every browser takes it for an address of this site."""
    return len(address) <= LONGEST and _OWN.fullmatch(address) is not None


def is_of_desk(address: str) -> bool:
    """Whether it is an address of the desk, in one of the site's languages."""
    if not is_own(address):
        return False
    path = unquote(urlsplit(address).path)
    within = re.sub(rf"^/({'|'.join(i18n.CODES[1:])})(?=/)", "", path)
    return (within == DESK or within.startswith(f"{DESK}/")) and not {"..", "."} & set(
        re.split(r"[/\\]", unquote(path))
    )
