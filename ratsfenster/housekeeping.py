"""What is done by itself, in the worker and in the site alike, so that neither has to wait for the other: publications end, files that
are public no more are removed, and the file that outlives backups is kept. The worker besides deletes what is kept no longer and mixes
what was answered, so that nothing in the database's files joins answers with codes or receipts.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from council import expiry, publishing
from council.base.site import Site
from participation.answers.mixing import Mixer
from ratsfenster import pipeline, retiring, visibility

log = logging.getLogger(__name__)

TICK_S = 3.0
REFRESHED_S = 3600.0  # so often the file says that nothing changed
RETIRED_S = 3600.0
MIXED_S = 60.0
AFTER_START_S = 60.0

Loop = Callable[[threading.Event], None]


class Housekeeper:
    """The threads that see to it. ``deleting``: this process also deletes what is kept no longer. ``stop`` ends them too."""

    def __init__(self, site: Site, *, deleting: bool, stop: threading.Event | None = None) -> None:
        self._site = site
        self._stop = stop or threading.Event()
        loops: list[Loop] = [self._end_publications, self._keep_visibility]
        if deleting:
            loops += [self._retire, self._mix]
        self._threads = [threading.Thread(target=loop, args=(self._stop,), daemon=True) for loop in loops]

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in self._threads:
            thread.start()

    def end(self, patience_s: float = 5) -> None:
        """Stop; what hangs on an unreachable disk is left behind."""
        self._stop.set()
        deadline = time.monotonic() + patience_s
        for thread in self._threads:
            thread.join(max(0.1, deadline - time.monotonic()))

    def _end_publications(self, stop: threading.Event) -> None:
        while not stop.wait(TICK_S):
            _safely("publications could not be ended", lambda: publishing.expire(self._site))
            _safely("public files could not be removed", lambda: pipeline.sweep(self._site))

    def _keep_visibility(self, stop: threading.Event) -> None:
        """A thread of its own, since backups may lie on disks that do not answer."""
        keeper = VisibilityKeeper(self._site)
        while not stop.wait(TICK_S):
            _safely("the visibility file could not be kept", keeper.keep_up)

    def _retire(self, stop: threading.Event) -> None:
        wait_s = AFTER_START_S
        while not stop.wait(wait_s):
            _safely("what is kept no longer could not be deleted", lambda: retiring.retire(self._site))
            _safely("the database's log could not be emptied", self._site.database.empty_log)
            wait_s = RETIRED_S

    def _mix(self, stop: threading.Event) -> None:
        mixer = Mixer(self._site)
        while not stop.wait(MIXED_S):
            _safely("answers could not be mixed", mixer.keep_up)


class VisibilityKeeper:
    """Writes the visibility file when something changed, and now and then when nothing did."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._state: tuple[int, ...] = ()
        self._written_at = 0.0

    def keep_up(self) -> None:
        """Write the file where it is not up to date."""
        with self._site.database.reading() as db:
            state = visibility.state_of(db)
        if state == self._state and time.monotonic() - self._written_at < REFRESHED_S:
            return
        visibility.keep(self._site)
        self._state, self._written_at = state, time.monotonic()


class Midnight:
    """Answers nothing on a new day before what ended with the last one is gone, whether anybody else is at work or not."""

    def __init__(self, app: ASGIApp, site: Site, refuse: Callable[[Request, Exception], Response]) -> None:
        self.app, self._site, self._refuse = app, site, refuse
        self._day: date | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        today = expiry.today(self._site.clock(), self._site.settings.zone)
        if scope["type"] == "http" and today != self._day:
            try:
                await run_in_threadpool(publishing.expire, self._site)
            except OperationalError as error:
                await self._refuse(Request(scope), error)(scope, receive, send)
                return
            self._day = today
        await self.app(scope, receive, send)


def _safely(trouble: str, work: Callable[[], object]) -> None:
    """Whatever goes wrong, it is tried again."""
    try:
        work()
    except OperationalError:
        log.warning("%s: the database does not answer", trouble)
    except Exception:
        log.exception(trouble)
