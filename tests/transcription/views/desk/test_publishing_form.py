"""What is entered when publishing: checked, read, and remembered."""

from dataclasses import replace
from datetime import date

import pytest

from council.publications import Declaration, LegalBasis, Term, Until
from transcription.views.desk import publishing_form as form
from transcription.views.desk.publishing_form import Entered

TODAY = date(2026, 4, 16)
GOOD = Entered(grundlage="statute", medien_bis="date", medien_tag="2027-12-31", text_bis="open")


def problems(approved_on: date | None = None, *, has_media: bool = True, **changed: str) -> dict[str, str]:
    return form.problems(replace(GOOD, **changed), TODAY, approved_on, has_media=has_media)


@pytest.mark.parametrize(
    ("changed", "field", "problem"),
    [
        ({"grundlage": ""}, "grundlage", form.NO_BASIS),
        ({"grundlage": "<b>"}, "grundlage", form.NO_BASIS),
        ({"grundlage": "other"}, "fundstelle", form.NO_REFERENCE),
        ({"fundstelle": "§" * 501}, "fundstelle", form.TOO_LONG),
        ({"grundlage": "consents"}, "einwilligungen", form.NO_CONSENTS),
        ({"medien_bis": ""}, "medien_bis", form.NO_END),
        ({"text_bis": "ewig"}, "text_bis", form.NO_END),
        ({"medien_tag": ""}, "medien_tag", form.NO_DAY),
        ({"medien_tag": "31.02.2027"}, "medien_tag", form.NO_DAY),
        ({"medien_tag": "2026-04-15"}, "medien_tag", form.DAY_PAST),
        ({"medien_tag": "9999-12-31"}, "medien_tag", form.DAY_TOO_LATE),
        ({"medien_bis": "never", "text_bis": "never"}, "text_bis", form.NOTHING),
    ],
    ids=str,
)
def test_each_mistake_is_named_at_its_field(changed: dict[str, str], field: str, problem: str) -> None:
    assert problems(**changed) == {field: problem}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"medien_tag": "2026-04-16"},
        {"medien_tag": "31.12.2027"},
        {"medien_bis": "never"},
        {"text_bis": "never"},
        {"grundlage": "consents", "einwilligungen": "1"},
        {"grundlage": "other", "fundstelle": "Ratsbeschluss vom 3. März"},
        {"medien_bis": "minutes", "medien_tag": "nonsense"},
    ],
    ids=str,
)
def test_what_is_complete_is_taken(changed: dict[str, str]) -> None:
    assert problems(**changed) == {}


def test_after_the_minutes_were_approved_they_are_no_end() -> None:
    assert problems(date(2026, 4, 1), text_bis="minutes") == {"text_bis": form.APPROVED}
    assert problems(TODAY, text_bis="minutes") == {}


def test_without_media_nobody_has_to_say_what_becomes_of_them() -> None:
    assert problems(has_media=False, medien_bis="") == {}
    assert problems(has_media=False, medien_bis="", text_bis="never") == {"text_bis": form.NOTHING}
    assert replace(GOOD, medien_bis="").declaration(has_media=False).media == Term(Until.NEVER)


def test_what_was_entered_is_what_is_declared() -> None:
    entered = replace(GOOD, fundstelle="§ 7", einwilligungen="1", text_bis="minutes", text_tag="2026-01-01")
    expected = Declaration(LegalBasis.STATUTE, "§ 7", True, Term(Until.DATE, date(2027, 12, 31)), Term(Until.MINUTES))
    assert entered.declaration(has_media=True) == expected
    assert form.of_declaration(expected) == replace(entered, text_tag="")


def test_for_the_next_meeting_an_end_is_as_far_away_as_it_was_then_and_consents_are_asked_for_anew() -> None:
    declaration = Declaration(LegalBasis.STATUTE, "§ 7", True, Term(Until.DATE, date(2026, 6, 1)), Term(Until.MINUTES))
    found = form.remembered(declaration, date(2026, 3, 1), date(2026, 4, 14), TODAY)
    assert (found.medien_tag, found.text_bis, found.fundstelle, found.einwilligungen) == (
        "2026-07-15",
        "minutes",
        "§ 7",
        "",
    )
    late = form.remembered(declaration, date(2026, 3, 1), date(2020, 1, 1), TODAY)
    assert late.medien_tag == TODAY.isoformat()
