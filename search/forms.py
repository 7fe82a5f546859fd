"""What a single word is found by: its base forms, and the parts of a compound. Pure."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search import families
from search.compounds import divided
from search.lexicon import Lexicon, Reading
from search.spelling import fold

HEAD, FIRST, OTHER, DOUBTFUL = MARKS = ">", "<", "~", "?"  # before terms that are parts of a word
ABBREVIATION = "."  # behind a word written in capitals alone: "OB" is not "ob"
VERB = "+"  # behind the base form of a verb, which may be that of a noun, too: "kosten", "Kosten"
LONGEST_ABBREVIATION = 5  # letters
_PARTICLE = 3  # letters of words such as "ob", which nobody means who types capitals
MOST_ATOMS = 6  # of a compound; of a longer one the first are left out
_SHORTEST_STEM = 5  # letters an unknown word keeps without its ending
_ENDINGS = ("en", "er", "es", "em", "e", "s", "n")


class Forms(NamedTuple):
    """``wholes``: base forms the word may have; ``heads``: what a compound ends with; ``firsts``: what it begins with; ``others``: what
    else is in it, and words it is derived from; ``doubtful``: what it may be derived from if it is no name."""

    wholes: tuple[str, ...]
    heads: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """As they are written into the index."""
        marked = ((HEAD, self.heads), (FIRST, self.firsts), (OTHER, self.others), (DOUBTFUL, self.doubtful))
        return (*self.wholes, *(mark + word for mark, words in marked for word in words))


def of(word: str, lexicon: Lexicon, *, opening: bool = False, asked: bool = False) -> Forms:
    """The forms of a written word. Its capital says whether it is a noun, unless it is ``opening`` a sentence.

    People who ask (``asked``) often type small letters only: then it may be anything, but rather a noun.
    """
    folded = fold(word)
    if not folded.isalpha():
        return Forms((folded,))
    readings = tuple(_present(folded, reading) for reading in lexicon.readings(folded))
    if not 1 < len(folded) <= LONGEST_ABBREVIATION or not (asked or word.isupper()):
        return _plain(word, folded, readings, lexicon, opening=opening, asked=asked)
    if asked and word.isupper() and len(folded) <= _PARTICLE and Reading(folded, noun=False) in readings:
        return Forms((folded + ABBREVIATION,))
    forms = _plain(word, folded, readings, lexicon, opening=opening, asked=asked)
    return forms._replace(wholes=(*forms.wholes, folded + ABBREVIATION))


def stripped(whole: str) -> str:
    """A base form as it stands in compounds, without what tells verbs and abbreviations apart."""
    return whole.rstrip(VERB + ABBREVIATION)


def _plain(
    word: str, folded: str, readings: Sequence[Reading], lexicon: Lexicon, *, opening: bool, asked: bool
) -> Forms:
    """The forms of a word that is no abbreviation."""
    capital = word[:1].isupper()
    if not readings:
        return _unknown(folded, lexicon, noun=capital or asked)
    if asked and not capital:
        chosen = _meant(folded, readings)
    elif capital and opening:
        chosen = readings
    else:
        chosen = _fitting(readings, noun=capital)
    return _together([_known(reading, lexicon) for reading in chosen] + _genitive(folded, chosen, lexicon))


def _genitive(folded: str, chosen: Sequence[Reading], lexicon: Lexicon) -> list[Forms]:
    """The name that a word may be the genitive of, where the list knows "Intels" as a word of its own."""
    if len(folded) <= _SHORTEST_STEM or not folded.endswith("s") or folded[-2] in "aeiousn":
        return []
    if not any(reading.noun and reading.lemma == folded for reading in chosen):
        return []
    name = Reading(folded[:-1], noun=True)
    return [_known(name, lexicon)] if name in lexicon.readings(name.lemma) else []


def joined(atoms: Sequence[str]) -> str:
    """A compound's base form, without linking elements."""
    return "".join(atoms)


def _present(folded: str, reading: Reading) -> Reading:
    """A present participle as the word of its own that it is: "entscheidend"."""
    return Reading(folded, noun=False) if not reading.noun and folded == reading.lemma + "d" else reading


def _fitting(readings: Sequence[Reading], *, noun: bool) -> Sequence[Reading]:
    fitting = [reading for reading in readings if reading.noun == noun] or readings
    present = {reading.lemma.removesuffix("d") for reading in fitting if reading.lemma.endswith("end")}
    return [
        reading for reading in fitting if reading.noun or reading.lemma not in present
    ]  # "entscheidend" is a word of its own


