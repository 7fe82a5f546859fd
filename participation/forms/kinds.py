"""The kinds of question: what each asks for, read from and written as plain JSON values. Whether what is asked makes sense is told by
``kind_faults``, so that a form can be kept while it is being built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from council.base.i18n import message
from participation.forms import numerals
from participation.forms.members import DefinitionError, Members
from participation.forms.texts import Texts

OTHER = "other"  # the answer in words of one's own; no option has this key
UNKNOWN = "unknown"  # "weiß nicht"

Json = dict[str, Any]
Said = tuple[str, Texts, bool]
"""The name of a text within a question, the text, and whether it is needed."""


@dataclass(frozen=True)
class Option:
    """One of several answers, or a row of a matrix."""

    key: str
    text: Texts = field(default_factory=dict)

    def to_json(self) -> Json:
        return {"key": self.key, "text": dict(self.text)}


@dataclass(frozen=True)
class Single:
    """One of the options, or with ``other`` words of one's own. Answer: ``"key"`` or ``{"other": "text"}``."""

    kind: ClassVar[str] = "single"
    options: tuple[Option, ...] = ()
    other: bool = False

    @classmethod
    def read(cls, members: Members) -> "Single":
        return cls(_options(members, "options"), members.truth("other"))

    def to_json(self) -> Json:
        return {"options": [one.to_json() for one in self.options], "other": self.other}

    def said(self) -> Iterator[Said]:
        return _said("option", self.options)


@dataclass(frozen=True)
class Multiple:
    """Some of the options, at least ``least`` and at most ``most`` where they are set. Answer: ``["key", …, {"other": "text"}]``."""

    kind: ClassVar[str] = "multiple"
    options: tuple[Option, ...] = ()
    other: bool = False
    least: int | None = None
    most: int | None = None

    @classmethod
    def read(cls, members: Members) -> "Multiple":
        limits = members.whole_or_none("min"), members.whole_or_none("max")
        return cls(_options(members, "options"), members.truth("other"), *limits)

    def to_json(self) -> Json:
        options = [one.to_json() for one in self.options]
        return {"options": options, "other": self.other, "min": self.least, "max": self.most}

    def said(self) -> Iterator[Said]:
        return _said("option", self.options)


@dataclass(frozen=True)
class Scale:
    """A step from ``first`` to ``last``, or with ``unknown`` "weiß nicht". Answer: the step as a number, or ``"unknown"``."""

    kind: ClassVar[str] = "scale"
    first: int = 1
    last: int = 5
    labels: Mapping[int, Texts] = field(default_factory=dict)
    unknown: bool = False

    @property
    def steps(self) -> range:
        return range(self.first, self.last + 1)

    @classmethod
    def read(cls, members: Members) -> "Scale":
        return cls(members.whole("from"), members.whole("to"), members.labels("labels"), members.truth("unknown"))

    def to_json(self) -> Json:
        labels = {str(step): dict(texts) for step, texts in self.labels.items()}
        return {"from": self.first, "to": self.last, "labels": labels, "unknown": self.unknown}

    def said(self) -> Iterator[Said]:
        return ((f"label.{step}", texts, False) for step, texts in self.labels.items())


@dataclass(frozen=True)
class Matrix:
    """The same options, or the same scale, for each row. Answer: ``{"row": answer}``."""

    kind: ClassVar[str] = "matrix"
    rows: tuple[Option, ...] = ()
    columns: tuple[Option, ...] | Scale = ()

    @classmethod
    def read(cls, members: Members) -> "Matrix":
        rows = _options(members, "rows")
        if not members.has("scale"):
            return cls(rows, _options(members, "columns"))
        scale = Members(members.raw("scale"), members.where)
        read = Scale.read(scale)
        scale.end()
        return cls(rows, read)

    def to_json(self) -> Json:
        rows = [one.to_json() for one in self.rows]
        if isinstance(self.columns, Scale):
            return {"rows": rows, "scale": self.columns.to_json()}
        return {"rows": rows, "columns": [one.to_json() for one in self.columns]}

    def said(self) -> Iterator[Said]:
        yield from _said("row", self.rows)
        yield from self.columns.said() if isinstance(self.columns, Scale) else _said("column", self.columns)


