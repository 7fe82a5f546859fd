"""Surveys that were answered, and their counting, for the tests of results."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from council.base.site import Site
from participation import results
from participation.forms import Form
from participation.results import Result, due_countings
from participation.results.due_countings import Due
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import townsurvey


def answered(site: Site, form: Form, count: int, **facts: Any) -> int:
    """A survey so many people have answered, in the strata of ``townsurvey``; its number."""
    facts.setdefault("strata", list(townsurvey.PLACES))
    number = surveys.survey(site, form, **facts)
    for stratum, answers in townsurvey.submissions(form, count):
        surveys.answer(site, number, answers, stratum=stratum)
    return number


def close(clock: MovableClock) -> None:
    """Two weeks and a few minutes later."""
    clock.advance(days=14, minutes=5)


def count(site: Site, number: int) -> Result | None:
    """What the worker does."""
    with site.database.reading() as db:
        due = due_countings.due(db, site.clock())
    assert due == [Due(number, True)]
    return due_countings.count(site, due[0])


def latest(site: Site, number: int) -> Result | None:
    with site.database.reading() as db:
        return results.last(db, number)


def public(site: Site, number: int) -> Result | None:
    with site.database.reading() as db:
        return results.published(db, number)


def bundle(site: Site, result: Result) -> Path:
    return site.storage.participation(result.process_id) / result.bundle


A_LITTLE = timedelta(seconds=30)
