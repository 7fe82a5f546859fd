"""The hub of one recording."""

from datetime import timedelta

import pytest
from sqlmodel import select

from council import publications
from council.base import audit
from council.base.audit import AuditEntry
from council.media.tracks import Probe
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Original, Recording
from tests import desk, evening

HUB = "/ratsbuero/aufzeichnungen/1"


@pytest.fixture
def clerk(client, site, cast):
    desk.sign_in(client, site, cast.clerk)
    return client


def recording(site) -> Recording:
    with site.database.reading() as db:
        return db.get_one(Recording, 1)


def acts(site) -> list[str]:
    with site.database.reading() as db:
        return [entry.action for entry in db.exec(select(AuditEntry)).all()]


def keep(client, internal: str):
    return client.post(f"{HUB}/nur-niederschrift", data={"intern": internal}, follow_redirects=False)


def test_the_five_steps_lead_on_with_the_next_one_first(clerk, site):
    evening.hold(site, publish=False)
    page = clerk.get(HUB).text
    for step in ("markieren", "text", "veroeffentlichen", "niederschrift"):
        assert f'href="{HUB}/{step}"' in page
    assert page.count('aria-current="step"') == 1
    assert "0 % geprüft." in page
    assert "4 von 4 Punkten haben eine Stelle." in page


def test_it_says_what_is_public_and_until_when(clerk, site):
    evening.hold(site)
    last = site.clock().date() + timedelta(days=30)
    with site.database.writing() as db:
        declaration = Declaration(LegalBasis.STATUTE, media=Term(Until.DATE, last), text=Term(Until.MINUTES))
        publications.declare(db, 1, declaration, "Clara Amtmann", site.clock())
    page = clerk.get(HUB).text
    assert "öffentlich, bis die Niederschrift genehmigt ist" in page
    assert 'href="/aufzeichnungen/1"' in page
    assert "nur-niederschrift" not in page  # what is public must be withdrawn first


def test_files_are_told_with_checksum_and_where_they_break_off(clerk, site):
    evening.hold(site, publish=False)
    probe = Probe(
        container="MP4", demuxer="mov", duration_ms=60_000, start_ms=0, video=None, audio=(), chosen=None,
        declared_ms=3_600_000,
    )  # fmt: skip
    with site.database.writing() as db:
        db.add(
            Original(
                recording_id=1, position=1, name="<Sitzung>.mp4", stored_as="1.mp4", size=2_500_000_000,
                sha256="ab" * 32, duration_ms=60_000, probe=probe.as_json(),
            )
        )  # fmt: skip
    page = clerk.get(HUB).text
    assert "&lt;Sitzung&gt;.mp4" in page
    assert "2,5 GB" in page
    assert "ab" * 32 in page
    assert "bricht nach 1:00 ab, obwohl sie 1:00:00 angibt" in page


def test_a_recording_can_be_kept_for_the_minutes_and_released_again(clerk, site):
    evening.hold(site, publish=False)
    answer = keep(clerk, "1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HUB}#veroeffentlichung")
    assert recording(site).internal
    assert "Entfällt: nur für die Niederschrift." in clerk.get(HUB).text
    keep(clerk, "0")
    assert not recording(site).internal
    assert acts(site) == ["Auf „nur für die Niederschrift“ gestellt", "Für die Veröffentlichung freigegeben"]


def test_asking_twice_is_noted_once(clerk, site):
    evening.hold(site, publish=False)
    keep(clerk, "1")
    keep(clerk, "1")
    assert len(acts(site)) == 1


@pytest.mark.db
def test_what_is_public_must_be_withdrawn_first(clerk, site):
    evening.hold(site)
    answer = keep(clerk, "1")
    assert answer.status_code == 409
    assert "Ziehen Sie sie zuerst zurück" in answer.text
    assert not recording(site).internal
    assert acts(site) == []


def test_it_says_who_did_what_to_this_recording(clerk, site):
    evening.hold(site)
    with site.database.writing() as db:
        audit.record(db, None, "Schnitt gesetzt", site.clock(), path=f"{HUB}/markieren")
        audit.record(db, None, "Anderes", site.clock(), path="/ratsbuero/aufzeichnungen/11")
    page = clerk.get(HUB).text
    assert "Schnitt gesetzt" in page
    assert "Anderes" not in page


def test_recordings_of_a_meeting_are_numbered(clerk, site):
    evening.hold(site)
    evening.hold(site)
    assert "Aufzeichnung 1 von 2" in clerk.get(HUB).text


def test_it_is_the_clerks_alone(client, site, cast):
    evening.hold(site, publish=False)
    desk.sign_in(client, site, cast.moderator)
    assert client.get(HUB).status_code == 403
    assert keep(client, "1").status_code == 403
    assert not recording(site).internal


def test_a_form_of_another_site_is_refused(clerk, site):
    evening.hold(site, publish=False)
    answer = clerk.post(f"{HUB}/nur-niederschrift", data={"intern": "1"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert not recording(site).internal


def test_what_is_not_there_is_not_found(clerk):
    assert clerk.get(HUB).status_code == 404
    assert keep(clerk, "1").status_code == 404
