"""Utterances: words gathered into pieces a person can read, quote and jump to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transcription.words import Word

MOST_WORDS = 30
PAUSE_MS = 1500
SHORT_PAUSE_MS = 700

_CLOSERS = "\"'»«“”’)]}"
_ABBREVIATIONS = re.compile(
    r"(abs|abschn|abt|anl|anm|art|aufl|ausg|az|bd|bsp|bspw|bzgl|bzw|ca|chr|co|dergl|dgl|dipl|dr|ebd|einschl|engl|entspr|etc|evtl|ff|fr|frl"
    r"|geb|gem|gesch|gez|ggf|ggfs|hbf|hr|hrn|hrsg|inc|inkl|insb|inzw|jan|feb|apr|jun|jul|aug|sep|sept|okt|nov|dez|jh|jhd|kap|lfd|lt|ltd"
    r"|max|mdb|mdl|min|mind|mio|mrd|mtl|nr|nrn|od|orig|pfr|phil|prof|rd|red|sen|sog|st|std|str|tel|tgl|tsd|usf|verf|vgl|vorm|vors"
    r"|zit|zt|zzgl|d\.h|i\.d\.r|o\.ä|s\.o|s\.u|u\.a|u\.ä|u\.u|z\.b|z\.t|z\.zt)\.",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\d{1,2}\.|[IVX]{1,5}\.")
_LETTERS = re.compile(r"(?:[^\W\d_]\.)+")


@dataclass(frozen=True, slots=True)
class SegmentDraft:
    """An utterance not yet stored: its text, its words with times (empty where none are known), its mean confidence."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    speaker: str | None = None


def split(words: Sequence[Word], boundaries: Iterable[int] = ()) -> list[SegmentDraft]:
    """Ordered words as utterances of at most 30 words, losing none.

    An utterance ends at a boundary (ms, such as the start of an agenda item; a word belongs where its middle lies), at a pause
    over 1.5 s, and otherwise at the last sentence end before the 31st word. A sentence longer than that is split at a comma or pause.
    """
    drafts = []
    for stretch in _stretches(words, sorted(boundaries)):
        sentences = _sentences(stretch)
        pieces = [piece for sentence in sentences for piece in _bounded(sentence)]
        drafts += [draft(group) for group in _gathered(pieces)]
    return drafts


def draft(words: Sequence[Word], speaker: str | None = None) -> SegmentDraft:
    """One utterance of these words; there is at least one."""
    return SegmentDraft(
        words[0].start_ms,
        max(word.end_ms for word in words),
        " ".join(word.text for word in words),
        tuple(words),
        round(sum(word.probability for word in words) / len(words), 4),
        speaker,
    )


def ends_sentence(text: str, following: str | None, pause_ms: int = 0) -> bool:
    """Whether a German sentence ends with this word, when this word and pause follow (None: nothing follows)."""
    bare = text.rstrip(_CLOSERS)
    if not bare or bare[-1] not in ".!?…":
        return False
    if following is None or bare[-1] in "!?":
        return True
    if following[0].islower():
        return False
    if bare.endswith(("...", "…")):
        return True
    core = bare.lstrip("\"'»«„“‚(")
    if _ABBREVIATIONS.fullmatch(core) or _LETTERS.fullmatch(core):
        return False
    return not (_ORDINAL.fullmatch(core) and pause_ms < SHORT_PAUSE_MS)


def _stretches(words: Sequence[Word], boundaries: Sequence[int]) -> list[list[Word]]:
    """Words between which neither a boundary nor a long pause lies."""
    result: list[list[Word]] = []
    passed = 0
    for index, word in enumerate(words):
        crossed = False
        while passed < len(boundaries) and boundaries[passed] <= (word.start_ms + word.end_ms) / 2:
            passed += 1
            crossed = True
        if not result or crossed or word.start_ms - words[index - 1].end_ms > PAUSE_MS:
            result.append([])
        result[-1].append(word)
    return result


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    result: list[list[Word]] = [[]]
    for index, word in enumerate(words):
        result[-1].append(word)
        following = words[index + 1] if index + 1 < len(words) else None
        if following is not None and ends_sentence(word.text, following.text, following.start_ms - word.end_ms):
            result.append([])
    return result


def _bounded(sentence: Sequence[Word]) -> list[Sequence[Word]]:
    """A sentence in pieces of at most MOST_WORDS, split where it hurts least: at punctuation, at pauses, near the middle."""
    pieces = []
    start = 0
    while (left := len(sentence) - start) > MOST_WORDS:
        parts = -(-left // MOST_WORDS)
        # any cut in this span leaves the rest small enough for the pieces that remain
        first = start + max(left - (parts - 1) * MOST_WORDS, MOST_WORDS // 3)
        middle = start + left / 2
        fitness = [_fitness(sentence, at) - abs(at - middle) / left for at in range(first, start + MOST_WORDS + 1)]
        cut = first + fitness.index(max(fitness))
        pieces.append(sentence[start:cut])
        start = cut
    return [*pieces, sentence[start:]]


def _fitness(words: Sequence[Word], at: int) -> float:
    """How well words can be split before position ``at``: the better for punctuation and pauses."""
    before, after = words[at - 1], words[at]
    mark = {",": 2.0, ";": 3.0, ":": 3.0, "–": 3.0, "-": 0.5}.get(before.text[-1], 0.0)
    return mark + min(2.0, max(0, after.start_ms - before.end_ms) / 300)


def _gathered(pieces: Iterable[Sequence[Word]]) -> list[list[Word]]:
    """Neighbouring pieces together as long as they have at most MOST_WORDS words."""
    result: list[list[Word]] = []
    for piece in pieces:
        if result and len(result[-1]) + len(piece) <= MOST_WORDS:
            result[-1] += piece
        else:
            result.append(list(piece))
    return result
