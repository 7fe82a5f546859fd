"""Nothing invented: what a speech model makes up in silence, applause or noise is taken out again.

Values only. Voice activity decides first; sentences such models are known to invent, and sentences repeated like a stuck record, stay only
where voice, pace and confidence speak for them.
"""

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from council.media.timeline import Range
from transcription.segments import ends_sentence
from transcription.voice import overlap_ms
from transcription.words import Phrase, Word

VERSION = 1

NO_SPEECH = 0.6
UNSURE_LOG_PROBABILITY = -1.0
FASTEST_WORDS_PER_S = 8.0
HASTY_WORDS_PER_S = 4.5
EARLY_ONSET_MS = 1200
LATE_ONSET_MS = 500
SHORTEST_MS = 20
NEAR_MS = 400
PACKED_RATIO = 2.4
LONGEST_UNIT = 20

# Credits and farewells of films and broadcasts, which the models were trained on. Lower case, without punctuation.
_STATIONS = r"(zdf|ard|wdr|ndr|swr|br|mdr|rbb|orf|srf|hr|sr|funk|arte)"
_KNOWN = re.compile(
    rf"(untertitel\w*|copyright|ard text)"
    rf"( (der|des|von|vom|durch|im auftrag( des| der| von)?|für|{_STATIONS}|\d{{4}}|amara|org|community))*"
    rf"|{_STATIONS} \d{{4}}"
    r"|untertitel (von|der|durch) .*"
    r"|(und )?(vielen |herzlichen )?dank(e)?( schön| sehr)?( (fürs|für das|für ihr|für euer) (zuschauen|zuhören|zusehen))?"
    r"( und)?( bis zum nächsten mal)?"
    r"|(vielen dank|danke) für (die|ihre|eure) aufmerksamkeit"
    r"|(und )?(das|dass) (wars|war es|war s)( (auch )?schon)?( wieder)?( für heute)?( .*)?"
    r"|(und )?(wir sehen uns|bis)( (dann|bald|zum nächsten|im nächsten|beim nächsten|in der nächsten))+( mal| video| folge| woche)?"
    r"|(bitte )?(abonniert|abonnieren|liked|lasst) .*(kanal|abo|like|daumen).*"
    r"|mehr (infos|informationen) (auf|unter) .*"
    r"|thank(s| you)( for watching| very much)?|thanks for watching|(sanfte |ruhige |spannende )?musik|applaus|beifall|tschüss?"
)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What speaks for some words: how sure the model is, how much of their time is voice, how many came in a second of voice."""

    probability: float
    voiced: float
    words_per_s: float

    @property
    def supported(self) -> bool:
        return self.probability >= 0.5 and self.voiced >= 0.5 and self.words_per_s <= FASTEST_WORDS_PER_S


def clean(phrases: Iterable[Phrase], voice: Sequence[Range], duration_ms: int) -> list[Phrase]:
    """The phrases without what nobody said, all words in order within [0, duration_ms]; ``voice`` is where somebody speaks."""
    believable = [replace(phrase, words=tuple(_believable(phrase, voice))) for phrase in phrases]
    kept = [replace(phrase, words=tuple(_without_cascades(phrase, voice))) for phrase in believable if phrase.words]
    words = in_order([word for phrase in kept for word in phrase.words], duration_ms)
    words = in_order(_from_onset(words, voice), duration_ms)
    result = []
    position = 0
    for phrase in kept:
        result.append(replace(phrase, words=tuple(words[position : position + len(phrase.words)])))
        position += len(phrase.words)
    return result


def is_known_invention(text: str) -> bool:
    """Whether a sentence is one that speech models are known to make up."""
    return _KNOWN.fullmatch(_plain(text)) is not None


def in_order(words: Sequence[Word], duration_ms: int) -> list[Word]:
    """The same words, times mended: within [0, duration_ms], in order, not overlapping, and not of zero length where there is room."""
    starts: list[int] = []
    for word in words:
        starts.append(min(max(word.start_ms, starts[-1] if starts else 0), duration_ms))
    result = []
    index = 0
    while index < len(words):
        after = index + 1
        while after < len(words) and starts[after] == starts[index]:
            after += 1
        limit = starts[after] if after < len(words) else duration_ms
        result += _spread(words[index:after], starts[index], limit)
        index = after
    return result


def _spread(words: Sequence[Word], start: int, limit: int) -> list[Word]:
    """Words that begin at the same time, one after the other before ``limit``; a single one keeps its end if that is possible."""
    wanted = max(words[-1].end_ms, start + SHORTEST_MS * len(words))
    end = max(start, min(wanted, limit))
    edges = [start + (end - start) * part // len(words) for part in range(len(words) + 1)]
    return [replace(word, start_ms=edges[i], end_ms=edges[i + 1]) for i, word in enumerate(words)]


def _believable(phrase: Phrase, voice: Sequence[Range]) -> list[Word]:
    """The phrase's sentences that somebody may have said."""
    unsure = phrase.no_speech_probability > NO_SPEECH and phrase.average_log_probability < UNSURE_LOG_PROBABILITY
    kept = []
    for sentence in _sentences(phrase.words):
        evidence = _evidence(sentence, voice)
        unheard = evidence.words_per_s > 2 * FASTEST_WORDS_PER_S
        doubtful = unsure or is_known_invention(" ".join(word.text for word in sentence))
        if not unheard and (evidence.supported or not doubtful):
            kept += sentence
    return kept


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    result: list[list[Word]] = [[]]
    for index, word in enumerate(words):
        result[-1].append(word)
        if index + 1 < len(words) and ends_sentence(word.text, words[index + 1].text):
            result.append([])
    return result if words else []