def _meant(folded: str, readings: Sequence[Reading]) -> Sequence[Reading]:
    """What somebody may have meant by small letters: anything, but no verb where it is a noun in its base form."""
    if not any(reading.noun and reading.lemma == folded for reading in readings):
        return readings
    return [
        reading
        for reading in readings
        if reading.noun or reading.lemma == folded or not families.is_verb(reading.lemma)
    ]


def _together(every: Sequence[Forms]) -> Forms:
    if len(every) == 1:
        return every[0]
    return Forms(
        *(tuple(dict.fromkeys(word for forms in every for word in forms[place])) for place in range(len(Forms._fields)))
    )


@lru_cache(maxsize=50_000)
def _known(reading: Reading, lexicon: Lexicon) -> Forms:
    lemma, noun = reading
    if not noun and families.is_verb(lemma):
        verbs = (lemma, *families.verbs(lemma, lexicon))
        return _related(Forms(tuple(verb + VERB for verb in verbs)), (lemma,), lexicon, noun=False)
    lemma = families.person(lemma, lexicon) if noun else lemma
    atoms = _atoms(lemma, lexicon, noun=noun)
    forms = _compound(atoms)
    if noun:
        forms = forms._replace(doubtful=families.namesake(lemma, lexicon))
    else:
        forms = forms._replace(wholes=(*forms.wholes, *(verb + VERB for verb in families.verbs(lemma, lexicon))))
    return _related(forms, atoms, lexicon, noun=noun)


def _unknown(folded: str, lexicon: Lexicon, *, noun: bool) -> Forms:
    if not noun and (verb := families.separable(folded, lexicon)):
        return Forms((verb + VERB,))
    atoms = _atoms(folded, lexicon, noun=noun)
    if len(atoms) > 1:
        return _related(_compound(atoms), atoms, lexicon, noun=noun)
    for ending in ("s",) if noun else _ENDINGS:
        if folded.endswith(ending) and not folded.endswith("ss") and len(folded) - len(ending) >= _SHORTEST_STEM:
            return _related(Forms((folded, folded.removesuffix(ending))), (folded,), lexicon, noun=noun)
    return Forms((folded,))


def _related(forms: Forms, atoms: Sequence[str], lexicon: Lexicon, *, noun: bool) -> Forms:
    """With the words that a word and its parts are derived from, and what its head is behind the same modifiers:
    "Schulsozialarbeiter" → schulesozialarbeit."""
    whole, head = forms.wholes[0].removesuffix(VERB), atoms[-1]
    words = (whole, *atoms) if len(atoms) > 1 else atoms
    added = [_written(relative, lexicon) for word in words for relative in families.relatives(word, lexicon, noun=noun)]
    if len(atoms) > 1:
        bases = families.relatives(head, lexicon, noun=noun)
        added += [whole.removesuffix(head) + _written(base, lexicon) for base in bases]
    new = dict.fromkeys(word for word in added if word not in forms.heads and word != whole)
    begun = () if forms.wholes[0].endswith(VERB) else (word for word in new if whole.startswith(word))
    firsts = dict.fromkeys((*forms.firsts, *begun))
    others = dict.fromkeys((*forms.others, *(word for word in new if word not in firsts)))
    return forms._replace(firsts=tuple(firsts), others=tuple(others))


def _written(word: str, lexicon: Lexicon) -> str:
    """A base form as it is written into the index."""
    return joined(_atoms(word, lexicon))


@lru_cache(maxsize=50_000)
def _atoms(word: str, lexicon: Lexicon, *, noun: bool = True) -> tuple[str, ...]:
    """The parts of a word that have no parts themselves; the word alone where it has none."""
    parts = divided(word, lexicon, noun=noun)
    if not parts:
        return (families.person(word, lexicon) if noun else word,)
    return tuple(atom for part in parts for atom in _atoms(part, lexicon))


def _compound(atoms: Sequence[str]) -> Forms:
    kept = atoms[-MOST_ATOMS:]
    count = len(kept)
    heads = [joined(kept[first:]) for first in range(1, count)]
    firsts = [joined(kept[:end]) for end in range(1, count)]
    others = [joined(kept[first:end]) for first in range(1, count) for end in range(first + 1, count)]
    return Forms((joined(atoms),), *(tuple(dict.fromkeys(words)) for words in (heads, firsts, others)))
