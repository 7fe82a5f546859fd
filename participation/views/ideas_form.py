"""An idea as somebody enters it, and what is wrong with it. Pure."""

import math
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from council.base import forms
from council.base.i18n import Language, message
from participation.forms.texts import clean, one_line
from participation.ideas import LONGEST_TEXT, LONGEST_TITLE
from participation.ideas.idea_sending import Proposal
from participation.maps import boundary
from participation.processes import Process

LONGEST_PLACE = 300
_DIGITS = 5  # a metre
TITLE_MISSING = message("Bitte geben Sie Ihrer Idee einen Titel.")
TITLE_LONG = message("Der Titel ist zu lang: höchstens %(most)s Zeichen, es sind %(count)s.")
TEXT_MISSING = message("Bitte beschreiben Sie Ihre Idee in einem oder mehreren Sätzen.")
TEXT_LONG = message("Der Text ist zu lang: höchstens %(most)s Zeichen, es sind %(count)s.")
CATEGORY_MISSING = message("Bitte wählen Sie ein Thema.")
PLACE_LONG = message("Die Beschreibung des Ortes ist zu lang: höchstens %(most)s Zeichen.")
PLACE_OUTSIDE = message("Der Punkt liegt außerhalb des Gebiets. Bitte setzen Sie ihn innerhalb der Linie.")
PLACE_BROKEN = message("Der Punkt auf der Karte kam nicht richtig an. Bitte setzen Sie ihn noch einmal.")


@dataclass(frozen=True)
class Entered:
    """The fields as they were typed."""

    title: str = ""
    text: str = field(default="", repr=False)
    category: str = ""
    lon: str = ""
    lat: str = ""
    place: str = ""


def read(given: FormData) -> Entered:
    """The fields of the form; too long texts come back whole, so that nothing is lost."""
    return Entered(
        title=one_line(forms.line(given, "titel")),
        text=clean(forms.text(given, "text")),
        category=forms.line(given, "thema")[:100],
        lon=forms.line(given, "lon")[:30],
        lat=forms.line(given, "lat")[:30],
        place=one_line(forms.line(given, "ort")),
    )


def problems(entered: Entered, process: Process, language: Language) -> dict[str, str]:
    """What is wrong, by the field it is put right in."""
    found: dict[str, str] = {}
    if not entered.title:
        found["titel"] = language.gettext(TITLE_MISSING)
    elif len(entered.title) > LONGEST_TITLE:
        found["titel"] = language.gettext(TITLE_LONG) % {"most": LONGEST_TITLE, "count": len(entered.title)}
    if not entered.text:
        found["text"] = language.gettext(TEXT_MISSING)
    elif len(entered.text) > LONGEST_TEXT:
        found["text"] = language.gettext(TEXT_LONG) % {"most": LONGEST_TEXT, "count": len(entered.text)}
    if process.categories and entered.category not in process.categories:
        found["thema"] = language.gettext(CATEGORY_MISSING)
    wrong = _wrong_place(entered, process)
    if wrong:
        found["ort"] = language.gettext(wrong) % {"most": LONGEST_PLACE}
    return found


def proposal(entered: Entered, process: Process) -> Proposal:
    """The idea, of fields without problems. Of a place with a point the point is kept, else its description."""
    category = entered.category if process.categories else ""
    return Proposal(entered.title, entered.text, category, place(entered))


def place(entered: Entered) -> dict[str, Any] | None:
    """The place as it would be stored; None where there is none, or it cannot be read."""
    point = _point(entered)
    if point is not None:
        return {"lon": round(point[0], _DIGITS), "lat": round(point[1], _DIGITS)}
    return {"text": entered.place} if entered.place else None


def _wrong_place(entered: Entered, process: Process) -> str:
    if len(entered.place) > LONGEST_PLACE:
        return PLACE_LONG
    if not (entered.lon or entered.lat):
        return ""
    point = _point(entered)
    if point is None:
        return PLACE_BROKEN
    area = boundary.from_json(process.boundary) if process.boundary else None
    return PLACE_OUTSIDE if area is not None and not area.contains(*point) else ""


def _point(entered: Entered) -> tuple[float, float] | None:
    try:
        lon, lat = float(entered.lon), float(entered.lat)
    except ValueError:
        return None
    sound = math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90
    return (lon, lat) if sound else None
