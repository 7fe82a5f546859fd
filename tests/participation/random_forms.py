"""Random forms without faults, valid answers to their questions, and whatever else may be sent."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from participation.forms import Form, Page, numerals
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition, Op
from participation.forms.kinds import (
    OTHER,
    UNKNOWN,
    Day,
    Info,
    Kind,
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
from participation.forms.texts import clean, one_line

some = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # making a form takes a while

words = st.sampled_from(["Ja", "Größe?", "<b>fett</b>", "zwei\nZeilen", "100 % %(x)s", "👩\u200d👧"])
lines = words.map(one_line) | st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=5).map(
    clean
).filter(bool)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda values: (
        st.lists(values, max_size=4) | st.dictionaries(st.text(max_size=5) | st.just(OTHER), values, max_size=4)
    ),
    max_leaves=6,
)
"""Any JSON value."""


@cache  # making a strategy takes longer than drawing from it
def texts() -> st.SearchStrategy[dict[str, str]]:
    """A text that is there in the leading language, German."""
    return st.fixed_dictionaries({"de": words}, optional={"en": words, "de-leicht": words})


@cache
def _maybe_texts() -> st.SearchStrategy[dict[str, str]]:
    return texts() | st.just({})


@cache
def _options(least: int = 2) -> st.SearchStrategy[tuple[Option, ...]]:
    keys = st.lists(st.sampled_from("abcdefgh"), min_size=least, max_size=6, unique=True)
    return st.tuples(keys, texts()).map(lambda made: tuple(Option(key, made[1]) for key in made[0]))


@st.composite
def _scales(draw: st.DrawFn) -> Scale:
    first = draw(st.integers(-3, 3))
    last = first + draw(st.integers(1, 10))
    labels = draw(st.dictionaries(st.integers(first, last), texts(), max_size=2))
    return Scale(first, last, {step: labels[step] for step in sorted(labels)}, draw(st.booleans()))


@st.composite
def _multiples(draw: st.DrawFn) -> Multiple:
    options = draw(_options())
    least = draw(st.none() | st.integers(1, 2))
    return Multiple(options, draw(st.booleans()), least, draw(st.none() | st.integers(least or 1, len(options))))


@st.composite
def _numbers(draw: st.DrawFn) -> Number:
    decimals = draw(st.integers(0, 4))
    least = draw(st.none() | st.integers(-1000, 1000).map(Decimal))
    most = draw(st.none() | st.integers(0, 5000).map(lambda more: (least or Decimal(0)) + more))
    return Number(least, most, decimals, draw(_maybe_texts()))


@st.composite
def _days(draw: st.DrawFn) -> Day:
    earliest = draw(st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    latest = draw(st.none() | st.integers(0, 900).map(lambda days: (earliest or date(2000, 1, 1)) + timedelta(days)))
    return Day(earliest, latest)


@cache
def kinds() -> st.SearchStrategy[Kind]:
    """What a question asks for, of every kind."""
    rankings = _options().flatmap(lambda made: st.integers(1, len(made)).map(lambda places: Ranking(made, places)))
    return st.one_of(
        st.builds(Single, _options(), st.booleans()),
        _multiples(),
        _scales(),
        st.builds(Matrix, _options(1), _options() | _scales()),
        rankings,
        _numbers(),
        st.builds(Short, st.integers(15, 300)),
        st.builds(Long, st.integers(15, 10_000)),
        _days(),
        st.just(Place()),
        st.just(Info()),
    )


def comparisons(key: str, kind: Kind) -> st.SearchStrategy[Comparison]:
    """Comparisons that make sense with a kind, which is not that of a text to read."""
    answered = st.just(Comparison(key, Op.ANSWERED))
    equal = st.sampled_from([Op.IS, Op.IS_NOT])
    ordered = st.sampled_from([Op.IS, Op.IS_NOT, Op.AT_LEAST, Op.AT_MOST])
    match kind:
        case Single(options, other):
            chosen = st.sampled_from([*(one.key for one in options), *([OTHER] if other else [])])
            return answered | st.builds(Comparison, st.just(key), equal, chosen)
        case Multiple(options, other):
            chosen = st.sampled_from([*(one.key for one in options), *([OTHER] if other else [])])
            return answered | st.builds(Comparison, st.just(key), st.just(Op.INCLUDES), chosen)
        case Ranking(options):
            chosen = st.sampled_from([one.key for one in options])
            return answered | st.builds(Comparison, st.just(key), st.just(Op.INCLUDES), chosen)
        case Scale(unknown=unknown):
            step = st.builds(Comparison, st.just(key), ordered, st.sampled_from(kind.steps))
            said = st.builds(Comparison, st.just(key), equal, st.just(UNKNOWN))
            return answered | step | said if unknown else answered | step
        case Number():
            value = st.integers(-1000, 1000).map(str)
            return answered | st.builds(Comparison, st.just(key), ordered, value)
        case Day():
            value = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)
            return answered | st.builds(Comparison, st.just(key), ordered, value)
        case _:
            return answered


def conditions(earlier: list[Question]) -> st.SearchStrategy[Condition | None]:
    """Conditions on earlier questions; None where there are none."""
    asked = [question for question in earlier if not isinstance(question.asks, Info)]
    if not asked:
        return st.none()
    single = st.sampled_from(asked).flatmap(lambda question: comparisons(question.key, question.asks))
    several = st.lists(single, min_size=1, max_size=3).map(tuple)
    return (
        st.none() | single | several.map(AllOf) | several.map(AnyOf) | st.tuples(several.map(AnyOf), single).map(AllOf)
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Forms of some pages; their conditions may contradict themselves."""
    pages: list[Page] = []
    earlier: list[Question] = []
    for number in range(draw(st.integers(1, 4))):
        shown_if = draw(conditions(earlier))
        own: list[Question] = []
        for _ in range(draw(st.integers(1, 2))):
            asks = draw(kinds())
            required = draw(st.booleans()) and not isinstance(asks, Info)
            condition = draw(conditions(earlier))
            question = Question(f"q{len(earlier)}", asks, draw(texts()), draw(_maybe_texts()), required, condition)
            earlier.append(question)
            own.append(question)
        pages.append(Page(f"p{number}", draw(_maybe_texts()), tuple(own), shown_if))
    return Form(("de", "en"), tuple(pages))


