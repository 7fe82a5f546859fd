"""How German names sound: the Kölner Phonetik (H. J. Postel, 1969), and how far two spellings are apart. Pure."""

from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ä": "a",
        "ö": "o",
        "ü": "u",
        "ß": "s",
        "é": "e",
        "è": "e",
        "á": "a",
        "à": "a",
        "ç": "c",
        "ñ": "n",
        "ł": "l",
        "š": "s",
    }
    | {"ž": "z", "č": "c", "ć": "c", "ğ": "g", "ş": "s", "ı": "i"}
)
_PLAIN = {
    **dict.fromkeys("aeijouy", "0"), **dict.fromkeys("bp", "1"), **dict.fromkeys("dt", "2"), **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"), "l": "5", **dict.fromkeys("mn", "6"), "r": "7", **dict.fromkeys("sz", "8"),
}  # fmt: skip


@lru_cache(maxsize=50_000)
def code(word: str) -> str:
    """What a word sounds like, as digits: ``Meier``, ``Mayer`` → ``67``. Signs that are no letters are passed over."""
    letters = "".join(letter for letter in word.lower().translate(_LETTERS) if "a" <= letter <= "z")
    digits = [_digit(letters, at) for at in range(len(letters))]
    joined = "".join(digits)
    single = "".join(digit for at, digit in enumerate(joined) if at == 0 or digit != joined[at - 1])
    return single[:1] + single[1:].replace("0", "")


def _digit(letters: str, at: int) -> str:
    """The digit of one letter between its neighbours; none for ``h``, two for ``x``."""
    letter, before, after = letters[at], letters[at - 1] if at else "", letters[at + 1 : at + 2]
    if letter == "c":
        return _hard_or_soft(before, after)
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "p" and after == "h":
        return "3"
    if letter in "dt" and after and after in "csz":
        return "8"
    return _PLAIN.get(letter, "")


def _hard_or_soft(before: str, after: str) -> str:
    """``c`` sounds like ``k`` before some letters, else like ``z``."""
    if not after:
        return "8"
    if not before:
        return "4" if after in "ahkloqrux" else "8"
    return "4" if after in "ahkoqux" and before not in "sz" else "8"


def distance(one: str, other: str, most: int) -> int:
    """How many letters have to be put in, left out or changed to get from one spelling to the other; ``most`` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, same in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (letter != same))
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
