"""The working aid for the minutes: what stands where."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from council.meetings import ItemState
from transcription import minutes
from transcription.minutes import BEFORE, CONFIDENTIAL, Entry, Gap, Meeting, Minutes, Paragraph, Part, Spoken

START = datetime(2026, 3, 17, 17, 0, tzinfo=ZoneInfo("Europe/Berlin"))
RAT = Meeting("Mühlenrode", "12. Sitzung", "Stadtrat", START, "Ratssaal", written_by=("faster-whisper base",))
AGENDA = (Entry(1, "1", "Eröffnung"), Entry(2, "2", "Radweg", "DS0123/24"), Entry(3, "3", "Anfragen"))


def say(start_s: int, text: str, speaker: str | None = "Bürgermeisterin", *, checked: bool = True) -> Spoken:
    return Spoken(start_s * 1000, start_s * 1000 + 2000, text, speaker, checked)


def part(*said: Spoken, marks=((0, 1), (60_000, 2), (120_000, 3)), **fields) -> Part:
    return Part(marks=tuple(marks), said=said, duration_ms=180_000, **fields)


def composed(*parts: Part, agenda=AGENDA, meeting=RAT) -> Minutes:
    return minutes.compose(meeting, agenda, parts)


def texts(document: Minutes, number: str) -> list[str]:
    section = next(section for section in document.sections if section.number == number)
    return [one.text for passage in section.passages for one in passage.content]


def test_what_is_said_stands_under_its_item():
    document = composed(part(say(5, "Ich eröffne."), say(61, "Der Radweg."), say(130, "Anfragen?")))
    assert [texts(document, number) for number in "123"] == [["Ich eröffne."], ["Der Radweg."], ["Anfragen?"]]


def test_a_person_speaks_in_paragraphs_until_another_does():
    document = composed(part(say(1, "Eins."), say(4, "Zwei."), say(7, "Drei.", "Renate"), say(10, "Vier.", None)))
    (passage,) = document.sections[0].passages
    assert passage.content == (
        Paragraph("0:00:01", "Bürgermeisterin", "Eins. Zwei."),
        Paragraph("0:00:07", "Renate", "Drei."),
        Paragraph("0:00:10", "", "Vier."),
    )


def test_checked_and_unchecked_text_do_not_mix():
    document = composed(part(say(1, "Geprüft."), say(4, "Ungeprüft.", checked=False)))
    assert [one.checked for one in document.sections[0].passages[0].content] == [True, False]
    assert "50 %" in " ".join(document.notes)
    assert "faster-whisper base" in " ".join(document.notes)


def test_a_long_speech_is_divided():
    long = [say(second, "Wort " * 50) for second in range(0, 40, 4)]
    assert len(texts(composed(part(*long)), "1")) == 5


def test_times_are_the_clocks_where_it_is_known():
    spoken = say(62, "Der Radweg.")
    by_recording, by_clock = composed(part(spoken)), composed(part(spoken, begins_at=START.replace(hour=23, minute=59)))
    assert by_recording.sections[1].begin == "0:01:00"
    assert "Anfang der Aufzeichnung" in " ".join(by_recording.notes)
    assert by_clock.sections[1].begin == "00:00:00 Uhr"
    assert by_clock.sections[1].passages[0].content == (Paragraph("00:00:02", "Bürgermeisterin", "Der Radweg."),)
    assert ("Aufzeichnung", "von 23:59:00 Uhr bis 00:02:00 Uhr (0:03:00 lang)") in by_clock.facts


def test_an_item_dealt_with_twice_has_both_in_order():
    document = composed(part(say(5, "Erst."), say(130, "Dann."), marks=((0, 2), (60_000, 1), (120_000, 2))))
    assert texts(document, "2") == ["Erst.", "Dann."]
    assert [passage.heading for passage in document.sections[1].passages] == ["Ab 0:00:00", "Ab 0:02:00"]


def test_items_called_together_are_told_once():
    document = composed(part(say(61, "Beides."), marks=((0, 1), (60_000, 2), (60_000, 3))))
    assert (texts(document, "2"), texts(document, "3")) == (["Beides."], [])
    assert "TOP 2" in document.sections[2].passages[0].note


def test_several_recordings_follow_each_other():
    document = composed(part(say(61, "Vor der Pause.")), part(say(1, "Danach."), marks=((0, 2),)))
    assert texts(document, "2") == ["Vor der Pause.", "Danach."]
    assert document.sections[1].begin == "0:01:00 (Aufzeichnung 1), 0:00:00 (Aufzeichnung 2)"


def test_what_belongs_to_no_item_is_not_lost():
    document = composed(part(say(5, "Guten Abend."), marks=((60_000, 2),)), agenda=AGENDA)
    assert document.sections[0].title == BEFORE
    assert not document.sections[0].decides
    assert texts(document, "") == ["Guten Abend."]
    without_marks = composed(Part(said=(say(5, "Hallo."),)), agenda=())
    assert texts(without_marks, "") == ["Hallo."]


def test_items_that_may_not_be_named_are_left_out_with_all_that_was_said_in_them():
    public = tuple(entry for entry in AGENDA if entry.number != "2")
    document = composed(part(say(61, "Geheim."), say(121, "Offen.")), agenda=public)
    assert "Geheim" not in repr(document)
    assert "Radweg" not in repr(document)
    assert texts(document, "3") == ["Offen."]


def test_an_utterance_that_reaches_out_of_what_is_hidden_stays_where_it_begins():
    """What is left of it after the hidden words are gone spans the hidden item."""
    public = tuple(entry for entry in AGENDA if entry.number != "2")
    spanning = Spoken(55_000, 125_000, "Wir schließen […] Wir öffnen.", None, False)
    assert texts(composed(part(spanning), agenda=public), "1") == ["Wir schließen […] Wir öffnen."]


def test_what_is_left_out_within_an_item_is_said():
    document = composed(part(say(5, "Vorher."), say(40, "Nachher."), left_out=((10_000, 30_000),)))
    content = document.sections[0].passages[0].content
    assert content[1] == Gap("[Ausgelassen: 0:00:10 bis 0:00:30]")


@pytest.mark.parametrize(
    ("state", "word", "decides"), [(ItemState.WITHDRAWN, "abgesetzt", False), (ItemState.ADJOURNED, "vertagt", True)]
)
def test_an_items_state_is_said(state, word, decides):
    document = composed(agenda=(Entry(1, "1", "Radweg", state=state),))
    assert (document.sections[0].state, document.sections[0].decides) == (word, decides)


def test_a_confidential_document_says_so_and_marks_its_items():
    secret = Entry(9, "N 1", "Grundstück", public=False)
    meeting = Meeting("M", "S", "Stadtrat", START, confidential=True, has_secret_items=True)
    document = composed(agenda=(secret,), meeting=meeting)
    assert document.marked_as.endswith(CONFIDENTIAL)
    assert document.sections[0].heading == "TOP N 1: Grundstück (nichtöffentlich)"
    assert CONFIDENTIAL not in composed().marked_as


def test_without_text_it_says_so():
    assert "noch kein Text" in " ".join(composed(part()).notes)
    assert composed(part()).sections[0].passages[0].note == "Dazu liegt kein Text vor."
