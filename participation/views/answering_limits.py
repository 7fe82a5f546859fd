"""What may be answered to a question, in words that stand beside it: "Sie können bis zu 3 Antworten auswählen.", "Eine Zahl ab 0."."""

from council.base.i18n import Language
from participation.forms import days, numerals
from participation.forms.kinds import Day, Kind, Long, Multiple, Number, Ranking


def told(asks: Kind, language: Language) -> str:
    """The limits of an answer; empty where there are none worth saying."""
    match asks:
        case Multiple():
            return _count(asks, language)
        case Ranking():
            return _places(asks, language)
        case Number(least, most, decimals):
            shown = [None if one is None else numerals.shown(one, language.code) for one in (least, most)]
            what = language.gettext("Eine Zahl") if decimals else language.gettext("Eine ganze Zahl")
            return _between(what, shown[0], shown[1], language)
        case Day(earliest, latest):
            first, last = (None if one is None else days.shown(one, language.code) for one in (earliest, latest))
            example = language.gettext("Tag, Monat und Jahr, zum Beispiel %(example)s.") % {
                "example": days.shown(days.example(asks), language.code)
            }
            return (
                f"{_between(language.gettext('Ein Tag'), first, last, language)} {example}"
                if first or last
                else example
            )
        case Long(most):
            return language.gettext("Höchstens %(most)s Zeichen.") % {"most": most}
        case _:
            return ""


def _count(asks: Multiple, language: Language) -> str:
    _ = language.gettext
    least = max(asks.least or 0, 1)
    most = asks.most if asks.most is not None and asks.most < len(asks.options) + asks.other else None
    values = {"least": least, "most": most}
    if most is None:
        if least == 1:
            return _("Sie können mehrere Antworten auswählen.")
        return _("Bitte wählen Sie mindestens %(least)s Antworten aus.") % values
    if least == 1:
        up_to = language.ngettext(
            "Sie können %(most)s Antwort auswählen.", "Sie können bis zu %(most)s Antworten auswählen.", most
        )
        return up_to % values
    if least == most:
        return _("Bitte wählen Sie genau %(least)s Antworten aus.") % values
    return _("Bitte wählen Sie %(least)s bis %(most)s Antworten aus.") % values


def _places(asks: Ranking, language: Language) -> str:
    _ = language.gettext
    if asks.places == 1:
        return _("Wählen Sie das, was Ihnen am wichtigsten ist.")
    if asks.places >= len(asks.options):
        return _("Bringen Sie die Möglichkeiten in Ihre Reihenfolge. Auf Platz 1 steht, was Ihnen am wichtigsten ist.")
    told = _("Vergeben Sie bis zu %(count)s Plätze. Auf Platz 1 steht, was Ihnen am wichtigsten ist.")
    return told % {"count": asks.places}


def _between(what: str, least: str | None, most: str | None, language: Language) -> str:
    _ = language.gettext
    values = {"what": what, "least": least, "most": most}
    if least is not None and most is not None:
        return _("%(what)s von %(least)s bis %(most)s.") % values
    if least is not None:
        return _("%(what)s ab %(least)s.") % values
    if most is not None:
        return _("%(what)s bis %(most)s.") % values
    return f"{what}."
