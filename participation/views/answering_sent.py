"""What comes with a step: the fields of the page it was sent from, read from its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from council.base import forms as base_forms
from participation import answers
from participation.answers import Checked, fields
from participation.views import answering_steps, proofs
from participation.views.answering_steps import Filled
from participation.views.answering_visit import Visit
from participation.views.proofs import Proof

LONGEST_NAME = 200  # of fields that hold keys and short names


@dataclass(frozen=True)
class Sent:
    """What somebody has filled in up to here, and the access code where one is needed. The key of ``proof`` is the submission's."""

    proof: Proof
    filled: Filled
    code: str = field(default="", repr=False)


def fresh(visit: Visit, place: str) -> Sent:
    """Somebody who begins."""
    return Sent(proofs.fresh(visit), Filled(place, {}, _checked(visit, {})))


def read(visit: Visit, given: FormData) -> Sent:
    """What a page sent."""
    typed = _texts(given)
    answered = fields.read(visit.form, typed)
    place = _one(typed, "seite")
    sheet = visit.sheet
    filled = Filled(
        place if answering_steps.known(sheet, place) else answering_steps.start(sheet),
        answered,
        _checked(visit, answered),
        frozenset(key for value in typed.get("gezeigt", ()) for key in value.split()),
        _one(typed, "stratum"),
        _one(typed, "von") == answering_steps.REVIEW,
    )
    return Sent(proofs.read(visit, given), filled, _one(typed, "code"))


def _checked(visit: Visit, given: Mapping[str, object]) -> Checked:
    return answers.validate(visit.form, given, visit.code, visit.boundary)


def _texts(given: FormData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in given.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value.replace("\0", ""))
    return found


def _one(typed: Mapping[str, list[str]], name: str) -> str:
    return base_forms.one_line(typed.get(name, [""])[0])[:LONGEST_NAME]
