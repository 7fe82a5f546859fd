"""The working aid for the minutes as a Word document: real headings and styles, A4, German, header rows, and what it is on every page."""

import io
import re
from collections.abc import Iterable
from datetime import datetime

from docx import Document
from docx.document import Document as Written
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph as Line

from transcription.minutes import CONFIDENTIAL, Gap, Minutes, Paragraph, Passage, Section

LANGUAGE = "de-DE"
TITLE = "Arbeitshilfe für die Niederschrift"
UNCHECKED = "[nicht geprüft]"
VOTE = "Ja ______\u2003Nein ______\u2003Enthaltung ______"
LONGEST_TITLE = 255  # of a document's properties
FONT = "Arial"
BLACK, QUIET = RGBColor(0, 0, 0), RGBColor(0x59, 0x59, 0x59)
_SPEECH, _HINT, _FIELD = "Redebeitrag", "Hinweis", "Feld"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(minutes: Minutes, now: datetime) -> bytes:
    """The document's file. Characters a document cannot hold are left out."""
    document = Document()
    _set_page(document, minutes)
    _set_styles(document)
    _set_properties(document, minutes, now)
    document.add_paragraph(_clean(TITLE), "Title")
    if minutes.meeting.confidential:
        _line(document, CONFIDENTIAL, _HINT).runs[0].bold = True
    for name, value in minutes.facts:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(_clean(value))
    for note in minutes.notes:
        _line(document, note, _HINT)
    items = [section for section in minutes.sections if section.number]
    if items:
        document.add_paragraph("Tagesordnung", "Heading 1")
        _agenda(document, items)
    document.add_paragraph("Verlauf", "Heading 1")
    for section in minutes.sections:
        _section(document, section)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    """Text without what XML cannot hold; lines become one."""
    return " ".join(_NOT_XML.sub("", text).split())


def _set_page(document: Written, minutes: Minutes) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    head = section.header.paragraphs[0]
    head.add_run(_clean(minutes.marked_as)).bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run(
        _clean(f"{minutes.meeting.town}, {minutes.meeting.organization}, {minutes.meeting.start:%d.%m.%Y} · Seite")
        + " "
    )
    _field(foot, "PAGE")
    foot.add_run(" von ")
    _field(foot, "NUMPAGES")
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _field(line: Line, instruction: str) -> None:
    """A number that Word counts by itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(line.add_run("1")._r)
    line._p.append(field)


def _set_styles(document: Written) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
    _style(document, "Normal", 11).paragraph_format.space_after = Pt(4)
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13)):
        style = _style(document, name, size, bold=True)
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 18)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
    for name in (_SPEECH, _HINT, _FIELD):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(added, ParagraphStyle)
        added.base_style = document.styles["Normal"]
    document.styles[_HINT].font.color.rgb = QUIET
    document.styles[_FIELD].font.bold = True
    document.styles[_FIELD].paragraph_format.space_before = Pt(8)


def _style(document: Written, name: str, size: int, *, bold: bool = False) -> ParagraphStyle:
    """One of the template's styles in the document's font; its own is named by theme, which would win over a name."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), bold, BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    return style


def _set_properties(document: Written, minutes: Minutes, now: datetime) -> None:
    about, meeting = document.core_properties, minutes.meeting
    day = f"{meeting.start:%d.%m.%Y}"
    about.title = _clean(f"{TITLE}: {meeting.organization}, {meeting.name}, {day}")[:LONGEST_TITLE]
    about.subject = minutes.marked_as
    about.author = about.last_modified_by = _clean(meeting.town)[:LONGEST_TITLE]
    about.category = CONFIDENTIAL if meeting.confidential else ""
    about.keywords, about.comments, about.language = "", minutes.marked_as, LANGUAGE
    about.created = about.modified = now.replace(tzinfo=None)


def _agenda(document: Written, sections: Iterable[Section]) -> None:
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    _name_header(table, ("TOP", "Titel", "Vorlage", "Stand", "Beginn"))
    for section in sections:
        state = ", ".join(filter(None, [section.state, "" if section.public else "nichtöffentlich"]))
        values = (section.number, section.title, section.reference, state, section.begin)
        _fill(table.add_row(), values)
    for index, width in enumerate((1.6, 6.6, 2.6, 2.4, 2.8)):
        for cell in table.columns[index].cells:
            cell.width = Cm(width)


def _name_header(table: Table, names: tuple[str, ...]) -> None:
    """The first row names the columns: repeated on every page, and known to screen readers as what it is."""
    _fill(table.rows[0], names)
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _fill(row: _Row, values: Iterable[str]) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        cell.paragraphs[0].add_run(_clean(value))


def _section(document: Written, section: Section) -> None:
    document.add_paragraph(_clean(section.heading), "Heading 2")
    if section.reference:
        _line(document, f"Vorlage: {section.reference}", "Normal")
    if section.state:
        _line(document, f"Der Punkt wurde {section.state}.", "Normal")
    elif section.number and not section.passages:
        _line(document, "Wo dieser Punkt in der Aufzeichnung behandelt wird, ist nicht markiert.", _HINT)
    for passage in section.passages:
        _passage(document, passage)
    if section.decides:
        _line(document, "Beschluss:", _FIELD)
        document.add_paragraph()
        _line(document, "Abstimmung:", _FIELD).add_run(f" {VOTE}").bold = False


def _passage(document: Written, passage: Passage) -> None:
    _line(document, passage.heading, "Normal").runs[0].bold = True
    if passage.note:
        _line(document, passage.note, _HINT)
    speaker = None
    for one in passage.content:
        if isinstance(one, Gap):
            _line(document, one.text, _HINT)
            speaker = None
            continue
        line = document.add_paragraph()
        line._p.style = _SPEECH  # by its id: looking the style up for each of thousands takes most of the time
        _speech(line, one, named=one.speaker != speaker)
        speaker = one.speaker


def _speech(line: Line, one: Paragraph, *, named: bool) -> None:
    if named and one.speaker:
        line.add_run(f"{_clean(one.speaker)} ").bold = True
    line.add_run(f"({one.time}) ").font.color.rgb = QUIET
    line.add_run(_clean(one.text))
    if not one.checked:
        unchecked = line.add_run(f" {UNCHECKED}")
        unchecked.italic, unchecked.font.color.rgb = True, QUIET


def _line(document: Written, text: str, style: str) -> Line:
    return document.add_paragraph(_clean(text), style)
