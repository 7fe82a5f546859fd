"""What the builder shows of a form: its pages and questions in order, what is wrong with it, and how far it is translated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from council.base.i18n import Language, message
from participation import forms
from participation.building import branching
from participation.forms import Form, Page, choices, form_faults, identifying
from participation.forms.faults import Fault
from participation.forms.kinds import Matrix
from participation.forms.languages import name as language_name
from participation.forms.questions import Question
from participation.forms.texts import LANGUAGES
from participation.processes import Process
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
    """A language of the form. ``percent`` of its texts are there; ``missing`` says how many are not."""

    code: str
    name: str
    leading: bool
    percent: int
    missing: int


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
    numbers = {key: at for at, key in enumerate(form.questions, 1)}
    return tuple(_by_number(one, numbers, language) for one in identifying.concerns(form, strata=bool(process.strata)))


def languages(form: Form, language: Language) -> tuple[LanguageLine, ...]:
    """The languages of the form with how much there is of each; nothing is called whole that is not."""
    covered = forms.coverage(form)
    return tuple(
        LanguageLine(
            code, language_name(code, language), code == form.leading, int(covered[code].share * 100),
            len(covered[code].missing),
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
        found[fault.key] = (*found.get(fault.key, ()), _told(fault, form, language))
    return found


def _told(fault: Fault, form: Form, language: Language) -> str:
    """In words, with questions by their numbers."""
    if fault.values.get("question") not in form.questions:
        return fault.told(language)
    number = list(form.questions).index(str(fault.values["question"])) + 1
    named = language.gettext(message("Frage %(number)s")) % {"number": number}
    return replace(fault, values={**fault.values, "question": named}).told(language)


def _line(fault: Fault, form: Form, base: str, language: Language) -> FaultLine:
    keys, told = list(form.questions), _told(fault, form, language)
    if fault.key in form.questions:
        about = language.gettext(message("Frage %(number)s")) % {"number": keys.index(fault.key) + 1}
        return FaultLine(told, about, f"{base}/frage/{fault.key}")
    if fault.key in form.positions:
        about = language.gettext(message("Seite %(number)s")) % {"number": form.positions[fault.key] + 1}
        return FaultLine(told, about, f"{base}/seite/{fault.key}")
    return FaultLine(told, language.gettext(message("Ganzer Bogen")), f"{base}#bogen")


def _by_number(one: identifying.Concern, numbers: Mapping[str, int], language: Language) -> str:
    """Planners know questions by their numbers and not by their keys."""
    named = {
        name: ", ".join(_number(key, numbers, language) for key in str(value).split(", "))
        for name, value in one.values.items()
    }
    return language.gettext(one.text) % named if named else language.gettext(one.text)


def _number(key: str, numbers: Mapping[str, int], language: Language) -> str:
    if key not in numbers:
        return language.gettext(message("Gruppe der Person")) if key == "–" else key
    return language.gettext(message("Frage %(number)s")) % {"number": numbers[key]}
