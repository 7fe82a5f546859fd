"""Counters of the questions of ``townsurvey``."""

from typing import Any

from participation.counting.counters import Counter, counter
from participation.forms.questions import from_json
from tests.participation.townsurvey import EVERY_KIND

BY_KEY = {one["key"]: one for one in EVERY_KIND}


def new(key: str) -> Counter[Any]:
    return counter(from_json(BY_KEY[key]).asks)


def figures(key: str, *values: Any) -> dict[str, Any]:
    counting = new(key)
    for value in values:
        counting.add(value)
    return counting.figures(counting)
