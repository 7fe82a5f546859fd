"""When an index is built anew because of what was erased.

A document that is taken away is found no more with the same commit; but what it said may stand in the engine's files until they are
put together anew, which may never happen. So an index from which something went that is not public any more is replaced by a new one,
beside which the old one goes on answering. Pure.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SMALL = 50  # sources that are read within a minute or two
SOON = timedelta(minutes=5)  # and not at once: who cuts often cuts again
NIGHT = time(2)  # in the town


def rebuild_at(now: datetime, zone: ZoneInfo, sources: int) -> datetime:
    """When what is erased now is to be gone from the files of an index over so many sources: soon, or in the next night."""
    if sources < SMALL:
        return now + SOON
    today = now.astimezone(zone)
    tonight = datetime.combine(today.date(), NIGHT, zone)
    return tonight if tonight > today else datetime.combine(today.date() + timedelta(days=1), NIGHT, zone)
