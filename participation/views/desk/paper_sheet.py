"""A sheet from paper as it is typed in: all questions on one page, with the numbers they have on paper."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from council.base import forms as base_forms
from council.base.i18n import Language
from participation.answers import fields, receipts
from participation.forms import Form, form_skips, languages
from participation.forms.faults import Fault
from participation.forms.kinds import Info
from participation.views import answering_questions, answering_visit
from participation.views.answering_questions import Row, Shown, Telling
from participation.views.desk.process_frame import ProcessFrame

LONGEST = 100
CODE, STRATUM = "code", "gruppe"


@dataclass(frozen=True)
class Last:
    """What a page still knows of the sheet entered last: enough to take it back. Both are empty where there is none."""

    key: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True)
class Typed:
    """What a page was sent with. ``key`` makes a double click one sheet; ``count`` is how many this page has entered; ``anyway``: what
    cannot be stored may be left out."""

    version: str = ""
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    stratum: str = ""
    code: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    count: int = 0
    last: Last = Last()
    anyway: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where a link to it leads; empty for nowhere."""

    field: str
    about: str
    text: str


@dataclass(frozen=True)
class EntryQuestion:
    """A question with its number on paper."""

    number: int
    shown: Shown


@dataclass(frozen=True)
class EntryPage:
    """``entering``: sheets can be entered. ``versions``: those of the form, where there are several. ``forgivable``: what is wrong can be
    left out."""

    process: ProcessFrame
    entering: bool
    key: str = field(repr=False)
    version: int
    versions: tuple[int, ...]
    tag: str
    questions: tuple[EntryQuestion, ...]
    by_code: bool
    strata: tuple[str, ...]
    stratum: str
    code: str = field(repr=False)
    count: int
    last: Last
    problems: tuple[Problem, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    forgivable: bool = False
    notice: str = ""


def typed(given: FormData) -> Typed:
    """What stands in the form's fields."""
    texts: dict[str, list[str]] = {}
    for name, value in given.multi_items():
        if isinstance(value, str) and name.startswith(fields.PREFIX):
            texts.setdefault(name, []).append(value.replace("\0", ""))
    count = base_forms.line(given, "zahl")
    return Typed(
        version=base_forms.line(given, "fassung")[:10],
        texts=texts,
        stratum=base_forms.line(given, STRATUM)[:LONGEST],
        code=base_forms.line(given, CODE)[:LONGEST],
        key=base_forms.line(given, "schluessel")[:LONGEST],
        count=base_forms.number(count, 5) or 0,
        last=Last(base_forms.line(given, "vorher")[:LONGEST], base_forms.line(given, "vorher_code")[:LONGEST]),
        anyway=base_forms.line(given, "schritt") == "trotzdem",
    )


def new_key() -> str:
    """A key for the next sheet."""
    return receipts.new_key(secrets.token_bytes)


def questions(
    form: Form, given: Mapping[str, object], problems: Sequence[Fault], language: Language
) -> tuple[EntryQuestion, ...]:
    """All questions with what was typed."""
    telling = Telling(form, code_of(form, language), language, tuple(problems))
    numbers = form_skips.numbers(form)
    return tuple(
        EntryQuestion(numbers[key], answering_questions.one(question, given.get(key), telling))
        for key, question in form.questions.items()
        if not isinstance(question.asks, Info)
    )


def problems_of(asked: Sequence[EntryQuestion]) -> tuple[Problem, ...]:
    """What is wrong with the answers, in the order of the sheet."""
    found: list[Problem] = []
    for one in asked:
        about = str(one.number)
        found += [Problem(one.shown.field, about, text) for text in one.shown.problems]
        rows = one.shown.asked if isinstance(one.shown.asked, tuple) else ()
        found += [Problem(_first(row), about, text) for row in rows for text in row.problems]
    return tuple(found)


def tag(form: Form, language: Language) -> str:
    """How the survey's own words are marked; empty where they are in the page's language."""
    return languages.tag(code_of(form, language), language)


def code_of(form: Form, language: Language) -> str:
    """In which of the form's languages it is shown."""
    return answering_visit.language_of(form, "", language)


def _first(row: Row) -> str:
    return row.choices.options[0].id
