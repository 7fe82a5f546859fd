"""Translating a form: all its texts in order, each beside the leading one, and the form with other texts in a language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from participation.forms import Form, Page
from participation.forms.choices import reworded, with_text
from participation.forms.kinds import Kind, Matrix, Multiple, Number, Option, Ranking, Scale, Single
from participation.forms.questions import Question

Place = tuple[str, str]
"""The key of a page or question, and the name of the text there, as ``said()`` names it."""


@dataclass(frozen=True)
class Sentence:
    """A text in the leading language, and what it is in another one; empty where it is missing."""

    place: Place
    original: str
    translated: str


def sentences(form: Form, language: str) -> tuple[Sentence, ...]:
    """All texts there are in the leading language or in this one."""
    return tuple(
        Sentence((key, name), said.get(form.leading, ""), said.get(language, ""))
        for key, (name, said, _) in form.said()
        if said.get(form.leading) or said.get(language)
    )


def translated(form: Form, language: str, said: Mapping[Place, str]) -> Form:
    """A form with these texts in a language; others stay, and places it does not have are left alone."""
    return replace(form, pages=tuple(_page(page, language, said) for page in form.pages))


def _page(page: Page, language: str, said: Mapping[Place, str]) -> Page:
    title = with_text(page.title, language, said.get((page.key, "title"), page.title.get(language, "")))
    return replace(page, title=title, questions=tuple(_question(one, language, said) for one in page.questions))


def _question(one: Question, language: str, said: Mapping[Place, str]) -> Question:
    mine = {name: text for (key, name), text in said.items() if key == one.key}
    text, told = (
        with_text(texts, language, mine.get(name, texts.get(language, "")))
        for name, texts in (("text", one.text), ("help", one.help))
    )
    return replace(one, text=text, help=told, asks=_kind(one.asks, language, mine))


def _kind(asks: Kind, language: str, said: Mapping[str, str]) -> Kind:
    match asks:
        case Single(options) | Multiple(options) | Ranking(options):
            return replace(asks, options=_options("option", options, language, said))
        case Scale():
            return _scale(asks, language, said)
        case Matrix(rows, columns):
            rows = _options("row", rows, language, said)
            if isinstance(columns, Scale):
                return Matrix(rows, _scale(columns, language, said))
            return Matrix(rows, _options("column", columns, language, said))
        case Number(unit=unit):
            return replace(asks, unit=with_text(unit, language, said.get("unit", unit.get(language, ""))))
        case _:
            return asks


def _scale(scale: Scale, language: str, said: Mapping[str, str]) -> Scale:
    labels = {
        step: with_text(texts, language, said.get(f"label.{step}", texts.get(language, "")))
        for step, texts in scale.labels.items()
    }
    return replace(scale, labels={step: texts for step, texts in labels.items() if texts})


def _options(name: str, options: tuple[Option, ...], language: str, said: Mapping[str, str]) -> tuple[Option, ...]:
    mine = {one.key: said[f"{name}.{one.key}"] for one in options if f"{name}.{one.key}" in said}
    return reworded(options, mine, language)
