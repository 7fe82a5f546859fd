"""What people typed into a form, and what stands in its fields."""

from datetime import date
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

URLENCODED = "application/x-www-form-urlencoded"
LARGE = 50_000  # bytes, from which reading them takes milliseconds


async def of_text(request: Request, most: int) -> FormData:
    """The fields of a form that brings no files; of more than ``most`` none is read, and the answer is 400. The route bounds the length.

    ``request.form()`` reads every form, a chunk and a callback at a time; as browsers send this one, it takes a fifth of that. A large one
    is read beside the event loop.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != URLENCODED:
        async with request.form(max_files=0, max_fields=most) as given:
            return given
    body = await request.body()
    return _parsed(body, most) if len(body) < LARGE else await run_in_threadpool(_parsed, body, most)


def _parsed(body: bytes, most: int) -> FormData:
    try:
        read = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=most)
    except ValueError as error:
        raise HTTPException(400) from error
    pairs: list[tuple[str, str | UploadFile]] = [*read]
    return FormData(pairs)


def text(given: FormData, name: str) -> str:
    """A field's text, without blanks around it; empty where it is missing or a file."""
    return typed(given, name).replace("\r\n", "\n").strip()


def typed(given: FormData, name: str) -> str:
    """Exactly what was typed, for passwords; without NUL, which no database takes."""
    value = given.get(name, "")
    return value.replace("\0", "") if isinstance(value, str) else ""


def line(given: FormData, name: str) -> str:
    """A field's text on one line, without what cannot be seen."""
    return one_line(given.get(name, ""))


def lines(given: FormData, name: str) -> list[str]:
    """The same of all fields of a name, in their order."""
    return [one_line(value) for value in given.getlist(name)]


def one_line(value: object) -> str:
    """A text without line breaks and control characters; empty where it is none."""
    if not isinstance(value, str):
        return ""
    if value.isprintable():
        return " ".join(value.split())
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def number(typed: str, digits: int = 9) -> int | None:
    """A whole number of at most so many digits, as the id of something; None for all else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= digits else None


def day(value: date | None) -> str:
    """A date as a date field holds it; empty for none."""
    return value.isoformat() if value else ""
