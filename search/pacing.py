"""Who publishes many things at once goes no faster than the index follows, so that what others publish meanwhile is found soon, too."""

import time

from council.base import changes
from council.base.site import Site
from search import indexing
from search.engines import SearchError

MOST_BEHIND = 6  # changes the index may be behind
PATIENCE_S = 3.0  # until an index that does not move is waited for no more
POLL_S = 0.02


class Pace:
    """The pace of one run."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._stood_at: int | None = None

    def keep(self) -> None:
        """Return as soon as the index is nearly up to date. Where nobody keeps one, or it does not move, that is waited for only once."""
        at, moved = _position(self._site), time.monotonic()
        while at not in (None, self._stood_at) and _newest(self._site) - at > MOST_BEHIND:
            time.sleep(POLL_S)
            before, at = at, _position(self._site)
            if at != before:
                moved = time.monotonic()
            elif time.monotonic() - moved > PATIENCE_S:
                self._stood_at = at


def _position(site: Site) -> int | None:
    """None where the engine cannot be asked."""
    try:
        return indexing.position(site)
    except SearchError:
        return None


def _newest(site: Site) -> int:
    with site.database.reading() as db:
        return changes.latest(db)
