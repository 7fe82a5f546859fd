"""All questions of a result in their sections, of everybody or of one group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from council.base.i18n import Language
from participation.counting.parts import Grid
from participation.counting.sections import Section, sections
from participation.forms import Form
from participation.maps.boundary import Boundary
from participation.results.result_views.questions import Besides, QuestionView, question_view
from participation.results.result_views.voice import Voice

Figures = Mapping[str, Any]
Texts = Mapping[tuple[int, str], Sequence[str]]
"""The released texts by number of the section and key of the question."""


@dataclass(frozen=True)
class Shown:
    """What of a result is shown. ``group`` is the number of a block of strata, None for everybody; ``weighted`` is
    ``Result.weighted``'s questions."""

    figures: Figures
    forms: Mapping[int, Form]
    weighted: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    grid: Grid | None = None
    boundary: Boundary | None = None
    group: int | None = None


@dataclass(frozen=True)
class SectionView:
    """Questions that were asked of the same people. ``why`` says why they stand apart; empty for those all were
    asked."""

    title: str
    why: str
    questions: tuple[QuestionView, ...]


def sections_view(shown: Shown, language: Language) -> tuple[SectionView, ...]:
    """The sections, numbered through. A group has only the first, which all were asked."""
    known = {section.versions: section for section in sections(shown.forms)}
    views: list[SectionView] = []
    begins = 1
    for at, figures in enumerate(shown.figures["sections"]):
        section = known.get(tuple(figures["versions"]))
        if section is None or (at and shown.group is not None):
            continue
        view = _section(section, at, figures, begins, shown, language)
        begins += len(view.questions)
        if view.questions:
            views.append(view)
    return tuple(views)


def _section(section: Section, at: int, figures: Figures, begins: int, shown: Shown, language: Language) -> SectionView:
    voice = Voice(language, shown.forms[section.versions[-1]])
    told = figures if shown.group is None or at else figures["strata"][shown.group]
    weighted = shown.weighted if at == 0 and shown.group is None else {}
    besides = Besides(
        weighted={key: next(iter(shares.values()), {}) for key, shares in weighted.items()},
        texts={key: some for (number, key), some in shown.texts.items() if number == at},
        grid=shown.grid,
        boundary=shown.boundary,
        with_texts=shown.group is None,
    )
    present = [one for one in _in_order(section, voice.form) if one.key in told["questions"]]
    return SectionView(
        title=_title(section, voice) if at else "",
        why=_why(told["people"], voice) if at else "",
        questions=tuple(
            question_view(
                one,
                _with_unasked(told["questions"][one.key], told["people"]),
                number,
                f"frage-{one.key}" if at == 0 else f"frage-{one.key}-{at}",
                besides,
                voice,
            )
            for number, one in enumerate(present, begins)
        ),
    )


def _in_order(section: Section, form: Form) -> list[Any]:
    """The questions as the section's last form has them, with its corrections, in its order."""
    return [form.questions[one.key] for one in section.questions if one.key in form.questions]


def _with_unasked(figures: Figures, people: int) -> Figures:
    return {**figures, "unasked": people - figures["shown"]}


def _title(section: Section, voice: Voice) -> str:
    numbers = ", ".join(map(str, section.versions))
    return voice.ngettext(
        "Nur in Fassung %(numbers)s", "Nur in den Fassungen %(numbers)s", len(section.versions), numbers=numbers
    )


def _why(people: int, voice: Voice) -> str:
    return voice.ngettext(
        "Diese Fragen gab es so nur in einem Teil der Zeit: Der Fragebogen wurde geändert, während die Umfrage lief. "
        "%(count)s Person hat diese Fassung ausgefüllt; die Antworten werden mit den anderen nicht vermischt.",
        "Diese Fragen gab es so nur in einem Teil der Zeit: Der Fragebogen wurde geändert, während die Umfrage lief. "
        "%(count)s Personen haben diese Fassung ausgefüllt; die Antworten werden mit den anderen nicht vermischt.",
        people,
    )
