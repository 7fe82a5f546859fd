"""What stands above the results: what this was, how many took part, how they were asked, and how far that can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import numbers

from council.base import dates
from council.base.i18n import Language
from participation.counting import disclosure
from participation.forms import Form
from participation.processes import Access, Process, periods
from participation.results import Result


@dataclass(frozen=True)
class Weighting:
    """``effective`` is how many people of equal weight would tell as much."""

    people: str
    effective: str
    by: str
    trimmed: bool


@dataclass(frozen=True)
class Head:
    """``rate`` is empty where it is not told, ``rate_of`` says of how many. ``open_to_all``: anyone could answer, so it is not
    representative. ``state_of`` is the day of live results, None of final ones."""

    title: str
    lang: str
    period: str
    people: str
    rate: str
    rate_of: str
    open_to_all: bool
    once_a_device: bool
    least_people: int
    least_in_groups: int
    weighting: Weighting | None
    state_of: datetime | None
    formal: bool


def head(process: Process, result: Result, forms: Mapping[int, Form], language: Language, zone: ZoneInfo) -> Head:
    """The head of the results of a process."""
    code = language.code if process.title.get(language.code) else process.leading
    rate, rate_of = _rate(result, language)
    return Head(
        title=process.name(language.code),
        lang="" if code.partition("-")[0] == language.code else code.partition("-")[0],
        period=period(process, language, zone),
        people=dates.number(result.people, language),
        rate=rate,
        rate_of=rate_of,
        open_to_all=process.access == Access.ANYONE,
        once_a_device=process.once_a_device,
        least_people=max(process.least_people, disclosure.LEAST_PEOPLE),
        least_in_groups=process.least_in_groups,
        weighting=_weighting(result.weighted, forms, language),
        state_of=None if result.final else result.made_at,
        formal=process.formal,
    )


def period(process: Process, language: Language, zone: ZoneInfo) -> str:
    """'3. März 2026 bis 17. März 2026', 'am 3. März 2026'; what closed at midnight was open the day before."""
    assert process.opens_at is not None
    assert process.closes_at is not None
    moments = (process.opens_at, periods.last_day(process.closes_at))
    first_day, last_day = (dates.short_day(one, language, zone) for one in moments)
    if first_day == last_day:
        return language.gettext("am %(day)s") % {"day": first_day}
    return language.gettext("%(first)s bis %(last)s") % {"first": first_day, "last": last_day}


def _rate(result: Result, language: Language) -> tuple[str, str]:
    """The return rate of all, and of how many."""
    whole: Mapping[str, Any] = result.rates[0] if result.rates else {}
    invited = whole.get("invited")
    if not invited:
        return "", ""
    told = numbers.format_percent(
        (Decimal(whole["people"]) / invited).quantize(Decimal("0.001"), ROUND_HALF_UP),
        locale=language.locale,
        decimal_quantization=False,
    )
    return told, language.gettext("von %(count)s eingeladenen Personen") % {"count": dates.number(invited, language)}


def _weighting(told: Mapping[str, Any] | None, forms: Mapping[int, Form], language: Language) -> Weighting | None:
    if told is None or "problem" in told:
        return None
    form = forms[max(forms)]
    return Weighting(
        people=dates.number(told["people"], language),
        effective=dates.number(round(told["effective"]), language),
        by=", ".join(_division(name, form, language) for name in told["divisions"]),
        trimmed=told["trimmed"],
    )


def _division(name: str, form: Form, language: Language) -> str:
    question = form.questions.get(name)
    if question is None:
        return language.gettext("Gruppen wie Ortsteile")
    return f"„{form.shown(question.text, language.code)}“"
