"""What a request, a command or a job needs to reach: settings, database, files and the clock."""

from dataclasses import dataclass

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

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        """The installation these settings describe; opens nothing yet but the connection pool."""
        return cls(settings, Database(settings.sqlalchemy_url), Storage(settings.data, settings.index))
