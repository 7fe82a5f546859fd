"""What people typed into a form, and what stands in its fields."""

from datetime import date

from starlette.datastructures import FormData


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
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def day(value: date | None) -> str:
    """A date as a date field holds it; empty for none."""
    return value.isoformat() if value else ""