def answers(kind: Kind) -> st.SearchStrategy[Any]:
    """Valid answers of a kind, as they are kept. A text to read has none."""
    own = lines.map(lambda said: {OTHER: said})
    match kind:
        case Single(options, other):
            chosen: st.SearchStrategy[Any] = st.sampled_from([one.key for one in options])
            return chosen | own if other else chosen
        case Multiple():
            return _several(kind)
        case Scale():
            return st.sampled_from([*kind.steps, *([UNKNOWN] if kind.unknown else [])])
        case Matrix(rows, columns):
            one = (
                answers(columns) if isinstance(columns, Scale) else st.sampled_from([column.key for column in columns])
            )
            return st.fixed_dictionaries({row.key: one for row in rows})
        case Ranking(options, places):
            return st.permutations([one.key for one in options]).map(lambda order: order[:places])
        case Number(least, most, decimals):
            low = (least if least is not None else (most or Decimal(0)) - 100) * 10**decimals
            high = (most if most is not None else low / 10**decimals + 100) * 10**decimals
            return st.integers(int(low), int(high)).map(lambda n: numerals.kept(Decimal(n).scaleb(-decimals)))
        case Short() | Long():
            return lines
        case Day(earliest, latest):
            low_day = earliest or (latest or date(2000, 1, 1)) - timedelta(days=50)
            return st.dates(low_day, latest or low_day + timedelta(days=50)).map(date.isoformat)
        case Place():
            point = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(
                lambda at: {"lon": round(at[0], 5) + 0.0, "lat": round(at[1], 5) + 0.0}
            )
            return point | lines.map(lambda said: {"text": said})
        case _:
            return st.none()


@st.composite
def _several(draw: st.DrawFn, kind: Multiple) -> list[Any]:
    most = len(kind.options) if kind.most is None else kind.most
    keys = [one.key for one in kind.options]
    found: list[Any] = draw(st.lists(st.sampled_from(keys), min_size=kind.least or 1, max_size=most, unique=True))
    found.sort(key=keys.index)
    if kind.other and len(found) < most and draw(st.booleans()):
        found.append({OTHER: draw(lines)})
    return found


@st.composite
def answer_sets(draw: st.DrawFn, form: Form, *, every: bool = False) -> dict[str, Any]:
    """Answers to some of a form's questions, or to every one, whether they are shown or not."""
    asked = [question for question in form.questions.values() if not isinstance(question.asks, Info)]
    return {one.key: draw(answers(one.asks)) for one in asked if every or draw(st.booleans())}


def answered_forms(*, every: bool = False) -> st.SearchStrategy[tuple[Form, dict[str, Any]]]:
    """A form with such answers."""
    return forms().flatmap(lambda form: st.tuples(st.just(form), answer_sets(form, every=every)))
