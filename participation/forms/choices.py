"""The options, rows and columns a question offers, as a planner changes them: each keeps its key through every change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from participation.forms import naming
from participation.forms.kinds import Kind, Matrix, Multiple, Option, Ranking, Single
from participation.forms.texts import Texts

Options = tuple[Option, ...]


def of(kind: Kind) -> Options:
    """What a question of this kind can be answered with; empty where there is nothing to choose from."""
    match kind:
        case Single(options) | Multiple(options) | Ranking(options):
            return options
        case Matrix(_, tuple(columns)):
            return columns
        case _:
            return ()


def with_options(kind: Kind, options: Options) -> Kind:
    """The same question with other options, or columns."""
    match kind:
        case Single() | Multiple() | Ranking():
            return replace(kind, options=options)
        case Matrix():
            return replace(kind, columns=options)
        case _:
            return kind


def added(options: Options, lines: Sequence[str], language: str, otherwise: str = "antwort") -> Options:
    """With an option for each line behind those that are there; keys are made from the texts."""
    found = options
    for line in lines:
        key = naming.made(line, {option.key for option in found}, otherwise)
        found = (*found, Option(key, {language: line}))
    return found


def reworded(options: Options, said: Mapping[str, str], language: str) -> Options:
    """With other texts in a language, by the options' keys; an empty one takes the text away."""
    return tuple(
        replace(option, text=with_text(option.text, language, said[option.key])) if option.key in said else option
        for option in options
    )


def moved(options: Options, key: str, by: int) -> Options:
    """With one option so many places further down, or up where it is less than nought; at the ends nothing changes."""
    at = next((at for at, option in enumerate(options) if option.key == key), None)
    if at is None or not 0 <= at + by < len(options):
        return options
    rest = options[:at] + options[at + 1 :]
    return (*rest[: at + by], options[at], *rest[at + by :])


def without(options: Options, key: str) -> Options:
    """Without one option."""
    return tuple(option for option in options if option.key != key)


def with_text(texts: Texts, language: str, said: str) -> Texts:
    """A text with other words in a language; without it where they are empty."""
    rest = {at: one for at, one in texts.items() if at != language}
    return {**rest, language: said} if said else rest
