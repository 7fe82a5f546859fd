"""Looking for a meeting by what people remember of it: its name, its body, its day."""

from datetime import UTC, date, datetime

import pytest

from council import meetings
from council.agendas import Agenda
from council.base.site import Site
from participation import council_search


@pytest.fixture
def known(site: Site) -> Site:
    with site.database.writing() as db:
        meetings.create(db, Agenda("Bauausschuss", "12. Sitzung", datetime(2026, 3, 17, 16, tzinfo=UTC)))
        meetings.create(db, Agenda("Ältestenrat", "3. Sitzung", datetime(2026, 3, 17, 23, 30, tzinfo=UTC)))
        meetings.create(db, Agenda("Stadtrat", "40 % Sitzung", datetime(2025, 1, 9, 16, tzinfo=UTC)))
    return site


def found(site: Site, text: str) -> list[str]:
    with site.database.reading() as db:
        return [body.name for _, body in council_search.find(db, text, site.settings.zone)]


@pytest.mark.db
@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("bau", ["Bauausschuss"]),
        ("ältesten", ["Ältestenrat"]),
        ("sitzung 12 bau", ["Bauausschuss"]),
        ("17.3.2026", ["Bauausschuss"]),
        ("18.03.2026", ["Ältestenrat"]),
        ("2026-03-17 bauausschuss", ["Bauausschuss"]),
        ("%", ["Stadtrat"]),
        ("31.2.2026", []),
        ("Kreistag", []),
        ("sitzung", ["Ältestenrat", "Bauausschuss", "Stadtrat"]),
    ],
)
def test_find(known: Site, text: str, bodies: list[str]) -> None:
    assert found(known, text) == bodies


def test_the_day_may_stand_anywhere() -> None:
    assert council_search.asked("Rat 17. 3. 2026 Sitzung") == (date(2026, 3, 17), ("Rat", "Sitzung"))
    assert council_search.asked("Rat") == (None, ("Rat",))
