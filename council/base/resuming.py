"""A session that ends while somebody types: what they posted is carried through signing in, and sent once more when they say so."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from council.base import forms, paths

PREFIX = "eingabe."
TARGET = "ziel"
MOST_FIELDS = 1000
LARGEST_BODY = 500_000  # bytes
NEVER = ("passwor", "kennwort")  # parts of the names of fields that are not carried
WORTH_SEEING = 40  # characters


@dataclass(frozen=True)
class Carried:
    """What was posted to an address of the desk, field by field."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """The fields as they are carried in another form."""
        return tuple((PREFIX + name, value) for name, value in self.fields)

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody would not like to type again, to be seen and copied."""
        return tuple(value for _, value in self.fields if len(value) >= WORTH_SEEING)


async def taken(request: Request, path: str) -> Carried | None:
    """What a request posts to a path; None where it cannot be carried: files, too much, or an address that is none of the desk's."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return None
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY or not paths.is_of_desk(path):
        return None
    try:
        async with request.form(max_files=0, max_fields=MOST_FIELDS) as given:
            fields = _fields(given)
    except HTTPException as error:
        if error.status_code != 400:
            raise
        return None
    return Carried(path, fields) if sum(len(name) + len(value) for name, value in fields) <= LARGEST_BODY else None


def again(given: FormData) -> Carried | None:
    """What a form carries; None where it carries nothing, or for an address that is none of the desk's."""
    path = forms.text(given, TARGET)
    if not paths.is_of_desk(path):
        return None
    return Carried(path, tuple((name.removeprefix(PREFIX), value) for name, value in _fields(given, PREFIX)))


def _fields(given: FormData, prefix: str = "") -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, value.replace("\0", ""))
        for name, value in given.multi_items()
        if isinstance(value, str) and name.startswith(prefix) and not any(part in name.casefold() for part in NEVER)
    )
