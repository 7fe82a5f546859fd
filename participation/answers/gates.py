"""Gates: how many may pass in a while, from one place and from everywhere, without knowing anybody.

``council.base.throttle`` keeps failures of named accounts in the database for a day, with waits that double. Here there are no accounts and
nothing may be written down: a gate is memory of one process, holds for each place one number (when its bucket will have run empty), and
forgets a place when that moment is past. A place is what the caller calls it, ``throttle.network(address)``; it is never
stored, least of all with an answer. With two web processes twice as many pass, and a restart opens all gates; both are little
against the odds of a guess (see ``codes``).

Guessing a code: ``enter`` before the code is looked up, so that a thousand at once get no further than one after the other, and ``forgive``
when it was right. What ``codes.read`` calls mistyped need not enter. Many people share one address (a town hall, a mobile network), so the
free number is large; and as a flood from everywhere would hold up people with good codes, the bound on all is larger still.
"""

from dataclasses import dataclass
from threading import Lock

SWEPT_FROM = 1000  # places, below which looking for empty buckets is not worth it


@dataclass(frozen=True)
class Limit:
    """A leaky bucket: ``burst`` may pass at once, and one more each ``every_ms``."""

    burst: int
    every_ms: int

    def wait(self, empty_at_ms: int, now_ms: int) -> int:
        """How long to wait until one may pass; 0: now."""
        return max(0, empty_at_ms - now_ms - (self.burst - 1) * self.every_ms)

    def filled(self, empty_at_ms: int, now_ms: int) -> int:
        """When the bucket will be empty after one has passed now."""
        return max(empty_at_ms, now_ms) + self.every_ms


@dataclass(frozen=True)
class Limits:
    """What one place may do, and all together."""

    place: Limit
    everywhere: Limit


WRONG_CODES = Limits(Limit(burst=20, every_ms=60_000), Limit(burst=2000, every_ms=200))
WITHOUT_SCRIPT = Limits(Limit(burst=30, every_ms=20_000), Limit(burst=600, every_ms=500))
WORKED = Limits(Limit(burst=300, every_ms=2_000), Limit(burst=60_000, every_ms=1))  # answers with a proof of work
LARGE = Limits(Limit(burst=10, every_ms=5_000), Limit(burst=60, every_ms=500))  # forms that take long to read
RECEIPTS = Limits(Limit(burst=30, every_ms=10_000), Limit(burst=1000, every_ms=100))  # looked for
ADDRESSES = Limits(Limit(burst=10, every_ms=60_000), Limit(burst=300, every_ms=1000))  # for mails
IDEA_RECEIPTS = Limits(Limit(burst=20, every_ms=60_000), Limit(burst=2000, every_ms=200))  # those of ideas and comments
TITLES = Limits(
    Limit(burst=120, every_ms=1_000), Limit(burst=1000, every_ms=50)
)  # of which ideas are alike, while one is typed
SUPPORT = Limits(Limit(burst=60, every_ms=10_000), Limit(burst=3000, every_ms=100))
REPORTS = Limits(Limit(burst=10, every_ms=120_000), Limit(burst=200, every_ms=5_000))


class Gate:
    """A gate of this process; several threads may use it. Times are milliseconds of a clock that only goes forward.

    However many places somebody has, the bound on all lets in too few for the memory to grow: of ``WRONG_CODES`` some 5,000 at most.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits, self._sweep_at = limits, SWEPT_FROM
        self._places: dict[str, int] = {}
        self._everywhere = 0
        self._lock = Lock()

    def enter(self, place: str, now_ms: int) -> int:
        """0 where one from this place passes; else how many ms to wait, and nothing has been counted."""
        limits = self._limits
        with self._lock:
            held = self._places.get(place, 0)
            wait = max(limits.place.wait(held, now_ms), limits.everywhere.wait(self._everywhere, now_ms))
            if wait == 0:
                self._everywhere = limits.everywhere.filled(self._everywhere, now_ms)
                self._places[place] = limits.place.filled(held, now_ms)
                if len(self._places) > self._sweep_at:
                    self._sweep(now_ms)
            return wait

    def forgive(self, place: str) -> None:
        """Who passed has done nothing that counts: as if they had not come."""
        with self._lock:
            self._everywhere -= self._limits.everywhere.every_ms
            if place in self._places:
                self._places[place] -= self._limits.place.every_ms

    @property
    def places(self) -> int:
        """How many places are remembered."""
        return len(self._places)

    def _sweep(self, now_ms: int) -> None:
        """Forget places whose buckets are empty, and do so again when twice as many have come."""
        self._places = {place: empty_at for place, empty_at in self._places.items() if empty_at > now_ms}
        self._sweep_at = max(SWEPT_FROM, 2 * len(self._places))
