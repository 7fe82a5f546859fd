"""A person's text on the machine's times: unchanged words keep theirs, new ones are fitted in between."""

import difflib
import re
from collections.abc import Sequence

from transcription.words import Word

SURE = 1.0


def realign(words: Sequence[Word], new_text: str, start_ms: int, end_ms: int, *, heard_all: bool = True) -> list[Word]:
    """The words of ``new_text``, one for each white-space separated token, within [start_ms, end_ms] and in order.

    Words that stayed the same but for case and punctuation keep their times; the time between is shared among changed ones by their
    length. A person's words have the probability 1; so have those that stayed, unless the person did not hear them all.
    """
    tokens = new_text.split()
    old = [_bare(word.text) for word in words]
    new = [_bare(token) for token in tokens]
    result: list[Word] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            kept = zip(words[i:j], tokens[k:m], strict=True)
            result += [
                Word(token, word.start_ms, word.end_ms, SURE if heard_all else word.probability) for word, token in kept
            ]
        elif k < m:
            first = words[i].start_ms if i < j else result[-1].end_ms if result else start_ms
            last = words[j - 1].end_ms if i < j else words[j].start_ms if j < len(words) else end_ms
            result += spread(tokens[k:m], first, max(first, last))
    return _bounded(result, start_ms, end_ms)


def spread(tokens: Sequence[str], start_ms: int, end_ms: int, probability: float = SURE) -> list[Word]:
    """Tokens evenly over [start_ms, end_ms), each with time in proportion to its length."""
    total = sum(len(token) + 1 for token in tokens)
    result = []
    passed = 0
    begin = start_ms
    for token in tokens:
        passed += len(token) + 1
        end = start_ms + (end_ms - start_ms) * passed // total
        result.append(Word(token, begin, end, probability))
        begin = end
    return result


def _bounded(words: Sequence[Word], start_ms: int, end_ms: int) -> list[Word]:
    result: list[Word] = []
    begin = start_ms
    for word in words:
        begin = min(max(word.start_ms, begin), end_ms)
        end = min(max(word.end_ms, begin), end_ms)
        result.append(Word(word.text, begin, end, word.probability))
    return result


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).casefold() or text
