"""Word error rate: how far a transcript is from what was really said."""

import re


def normalized(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, punctuation stripped (hyphens divide words)."""
    return re.findall(r"\w+", text.lower())


def word_error_rate(reference: str, heard: str) -> float:
    """Words substituted, left out or added, as a share of the reference's words: 0.183 means 18.3 %.

    An empty reference gives 0.0 where nothing was heard either, else 1.0.
    """
    wanted = normalized(reference)
    errors = distance(wanted, normalized(heard))
    return errors / len(wanted) if wanted else float(bool(errors))


def distance(wanted: list[str], heard: list[str]) -> int:
    """The least number of substitutions, deletions and insertions (Levenshtein, on words)."""
    previous = list(range(len(heard) + 1))
    for row, word in enumerate(wanted, 1):
        current = [row]
        for column, other in enumerate(heard, 1):
            best = previous[column - 1] if word == other else previous[column - 1] + 1
            if previous[column] < best:
                best = previous[column] + 1
            if current[-1] < best:
                best = current[-1] + 1
            current.append(best)
        previous = current
    return previous[-1]
