"""What is said about a form to its planner: with questions by their numbers, since nobody but the form knows their keys."""

from collections.abc import Mapping
from dataclasses import replace

from council.base.i18n import Language, message
from participation.forms import Form
from participation.forms.faults import Fault
from participation.forms.identifying import Concern


def place(key: str, form: Form, language: Language) -> str:
    """'Frage 3', 'Seite 2'; what is neither is the whole form."""
    if key in form.questions:
        return _question(key, _numbers(form), language)
    if key in form.positions:
        return language.gettext(message("Seite %(number)s")) % {"number": form.positions[key] + 1}
    return language.gettext(message("Ganzer Bogen"))


def fault(one: Fault, form: Form, language: Language) -> str:
    """What is to be put right."""
    if one.values.get("question") not in form.questions:
        return one.told(language)
    named = _question(str(one.values["question"]), _numbers(form), language)
    return replace(one, values={**one.values, "question": named}).told(language)


def concern(one: Concern, form: Form, language: Language) -> str:
    """Why people could be recognised."""
    numbers = _numbers(form)
    named = {
        name: ", ".join(_question(key, numbers, language) for key in str(value).split(", "))
        for name, value in one.values.items()
    }
    return replace(one, values=named).told(language)


def _numbers(form: Form) -> Mapping[str, int]:
    return {key: at for at, key in enumerate(form.questions, 1)}


def _question(key: str, numbers: Mapping[str, int], language: Language) -> str:
    if key not in numbers:
        return language.gettext(message("Gruppe der Person")) if key == "–" else key
    return language.gettext(message("Frage %(number)s")) % {"number": numbers[key]}
