"""What a results page takes from the published data besides its figures: the grid of places, and the texts that moderation released.

Both stand in the bundle. They are written once more into a small file beside it, since nobody waits for a results page until all
answers were read. What was read is kept in memory until the file is another one.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from participation.counting.bundles import Text
from participation.counting.parts import Grid

ENDING = "-worte.json"
KEPT_FILES = 8


@dataclass(frozen=True)
class Words:
    """``texts`` by section and question are sorted, so that they say nothing of an order of arrival; what several people wrote is there
    as often."""

    grid: Grid | None = None
    texts: Mapping[tuple[int, str], Sequence[str]] = field(default_factory=dict)


def gathered(texts: Iterable[Text], grid: Grid | None) -> Words:
    """The words of a bundle's lines of texts."""
    found: dict[tuple[int, str], list[str]] = {}
    for one in texts:
        found.setdefault((one.section, one.question), []).extend([one.text] * one.people)
    return Words(grid, {asked: tuple(sorted(some)) for asked, some in sorted(found.items())})


def write(bundle: Path, words: Words) -> None:
    """Beside the bundle they are from."""
    told = {
        "grid": None if words.grid is None else asdict(words.grid),
        "texts": [[section, key, texts] for (section, key), texts in words.texts.items()],
    }
    _beside(bundle).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def of_bundle(bundle: Path) -> Words:
    """Those of a bundle; nothing where the file is gone."""
    file = _beside(bundle)
    try:
        state = file.stat()
        return _read(file, state.st_mtime_ns, state.st_size)
    except FileNotFoundError:
        return Words()


@lru_cache(maxsize=KEPT_FILES)
def _read(file: Path, changed_ns: int, size: int) -> Words:
    """``changed_ns`` and ``size`` tell another file of the same name."""
    told = json.loads(file.read_bytes())
    grid = None if told["grid"] is None else Grid(**told["grid"])
    return Words(grid, {(section, key): tuple(texts) for section, key, texts in told["texts"]})


def _beside(bundle: Path) -> Path:
    return bundle.with_name(bundle.name.removesuffix(".jsonl") + ENDING)
