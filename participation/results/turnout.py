"""How many answered, as the desk is told: never so exactly that two looks tell whether somebody has just done so."""

from council.base import dates
from council.base.i18n import Language, message
from participation.processes import State


def told(count: int, least: int, standing: State, language: Language) -> str:
    """'weniger als 5', 'mindestens 20', '1.234': while it is open whole groups of ``least``, afterwards all of them. It is followed by
    what was counted, in the plural."""
    taking = standing is State.OPEN
    if count < least and (count or taking):
        return language.gettext(message("weniger als %(least)s")) % {"least": least}
    if taking:
        return language.gettext(message("mindestens %(count)s")) % {
            "count": dates.number(count - count % least, language)
        }
    return dates.number(count, language)
