"""What commands declare, and what restoring says."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import typer

from council.base.settings import Settings
from council.publications import Declaration, LegalBasis, Term, Until
from ratsfenster import declaring
from ratsfenster.withholding import Withheld

BERLIN = ZoneInfo("Europe/Berlin")


def test_what_is_not_said_is_as_the_settings_say() -> None:
    settings = Settings(legal_basis="rules-of-procedure", legal_reference="§ 3")
    assert declaring.declaration(settings, None, None, None) == Declaration(LegalBasis.RULES_OF_PROCEDURE, "§ 3")


def test_media_and_text_can_end_apart() -> None:
    found = declaring.declaration(Settings(), LegalBasis.CONSENTS, "", "minutes", "2027-12-31", None)
    assert (found.media, found.text) == (Term(Until.DATE, date(2027, 12, 31)), Term(Until.MINUTES))
    assert found.consents_given


@pytest.mark.parametrize("text", ["morgen", "31.12.2027", "date", ""])
def test_what_is_no_end_is_wrong_usage(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        declaring.term(text)


def test_restoring_says_until_when_it_knows_and_what_it_held_back() -> None:
    held = Withheld(datetime(2026, 4, 16, 17, 0, tzinfo=UTC), [f"Sitzung {n}" for n in range(12)], cuts=2, items=1)
    told = list(declaring.held_back(held, BERLIN))
    assert "16.04.2026 19:00" in told[0]
    assert told[1:3] == ["Nicht wieder öffentlich: Sitzung 0", "Nicht wieder öffentlich: Sitzung 1"]
    assert "2 weitere" in told[11]
    assert "2 Stellen" in told[12]
    assert "1 Tagesordnungspunkte" in told[13]


def test_restoring_names_what_was_deleted_and_is_there_again() -> None:
    *_, last = declaring.held_back(Withheld(datetime(2026, 4, 16, tzinfo=UTC), deleted=["13. Sitzung"]), BERLIN)
    assert "noch einmal löschen: 13. Sitzung" in last


def test_where_nothing_newer_is_known_it_warns() -> None:
    assert "Achtung" in next(declaring.held_back(Withheld(), BERLIN))
