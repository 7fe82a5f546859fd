"""A survey of every kind of question, exported."""

from pathlib import Path

import pytest

from tests.participation.results.exports.exported import EVERYTHING, IDEA, SOME, bundle


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return bundle(tmp_path, {1: EVERYTHING}, SOME, IDEA)
