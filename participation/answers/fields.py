"""Answers as fields of an HTML form, and back; so they can travel from page to page without scripts and without the server keeping them.

A question's field is ``q-KEY``, with several values where several are chosen or put in order (empty ones say nothing). ``q-KEY-other``
holds words of one's own, ``q-KEY-ROW`` a row of a matrix, and ``q-KEY-lon``, ``q-KEY-lat`` and ``q-KEY-text`` a place. What is read here
is not checked yet: that is ``answers.validate``. But of more values than it looks at only one too many is read, which is enough to tell of
it: every value is written back into the page, so that a small request could ask for a large answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from participation.answers.checks import most_sent
from participation.forms import Form
from participation.forms.kinds import OTHER, Info, Kind, Matrix, Multiple, Place, Ranking, Scale, Single
from participation.forms.questions import Question

PREFIX = "q-"

Fields = Mapping[str, Sequence[str]]

_WHOLE = re.compile(r"-?[0-9]{1,4}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,20})?")


def name(key: str, part: str = "") -> str:
    """The name of a question's field, or of a part of it."""
    return f"{PREFIX}{key}-{part}" if part else f"{PREFIX}{key}"


def read(form: Form, fields: Fields) -> dict[str, object]:
    """The answers that stand in fields, of which those without our prefix are left alone. Fields of questions the form does not have
    come back under their names, so that checking can tell of them."""
    found: dict[str, object] = {}
    known: set[str] = set()
    for key, question in form.questions.items():
        known |= _names(question)
        answer = _read(question, fields)
        if answer is not None:
            found[key] = answer
    for field in fields:
        key = field.removeprefix(PREFIX)
        if field.startswith(PREFIX) and field not in known and key not in form.questions:
            found[key] = list(fields[field])
    return found


def written(form: Form, answers: Mapping[str, object], without: str | None = None) -> list[tuple[str, str]]:
    """The fields, in the order of the form, that say these answers, checked or not; what no field can say is left out. ``without``: the
    key of the page that is shown itself and so has its own fields."""
    return [
        field
        for page in form.pages
        if page.key != without
        for question in page.questions
        for field in _written(question, answers.get(question.key))
    ]


def _names(question: Question) -> set[str]:
    match question.asks:
        case Info():
            return set()
        case Single(other=True) | Multiple(other=True):
            return {name(question.key), name(question.key, OTHER)}
        case Matrix(rows):
            return {name(question.key, row.key) for row in rows}
        case Place():
            return {name(question.key, part) for part in ("lon", "lat", "text")}
        case _:
            return {name(question.key)}


def _read(question: Question, fields: Fields) -> object:
    key, asks = question.key, question.asks
    match asks:
        case Info():
            return None
        case Single(other=other):
            return _single(_one(fields, name(key)), _one(fields, name(key, OTHER)) if other else "")
        case Multiple(other=other):
            chosen = _some(fields, name(key), most_sent(asks) + 1)
            return _multiple(chosen, _one(fields, name(key, OTHER)), other=other)
        case Matrix(rows, columns):
            given = {row.key: _one(fields, name(key, row.key)) for row in rows}
            return {row: _step(columns, value) for row, value in given.items() if value} or None
        case Ranking():
            return _some(fields, name(key), most_sent(asks) + 1) or None
        case Place():
            return _place(*(_one(fields, name(key, part)) for part in ("lon", "lat", "text")))
        case _:
            value = _one(fields, name(key))
            return _step(asks, value) if value else None


def _single(chosen: str, own: str) -> object:
    """Who wrote an answer of their own without choosing anything chose that."""
    if chosen == OTHER or (own.strip() and not chosen):
        return {OTHER: own}
    return chosen or None


def _multiple(chosen: list[str], own: str, *, other: bool) -> object:
    found: list[object] = [one for one in chosen if not (other and one == OTHER)]
    if other and (OTHER in chosen or own.strip()):
        found.append({OTHER: own})
    return found or None


def _place(lon: str, lat: str, text: str) -> object:
    """A point, where there is one, says more than the words beside it."""
    if lon or lat:
        return {"lon": _degrees(lon), "lat": _degrees(lat)}
    return {"text": text} if text else None


def _degrees(value: str) -> float | str:
    return float(value) if _DEGREES.fullmatch(value) else value


def _step(asks: Kind | tuple[object, ...], value: str) -> object:
    return int(value) if isinstance(asks, Scale) and _WHOLE.fullmatch(value) else value


def _one(fields: Fields, field: str) -> str:
    """The first value that says something; empty for none."""
    return next(iter(_some(fields, field, 1)), "")


def _some(fields: Fields, field: str, most: int) -> list[str]:
    """The first values that say something."""
    return list(islice(filter(None, fields.get(field, ())), most))


def _written(question: Question, answer: object) -> Iterator[tuple[str, str]]:
    key = question.key
    match question.asks, answer:
        case (Info(), _) | (_, None):
            return
        case Single(), {"other": str(own)}:
            yield from [(name(key), OTHER), (name(key, OTHER), own)]
        case ((Multiple() | Ranking()), list(chosen)):
            for one in chosen:
                match one:
                    case str():
                        yield name(key), one
                    case {"other": str(own)}:
                        yield from [(name(key), OTHER), (name(key, OTHER), own)]
        case Matrix(rows), dict(given):
            yield from ((name(key, row.key), str(given[row.key])) for row in rows if _says(given.get(row.key)))
        case Place(), dict(given):
            parts = ((part, _plain(given.get(part))) for part in ("lon", "lat", "text"))
            yield from ((name(key, part), value) for part, value in parts if value)
        case ((Matrix() | Place()), _):
            return
        case _ if _says(answer):
            yield name(key), str(answer)


def _says(answer: object) -> bool:
    return isinstance(answer, str | int) and not isinstance(answer, bool)


def _plain(value: object) -> str:
    """A number without an exponent, as fields hold it."""
    if isinstance(value, float):
        return f"{value:.5f}"
    return str(value) if _says(value) else ""
