"""The table of cases that Python and the browser's script (``tests/journeys/test_survey_scripts.py``) both have to agree with."""

import json
from pathlib import Path

import pytest

from participation.forms import conditions

CASES = json.loads(Path(__file__).with_name("condition_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_condition_holds_or_not(case):
    condition = None if case["condition"] is None else conditions.from_json(case["condition"], "page")
    assert conditions.holds(condition, case["answers"]) is case["holds"]
