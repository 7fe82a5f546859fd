"""What makes people recognisable: a warning for planners whose form asks for several things that few people have in
common.

A form is looked at, not its answers: what kinds of question it has, and of what their keys and texts speak. It is a
warning and no more. Words can mean something else, and whatever people write of their own accord is for moderation to
find.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from council.base.i18n import Language, message
from participation.forms import Form, naming
from participation.forms.kinds import Info, Long, Matrix, Multiple, Number, Place, Scale, Short, Single
from participation.forms.questions import Question

MOST_AGE_GROUPS = 12
MOST_DISTRICTS = 40
MOST_GROUPS = 20
MANY = 3

AGE, PLACE, JOB, GENDER, HOME, ORIGIN, CONTACT = "age", "place", "job", "gender", "home", "origin", "contact"

_WORDS: Mapping[str, str] = {
    AGE: r"alter|alters|altersgruppe|altersklasse|lebensalter|lebensjahr|jahrgang|wie alt|geboren|"
    r"age|how old|birth\w*|born|geburtsjahr|geburtsdatum|geburtstag",
    PLACE: r"\w*strassen?|hausnummer|wohnort|\w*adresse|anschrift|wohnen sie|wohnst du|plz|postleitzahl|ortsteil|"
    r"stadtteil|stadtbezirk|wohnviertel|wohngebiet|street|address|postcode|district|where do you live",
    JOB: r"beruf|berufliche\w*|berufsbezeichnung|taetigkeit|arbeitgeber\w*|arbeitsplatz|arbeiten sie|dienststelle|"
    r"job|occupation|profession|employer",
    GENDER: r"geschlecht\w*|gender|sex",
    HOME: r"haushalt\w*|familienstand|anzahl (?:der |ihrer )?kinder|kinder haben|household|marital status",
    ORIGIN: r"staatsangehoerigkeit|nationalitaet|herkunft|geburtsland|muttersprache|religion|konfession|behinderung|"
    r"nationality|disability|mother tongue",
    CONTACT: r"ihr name|ihren namen|wie heissen sie|vorname|nachname|familienname|e mail\w*|email\w*|telefon\w*|"
    r"handynummer|mobilnummer|your name|phone|telephone",
}
_PATTERNS = {trait: re.compile(rf"\b(?:{words})\b") for trait, words in _WORDS.items()}


@dataclass(frozen=True)
class Concern:
    """Questions by which, together, people could be recognised. ``text`` is a German message of the catalogue that says
    why, and what to do."""

    keys: tuple[str, ...]
    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        """The message in a language of the site."""
        return language.filled(self.text, self.values)


@dataclass(frozen=True)
class _Trait:
    """What a question tells of a person; ``exact`` where it leaves few people to choose from."""

    name: str
    key: str
    exact: bool


def concerns(form: Form, strata: bool = False) -> tuple[Concern, ...]:
    """What a planner should think about before opening. ``strata``: it is known of each answer from which district or
    other group it comes."""
    traits = [trait for question in form.questions.values() for trait in _traits(question)]
    return (*_contacts(traits), *_combined(form, traits, strata), *_many(traits, strata))


def _contacts(traits: list[_Trait]) -> Iterator[Concern]:
    for trait in traits:
        if trait.name == CONTACT and trait.exact:
            yield Concern(
                (trait.key,),
                message(
                    "„%(key)s“ fragt nach Namen oder Kontaktdaten. Damit wären alle Antworten dieser Person "
                    "zuzuordnen. Bitte streichen Sie die Frage; wer benachrichtigt werden möchte, kann sich getrennt "
                    "von den Antworten eintragen."
                ),
                {"key": trait.key},
            )


def _combined(form: Form, traits: list[_Trait], strata: bool) -> Iterator[Concern]:
    """Age, place and free text: the first two single out a few, the third tells which of them."""
    ages, places = _of(traits, AGE), _of(traits, PLACE)
    texts = tuple(key for key, question in form.questions.items() if _free_text(question))
    exact = any(trait.exact for trait in (*ages, *places))
    if not ages or not (places or strata) or not exact:
        return
    keys = tuple(dict.fromkeys((*_keys(ages), *_keys(places), *texts)))
    values = {"age": _listed(_keys(ages)), "place": _listed(_keys(places)) or "–", "texts": _listed(texts)}
    if texts:
        yield Concern(
            keys,
            message(
                "Alter (%(age)s), Ort (%(place)s) und freier Text (%(texts)s) zusammen können verraten, wer "
                "geantwortet hat: Oft passt nur eine Person, und was sie schreibt, bestätigt es. Fragen Sie statt des "
                "genauen Alters nach Altersgruppen und statt der genauen Stelle nach dem Stadtteil, oder verzichten "
                "Sie auf eines der drei."
            ),
            values,
        )
    elif any(trait.exact for trait in ages) and any(trait.exact for trait in places):
        del values["texts"]
        yield Concern(
            keys,
            message(
                "Genaues Alter (%(age)s) und genauer Ort (%(place)s) zusammen passen oft nur auf eine Person. Fragen "
                "Sie nach Altersgruppen oder nach dem Stadtteil."
            ),
            values,
        )


def _many(traits: list[_Trait], strata: bool) -> Iterator[Concern]:
    """Several things of a person, at least one of them exact."""
    told = [trait for trait in traits if trait.name != CONTACT]
    names = {trait.name for trait in told} | ({PLACE} if strata else set())
    others = names - {AGE, PLACE}
    if others and len(names) >= MANY and any(trait.exact for trait in told):
        yield Concern(
            _keys(told),
            message(
                "Diese Fragen beschreiben zusammen eine Person genau: %(keys)s. Je mehr davon bekannt ist, desto "
                "weniger Menschen passen dazu. Fragen Sie nur, was Sie auswerten werden, und geben Sie grobe Gruppen "
                "zur Auswahl, statt eine genaue Angabe zu verlangen."
            ),
            {"keys": _listed(_keys(told))},
        )


def _traits(question: Question) -> Iterator[_Trait]:
    """What is asked about is in key and text. Help and options may speak of anything, and so may a long answer."""
    said = " ".join((question.key, *question.text.values()))
    plain = " ".join(naming.spelt(said))
    found = {name for name, pattern in _PATTERNS.items() if pattern.search(plain)}
    if isinstance(question.asks, Place):
        found.add(PLACE)
    if not isinstance(question.asks, Info | Long):
        yield from (_Trait(name, question.key, _exact(question, name)) for name in sorted(found))


def _exact(question: Question, name: str) -> bool:
    """Whether the answer is more than one of a few groups. A number of people in a household is none that singles
    out."""
    limits = {AGE: MOST_AGE_GROUPS, PLACE: MOST_DISTRICTS}
    match question.asks:
        case Single(options) | Multiple(options):
            return len(options) > limits.get(name, MOST_GROUPS)
        case Scale() | Matrix():
            return False
        case Number():
            return name in (AGE, PLACE)
        case _:
            return True


def _free_text(question: Question) -> bool:
    asks = question.asks
    return isinstance(asks, Short) or (isinstance(asks, Single | Multiple) and asks.other)


def _of(traits: list[_Trait], name: str) -> tuple[_Trait, ...]:
    return tuple(trait for trait in traits if trait.name == name)


def _keys(traits: tuple[_Trait, ...] | list[_Trait]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trait.key for trait in traits))


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(keys)
