"""What comes with a step: the fields of the page it was sent from, read from its form."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData

from council.base import forms as base_forms
from participation import answers
from participation.answers import Checked, fields, receipts, stamps
from participation.views import answering_steps
from participation.views.answering_steps import Filled
from participation.views.answering_visit import Visit

LONGEST_NAME = 200  # of fields that hold keys and short names


@dataclass(frozen=True)
class Sent:
    """``key`` is the submission's; ``keyless``: none came that can be one, so this is a new one. ``stamp`` belongs to the key."""

    key: str = field(repr=False)
    stamp: str
    filled: Filled
    keyless: bool = False
    code: str = field(default="", repr=False)
    altcha: str = ""
    trap: str = ""


def fresh(visit: Visit, place: str) -> Sent:
    """Somebody who begins."""
    key = receipts.new_key(secrets.token_bytes)
    return Sent(key, stamps.made(visit.now, visit.secret, key), Filled(place, {}, _checked(visit, {})))


def read(visit: Visit, given: FormData) -> Sent:
    """What a page sent. A key that is none is replaced, with its stamp: the next step brings the new one."""
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
    key, stamp = _one(typed, "schluessel"), _one(typed, "stempel")
    keyless = not receipts.is_key(key)
    if keyless:
        key = receipts.new_key(secrets.token_bytes)
        stamp = stamps.made(visit.now, visit.secret, key) if visit.takes else ""
    return Sent(
        key, stamp, filled, keyless, _one(typed, "code"), base_forms.typed(given, "altcha"), _one(typed, stamps.TRAP)
    )


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
