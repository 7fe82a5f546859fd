"""The file that knows what is public, and outlives the backups."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from council import publishing
from council.base.site import Site
from council.meetings import AgendaItem, Meeting
from council.publications import Declaration, LegalBasis, Term, Until
from council.recordings import Recording
from ratsfenster import visibility
from ratsfenster.housekeeping import VisibilityKeeper
from ratsfenster.visibility import Seen, Visibility
from tests import evening

LAST = date(2026, 5, 31)


def kept(site: Site) -> Visibility:
    state = visibility.read(site.storage.root / visibility.NAME)
    assert state is not None
    return state


@pytest.mark.db
def test_it_says_what_is_public_until_when_and_what_is_cut_and_nothing_else(site: Site) -> None:
    recording_id = evening.hold(site, publish=False)
    with site.database.writing() as db:
        recording = db.get_one(Recording, recording_id)
        recording.has_audio = True
        declaration = Declaration(LegalBasis.STATUTE, media=Term(Until.DATE, LAST), text=Term(Until.MINUTES))
        publishing.publish(db, recording, site, declaration)
    evening.hold(site, publish=False, agenda=evening.AGENDA.replace("12. Sitzung", "13. Sitzung"))
    visibility.keep(site)
    first, second = kept(site).recordings.values()
    assert first == Seen(True, True, LAST, None, ((120_000, 180_000),))
    assert second == Seen(False, False, None, None, ((120_000, 180_000),))
    assert len(kept(site).items) == 6
    text = (site.storage.root / visibility.NAME).read_text()
    assert not any(word in text for word in ("Stadtrat", "Radweg", "Bürger", evening.SECRET))


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.text("0123456789abcdef", min_size=8, max_size=8),
        st.builds(
            Seen, st.booleans(), st.booleans(), st.none() | st.dates(), st.none() | st.dates(),
            st.lists(st.tuples(st.integers(0, 10**8), st.integers(0, 10**8)), max_size=5).map(tuple),
        ),
    ),
    st.frozensets(st.text("abc", min_size=3)),
)  # fmt: skip
def test_what_is_written_is_read_again(recordings: dict[str, Seen], items: frozenset[str]) -> None:
    state = Visibility(datetime(2026, 5, 1, tzinfo=UTC), recordings, items)
    assert visibility.from_json(visibility.to_json(state)) == state


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": 9}', '{"format": 1, "as_of": "2026-01-01"}'])
def test_what_is_none_is_not_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "file.json").write_text(text)
    assert visibility.read(tmp_path / "file.json") is None


def test_it_follows_what_changes_and_is_refreshed_when_nothing_does(site: Site, clock, monkeypatch) -> None:
    evening.hold(site)
    keeper = VisibilityKeeper(site)
    keeper.keep_up()
    first = kept(site).as_of
    clock.advance(timedelta(minutes=1))
    keeper.keep_up()
    assert kept(site).as_of == first, "nothing changed"
    with site.database.writing() as db:
        publishing.withdraw(db, db.get_one(Recording, 1), site)
    keeper.keep_up()
    assert kept(site).as_of == clock()
    assert [one.text for one in kept(site).recordings.values()] == [False]
    clock.advance(timedelta(minutes=1))
    monkeypatch.setattr("ratsfenster.housekeeping.REFRESHED_S", 0)
    keeper.keep_up()
    assert kept(site).as_of == clock()


@pytest.mark.parametrize("what", ["an item is gone", "an item became secret", "another day", "its length"])
@pytest.mark.db
def test_it_follows_what_no_publishing_tells_of(site: Site, clock, what: str) -> None:
    recording_id = evening.hold(site)
    with site.database.writing() as db:
        db.get_one(Recording, recording_id).duration_ms = 0
        meeting = db.exec(select(Meeting)).one()
        meeting.minutes_approved_on = LAST
        assert meeting.id is not None
        db.add(AgendaItem(meeting_id=meeting.id, position=9, number="9", name="Herr Muster gegen die Stadt"))
    keeper = VisibilityKeeper(site)
    keeper.keep_up()
    before = kept(site)
    clock.advance(timedelta(seconds=5))
    with site.database.writing() as db:
        item = db.exec(select(AgendaItem).where(AgendaItem.number == "9")).one()
        if what == "an item is gone":
            db.delete(item)
        elif what == "an item became secret":
            item.public = False
        elif what == "another day":
            db.exec(select(Meeting)).one().minutes_approved_on = LAST + timedelta(days=1)
        else:
            db.get_one(Recording, recording_id).duration_ms = evening.DURATION_MS
    keeper.keep_up()
    assert kept(site).as_of == clock()
    assert (kept(site).items < before.items) == what.startswith("an item")
    (seen,) = kept(site).recordings.values()
    assert seen.hidden == (((120_000, 180_000),) if what == "its length" else ())


def test_it_is_kept_in_every_backup_that_can_be_reached(site: Site, tmp_path: Path) -> None:
    evening.hold(site)
    there, gone = tmp_path / "there", tmp_path / "gone"
    for folder in (there, gone):
        folder.mkdir()
        (folder / "manifest.json").write_text("{}")
        visibility.remember_backup(site, folder)
    (gone / "manifest.json").unlink()
    assert visibility.keep(site) == []
    assert (there / visibility.NAME).is_file()
    assert not (gone / visibility.NAME).exists()
    assert visibility.backups(site) == [there, gone]


def test_a_place_that_cannot_be_written_is_named_and_keeps_nobody_from_the_others(site: Site, tmp_path: Path) -> None:
    evening.hold(site)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "manifest.json").write_text("{}")
    (broken / visibility.NAME).mkdir()
    visibility.remember_backup(site, broken)
    assert visibility.keep(site) == [broken / visibility.NAME]
    assert kept(site).recordings


def test_a_new_installation_does_not_write_over_what_an_earlier_one_knew(site: Site) -> None:
    evening.hold(site)
    visibility.keep(site)
    file = site.storage.root / visibility.NAME
    earlier = file.read_text()
    other = json.loads(earlier)
    other["recordings"] = {"f" * 32: next(iter(other["recordings"].values()))}
    file.write_text(json.dumps(other))
    visibility.keep(site)
    assert file.read_text() == earlier
    put_aside = [path for path in site.storage.root.glob(visibility.ALL) if path != file]
    assert [json.loads(path.read_text()) for path in put_aside] == [other]


def test_an_empty_installation_writes_over_nothing(site: Site) -> None:
    file = site.storage.root / visibility.NAME
    seen = Seen(False, False, None, None, ())
    file.write_text(visibility.to_json(Visibility(site.clock(), {"f" * 32: seen}, frozenset())))
    before = file.read_text()
    visibility.keep(site)
    assert file.read_text() == before
