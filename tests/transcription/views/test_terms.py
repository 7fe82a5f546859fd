"""What a recording's page says of its own publication."""

from datetime import UTC, date, datetime

import pytest

from council import publications, publishing
from council.base import i18n
from council.base.site import Site
from council.meetings import Meeting
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Recording
from tests import evening
from transcription.views import terms
from transcription.views.terms import Terms

A_DAY = Term(Until.DATE, date(2027, 12, 31))
MINUTES, OPEN, NEVER = Term(Until.MINUTES), Term(), Term(Until.NEVER)


@pytest.fixture
def recording_id(site: Site) -> int:
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        db.get_one(Recording, recording_id).has_video = True
    return recording_id


def declare(site: Site, media: Term, text: Term, basis: LegalBasis = LegalBasis.OTHER, reference: str = "") -> None:
    with site.database.writing() as db:
        declaration = Declaration(basis, reference, media=media, text=text)
        publishing.publish(db, db.get_one(Recording, 1), site, declaration)


def said(site: Site, language: str = "de") -> Terms:
    with site.database.reading() as db:
        return terms.of(db, db.get_one(Recording, 1), i18n.language(language), site.settings.zone)


@pytest.mark.parametrize(
    ("media", "text", "lines"),
    [
        (A_DAY, A_DAY, ["Öffentlich bis 31. Dezember 2027."]),
        (MINUTES, MINUTES, ["Öffentlich, bis die Niederschrift genehmigt ist."]),
        (OPEN, OPEN, []),
        (A_DAY, OPEN, ["Video und Ton sind öffentlich bis 31. Dezember 2027."]),
        (OPEN, MINUTES, ["Der Wortlaut ist öffentlich, bis die Niederschrift genehmigt ist."]),
        (A_DAY, Term(Until.DATE, date(2028, 1, 1)), [
            "Video und Ton sind öffentlich bis 31. Dezember 2027.", "Der Wortlaut ist öffentlich bis 1. Januar 2028.",
        ]),
        (NEVER, A_DAY, ["Öffentlich bis 31. Dezember 2027."]),
    ],
    ids=lambda value: str(value.until) if isinstance(value, Term) else "",
)  # fmt: skip
def test_the_end_is_named_once_where_it_is_the_same(
    site: Site, recording_id: int, media: Term, text: Term, lines: list[str]
) -> None:
    declare(site, media, text)
    assert list(said(site).lines) == lines


@pytest.mark.parametrize(
    ("basis", "reference", "line"),
    [
        (LegalBasis.STATUTE, "§ 7 Abs. 2", "Hauptsatzung, § 7 Abs. 2"),
        (LegalBasis.CONSENTS, "", "Einwilligungen aller Beteiligten"),
        (LegalBasis.OTHER, "Ratsbeschluss", "Ratsbeschluss"),
    ],
)
def test_the_basis_is_named(site: Site, recording_id: int, basis: LegalBasis, reference: str, line: str) -> None:
    declare(site, OPEN, OPEN, basis, reference)
    assert said(site).lines == (f"Grundlage der Veröffentlichung: {line}.",)


def test_when_the_minutes_are_approved_the_day_is_named(site: Site, recording_id: int) -> None:
    declare(site, MINUTES, MINUTES)
    with site.database.writing() as db:
        db.get_one(Meeting, 1).minutes_approved_on = date(2026, 4, 20)
    assert said(site).lines == ("Öffentlich bis 20. April 2026.",)


def test_what_ended_by_itself_was_public_until_its_last_day(site: Site, recording_id: int, clock) -> None:
    declare(site, Term(Until.DATE, date(2026, 4, 30)), OPEN)
    clock.now = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)  # the machine was off over the long weekend
    publishing.expire(site)
    assert said(site) == Terms((), "Die Aufzeichnung war bis 30. April 2026 öffentlich.", "")


def test_what_was_withdrawn_was_public_until_that_day(site: Site, recording_id: int) -> None:
    declare(site, A_DAY, OPEN)
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, 1), site, text=False)
    assert said(site).media == "Die Aufzeichnung war bis 16. April 2026 öffentlich."


def test_what_never_was_public_is_not_said_to_have_been(site: Site, recording_id: int) -> None:
    declare(site, OPEN, NEVER)
    assert said(site).text == terms.NO_TEXT
    declare(site, NEVER, OPEN)
    assert said(site).media.startswith("Die Aufzeichnung war bis"), "since it was for a moment"


def test_without_a_declaration_nothing_is_claimed(site: Site) -> None:
    evening.hold(site)
    assert said(site) == Terms()
    with site.database.reading() as db:
        assert publications.of_recording(db, 1) is None
