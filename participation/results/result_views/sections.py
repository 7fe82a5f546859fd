"""All questions of a result in their sections, of everybody or of one group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from council.base.i18n import Language
from participation.counting.parts import Grid
from participation.counting.sections import Section, sections
from participation.forms import Form
from participation.forms.kinds import Place
from participation.forms.questions import Question
from participation.maps.boundary import Boundary
from participation.results.result_views.questions import Besides, QuestionView, question_view
from participation.results.result_views.voice import Voice

Figures = Mapping[str, Any]
Texts = Mapping[tuple[int, str], Sequence[str]]
"""The released texts by number of the section and key of the question."""


@dataclass(frozen=True)
class Shown:
    """What of a result is shown. ``group`` is the number of a block of strata, None for everybody; ``weighted`` is
    ``Result.weighted``'s questions; ``final``: it was counted after closing."""

    figures: Figures
    forms: Mapping[int, Form]
    weighted: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)
    texts: Texts = field(default_factory=dict)
    grid: Grid | None = None
    boundary: Boundary | None = None
    group: int | None = None
    final: bool = True


@dataclass(frozen=True)
class SectionView:
    """The questions of some versions, in the form's order. ``why`` says why they stand apart; empty for those of all
    versions."""

    title: str
    why: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class _Counted:
    """A section that was counted, with its number in the figures."""

    at: int
    section: Section
    figures: Figures


def sections_view(shown: Shown, language: Language) -> tuple[SectionView, ...]:
    """The questions of all versions, and of some; numbered through. Of a group only those of all versions are told."""
    views: list[SectionView] = []
    begins = 1
    for versions, counted in _by_versions(shown).items():
        if views and shown.group is not None:
            break
        view = _view(versions, counted, begins, shown, Voice(language, shown.forms[versions[-1]]), first=not views)
        begins += len(view.questions)
        views.append(view)
    return tuple(view for view in views if view.questions)


def _by_versions(shown: Shown) -> Mapping[tuple[int, ...], Sequence[_Counted]]:
    """What was counted, by the versions it was asked in; all versions come first."""
    known = {(one.versions, frozenset(one.name[1])): one for one in sections(shown.forms)}
    found: dict[tuple[int, ...], list[_Counted]] = {}
    for at, figures in enumerate(shown.figures["sections"]):
        section = known.get((tuple(figures["versions"]), frozenset(figures["questions"])))
        if section is not None:
            found.setdefault(section.versions, []).append(_Counted(at, section, figures))
    return found


def _view(
    versions: tuple[int, ...], counted: Sequence[_Counted], begins: int, shown: Shown, voice: Voice, *, first: bool
) -> SectionView:
    by_key = {question.key: one for one in counted for question in one.section.questions}
    withheld = {
        question.key
        for section in sections(shown.forms)
        if section.versions == versions
        for question in section.questions
    } - by_key.keys()
    everybody = next((one.figures["people"] for one in counted if not one.section.conditional), 0)
    questions: list[QuestionView] = []
    for question in voice.form.questions.values():  # with its corrections, and in its order
        one, number = by_key.get(question.key), begins + len(questions)
        anchor = f"frage-{question.key}" if first else f"frage-{question.key}-{counted[0].at}"
        if question.key in withheld or (one and one.at and shown.group is not None):
            reason = _withheld(question, voice, shown, counted=one is not None)
            questions.append(question_view(question, {}, number, anchor, Besides(withheld=reason), voice))
        elif one:
            told = one.figures if one.at or shown.group is None else one.figures["strata"][shown.group]
            figures = _with_unasked(told["questions"][question.key], everybody if one.section.conditional else 0)
            questions.append(question_view(question, figures, number, anchor, _besides(one, shown), voice))
    title, why = ("", "") if first else (_title(versions, voice), _why(everybody, voice))
    return SectionView(title, why, tuple(questions))


def _besides(counted: _Counted, shown: Shown) -> Besides:
    weighted = shown.weighted if counted.at == 0 and shown.group is None else {}
    return Besides(
        weighted={key: next(iter(shares.values()), {}) for key, shares in weighted.items()},
        texts={key: some for (number, key), some in shown.texts.items() if number == counted.at},
        grid=shown.grid,
        boundary=shown.boundary,
        with_texts=shown.group is None,
    )


def _with_unasked(figures: Figures, people: int) -> Figures:
    return {**figures, "unasked": max(people - figures["shown"], 0)}


def _withheld(question: Question, voice: Voice, shown: Shown, *, counted: bool) -> str:
    """Why no answers are shown to a question that only some were asked, or to one for places."""
    if isinstance(question.asks, Place) and counted:
        return voice.gettext(
            "Orte zeigen wir nicht nach Gruppen, damit niemand zu erkennen ist. Sie stehen bei allen zusammen."
        )
    if isinstance(question.asks, Place) and not question.shown_if and not shown.final:
        return voice.gettext("Welche Orte genannt wurden, steht hier nach dem Ende.")
    if counted:
        return voice.gettext("Diese Frage bekam nur ein Teil gestellt. Die Antworten stehen bei allen zusammen.")
    if not shown.final:
        return voice.gettext("Diese Frage bekommt nur ein Teil gestellt. Die Antworten stehen hier nach dem Ende.")
    return voice.gettext(
        "Diese Frage bekam nur ein Teil gestellt, und es waren zu wenige, um die Antworten zu zeigen, ohne jemanden zu verraten."
    )


def _title(versions: tuple[int, ...], voice: Voice) -> str:
    numbers = ", ".join(map(str, versions))
    return voice.ngettext(
        "Nur in Fassung %(numbers)s", "Nur in den Fassungen %(numbers)s", len(versions), numbers=numbers
    )


def _why(people: int, voice: Voice) -> str:
    if not people:  # all of its questions stand under conditions
        return voice.gettext(
            "Diese Fragen gab es so nur in einem Teil der Zeit: Der Fragebogen wurde geändert, während die Umfrage lief. "
            "Die Antworten werden mit den anderen nicht vermischt."
        )
    return voice.ngettext(
        "Diese Fragen gab es so nur in einem Teil der Zeit: Der Fragebogen wurde geändert, während die Umfrage lief. "
        "%(count)s Person hat diese Fassung ausgefüllt; die Antworten werden mit den anderen nicht vermischt.",
        "Diese Fragen gab es so nur in einem Teil der Zeit: Der Fragebogen wurde geändert, während die Umfrage lief. "
        "%(count)s Personen haben diese Fassung ausgefüllt; die Antworten werden mit den anderen nicht vermischt.",
        people,
    )
