"""What a clerk declares when publishing, as entered in the form: remembered, checked, and read. Pure; days are the town's."""

from dataclasses import dataclass, fields
from datetime import date

from starlette.datastructures import FormData

from council import expiry
from council.base import forms
from council.base.i18n import message
from council.publications import Declaration, LegalBasis, Term, Until

LONGEST_REFERENCE = 500
LAST_YEAR = 2200

NO_BASIS = message("Bitte wählen Sie, worauf sich die Veröffentlichung stützt.")
NO_REFERENCE = message("Bitte nennen Sie, worauf sich die Veröffentlichung stützt.")
TOO_LONG = message("Bitte kürzen Sie die Angabe auf höchstens 500 Zeichen.")
NO_CONSENTS = message(
    "Bitte bestätigen Sie, dass alle Einwilligungen vorliegen, oder wählen Sie eine andere Grundlage."
)
NO_END = message("Bitte wählen Sie, ob und bis wann es öffentlich ist.")
NO_DAY = message("Bitte geben Sie den letzten Tag an, zum Beispiel 31.12.2027.")
DAY_PAST = message("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren.")
DAY_TOO_LATE = message("Dieses Jahr liegt zu weit in der Zukunft. Meinen Sie „ohne Ende“?")
APPROVED = message("Die Niederschrift ist schon genehmigt. Bitte wählen Sie ein anderes Ende.")
NOTHING = message("Bitte wählen Sie, ob Video und Ton, der Wortlaut oder beides öffentlich werden.")


@dataclass(frozen=True)
class Entered:
    """The form's fields by the names they have in it. ``medien_bis`` and ``text_bis`` hold values of Until, days are written as in ISO
    8601; ``stand`` is the edition of the recording that the clerk saw."""

    grundlage: str = ""
    fundstelle: str = ""
    einwilligungen: str = ""
    medien_bis: str = ""
    medien_tag: str = ""
    text_bis: str = ""
    text_tag: str = ""
    nur_oeffentlich: str = ""
    stand: str = ""

    @classmethod
    def of(cls, given: FormData) -> "Entered":
        """What was sent."""
        return cls(**{field.name: forms.text(given, field.name) for field in fields(cls)})

    @property
    def only_public_part(self) -> bool:
        """Whether the files are said to hold nothing of the non-public items."""
        return self.nur_oeffentlich == "1"

    def declaration(self, *, has_media: bool) -> Declaration:
        """What is declared; only where nothing is wrong with it."""
        return Declaration(
            LegalBasis(self.grundlage),
            self.fundstelle,
            self.einwilligungen == "1",
            _term(self.medien_bis, self.medien_tag) if has_media else Term(Until.NEVER),
            _term(self.text_bis, self.text_tag),
        )


def problems(entered: Entered, today: date, approved_on: date | None, *, has_media: bool) -> dict[str, str]:
    """What has to be changed, as German messages by field."""
    found: dict[str, str] = {}
    if entered.grundlage not in list(LegalBasis):
        found["grundlage"] = NO_BASIS
    if entered.grundlage == LegalBasis.OTHER and not entered.fundstelle:
        found["fundstelle"] = NO_REFERENCE
    elif len(entered.fundstelle) > LONGEST_REFERENCE:
        found["fundstelle"] = TOO_LONG
    if entered.grundlage == LegalBasis.CONSENTS and entered.einwilligungen != "1":
        found["einwilligungen"] = NO_CONSENTS
    if has_media:
        found |= _end_problems("medien", entered.medien_bis, entered.medien_tag, today, approved_on)
    found |= _end_problems("text", entered.text_bis, entered.text_tag, today, approved_on)
    if not found and entered.text_bis == Until.NEVER and (not has_media or entered.medien_bis == Until.NEVER):
        found["text_bis"] = NOTHING
    return found


def _end_problems(name: str, until: str, day: str, today: date, approved_on: date | None) -> dict[str, str]:
    if until not in list(Until):
        return {f"{name}_bis": NO_END}
    if until == Until.DATE:
        last = _day(day)
        problem = (
            NO_DAY if last is None else DAY_PAST if last < today else DAY_TOO_LATE if last.year > LAST_YEAR else ""
        )
        return {f"{name}_tag": problem} if problem else {}
    if expiry.is_over(Term(Until(until)), approved_on, today):
        return {f"{name}_bis": APPROVED}
    return {}


def _day(text: str) -> date | None:
    """A day as browsers send it, or as people write it."""
    day, _, rest = text.partition(".")
    month, _, year = rest.partition(".")
    try:
        return date(int(year), int(month), int(day)) if rest else date.fromisoformat(text)
    except ValueError:
        return None


def _term(until: str, day: str) -> Term:
    return Term(Until(until), _day(day) if until == Until.DATE else None)


def of_declaration(declaration: Declaration) -> Entered:
    """The form as it was filled in for a declaration."""
    return Entered(
        grundlage=declaration.legal_basis,
        fundstelle=declaration.reference,
        einwilligungen="1" if declaration.consents_given else "",
        medien_bis=declaration.media.until,
        medien_tag=forms.day(declaration.media.day),
        text_bis=declaration.text.until,
        text_tag=forms.day(declaration.text.day),
    )


def remembered(declaration: Declaration, held: date, now_held: date, today: date) -> Entered:
    """The same for another meeting of the body: a last day is as long after the meeting as it was then. What was declared of consents
    has to be declared anew."""
    entered = of_declaration(declaration)
    days = {
        name: forms.day(max(today, now_held + (term.day - held))) if term.day is not None else ""
        for name, term in (("medien_tag", declaration.media), ("text_tag", declaration.text))
    }
    return Entered(
        grundlage=entered.grundlage,
        fundstelle=entered.fundstelle,
        medien_bis=entered.medien_bis,
        text_bis=entered.text_bis,
        **days,
    )
