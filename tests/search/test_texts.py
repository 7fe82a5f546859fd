from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from search import texts

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 17, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("location", "parts"),
    [
        (None, ["Ausschuss für Umwelt, Bau", "17. März 2026"]),
        ("Rathaus, Ratssaal", ["Ausschuss für Umwelt, Bau", "Rathaus, Ratssaal", "17. März 2026"]),
    ],
)
def test_beside_its_name_a_meeting_has_who_met_where_and_when(location: str | None, parts: list[str]) -> None:
    name, organization = "12. Sitzung, öffentlich", "Ausschuss für Umwelt, Bau"
    text = texts.of_meeting(name, organization, location, START, BERLIN)
    assert [text[start:end] for start, end in texts.beside_the_name(text, name, organization)] == parts
