"""The page on data protection: facts become the text people read, and the text stays the planner's."""

from datetime import date
from typing import Any

import pytest

from council.base.site import Site
from participation.privacy import privacy_notices
from participation.processes import Process
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form

FORM = form(EVERY_KIND[0])
EMPTY: dict[str, Any] = {
    "controller": "",
    "purpose": "",
    "legal_basis": "",
    "delete_on": None,
    "privacy": {},
    "released": False,
}
GIVEN = {
    "controller": "Stadt Musterstadt", "contact": "Bauamt", "officer": "dsb@musterstadt.example", "authority": "",
    "purpose": "Umbau des Marktplatzes", "grundlage": "task", "gesetz": "§ 4 DSAG LSA", "recipients": "", "loeschen_am": "2027-12-31",
    "texte_bis": "2026-12-31",
}  # fmt: skip


def saved(site: Site, process_id: int) -> Process:
    with site.database.reading() as db:
        return db.get_one(Process, process_id)


def texts_of(site: Site, process_id: int) -> dict[str, str]:
    """What stands in the text fields when the page is opened."""
    drafted = privacy_notices.drafted(saved(site, process_id))
    return {f"text_{code}": saved(site, process_id).privacy.get(code) or text for code, text in drafted.items()}


@pytest.fixture
def draft(site: Site) -> int:
    return surveys.survey(site, FORM, languages=["de", "en"], **EMPTY)


def save(planner: Any, site: Site, process_id: int, **changed: str) -> Any:
    return planner.post(
        f"/ratsbuero/beteiligung/{process_id}/datenschutz", data=GIVEN | texts_of(site, process_id) | changed
    )


def test_the_facts_become_the_text(planner: Any, site: Site, draft: int) -> None:
    answer = save(planner, site, draft)
    assert "Gespeichert." in answer.text
    kept = saved(site, draft)
    assert kept.legal_basis == "Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 4 DSAG LSA"
    assert (kept.delete_on, kept.texts_until) == (date(2027, 12, 31), date(2026, 12, 31))
    assert kept.privacy == privacy_notices.drafted(kept)
    assert privacy_notices.gaps(kept) == ()
    assert "<h2>Wer ist verantwortlich?</h2>" in answer.text, "the preview shows it as it will look"


def test_an_empty_page_says_what_is_missing(planner: Any, draft: int) -> None:
    page = planner.get(f"/ratsbuero/beteiligung/{draft}/datenschutz").text
    assert "Vor dem Öffnen fehlt noch: Verantwortliche Stelle, Kontakt für Fragen" in page


def test_a_refused_page_does_not_call_missing_what_stands_in_its_fields(planner: Any, draft: int) -> None:
    sent = {"controller": "Stadt Musterstadt, Markt 1", "loeschen_am": "32.13.2027"}
    refused = planner.post(f"/ratsbuero/beteiligung/{draft}/datenschutz", data=sent)
    assert refused.status_code == 422
    assert "Vor dem Öffnen fehlt noch" not in refused.text


def test_a_text_of_ones_own_stays_until_it_is_made_anew(planner: Any, site: Site, draft: int) -> None:
    save(planner, site, draft)
    save(planner, site, draft, text_en="Our own words.")
    answer = save(planner, site, draft, purpose="Neubau der Bücherei")
    assert saved(site, draft).privacy["en"] == "Our own words."
    assert "Neubau der Bücherei" in saved(site, draft).privacy["de"]
    assert "(von Ihnen geändert)" in answer.text
    save(planner, site, draft, neu="en")
    assert saved(site, draft).privacy == privacy_notices.drafted(saved(site, draft))


def test_what_is_written_is_shown_safely(planner: Any, site: Site, draft: int) -> None:
    answer = save(planner, site, draft, text_de="## Hallo\n\n<script>alert(1)</script>[x](javascript:alert(1))")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert 'href="javascript' not in answer.text


@pytest.mark.parametrize(
    ("changed", "place", "told"),
    [
        ({"loeschen_am": "bald"}, "loeschen_am", "Das ist kein Datum."),
        ({"loeschen_am": "2026-04-30"}, "loeschen_am", "Der Tag der Löschung muss nach dem Ende liegen."),
        ({"texte_bis": "2026-04-29"}, "texte_bis", "Texte müssen mindestens bis zum Ende bleiben."),
        ({"texte_bis": "2027-12-31"}, "texte_bis", "Texte können nicht länger bleiben als alles andere."),
        ({"grundlage": "egal"}, "grundlage", "Bitte wählen Sie etwas aus."),
        ({"purpose": "x" * 1001}, "purpose", "Das ist zu lang (höchstens 1000 Zeichen)."),
        ({"text_de": "x" * 20_001}, "text_de", "Der Text ist zu lang (höchstens 20.000 Zeichen)."),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    planner: Any, site: Site, draft: int, changed: dict[str, str], place: str, told: str
) -> None:
    answer = save(planner, site, draft, **changed)
    assert answer.status_code == 422
    assert f'<a class="target" href="#{place}">{told}</a>' in answer.text
    assert f'id="{place}"' in answer.text
    assert saved(site, draft).controller == ""


def test_the_towns_own_facts_are_taken_over_from_its_last_process(planner: Any, site: Site, draft: int) -> None:
    surveys.survey(site, FORM, slug="frueher", contact="Hauptamt", officer="dsb@stadt.example")
    page = planner.get(f"/ratsbuero/beteiligung/{draft}/datenschutz").text
    assert "aus Ihrer letzten Beteiligung übernommen" in page
    assert 'value="dsb@stadt.example"' in page
    assert saved(site, draft).officer == "", "nothing is stored before somebody saves"


def test_what_people_answered_by_stays_and_nothing_is_kept_longer(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, delete_on=date(2027, 6, 30))
    later = save(planner, site, process, loeschen_am="2027-12-31", texte_bis="")
    assert later.status_code == 422
    assert "Versprochen ist der 30.06.2027. Früher geht, später nicht." in later.text
    save(planner, site, process, loeschen_am="2027-01-31", texte_bis="", purpose="Etwas anderes")
    kept = saved(site, process)
    assert (kept.purpose, kept.delete_on) == ("Umgestaltung des Marktplatzes", date(2027, 1, 31))
