"""The log of the desk: what can be found in it, and for how long."""

from datetime import UTC, date, datetime, timedelta

import pytest

from council.base import audit
from council.base.audit import Wanted
from tests import desk

DAY = date(2026, 4, 16)


@pytest.fixture
def note(site, clock, cast):
    """Notes an act of the clerk's, or what happened by itself."""

    def record(action, subject="", by_itself=False, path=""):
        account = None if by_itself else desk.account_of(site, cast.clerk)
        with site.database.writing() as db:
            audit.record(db, account, action, clock(), subject=subject, path=path)

    return record


@pytest.fixture
def found(site):
    """The actions of the wanted entries."""

    def find(limit=50, offset=0, **wanted):
        with site.database.reading() as db:
            zone, which = site.settings.zone, Wanted(**wanted)
            entries = audit.find(db, which, zone, limit=limit, offset=offset)
            assert audit.count(db, which, zone) >= len(entries)
        return [entry.action for entry in entries]

    return find


@pytest.mark.db
def test_entries_are_found_by_person_word_and_day_newest_first(site, clock, cast, note, found):
    note("Aufzeichnung veröffentlicht", "3. Sitzung, 100 % öffentlich")
    note("Frist abgelaufen", by_itself=True)
    clock.advance(days=1)
    note("Überall abgemeldet", "Clara Amtmann")
    assert found() == ["Überall abgemeldet", "Frist abgelaufen", "Aufzeichnung veröffentlicht"]
    assert found(limit=1, offset=1) == ["Frist abgelaufen"]
    assert found(who=audit.SYSTEM) == ["Frist abgelaufen"]
    assert found(text="SITZUNG aufz") == ["Aufzeichnung veröffentlicht"]
    assert found(text="überall") == ["Überall abgemeldet"]
    assert found(text="100 %") == ["Aufzeichnung veröffentlicht"]
    assert found(text="10_") == []
    assert found(first=DAY + timedelta(days=1)) == ["Überall abgemeldet"]
    assert found(last=DAY) == ["Frist abgelaufen", "Aufzeichnung veröffentlicht"]
    with site.database.reading() as db:
        assert list(audit.people(db)) == [cast.clerk.name, audit.SYSTEM]


def test_a_day_begins_at_midnight_in_the_town(clock, note, found):
    clock.now = datetime(2026, 4, 15, 22, 30, tzinfo=UTC)  # half past midnight on the 16th
    note("Angemeldet")
    assert found(first=DAY, last=DAY) == ["Angemeldet"]
    assert found(last=DAY - timedelta(days=1)) == []


@pytest.mark.db
def test_what_no_database_takes_is_left_out(note, found):
    note("Konto\0 angelegt" + "!" * 300, subject="\0" + "ä" * 600, path="/" + "x" * 300)
    assert found() == [("Konto angelegt" + "!" * 300)[: audit.LONGEST_ACTION]]


def test_old_entries_are_forgotten(site, clock, note, found):
    note("Angemeldet")
    clock.advance(days=3)
    note("Abgemeldet")
    with site.database.writing() as db:
        assert audit.forget(db, clock() - timedelta(days=1)) == 1
    assert found() == ["Abgemeldet"]
