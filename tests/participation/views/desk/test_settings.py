"""Who may answer and when: what can be set, what is told about clocks, and what stays once people rely on it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from council.base.audit import AuditEntry
from council.base.site import Site
from participation.processes import Process
from participation.processes.phases import Edge
from participation.views.desk import settings_form
from tests import surveys
from tests.conftest import Cast
from tests.desk import sign_in
from tests.participation import crowd
from tests.participation.townsurvey import EVERY_KIND, form

FORM = form(EVERY_KIND[0])
GIVEN = {
    "wer": "anyone", "gruppen": "Nord\nSüd\n", "gruppenfrage_de": "Wo wohnen Sie?", "mindestens": "5", "ergebnisse": "by-hand",
    "beginn_tag": "2026-05-01", "beginn_zeit": "08:00", "ende_tag": "2026-05-31", "ende_zeit": "", "adresse": "Marktplatz-2026",
    "formell": "",
}  # fmt: skip


def saved(site: Site, process_id: int) -> Process:
    with site.database.reading() as db:
        return db.get_one(Process, process_id)


@pytest.fixture
def draft(site: Site) -> int:
    return surveys.survey(site, FORM, released=False)


def test_what_is_entered_is_kept_and_shown(planner: Any, site: Site, draft: int) -> None:
    answer = planner.post(f"/ratsbuero/beteiligung/{draft}/zugang", data=GIVEN)
    assert answer.status_code == 200, answer.text
    assert "Gespeichert." in answer.text
    kept = saved(site, draft)
    assert (kept.slug, kept.strata, kept.strata_question) == (
        "marktplatz-2026",
        ["Nord", "Süd"],
        {"de": "Wo wohnen Sie?"},
    )
    assert kept.opens_at == datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
    assert kept.closes_at == datetime(2026, 5, 31, 22, 0, tzinfo=UTC), "midnight after the last day, summer time"
    told = "von Freitag, 1. Mai 2026, 08:00 Uhr bis Sonntag, 31. Mai 2026, 24:00 Uhr."
    assert f"Antworten sind möglich {told}" in answer.text
    assert "Angenommen wird zuletzt, was um 23:59 Uhr abgesendet wird." in answer.text
    assert 'name="ende_tag" type="date" value="2026-05-31"' in answer.text


def test_a_change_leaves_an_entry_in_the_log(planner: Any, site: Site, draft: int) -> None:
    planner.post(f"/ratsbuero/beteiligung/{draft}/zugang", data=GIVEN)
    with site.database.reading() as db:
        entry = db.exec(select(AuditEntry)).one()
    assert (entry.action, entry.path) == ("Zugang und Zeitraum geändert", f"/ratsbuero/beteiligung/{draft}")


@pytest.mark.parametrize(
    ("changed", "told", "place"),
    [
        ({"wer": "alle"}, "Bitte wählen Sie etwas aus.", "wer"),
        ({"gruppen": "Nord\nnord"}, "„nord“ steht zweimal in der Liste.", "gruppen"),
        ({"gruppen": "Nord"}, "Eine einzige Gruppe teilt niemanden ein.", "gruppen"),
        (
            {"gruppenfrage_de": ""},
            "Bitte schreiben Sie die Frage, mit der jemand seine Gruppe nennt",
            "gruppenfrage_de",
        ),
        ({"mindestens": "1"}, "Bitte geben Sie eine Zahl von 2 bis 1000 ein.", "mindestens"),
        ({"mindestens": "²"}, "Bitte geben Sie eine Zahl von 2 bis 1000 ein.", "mindestens"),
        ({"ende_tag": "2026-04-30"}, "Das Ende muss nach dem Beginn liegen.", "ende_tag"),
        ({"ende_tag": "31.5."}, "Bitte geben Sie einen Tag ein", "ende_tag"),
        ({"ende_tag": "0026-05-31"}, "Bitte prüfen Sie das Jahr: 26 kann nicht gemeint sein.", "ende_tag"),
        ({"beginn_zeit": "25:00"}, "Bitte geben Sie einen Tag ein", "beginn_tag"),
        ({"adresse": "Straße 1"}, "Die Adresse braucht 3 bis 60 Zeichen", "adresse"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    planner: Any, site: Site, draft: int, changed: dict[str, str], told: str, place: str
) -> None:
    answer = planner.post(f"/ratsbuero/beteiligung/{draft}/zugang", data=GIVEN | changed)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'href="#{place}"' in answer.text
    assert f'id="{place}"' in answer.text
    assert "Wo wohnen Sie?" in answer.text or "gruppenfrage_de" in changed, "nothing that was typed is lost"
    assert saved(site, draft).strata == []


def test_an_address_that_is_taken_is_refused(planner: Any, site: Site, draft: int) -> None:
    surveys.survey(site, FORM, slug="schwimmbad")
    answer = planner.post(f"/ratsbuero/beteiligung/{draft}/zugang", data=GIVEN | {"adresse": "schwimmbad"})
    assert (answer.status_code, "Diese Adresse hat schon eine andere Beteiligung." in answer.text) == (422, True)
    assert saved(site, draft).slug == "marktplatz"


def test_a_time_the_clocks_skip_is_explained(planner: Any, site: Site, draft: int) -> None:
    answer = planner.post(
        f"/ratsbuero/beteiligung/{draft}/zugang", data=GIVEN | {"ende_tag": "2027-03-28", "ende_zeit": "02:30"}
    )
    assert answer.status_code == 200
    assert "2:30 Uhr gibt es nicht. Es gilt 03:00 Uhr." in answer.text
    assert saved(site, draft).closes_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_the_end_of_a_day_is_its_midnight_also_when_the_clocks_change(site: Site) -> None:
    zone = site.settings.zone
    autumn = settings_form.moment("2026-10-25", "", Edge.CLOSING, zone)
    assert autumn is not None
    assert autumn.at == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)
    assert settings_form.moment("", "12:00", Edge.CLOSING, zone) is None


def test_codes_fix_who_may_answer_and_the_groups(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, released=False, access="codes", strata=["Nord", "Süd"])
    surveys.give_codes(site, process, 3, "Nord")
    answer = planner.post(f"/ratsbuero/beteiligung/{process}/zugang", data=GIVEN | {"gruppen": "Ost\nWest"})
    assert answer.status_code == 200
    assert "Es gibt schon Codes dafür." in answer.text
    kept = saved(site, process)
    assert (kept.access, kept.strata) == ("codes", ["Nord", "Süd"])
    assert kept.slug == "marktplatz-2026", "the rest can be changed"


def test_nothing_people_rely_on_changes_once_it_is_open(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM)
    before = saved(site, process)
    answer = planner.post(
        f"/ratsbuero/beteiligung/{process}/zugang",
        data=GIVEN | {"wer": "codes", "mindestens": "2", "ergebnisse": "live", "formell": "1"},
    )
    assert answer.status_code == 200
    assert "Das steht seit dem Öffnen fest" in answer.text
    assert saved(site, process) == before


def test_announced_but_not_begun_its_time_can_still_be_moved(planner: Any, site: Site, clock: Any) -> None:
    process = surveys.survey(site, FORM, opens_at=clock.now.replace(day=20), closes_at=clock.now.replace(day=28))
    planner.post(f"/ratsbuero/beteiligung/{process}/zugang", data=GIVEN)
    assert saved(site, process).opens_at == datetime(2026, 5, 1, 6, 0, tzinfo=UTC)
    emptied = planner.post(f"/ratsbuero/beteiligung/{process}/zugang", data=GIVEN | {"beginn_tag": "", "ende_tag": ""})
    assert emptied.status_code == 422
    assert saved(site, process).closes_at is not None
    far = planner.post(f"/ratsbuero/beteiligung/{process}/zugang", data=GIVEN | {"ende_tag": "2030-01-01"})
    assert "Der Tag der Löschung muss nach dem Ende liegen." in far.text


def test_the_information_on_data_protection_follows(planner: Any, site: Site, draft: int) -> None:
    with site.database.writing() as db:
        process = db.get_one(Process, draft)
        process.privacy = {}
        db.add(process)
    planner.post(f"/ratsbuero/beteiligung/{draft}/zugang", data=GIVEN | {"wer": "codes"})
    assert "Ihr Zugangscode wird beim Absenden gelöscht." in saved(site, draft).privacy["de"]
    planner.post(f"/ratsbuero/beteiligung/{draft}/zugang", data=GIVEN)
    assert "Zugangscode" not in saved(site, draft).privacy["de"]


def test_ideas_have_moderation_and_topics_instead(planner: Any, site: Site) -> None:
    process = surveys.survey(site, FORM, released=False, kind="ideation")
    given = GIVEN | {"moderation": "after", "kategorien": "Verkehr\nGrün"}
    assert planner.post(f"/ratsbuero/beteiligung/{process}/zugang", data=given).status_code == 200
    kept = saved(site, process)
    assert (kept.moderation, kept.comments, kept.categories) == ("after", False, ["Verkehr", "Grün"])


def test_only_planners_come_in(client: Any, site: Site, cast: Cast, draft: int) -> None:
    sign_in(client, site, cast.moderator)
    for page in ("zugang", "zugang/karte", "zugang/gewichtung", "datenschutz", "oeffnen", "aenderungen", "bezug"):
        answer = client.get(f"/ratsbuero/beteiligung/{draft}/{page}", headers={"accept": "text/html"})
        assert answer.status_code == 403, page


def test_a_process_that_is_not_there_is_not_found(planner: Any) -> None:
    for page in ("zugang", "zugang/karte", "zugang/gewichtung", "datenschutz", "oeffnen", "aenderungen", "bezug"):
        assert planner.get(f"/ratsbuero/beteiligung/99/{page}").status_code == 404, page


@pytest.mark.db
def test_of_two_who_take_the_same_address_at_once_one_is_told(planner: Any, site: Site) -> None:
    drafts = [surveys.survey(site, FORM, released=False, slug=f"entwurf-{at}") for at in range(4)]
    answers = crowd.at_once(
        len(drafts), lambda at: planner.post(f"/ratsbuero/beteiligung/{drafts[at]}/zugang", data=GIVEN)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    assert all("hat schon eine andere Beteiligung" in answer.text for answer in answers if answer.status_code == 422)
    assert [saved(site, one).slug for one in drafts].count("marktplatz-2026") == 1
