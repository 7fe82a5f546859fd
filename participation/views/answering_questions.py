"""Questions as they stand on a page, with what was answered so far, checked or not. Made of values alone; templates compute nothing.

The desk's preview shows the same. The fields' names are those ``participation.answers.fields`` reads.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from council.base.i18n import Language, message
from participation.answers import fields
from participation.answers.checks import OTHER_CHARS
from participation.forms import Form, Page, conditions
from participation.forms.conditions import Condition
from participation.forms.faults import Fault
from participation.forms.kinds import (
    OTHER,
    UNKNOWN,
    Day,
    Info,
    Long,
    Matrix,
    Multiple,
    Number,
    Option,
    Place,
    Ranking,
    Scale,
    Short,
    Single,
)
from participation.forms.questions import Question
from participation.views import answering_limits as limits

LINE_CHARS = 34  # of all answers of a row side by side, on a narrow phone
_AROUND = 2  # what the space around each takes

_OTHER = message("Eigene Antwort")
_UNKNOWN = message("Weiß nicht")


@dataclass(frozen=True)
class Choice:
    """Something to tick. ``id`` is the field's, ``end``: it stands at an end of a scale and has words."""

    id: str
    value: str
    text: str
    chosen: bool = False
    label: str = ""


@dataclass(frozen=True)
class Choices:
    """Several to choose from. ``many``: more than one may be; ``own``: words of one's own, None where there are none."""

    name: str
    options: tuple[Choice, ...]
    many: bool = False
    scale: bool = False
    own: "Line | None" = None

    @property
    def labelled(self) -> tuple[Choice, ...]:
        """The steps of a scale that have words."""
        return tuple(one for one in self.options if one.label)

    @property
    def in_line(self) -> bool:
        """Whether all of them fit side by side on a phone. Words are not broken for it."""
        longest = max((len(word) for one in self.options for word in one.text.split()), default=0)
        return self.scale or len(self.options) * (longest + _AROUND) <= LINE_CHARS


