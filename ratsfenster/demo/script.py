"""The script of the demo: who says what under which agenda item. Read from ``script.toml``, the only place where its text is written."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Delivery:
    """How everybody speaks: words a minute, and the silence between words in hundredths of a second."""

    words_per_minute: int
    word_gap: int


@dataclass(frozen=True)
class Speaker:
    """A person of the invented town and the espeak-ng voice that speaks for them."""

    name: str
    role: str
    voice: str


@dataclass(frozen=True)
class Utterance:
    """What one person says without a pause. ``pause_ms`` is the silence before it; ``checked``: a person has read and corrected it."""

    speaker: Speaker
    text: str
    spoken: str
    pause_ms: int
    checked: bool


@dataclass(frozen=True)
class Item:
    """An agenda item. ``break_ms`` is how long the meeting is interrupted before it."""

    number: str
    name: str
    public: bool
    break_ms: int
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True)
class Script:
    """The whole meeting. ``tail_ms`` is the silence after the last word."""

    town: str
    organization: str
    meeting: str
    start: datetime
    delivery: Delivery
    tail_ms: int
    speakers: tuple[Speaker, ...]
    items: tuple[Item, ...]


def read_script(path: Path) -> Script:
    """The script in a TOML file. Raises KeyError where it names a speaker it does not introduce."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    speakers = {entry["name"]: Speaker(**entry) for entry in raw["speaker"]}
    gap, item_gap = raw["gap"], raw["item_gap"]
    items = tuple(
        Item(
            number=item["number"],
            name=item["name"],
            public=item.get("public", True),
            break_ms=_milliseconds(item.get("break_before", 0)),
            utterances=tuple(
                Utterance(
                    speaker=speakers[said["speaker"]],
                    text=said["text"],
                    spoken=said.get("say", said["text"]),
                    pause_ms=_milliseconds(said.get("pause", gap if position else item_gap)),
                    checked=said.get("checked", False),
                )
                for position, said in enumerate(item["utterances"])
            ),
        )
        for item in raw["item"]
    )
    return Script(
        town=raw["town"],
        organization=raw["organization"],
        meeting=raw["meeting"],
        start=raw["start"],
        delivery=Delivery(raw["words_per_minute"], raw["word_gap"]),
        tail_ms=_milliseconds(raw["tail"]),
        speakers=tuple(speakers.values()),
        items=items,
    )


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
