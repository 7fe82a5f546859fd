"""Words of one family: the person behind "-in", the noun in a verb, the adjective in "-keit". Pure. All words are folded base forms."""

from collections.abc import Iterator

from search.lexicon import Lexicon

_PLAIN = (("aeu", "au"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
_ADJECTIVE_ENDINGS = (
    "lich", "atisch", "erisch", "isch", "iell", "ell", "haft", "ig", "bar", "sam", "los", "arm", "reich", "voll", "frei", "maessig",
)  # fmt: skip
_NOUN_ENDINGS = ("losigkeit", "igkeit", "keit", "heit", "schaft", "ung", "ler", "er", "erei", "ierung")
_VERB_PREFIXES = (
    "be", "ver", "ent", "er", "zer", "um", "ab", "an", "auf", "aus", "ein", "ueber", "vor", "zu", "nach", "mit", "unter", "gegen", "bei",
)  # fmt: skip
_SEPARABLE_WORDS = """
    weiter zurueck zusammen hinaus heraus herein hinein vorbei entgegen gegen nach mit fest vor bei auf aus ein an ab um zu weg los raus
    rein rum hin her
"""
_SEPARABLE = tuple(_SEPARABLE_WORDS.split())
_SHORTEST_STEM = 4
_SHORTEST_PERSON = 6  # before "-er": "Politiker" comes of Politik, Müller is a name

# Words that only look as if they came of another.
_STRANGERS_WORDS = """
    antworten bezueglich einverstanden fallen gefallen landen messen noetig noetigen posten verantworten verantwortlich verantwortung
    vereinbar vereinbaren vereinen vereinnahmen verkehren verkehrt verstaendlich verstaendnis verzug zuegig
"""
_STRANGERS = frozenset(_STRANGERS_WORDS.split())
_SHORTEST_DEED = 7
_SHORTEST_PREFIXED = 5  # behind a verb's prefix, where chance finds more: "Rat" is not in "verraten"


def person(noun: str, lexicon: Lexicon) -> str:
    """The same word for all people: the masculine of a feminine ("Bürgermeisterin"), the plain form of "Vorsitzender"; else the noun."""
    if noun.endswith("in") and len(noun) > 5 and _is_noun(noun, noun + "nen", lexicon):
        stem = noun.removesuffix("in")
        for candidate in (stem, *_without_umlaut(stem), stem + "e"):
            if _is_noun(candidate, candidate, lexicon):
                return candidate
    if noun.endswith("er") and _is_noun(noun, noun[:-1] + "m", lexicon):
        return noun[:-1]
    return noun


def relatives(word: str, lexicon: Lexicon, *, noun: bool) -> tuple[str, ...]:
    """Words that this one is derived from, nouns and adjectives: "schulisch" → schule, "Veröffentlichung" → oeffentlich."""
    if word in _STRANGERS or (not noun and verbs(word, lexicon)):
        return ()
    stems = list(_stems(word, noun))
    if noun and word.endswith("ung"):
        stems += _stems(word.removesuffix("ung") + "en", noun=False)
    found = (candidate for stem in stems for candidate in _words(stem, lexicon))
    return tuple(dict.fromkeys(candidate for candidate in found if candidate != word))


def namesake(noun: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What a short noun on "-er" would come of if it were no name: Maler of malen, but Müller of Müll?"""
    stem = noun.removesuffix("er")
    short = stem != noun and _SHORTEST_STEM <= len(stem) < _SHORTEST_PERSON
    return (stem,) if short and _is_noun(stem, stem, lexicon) else ()


def is_verb(lemma: str) -> bool:
    """Whether the base form of what is no noun is that of a verb."""
    return lemma.endswith(("en", "eln", "ern"))


def verbs(adjective: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The verb of a participle that the word list has as an adjective of its own: "entschieden" → entscheiden."""
    if adjective.endswith("end"):
        return ()
    forms = (adjective, adjective.removesuffix("en")) if adjective.endswith("en") else (adjective,)
    found = (reading.lemma for form in forms for reading in lexicon.readings(form) if not reading.noun)
    return tuple(dict.fromkeys(verb for verb in found if verb != adjective and is_verb(verb)))


def separable(form: str, lexicon: Lexicon) -> str:
    """The verb that a form with a separable prefix belongs to: "zugearbeitet", "zuzuarbeiten" → zuarbeiten; empty where it is none."""
    for prefix in _SEPARABLE:
        rest = form.removeprefix(prefix)
        if rest == form or len(rest) < _SHORTEST_PREFIXED:
            continue
        for verb in (rest, rest.removeprefix("zu")):
            found = (reading.lemma for reading in lexicon.readings(verb) if not reading.noun and is_verb(reading.lemma))
            if lemma := next(found, ""):
                return prefix + lemma
    return ""


def deeds(noun: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The verb that a noun on "-ung" is made of, where it is long enough to mean the same: "Sanierung" → sanieren."""
    if not noun.endswith("ung"):
        return ()
    stem = noun.removesuffix("ung")
    candidates = (stem + "n" if stem.endswith(("el", "er")) else stem + "en", stem + "en")
    return tuple(
        verb
        for verb in dict.fromkeys(candidates)
        if len(verb) >= _SHORTEST_DEED and any(reading == (verb, False) for reading in lexicon.readings(verb))
    )


def _stems(word: str, noun: bool) -> Iterator[tuple[str, bool]]:
    """What is left of a word without its ending, and whether it may want an ending of its own."""
    if noun:
        for ending in _NOUN_ENDINGS:
            if word.endswith(ending) and (ending != "er" or len(word) >= _SHORTEST_PERSON + 2):
                yield word.removesuffix(ending), ending in ("losigkeit", "ung", "schaft")
        return
    for ending in _ADJECTIVE_ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield stem + "a" if ending == "atisch" else stem, True
    if word.endswith("end"):
        yield word.removesuffix("d"), False
    verb = word.removesuffix("n") if word.endswith(("eln", "ern")) else word.removesuffix("en")
    if verb == word:
        return
    yield verb, False
    for prefix in _VERB_PREFIXES:
        if verb.startswith(prefix) and len(verb) - len(prefix) >= _SHORTEST_PREFIXED:
            yield verb.removeprefix(prefix), False


def _words(found: tuple[str, bool], lexicon: Lexicon) -> Iterator[str]:
    stem, extended = found
    if len(stem) < _SHORTEST_STEM:
        return
    candidates = [stem, *_without_umlaut(stem)] if extended else [stem]
    if extended:
        candidates += [stem + "e", *(plain + "e" for plain in _without_umlaut(stem))]
        candidates += [stem.removesuffix("s")] if stem.endswith("s") else []
    for candidate in candidates:
        readings = lexicon.readings(candidate)
        if any(reading.lemma == candidate for reading in readings):
            yield candidate
            return


def _without_umlaut(stem: str) -> list[str]:
    """The stem with its last umlaut undone."""
    at = max((stem.rfind(long), long, plain) for long, plain in _PLAIN)
    position, long, plain = at
    return [stem[:position] + plain + stem[position + len(long) :]] if position >= 0 else []


def _is_noun(lemma: str, form: str, lexicon: Lexicon) -> bool:
    return any(reading.noun and reading.lemma == lemma for reading in lexicon.readings(form))
