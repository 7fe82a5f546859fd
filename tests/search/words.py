"""The real word list, for tests of what is found."""

import os
from pathlib import Path

from search import lexicon
from tests.conftest import PROJECT

LEXICON = lexicon.opened(Path(os.environ.get("RATSFENSTER_MODELS", PROJECT / "models")))