def _evidence(words: Sequence[Word], voice: Sequence[Range]) -> _Evidence:
    start, end = words[0].start_ms, max(words[-1].end_ms, words[0].start_ms + 1)
    voiced = overlap_ms(voice, start, end)
    near = overlap_ms(voice, start - NEAR_MS, end + NEAR_MS)
    return _Evidence(
        sum(word.probability for word in words) / len(words),
        voiced / (end - start),
        len(words) * 1000 / max(near, 1),
    )


def _without_cascades(phrase: Phrase, voice: Sequence[Range]) -> list[Word]:
    """The phrase with stuck repetitions reduced to their first round; what was really repeated (a vote, a chorus) stays."""
    words = list(phrase.words)
    texts = [_plain(word.text) for word in words]
    result: list[Word] = []
    index = 0
    while index < len(words):
        unit, rounds = _repetition(texts, index)
        span = words[index : index + unit * rounds]
        if rounds > 1 and _stuck(span, unit, rounds, phrase.compression_ratio, voice):
            result += words[index : index + unit]
            index += len(span)
        else:
            result.append(words[index])
            index += 1
    return result


def _repetition(texts: Sequence[str], at: int) -> tuple[int, int]:
    """The unit, in words, whose repetition from ``at`` on covers most words, and how often it comes; (1, 1) if nothing repeats."""
    best = (1, 1)
    for unit in range(1, min(LONGEST_UNIT, (len(texts) - at) // 2) + 1):
        first = texts[at : at + unit]
        rounds = 1
        while texts[at + rounds * unit : at + (rounds + 1) * unit] == first:
            rounds += 1
        if rounds > 1 and unit * rounds > best[0] * best[1]:
            best = (unit, rounds)
    return best


def _stuck(words: Sequence[Word], unit: int, rounds: int, packed: float, voice: Sequence[Range]) -> bool:
    if rounds < 3 or len(words) < 6:
        return False
    evidence = _evidence(words, voice)
    if evidence.words_per_s > HASTY_WORDS_PER_S or evidence.voiced < 0.5 or evidence.probability < 0.4:
        return True
    return packed > PACKED_RATIO and rounds >= 5 and unit >= 2


def _from_onset(words: Sequence[Word], voice: Sequence[Range]) -> list[Word]:
    """The first word of each stretch of voice begins where the voice does, if the model put it a little too early or too late."""
    result = list(words)
    ends = [word.end_ms for word in words]
    for number, (start, end) in enumerate(voice):
        index = bisect.bisect_right(ends, start)
        before = voice[:number][-1:]
        if index < len(result) and before and _mostly_in(result[index], before, start):
            index += 1
        if index < len(result) and start - EARLY_ONSET_MS <= result[index].start_ms <= min(start + LATE_ONSET_MS, end):
            word = result[index]
            result[index] = replace(word, start_ms=start, end_ms=max(word.end_ms, start + SHORTEST_MS))
    return result


def _mostly_in(word: Word, voice: Sequence[Range], until: int) -> bool:
    """Whether more of the word's time is voice before ``until`` than lies after it."""
    return overlap_ms(voice, word.start_ms, until) > word.end_ms - until


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", text).lower().split())
