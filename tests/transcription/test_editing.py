"""Changing what an utterance says."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from council import recordings
from council.base import changes
from council.base.site import Site
from tests import evening
from tests.conftest import Cast, MovableClock
from transcription import editing, revisions, transcripts
from transcription.editing import ConflictError, GoneError, TextError
from transcription.revisions import Revision
from transcription.transcripts import Segment

HEARD = "Der Radweg an der Bonner Straße soll im Herbst fertig sein."
RIGHT = "Der Fahrradweg an der Bonner Straße soll im Herbst fertig sein."


@pytest.fixture
def row(site: Site) -> Segment:
    """What Renate Bürger said, as the machine heard it, in a recording nobody may know of yet."""
    return said_in(site, evening.hold(site, publish=False))


def said_in(site: Site, recording_id: int) -> Segment:
    with site.database.reading() as db:
        return db.exec(select(Segment).where(Segment.recording_id == recording_id, Segment.text == HEARD)).one()


def change(
    site: Site, row: Segment, text: str, by: str = "Clara Amtmann", based_on: int | None = None, **how: bool
) -> Segment:
    with site.database.writing() as db:
        version = row.version if based_on is None else based_on
        return editing.change(db, row.id or 0, text=text, based_on=version, by=by, now=site.clock(), **how)


def history(site: Site) -> list[Revision]:
    with site.database.reading() as db:
        return list(db.exec(select(Revision).order_by(col(Revision.id))))


def last(site: Site) -> int:
    return history(site)[-1].id or 0


def test_who_changed_it_and_when_is_kept_and_the_machines_text_too(site: Site, row: Segment, cast: Cast) -> None:
    stored = change(site, row, RIGHT, by=cast.clerk.name)
    assert (stored.text, stored.version) == (RIGHT, 2)
    assert (stored.checked_by, stored.checked_at) == (cast.clerk.name, site.clock())
    assert stored.machine_text == HEARD
    (revision,) = history(site)
    assert (revision.text_before, revision.text_after, revision.by, revision.at) == (
        HEARD,
        RIGHT,
        cast.clerk.name,
        site.clock(),
    )


def test_the_machines_text_stays_the_first_one_however_often_it_is_changed(site: Site, row: Segment) -> None:
    stored = change(site, change(site, row, RIGHT), "Noch einmal anders.")
    assert stored.machine_text == HEARD
    assert len(history(site)) == 2


def test_words_that_stayed_keep_their_times(site: Site, row: Segment) -> None:
    stored = change(site, row, RIGHT)
    assert len(stored.words) == len(RIGHT.split())
    assert stored.words[-3][:2] == row.words[-3][:2]
    assert {word[2] for word in stored.words} == {1.0}


def test_accepting_it_as_it_is_marks_it_checked_and_leaves_its_words(site: Site, row: Segment) -> None:
    stored = change(site, row, HEARD)
    assert stored.checked_by
    assert stored.machine_text is None
    assert stored.words == row.words


def test_accepting_again_changes_nothing(site: Site, row: Segment) -> None:
    change(site, change(site, row, HEARD), HEARD, by="Paul Baumann")
    assert len(history(site)) == 1


def test_stored_for_the_time_being_it_is_not_checked_and_doubtful_words_stay_so(site: Site, row: Segment) -> None:
    stored = change(site, row, RIGHT, checked=False)
    assert stored.checked_at is None
    assert stored.words[0][2] == 0.9
    assert stored.words[1][2] == 1.0


def test_who_saw_an_older_version_is_told_by_whom_and_when_it_was_changed(
    site: Site, row: Segment, clock: MovableClock
) -> None:
    change(site, row, RIGHT, by="Clara Amtmann")
    changed_at = clock.now
    clock.advance(timedelta(minutes=5))
    with pytest.raises(ConflictError) as conflict:
        change(site, row, "Der Gehweg soll im Herbst fertig sein.", by="Paul Baumann", based_on=1)
    error = conflict.value
    assert (error.text, error.version, error.who, error.when) == (RIGHT, 2, "Clara Amtmann", changed_at)
    assert len(history(site)) == 1


def test_two_who_write_the_same_do_not_collide(site: Site, row: Segment) -> None:
    change(site, row, RIGHT)
    assert change(site, row, RIGHT, by="Paul Baumann", based_on=1).version == 2


def test_who_saw_the_text_that_stands_there_may_change_it_whatever_its_version(site: Site, row: Segment) -> None:
    with site.database.writing() as db:
        stored = db.get_one(Segment, row.id)
        stored.speaker, stored.version = "Mona Richter", 5
    with site.database.writing() as db:
        editing.change(db, row.id or 0, text=RIGHT, based_on=1, seen=HEARD, by="Clara Amtmann", now=site.clock())


def test_who_saw_another_text_is_told_even_where_the_version_is_the_same(site: Site, row: Segment) -> None:
    with pytest.raises(ConflictError), site.database.writing() as db:
        editing.change(
            db, row.id or 0, text=RIGHT, based_on=1, seen="Ganz anders.", by="Clara Amtmann", now=site.clock()
        )


def test_an_utterance_that_is_gone_cannot_be_changed(site: Site) -> None:
    with pytest.raises(GoneError), site.database.writing() as db:
        editing.change(db, 4711, text=RIGHT, based_on=1, by="Clara Amtmann", now=site.clock())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zwei\n Zeilen\tund\xa0mehr ", "Zwei Zeilen und mehr"),
        ("NUL\0 und \x1bEscape", "NUL und Escape"),
        ("um\u202egekehrt\u2066 und\u200b leer", "umgekehrt und leer"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        ("Stra\u0308ucher", "Sträucher"),
        ("halb\ud83d", "halb"),
    ],
)
def test_text_is_kept_without_what_nobody_sees(typed: str, kept: str) -> None:
    assert editing.normal(typed) == kept


@pytest.mark.parametrize("typed", ["", " \n ", "\0\u202e", "x" * 5_001])
def test_nothing_and_too_much_are_refused(typed: str) -> None:
    with pytest.raises(TextError):
        editing.normal(typed)


def test_undoing_brings_all_of_it_back(site: Site, row: Segment) -> None:
    change(site, row, RIGHT)
    with site.database.writing() as db:
        back = editing.undo(db, last(site), based_on=2, by="Clara Amtmann", now=site.clock())
    assert (back.text, back.words, back.confidence) == (row.text, row.words, row.confidence)
    assert (back.checked_at, back.checked_by, back.machine_text) == (None, None, None)
    assert len(history(site)) == 2


def test_undoing_what_somebody_changed_since_is_refused(site: Site, row: Segment) -> None:
    change(site, row, RIGHT)
    with pytest.raises(ConflictError), site.database.writing() as db:
        editing.undo(db, last(site), based_on=1, by="Clara Amtmann", now=site.clock())


def test_an_earlier_state_does_not_fit_an_utterance_that_was_divided_since(site: Site, row: Segment) -> None:
    change(site, row, RIGHT)
    with site.database.writing() as db:
        db.get_one(Segment, row.id).end_ms -= 500
    with pytest.raises(TextError), site.database.writing() as db:
        editing.undo(db, last(site), based_on=2, by="Clara Amtmann", now=site.clock())


def test_what_the_machine_wrote_comes_back_unchecked_with_its_words(site: Site, row: Segment) -> None:
    stored = change(site, change(site, row, RIGHT), "Noch einmal anders.")
    with site.database.writing() as db:
        back = editing.back_to_machine(db, row.id or 0, based_on=stored.version, by="Clara Amtmann", now=site.clock())
    assert (back.text, back.words, back.checked_at) == (HEARD, row.words, None)
    with pytest.raises(TextError), site.database.writing() as db:
        editing.back_to_machine(db, row.id or 0, based_on=back.version, by="Clara Amtmann", now=site.clock())


def test_followers_are_told_only_of_public_text(site: Site, row: Segment) -> None:
    with site.database.reading() as db:
        before = changes.latest(db)
    change(site, row, RIGHT)
    with site.database.reading() as db:
        assert changes.latest(db) == before
    public = said_in(site, evening.hold(site))
    with site.database.reading() as db:
        before, edition = changes.latest(db), db.get_one(recordings.Recording, public.recording_id).text_edition
    change(site, public, RIGHT)
    with site.database.reading() as db:
        assert changes.latest(db) > before
        assert db.get_one(recordings.Recording, public.recording_id).text_edition == edition + 1


def test_an_import_without_word_times_stays_without(site: Site, row: Segment) -> None:
    with site.database.writing() as db:
        stored = db.get_one(Segment, row.id)
        stored.words, stored.confidence = [], None
    stored = change(site, row, RIGHT)
    assert (stored.words, stored.confidence) == ([], None)


def test_a_persons_words_are_cut_whole_even_where_nobody_vouched_for_them(site: Site, row: Segment) -> None:
    """Their times are guessed: a word could lie on the wrong side of the cut."""
    stored = change(site, row, RIGHT, checked=False)
    assert transcripts.public_segment(stored, [(stored.end_ms - 100, stored.end_ms + 5000)]) is None


@pytest.mark.db
def test_of_two_at_once_one_is_told(site: Site, row: Segment) -> None:
    """Both saw the first version; whoever comes second waits for the first and then learns of it."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    together = Barrier(2)

    def correct(who: str) -> str:
        together.wait(60)
        try:
            return change(site, row, f"{RIGHT} Sagt {who}.", by=who).text
        except ConflictError:
            return "told"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(correct, ("Clara Amtmann", "Paul Baumann")))
    assert answers[1] == "told"
    assert answers[0].startswith(RIGHT)
    assert len(history(site)) == 1


def test_the_history_of_a_time_is_newest_first(site: Site, row: Segment) -> None:
    change(site, change(site, row, RIGHT), "Noch einmal anders.")
    with site.database.reading() as db:
        found = revisions.of_time(db, row.recording_id, row.start_ms, row.end_ms)
        elsewhere = revisions.of_time(db, row.recording_id, row.end_ms, row.end_ms + 1000)
    assert [revision.text_after for revision in found] == ["Noch einmal anders.", RIGHT]
    assert not elsewhere
