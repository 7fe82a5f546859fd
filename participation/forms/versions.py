"""Changing a form that people are answering: a correction of texts, which leaves it the same form, or a new version of it.

Texts are what people read, nothing that is counted by; whether a new wording asks something else only people can tell, so every text that
was changed is told for the log.
"""

from dataclasses import dataclass

from participation import forms
from participation.forms import Form
from participation.forms.kinds import Json

_TEXTS = {"title", "text", "help", "unit", "labels"}


@dataclass(frozen=True)
class Rewording:
    """A text that was changed: the key of its page or question, the name of the text there, and its language. Empty: none."""

    key: str
    name: str
    language: str
    before: str
    after: str


def is_correction(before: Form, after: Form) -> bool:
    """Whether only texts differ: same keys, kinds, options, limits, order and conditions, and every language still there. A language
    may be added behind the others, for that adds texts."""
    same = _without_texts(forms.to_json(before)["pages"]) == _without_texts(forms.to_json(after)["pages"])
    return same and after.languages[: len(before.languages)] == before.languages


def rewordings(before: Form, after: Form) -> tuple[Rewording, ...]:
    """What a correction changes, in the order of the form."""
    old = {(key, name): texts for key, (name, texts, _) in before.said()}
    new = {(key, name): texts for key, (name, texts, _) in after.said()}
    return tuple(
        Rewording(*place, language, old.get(place, {}).get(language, ""), new.get(place, {}).get(language, ""))
        for place in dict.fromkeys((*new, *old))
        for language in after.languages
        if old.get(place, {}).get(language) != new.get(place, {}).get(language)
    )


def comparable(before: Form, after: Form) -> tuple[str, ...]:
    """The questions of the earlier version that ask the same way in the later one, apart from their texts."""
    return tuple(key for key in before.questions if key in after.questions and _same(before, after, key))


def _same(before: Form, after: Form, key: str) -> bool:
    one, other = before.questions[key], after.questions[key]
    return one.kind == other.kind and _without_texts(one.asks.to_json()) == _without_texts(other.asks.to_json())


def _without_texts(value: object) -> object:
    if isinstance(value, dict):
        members: Json = value
        return {name: _without_texts(member) for name, member in members.items() if name not in _TEXTS}
    return [_without_texts(member) for member in value] if isinstance(value, list) else value