@dataclass(frozen=True)
class Line:
    """A field to write in. ``lines``: how many are shown; ``mode`` is the keyboard a phone offers."""

    id: str
    name: str
    value: str = ""
    most: int = 0
    lines: int = 1
    mode: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a matrix, a question of its own."""

    id: str
    text: str
    choices: Choices
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rank:
    """A place in an order, with what stands on it."""

    id: str
    number: int
    options: tuple[Choice, ...]


@dataclass(frozen=True)
class Ranks:
    """An order, place by place."""

    name: str
    places: tuple[Rank, ...]


@dataclass(frozen=True)
class Spot:
    """A place: on the map, which a script shows, or in words. Empty longitude and latitude: none is chosen."""

    lon: str
    lat: str
    lon_name: str
    lat_name: str
    words: Line


Asked = Choices | tuple[Row, ...] | Ranks | Line | Spot | None


@dataclass(frozen=True)
class Shown:
    """A question on its page. ``shown_if`` is the condition for scripts, as JSON, where it looks at the same page. ``visible``: the
    answers so far show it. ``field``: where a link to the question leads. ``least`` and ``most``: of several answers."""

    key: str
    kind: str
    text: str
    asked: Asked
    help: str = ""
    limits: str = ""
    required: bool = False
    visible: bool = True
    shown_if: str = ""
    problems: tuple[str, ...] = ()
    field: str = ""
    least: int | None = None
    most: int | None = None

    @property
    def id(self) -> str:
        return f"frage-{self.key}"

    @property
    def described(self) -> str:
        """The ids of what explains the question, for aria-describedby."""
        parts = (("hilfe", self.help or self.limits), ("fehler", self.problems))
        return " ".join(f"{self.id}-{part}" for part, there in parts if there)


@dataclass(frozen=True)
class Telling:
    """How questions are told: the form, which of its languages, the language of the page, and what is wrong."""

    form: Form
    code: str
    language: Language
    problems: tuple[Fault, ...] = ()

    def text(self, said: Mapping[str, str]) -> str:
        return self.form.shown(said, self.code)


def on_page(page: Page, given: Mapping[str, object], visible: Iterable[str], telling: Telling) -> tuple[Shown, ...]:
    """The questions of a page that are shown, or may be once others on it are answered."""
    shown = frozenset(visible)
    here = {question.key for question in page.questions}
    found = []
    for question in page.questions:
        depends = _looks_at(question.shown_if, here)
        if question.key in shown or depends:
            found.append(_shown(question, given.get(question.key), question.key in shown, depends, telling))
    return tuple(found)


def one(question: Question, given: object, telling: Telling) -> Shown:
    """A question by itself."""
    return _shown(question, given, True, False, telling)


def _looks_at(condition: Condition | None, keys: Iterable[str]) -> bool:
    return any(comparison.question in keys for comparison in conditions.comparisons(condition))


def _shown(question: Question, given: object, visible: bool, depends: bool, telling: Telling) -> Shown:
    mine = [fault for fault in telling.problems if fault.key == question.key]
    rows = {row.key for row in question.asks.rows} if isinstance(question.asks, Matrix) else set()
    asked = _asked(question, given, [fault for fault in mine if fault.part in rows], telling)
    return Shown(
        key=question.key,
        kind=question.kind,
        text=telling.text(question.text),
        asked=asked,
        help=telling.text(question.help),
        limits=limits.told(question.asks, telling.language),
        required=question.required,
        visible=visible,
        shown_if=json.dumps(conditions.to_json(question.shown_if), ensure_ascii=False)
        if depends and question.shown_if is not None
        else "",
        problems=tuple(fault.told(telling.language) for fault in mine if fault.part not in rows),
        field=_first_field(asked, f"frage-{question.key}"),
        least=question.asks.least if isinstance(question.asks, Multiple) else None,
        most=question.asks.most if isinstance(question.asks, Multiple) else None,
    )


def _first_field(asked: Asked, otherwise: str) -> str:
    match asked:
        case Line(id=identity) | Spot(words=Line(id=identity)):
            return identity
        case Choices(options=(first, *_)) | Ranks(places=(first, *_)):
            return first.id
        case (Row(choices=Choices(options=(first, *_))), *_):
            return first.id
        case _:
            return otherwise


def _asked(question: Question, given: object, wrong: list[Fault], telling: Telling) -> Asked:
    key, name = question.key, fields.name(question.key)
    match question.asks:
        case Single() | Multiple() as asks:
            return _choices(key, asks, given, telling)
        case Scale() as asks:
            return _steps(name, asks, given, telling)
        case Matrix() as asks:
            return tuple(_row(key, row, asks.columns, given, wrong, telling) for row in asks.rows)
        case Ranking() as asks:
            return _ranks(name, asks, given, telling)
        case Place():
            return _spot(question, given, telling)
        case Info():
            return None
        case Number(unit=unit, decimals=decimals, least=least):
            mode = "" if least is None or least < 0 else "decimal" if decimals else "numeric"
            return Line(name, name, _text(given), most=40, mode=mode, unit=telling.text(unit))
        case Long(most):
            return Line(name, name, _text(given), most=most, lines=6)
        case Short(most):
            return Line(name, name, _text(given), most=most)
        case Day():
            return Line(name, name, _text(given), most=20)


def _choices(key: str, asks: Single | Multiple, given: object, telling: Telling) -> Choices:
    name, many = fields.name(key), isinstance(asks, Multiple)
    chosen = given if isinstance(given, list) else [given]
    own = next((one[OTHER] for one in chosen if isinstance(one, dict) and OTHER in one), None)
    options = [
        Choice(f"{name}-{option.key}", option.key, telling.text(option.text), option.key in chosen)
        for option in asks.options
    ]
    if not asks.other:
        return Choices(name, tuple(options), many)
    options.append(Choice(f"{name}--{OTHER}", OTHER, telling.language.gettext(_OTHER), own is not None))
    field_of_own = fields.name(key, OTHER)
    return Choices(name, tuple(options), many, own=Line(field_of_own, field_of_own, _text(own), most=OTHER_CHARS))


def _steps(name: str, asks: Scale, given: object, telling: Telling) -> Choices:
    steps = [
        Choice(f"{name}-{step}", str(step), str(step), given == step, telling.text(asks.labels.get(step, {})))
        for step in asks.steps
    ]
    if asks.unknown:
        steps.append(Choice(f"{name}-{UNKNOWN}", UNKNOWN, telling.language.gettext(_UNKNOWN), given == UNKNOWN))
    return Choices(name, tuple(steps), scale=True)


def _row(
    key: str, row: Option, columns: tuple[Option, ...] | Scale, given: object, wrong: list[Fault], telling: Telling
) -> Row:
    name = fields.name(key, row.key)
    chosen = given.get(row.key) if isinstance(given, dict) else None
    if isinstance(columns, Scale):
        choices = _steps(name, columns, chosen, telling)
    else:
        choices = Choices(
            name,
            tuple(Choice(f"{name}-{one.key}", one.key, telling.text(one.text), one.key == chosen) for one in columns),
        )
    problems = tuple(fault.told(telling.language) for fault in wrong if fault.part == row.key)
    return Row(f"zeile-{key}-{row.key}", telling.text(row.text), choices, problems)


def _ranks(name: str, asks: Ranking, given: object, telling: Telling) -> Ranks:
    order = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    count = max(asks.places, len(order))
    return Ranks(name, tuple(_rank(name, at, order[at : at + 1], asks, telling) for at in range(count)))


def _rank(name: str, at: int, chosen: list[str], asks: Ranking, telling: Telling) -> Rank:
    identity = f"{name}-{at + 1}"
    options = tuple(
        Choice(f"{identity}-{option.key}", option.key, telling.text(option.text), option.key in chosen)
        for option in asks.options
    )
    return Rank(identity, at + 1, options)


def _spot(question: Question, given: object, telling: Telling) -> Spot:
    written = dict(fields.written(telling.form, {question.key: given}))
    lon, lat, words = (fields.name(question.key, part) for part in ("lon", "lat", "text"))
    typed = Line(words, words, written.get(words, ""), most=Place.chars, lines=2)
    return Spot(written.get(lon, ""), written.get(lat, ""), lon, lat, typed)


def _text(given: object) -> str:
    return str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
