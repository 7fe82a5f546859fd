"""One question of a results page: what was asked, how many answered, and what is told of the answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from participation.counting.parts import Grid
from participation.forms.kinds import OTHER, Day, Matrix, Multiple, Number, Place, Ranking, Scale, Short, Single
from participation.forms.questions import Question
from participation.maps.boundary import Boundary
from participation.results.charts import Chart
from participation.results.result_views import choices, measures
from participation.results.result_views.told import Fact, Table, Told
from participation.results.result_views.voice import Voice

MOST_TEXTS = 100  # on the page; all are in the files

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class FreeTexts:
    """What people wrote: what moderation released, with how many wrote the same, and how many texts it did not release.
    ``more`` were released and are only in the files."""

    shown: tuple[tuple[str, int], ...]
    more: int
    closed: int


@dataclass(frozen=True)
class QuestionView:
    """A question as shown. ``anchor`` is its place on the page; ``lang`` what elements with the town's words need;
    ``headline`` may be empty. ``free`` is None where nothing could be written."""

    anchor: str
    number: int
    text: str
    lang: str
    asked: str
    headline: str
    chart: Chart | None
    table: Table | None
    facts: tuple[Fact, ...]
    note: str
    free: FreeTexts | None


@dataclass(frozen=True)
class Besides:
    """What is needed besides the figures: weighted shares and released texts by question, the grid and the boundary of
    places; or why there are no figures to be shown."""

    weighted: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    grid: Grid | None = None
    boundary: Boundary | None = None
    with_texts: bool = True
    withheld: str = ""


def question_view(
    question: Question, figures: Figures, number: int, anchor: str, besides: Besides, voice: Voice
) -> QuestionView:
    """The view of a question with its figures."""
    told = _told(question, figures, besides, voice) if figures.get("answered") else Told("")
    return QuestionView(
        anchor=anchor,
        number=number,
        text=voice.said(question.text, question.key),
        lang=voice.foreign,
        asked=besides.withheld or _asked(figures, voice),
        headline=told.headline,
        chart=told.chart,
        table=told.table,
        facts=told.facts,
        note=told.note,
        free=_free(question, figures, besides) if besides.with_texts and figures else None,
    )


def _told(question: Question, figures: Figures, besides: Besides, voice: Voice) -> Told:
    weighted = besides.weighted.get(question.key, {})
    match question.asks:
        case Single() | Multiple() as asks:
            return choices.options(asks, figures, weighted, voice)
        case Scale() as asks:
            return choices.scale(asks, figures, weighted, voice)
        case Matrix() as asks:
            return choices.matrix(asks, figures, voice)
        case Ranking() as asks:
            return choices.ranking(asks, figures, voice)
        case Number() as asks:
            return measures.numbers(asks, figures, voice)
        case Day():
            return measures.months(figures, voice)
        case Place():
            return measures.marked(figures, besides.grid, besides.boundary, voice)
        case _:
            return Told("")


def _asked(figures: Figures, voice: Voice) -> str:
    """How many answered and how many did not; who was not shown the question is neither."""
    if not figures["shown"]:
        return voice.gettext("Diese Frage wurde niemandem gezeigt.")
    parts = [
        voice.ngettext("%(count)s Person hat geantwortet", "%(count)s Personen haben geantwortet", figures["answered"])
    ]
    if figures["skipped"]:
        parts.append(voice.ngettext("%(count)s hat übersprungen", "%(count)s haben übersprungen", figures["skipped"]))
    if figures.get("unasked"):
        parts.append(
            voice.ngettext(
                "%(count)s bekam die Frage nicht zu sehen",
                "%(count)s bekamen die Frage nicht zu sehen",
                figures["unasked"],
            )
        )
    return ", ".join(parts) + "."


def _free(question: Question, figures: Figures, besides: Besides) -> FreeTexts | None:
    """The texts of a question that has room for words."""
    match question.asks:
        case Short():
            written = figures["answered"]
        case Single(other=True) | Multiple(other=True):
            written = figures[OTHER]
        case Place():
            written = figures["texts"]
        case _:
            return None
    released = besides.texts.get(question.key, ())
    if not written:
        return None
    times = sorted(Counter(released).items(), key=lambda one: one[0].casefold())
    return FreeTexts(tuple(times[:MOST_TEXTS]), max(len(times) - MOST_TEXTS, 0), max(written - len(released), 0))