@dataclass(frozen=True)
class Ranking:
    """Up to ``places`` of the options in an order. Answer: ``["first", "second", …]``; later places may stay empty."""

    kind: ClassVar[str] = "ranking"
    options: tuple[Option, ...] = ()
    places: int = 1

    @classmethod
    def read(cls, members: Members) -> "Ranking":
        options = _options(members, "options")
        return cls(options, members.whole("places", len(options)))

    def to_json(self) -> Json:
        return {"options": [one.to_json() for one in self.options], "places": self.places}

    def said(self) -> Iterator[Said]:
        return _said("option", self.options)


@dataclass(frozen=True)
class Number:
    """A number within limits. Answer: a decimal as text, ``"12.5"``."""

    kind: ClassVar[str] = "number"
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 0
    unit: Texts = field(default_factory=dict)

    @classmethod
    def read(cls, members: Members) -> "Number":
        limits = members.decimal_or_none("min"), members.decimal_or_none("max")
        return cls(*limits, members.whole("decimals", 0), members.texts("unit"))

    def to_json(self) -> Json:
        least, most = (None if limit is None else numerals.kept(limit) for limit in (self.least, self.most))
        return {"min": least, "max": most, "decimals": self.decimals, "unit": dict(self.unit)}

    def said(self) -> Iterator[Said]:
        yield "unit", self.unit, False


@dataclass(frozen=True)
class Short:
    """A text on one line, of at most ``most`` characters. Answer: the text."""

    kind: ClassVar[str] = "short"
    largest: ClassVar[int] = 300
    most: int = 200

    @classmethod
    def read(cls, members: Members) -> "Short":
        return cls(members.whole("max", cls.most))

    def to_json(self) -> Json:
        return {"max": self.most}

    def said(self) -> Iterator[Said]:
        return iter(())


@dataclass(frozen=True)
class Long(Short):
    """The same on several lines."""

    kind: ClassVar[str] = "long"
    largest: ClassVar[int] = 10_000
    most: int = 2000


@dataclass(frozen=True)
class Day:
    """A date within limits. Answer: ``"2026-12-24"``."""

    kind: ClassVar[str] = "date"
    earliest: date | None = None
    latest: date | None = None

    @classmethod
    def read(cls, members: Members) -> "Day":
        return cls(members.day_or_none("earliest"), members.day_or_none("latest"))

    def to_json(self) -> Json:
        earliest, latest = (None if one is None else one.isoformat() for one in (self.earliest, self.latest))
        return {"earliest": earliest, "latest": latest}

    def said(self) -> Iterator[Said]:
        return iter(())


@dataclass(frozen=True)
class _Nothing:
    @classmethod
    def read(cls, members: Members) -> Any:
        return cls()

    def to_json(self) -> Json:
        return {}

    def said(self) -> Iterator[Said]:
        return iter(())


@dataclass(frozen=True)
class Place(_Nothing):
    """A point within the town's boundary, or a place in words. Answer: ``{"lon": 10.1, "lat": 52.1}`` or ``{"text": "…"}``."""

    kind: ClassVar[str] = "place"
    chars: ClassVar[int] = 300


@dataclass(frozen=True)
class Info(_Nothing):
    """A text to read; there is no answer."""

    kind: ClassVar[str] = "info"


Kind = Single | Multiple | Scale | Matrix | Ranking | Number | Short | Long | Day | Place | Info
KINDS: dict[str, type[Kind]] = {
    one.kind: one for one in (Single, Multiple, Scale, Matrix, Ranking, Number, Short, Long, Day, Place, Info)
}


def read(kind: str, members: Members) -> Kind:
    """What a question of this kind asks for; DefinitionError for a kind that does not exist."""
    if kind not in KINDS:
        raise DefinitionError(
            message("„%(where)s“: Diese Art von Frage gibt es nicht: „%(kind)s“."), where=members.where, kind=kind[:40]
        )
    found: Kind = KINDS[kind].read(members)
    return found


def _options(members: Members, name: str) -> tuple[Option, ...]:
    return tuple(_option(value, members.where) for value in members.many(name))


def _option(value: object, where: str) -> Option:
    members = Members(value, where)
    option = Option(members.text("key"), members.texts("text"))
    members.end()
    return option


def _said(name: str, options: tuple[Option, ...]) -> Iterator[Said]:
    return ((f"{name}.{one.key}", one.text, True) for one in options)
