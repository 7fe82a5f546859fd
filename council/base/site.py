"""What a request, a command or a job needs to reach: settings, database, files and the clock."""

from dataclasses import dataclass
from datetime import date

from council.base.database import Clock, Database, utc_now
from council.base.settings import Settings
from council.base.storage import Storage


@dataclass(frozen=True)
class Site:
    """One installation."""

    settings: Settings
    database: Database
    storage: Storage
    clock: Clock = utc_now

    def today(self) -> date:
        """The day it is in the town."""
        return self.clock().astimezone(self.settings.zone).date()

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        """The installation these settings describe; opens nothing yet but the connection pool."""
        return cls(settings, Database(settings.sqlalchemy_url), Storage(settings.data, settings.index))
