"""How long others may keep what is public."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from council.base.site import Site

LONGEST_S = 60


def seconds(now: datetime, zone: ZoneInfo) -> int:
    """At most a minute, and never beyond midnight in the town, when publications end."""
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)
    return max(0, min(LONGEST_S, int(midnight.timestamp() - now.timestamp())))


def briefly(site: Site) -> str:
    """Cache-Control of everything that is public now and may not be soon."""
    return f"public, max-age={seconds(site.clock(), site.settings.zone)}"
