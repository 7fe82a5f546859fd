"""The Word document, read back as Word and screen readers would."""

import io
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from docx.document import Document as Written
from docx.oxml.ns import qn

from council.meetings import ItemState
from transcription import minutes, minutes_docx
from transcription.minutes import MARKED_AS, Entry, Meeting, Minutes, Part, Spoken

NOW = datetime(2026, 3, 18, 8, 0, tzinfo=UTC)
START = datetime(2026, 3, 17, 17, 0, tzinfo=ZoneInfo("Europe/Berlin"))
AGENDA = (
    Entry(1, "1", "Eröffnung"),
    Entry(2, "2", "Radweg", "DS0123/24"),
    Entry(3, "3", "Haushalt", state=ItemState.WITHDRAWN),
    Entry(4, "N 1", "Grundstück", public=False),
)
SAID = (
    Spoken(1_000, 3_000, "Ich eröffne die Sitzung.", "Bürgermeisterin", checked=True),
    Spoken(61_000, 63_000, "Der Radweg kommt.", "Renate Bürger"),
    Spoken(65_000, 67_000, "Im Herbst.", "Renate Bürger", checked=True),
)


def content(*said: Spoken, name: str = "12. Sitzung", confidential: bool = False) -> Minutes:
    meeting = Meeting("Mühlenrode", name, "Stadtrat", START, "Ratssaal", confidential=confidential)
    return minutes.compose(meeting, AGENDA, [Part(((0, 1), (60_000, 2)), said or SAID, duration_ms=120_000)])


def read(document: Minutes) -> Written:
    return Document(io.BytesIO(minutes_docx.write(document, NOW)))


def lines(document: Written, style: str = "") -> list[str]:
    return [line.text for line in document.paragraphs if not style or line.style.name == style]


def test_every_page_says_what_it_is():
    (section,) = read(content()).sections
    assert section.header.paragraphs[0].text == MARKED_AS
    foot = "".join(run.text for run in section.footer._element.iter(qn("w:t")))
    assert foot == "Mühlenrode, Stadtrat, 17.03.2026 · Seite 1 von 1"
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    (confidential,) = read(content(confidential=True)).sections
    assert "VERTRAULICH" in confidential.header.paragraphs[0].text


def test_it_has_real_headings_in_order():
    document = read(content())
    assert lines(document, "Title") == ["Arbeitshilfe für die Niederschrift"]
    assert lines(document, "Heading 1") == ["Tagesordnung", "Verlauf"]
    assert lines(document, "Heading 2") == [
        "TOP 1: Eröffnung",
        "TOP 2: Radweg",
        "TOP 3: Haushalt",
        "TOP N 1: Grundstück (nichtöffentlich)",
    ]


def test_the_agenda_is_a_table_with_a_header_row():
    (table,) = read(content()).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["TOP", "Titel", "Vorlage", "Stand", "Beginn"]
    assert rows[2] == ["2", "Radweg", "DS0123/24", "", "0:01:00"]
    assert rows[3][3] == "abgesetzt"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_speech_names_the_speaker_once_and_what_nobody_checked():
    assert lines(read(content()), "Redebeitrag") == [
        "Bürgermeisterin (0:00:01) Ich eröffne die Sitzung.",
        "Renate Bürger (0:01:01) Der Radweg kommt. [nicht geprüft]",
        "(0:01:05) Im Herbst.",
    ]


def test_there_is_room_for_decision_and_vote_but_not_of_what_was_withdrawn():
    document = read(content())
    fields = lines(document, "Feld")
    assert fields.count("Beschluss:") == 3
    assert sum(line.startswith("Abstimmung: Ja ___") for line in fields) == 3
    assert "Der Punkt wurde abgesetzt." in lines(document)
    assert "Vorlage: DS0123/24" in lines(document)


def test_it_is_german_and_says_whose_it_is():
    document = read(content())
    about = document.core_properties
    assert about.title == "Arbeitshilfe für die Niederschrift: Stadtrat, 12. Sitzung, 17.03.2026"
    assert (about.author, about.language, about.comments) == ("Mühlenrode", "de-DE", MARKED_AS)
    assert about.created == NOW
    languages = {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"de-DE"}


def test_facts_stand_at_the_beginning():
    told = lines(read(content()))
    assert "Gremium: Stadtrat" in told
    assert "Beginn laut Einladung: 17:00 Uhr" in told
    assert "Aufzeichnung: 0:02:00 lang" in told


@pytest.mark.parametrize(
    "hostile",
    ["Steuer\x00\x07\x1b\x0b\x0czeichen\ufffe", "<w:p>&amp;</w:p>]]>", "🎺 ‮rückwärts", "x" * 200_000, "\n\n\t"],
)
def test_whatever_stands_in_the_text_the_document_can_be_read(hostile):
    said = Spoken(1_000, 2_000, hostile, hostile[:300])
    entry = Entry(1, hostile[:50], hostile, hostile[:200])
    meeting = Meeting(hostile, hostile, hostile, START, hostile)
    made = minutes_docx.write(minutes.compose(meeting, [entry], [Part(((0, 1),), (said,))]), NOW)
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None
    document = Document(io.BytesIO(made))
    expected = " ".join(minutes_docx._NOT_XML.sub("", hostile).split())
    assert any(expected in line.text for line in document.paragraphs)
