"""What the builder shows of a form: its pages and questions in order, what is wrong with it, and how far it is translated."""

from collections.abc import Mapping
from dataclasses import dataclass

from council.base.i18n import Language
from participation import forms
from participation.building import branching
from participation.forms import Form, Page, choices, form_faults, identifying, numbered
from participation.forms.faults import Fault
from participation.forms.kinds import Matrix
from participation.forms.languages import name as language_name
from participation.forms.questions import Question
from participation.forms.texts import LANGUAGES
from participation.processes import Process, opening_checks
from participation.views.desk.builder_kinds import BY_KIND

SHOWN_CHOICES = 6


@dataclass(frozen=True)
class FaultLine:
    """Something to put right: in words, what it is about, and where it can be done."""

    text: str
    about: str
    path: str


@dataclass(frozen=True)
class QuestionCard:
    """A question in the list."""

    key: str
    number: int
    text: str
    kind: str
    required: bool
    condition: str
    choices: tuple[str, ...]
    more: int
    faults: tuple[str, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class PageCard:
    """A page with its questions."""

    key: str
    number: int
    title: str
    condition: str
    questions: tuple[QuestionCard, ...]
    faults: tuple[str, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class LanguageLine:
    """A language of the form. ``percent`` of its texts are there; ``missing`` says how many are not. ``besides``: what of the process's
    own texts, which are no part of the form, lacks in it."""

    code: str
    name: str
    leading: bool
    percent: int
    missing: int
    besides: tuple[str, ...]


def cards(form: Form, language: Language) -> tuple[PageCard, ...]:
    """All pages in their order."""
    numbers = {key: at for at, key in enumerate(form.questions, 1)}
    wrong = _wrong(form, language)
    last = len(form.pages) - 1
    return tuple(_page(page, at, last, numbers, wrong, form, language) for at, page in enumerate(form.pages))


def fault_lines(form: Form, base: str, language: Language) -> tuple[FaultLine, ...]:
    """All that has to be put right; ``base`` is the path of the builder."""
    return tuple(_line(fault, form, base, language) for fault in form_faults.faults(form))


def concerns(form: Form, process: Process, language: Language) -> tuple[str, ...]:
    """Warnings of what would make people recognisable, with the questions by their numbers."""
    found = identifying.concerns(form, strata=bool(process.strata))
    return tuple(numbered.concern(one, form, language) for one in found)


def languages(form: Form, process: Process, language: Language) -> tuple[LanguageLine, ...]:
    """The languages of the form with how much there is of each; nothing is called whole that is not."""
    covered = forms.coverage(form)
    return tuple(
        LanguageLine(
            code, language_name(code, language), code == form.leading, int(covered[code].share * 100),
            len(covered[code].missing),
            tuple(language.gettext(name) for name in opening_checks.untranslated(process, code)),
        )
        for code in form.languages
        if code in LANGUAGES
    )  # fmt: skip


def _page(
    page: Page,
    at: int,
    last: int,
    numbers: Mapping[str, int],
    wrong: Mapping[str, tuple[str, ...]],
    form: Form,
    language: Language,
) -> PageCard:
    asked = tuple(
        _question(
            one, numbers[one.key], wrong.get(one.key, ()), form, language,
            first=at == 0 and place == 0, last=at == last and place == len(page.questions) - 1,
        )
        for place, one in enumerate(page.questions)
    )  # fmt: skip
    title, shown_if = form.shown(page.title, form.leading), branching.told(page.shown_if, form, language)
    return PageCard(page.key, at + 1, title, shown_if, asked, wrong.get(page.key, ()), at == 0, at == last)


def _question(
    one: Question, number: int, wrong: tuple[str, ...], form: Form, language: Language, *, first: bool, last: bool
) -> QuestionCard:
    offered = one.asks.rows if isinstance(one.asks, Matrix) else choices.of(one.asks)
    return QuestionCard(
        key=one.key,
        number=number,
        text=form.shown(one.text, form.leading),
        kind=language.gettext(BY_KIND[one.kind].name),
        required=one.required,
        condition=branching.told(one.shown_if, form, language),
        choices=tuple(form.shown(option.text, form.leading) or "…" for option in offered[:SHOWN_CHOICES]),
        more=max(0, len(offered) - SHOWN_CHOICES),
        faults=wrong,
        first=first,
        last=last,
    )


def _wrong(form: Form, language: Language) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for fault in form_faults.faults(form):
        found[fault.key] = (*found.get(fault.key, ()), numbered.fault(fault, form, language))
    return found


def _line(fault: Fault, form: Form, base: str, language: Language) -> FaultLine:
    told, about = numbered.fault(fault, form, language), numbered.place(fault.key, form, language)
    if fault.key in form.questions:
        return FaultLine(told, about, f"{base}/frage/{fault.key}")
    if fault.key in form.positions:
        return FaultLine(told, about, f"{base}/seite/{fault.key}")
    return FaultLine(told, about, f"{base}#bogen")
