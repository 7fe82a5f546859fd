"""Reading plain JSON values into the parts of a form, with errors that say where something is wrong."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.forms import numerals
from participation.forms.texts import LANGUAGES, Texts, clean

LARGEST_WHOLE = 1_000_000
_MISSING = object()
_STEP = re.compile(r"-?[0-9]{1,7}")


class DefinitionError(ReadableError):
    """A value is not the definition of a form."""


class Members:
    """The members of a JSON object, each taken once; null is none. ``where`` names the object in errors: the key of a page or question."""

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
            raise DefinitionError(message("„%(where)s“: Hier wird ein Objekt mit Angaben erwartet."), where=where)
        self._left = {name: member for name, member in value.items() if member is not None}
        self.where = where

    def has(self, name: str) -> bool:
        """Whether a member is there and not yet taken."""
        return name in self._left

    def text(self, name: str, default: str | None = None) -> str:
        """A text; where it has no default it must be there."""
        value = self._take(name, default)
        if not isinstance(value, str):
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss ein Text sein."), name)
        return clean(value)

    def truth(self, name: str) -> bool:
        """True or false; false where it is missing."""
        value = self._take(name, False)
        if not isinstance(value, bool):
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss wahr oder falsch sein."), name)
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number; where it has no default it must be there."""
        value = self._take(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_WHOLE:
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss eine ganze Zahl sein."), name)
        return value

    def whole_or_none(self, name: str) -> int | None:
        """A whole number, or None where none is said."""
        return self.whole(name) if self.has(name) else None

    def decimal_or_none(self, name: str) -> Decimal | None:
        """A number written as text such as "12.5", or None where none is said."""
        if not self.has(name):
            return None
        value = numerals.exact(self.text(name))
        if value is None:
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss eine Zahl wie 12.5 sein."), name)
        return value

    def day_or_none(self, name: str) -> date | None:
        """A date written as "2026-12-24", or None where none is said."""
        if not self.has(name):
            return None
        value = day(self.text(name))
        if value is None:
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss ein Datum wie 2026-12-24 sein."), name)
        return value

    def many(self, name: str) -> list[object]:
        """A list; empty where it is missing."""
        value = self._take(name, [])
        if not isinstance(value, list):
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss eine Liste sein."), name)
        return value

    def texts(self, name: str) -> Texts:
        """A text by language, without the empty ones; empty where it is missing."""
        return self._texts(self._take(name, {}), name)

    def labels(self, name: str) -> Mapping[int, Texts]:
        """Texts by the step of a scale they stand at."""
        value = self._take(name, {})
        if not isinstance(value, Mapping) or not all(isinstance(at, str) and _STEP.fullmatch(at) for at in value):
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss Texte je Stufe enthalten."), name)
        read = {int(at): self._texts(texts, name) for at, texts in value.items()}
        return {at: read[at] for at in sorted(read) if read[at]}

    def raw(self, name: str) -> object:
        """A member as it is; None where it is missing."""
        return self._take(name, None)

    def end(self) -> None:
        """All members were taken: an unknown one is an error, since it would be lost."""
        if self._left:
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ ist unbekannt."), min(self._left)[:80])

    def _take(self, name: str, default: object) -> object:
        value = self._left.pop(name, _MISSING)
        return default if value is _MISSING else value

    def _texts(self, value: object, name: str) -> Texts:
        if not isinstance(value, Mapping) or not all(
            at in LANGUAGES and isinstance(one, str) for at, one in value.items()
        ):
            raise self._error(message("„%(where)s“: Die Angabe „%(name)s“ muss einen Text je Sprache enthalten."), name)
        read = {at: clean(value[at]) for at in LANGUAGES if at in value}
        return {at: one for at, one in read.items() if one}

    def _error(self, text: str, name: str) -> DefinitionError:
        return DefinitionError(text, where=self.where, name=name)


def day(text: str) -> date | None:
    """The day a text such as "2026-12-24" says; None where it says none."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
