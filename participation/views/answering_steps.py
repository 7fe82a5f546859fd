"""Where a step leads somebody who answers: on, back, to a page they want to change, to the review. Pure.

Places are the keys of the form's pages and, before and after them, three of their own: the access code, the stratum, the review. No step is
refused for what stands on other pages; what is wrong or unread there is met on the way to the review.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from council.base.i18n import message
from participation.answers import Checked
from participation.forms import Form, naming, paths
from participation.forms.faults import Fault

OWN_PLACES = CODE, STRATUM, REVIEW = naming.PLACES
NO_STRATUM = "keine-angabe"

CHOOSE_STRATUM = message("Bitte wählen Sie eine Antwort aus. „Keine Angabe“ ist auch eine.")


@dataclass(frozen=True)
class Sheet:
    """What there is to fill in. ``asks_code``: a code comes first; ``strata`` are asked for where there are any."""

    form: Form
    asks_code: bool = False
    strata: tuple[str, ...] = ()

    @property
    def before(self) -> tuple[str, ...]:
        """The places before the first page."""
        return ((CODE,) if self.asks_code else ()) + ((STRATUM,) if self.strata else ())


@dataclass(frozen=True)
class Filled:
    """What somebody has filled in. ``read`` are the keys of the questions they were shown so far; ``revising``: they came from the review
    and want to go back there."""

    place: str
    given: Mapping[str, object]
    checked: Checked
    read: frozenset[str] = frozenset()
    stratum: str = ""
    revising: bool = False


@dataclass(frozen=True)
class Turn:
    """Where somebody is led, and what has to be put right there. ``more``: their answers made questions appear on the same page."""

    place: str
    problems: tuple[Fault, ...] = ()
    more: bool = False


def start(sheet: Sheet) -> str:
    """The first place."""
    return sheet.before[0] if sheet.before else _place(paths.next_page(sheet.form, {}, None))


def known(sheet: Sheet, place: str) -> bool:
    """Whether there is such a place."""
    return place in sheet.before or place == REVIEW or place in sheet.form.positions


def on(sheet: Sheet, filled: Filled) -> Turn:
    """The button "Weiter": stays where something is wrong, or where there is more to read than before."""
    place = filled.place
    if place in sheet.before:
        if place == STRATUM and not is_stratum(sheet, filled.stratum):
            return Turn(STRATUM, (Fault(STRATUM, CHOOSE_STRATUM),))
        return Turn(_after(sheet, filled, place))
    if place == REVIEW:
        return Turn(REVIEW)
    shown = _questions(sheet, filled, place)
    wrong = tuple(fault for fault in filled.checked.problems if fault.key in shown & filled.read)
    more = bool(shown - filled.read)
    return Turn(place, wrong, more) if wrong or more else Turn(_after(sheet, filled, place))


def back(sheet: Sheet, filled: Filled) -> Turn:
    """The button "Zurück": nothing is checked."""
    if filled.place in sheet.before:
        at = sheet.before.index(filled.place)
        return Turn(sheet.before[max(at - 1, 0)])
    at_review = filled.place == REVIEW
    found = paths.previous_page(sheet.form, filled.checked.answers, None if at_review else filled.place)
    if found is None:
        return Turn(sheet.before[-1] if sheet.before else filled.place)
    return Turn(found.page.key)


def to(sheet: Sheet, filled: Filled, wanted: str) -> Turn:
    """To a place of one's choice; where it is no longer on the way, to the next one that is."""
    if not known(sheet, wanted):
        return Turn(filled.place)
    if wanted in (*sheet.before, REVIEW) or _questions(sheet, filled, wanted):
        return Turn(wanted)
    return Turn(_place(paths.next_page(sheet.form, filled.checked.answers, wanted)))


def unfinished(sheet: Sheet, filled: Filled) -> Turn | None:
    """What keeps the whole from being sent: the first place where something is wrong; None where nothing is."""
    if sheet.strata and not is_stratum(sheet, filled.stratum):
        return Turn(STRATUM, (Fault(STRATUM, CHOOSE_STRATUM),))
    problems = filled.checked.problems
    for seen in paths.seen(sheet.form, filled.checked.answers):
        keys = {question.key for question in seen.questions}
        wrong = tuple(fault for fault in problems if fault.key in keys)
        if wrong:
            return Turn(seen.page.key, wrong)
    return Turn(REVIEW, problems) if problems else None


def is_stratum(sheet: Sheet, chosen: str) -> bool:
    """Whether somebody said where they belong, or that they do not want to."""
    return chosen == NO_STRATUM or chosen in sheet.strata


def progress(sheet: Sheet, filled: Filled, place: str) -> int:
    """How far somebody has come, in percent; 100 at the review alone."""
    if place in sheet.before:
        return 0
    if place == REVIEW:
        return 100
    return min(int(100 * paths.progress(sheet.form, filled.checked.answers, place) + 0.5), 99)


def _after(sheet: Sheet, filled: Filled, place: str) -> str:
    """The next place; for who came from the review only what is new or wrong, then the review again."""
    if filled.revising:
        return _unread(sheet, filled, None if place in sheet.before else place)
    if place in sheet.before[:-1]:
        return sheet.before[sheet.before.index(place) + 1]
    after = None if place in sheet.before else place
    return _place(paths.next_page(sheet.form, filled.checked.answers, after))


def _unread(sheet: Sheet, filled: Filled, after: str | None) -> str:
    wrong = {fault.key for fault in filled.checked.problems}
    position = -1 if after is None else sheet.form.positions[after]
    for seen in paths.seen(sheet.form, filled.checked.answers):
        keys = {question.key for question in seen.questions}
        if sheet.form.positions[seen.page.key] > position and (keys - filled.read or keys & wrong):
            return seen.page.key
    return REVIEW


def _questions(sheet: Sheet, filled: Filled, place: str) -> frozenset[str]:
    """The keys of the questions that are shown at a place."""
    way = paths.seen(sheet.form, filled.checked.answers)
    found = next((seen for seen in way if seen.page.key == place), None)
    return frozenset(question.key for question in found.questions) if found else frozenset()


def _place(found: paths.Seen | None) -> str:
    return found.page.key if found else REVIEW
