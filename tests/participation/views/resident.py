"""Somebody who answers a survey with a browser that runs no scripts: fills in fields, presses buttons, and sends what a form sends."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """What the form ``bogen`` would send, and what it can be answered with."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.buttons: dict[str, str] = {}
        self.texts: list[str] = []
        self._inside = False
        self._select, self._area = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = values.get("id") == "bogen"
        if not self._inside or "disabled" in values:
            return
        name = values.get("name", "")
        match tag, values.get("type", ""):
            case "input", "radio" | "checkbox":
                if "checked" in values:
                    self.fields.setdefault(name, []).append(values["value"])
            case "input", _:
                self.fields.setdefault(name, []).append(values.get("value", ""))
            case "select", _:
                self._select = name
            case "option", _ if self._select and "selected" in values:
                self.fields.setdefault(self._select, []).append(values["value"])
            case "textarea", _:
                self._area = name
                self.fields.setdefault(name, []).append("")
            case "button", _:
                self.buttons[values["value"]] = values.get("formaction", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][-1] += data.removeprefix("\n")


@dataclass
class Resident:
    """One person and the page they see."""

    client: "TestClient"
    slug: str = "marktplatz"
    page: "Response" = field(init=False)
    prefix: str = field(init=False, default="")

    @property
    def path(self) -> str:
        return f"{self.prefix}/mitmachen/{self.slug}/fragen"

    def begin(self, query: str = "", prefix: str = "") -> "Resident":
        self.prefix = prefix
        self.page = self.client.get(f"{self.path}{query}")
        return self

    @property
    def fields(self) -> Fields:
        """What the page's form would send if nobody typed anything."""
        return self._form().fields

    @property
    def place(self) -> str:
        return self.fields["seite"][0]

    @property
    def buttons(self) -> dict[str, str]:
        return self._form().buttons

    def press(
        self, button: str, headers: dict[str, str] | None = None, **answers: str | list[str] | None
    ) -> "Response":
        """Fill in and press a button. Names of fields are written with ``__`` for ``-``; None takes a field away."""
        sent = dict(self.fields)
        for name, value in answers.items():
            key = name.replace("__", "-")
            if value is None:
                sent.pop(key, None)
            else:
                sent[key] = [value] if isinstance(value, str) else value
        path = self.buttons.get(button) or self.path
        self.page = self.client.post(path, data={**sent, "schritt": button}, headers=headers)
        return self.page

    def on(self, **answers: str | list[str] | None) -> "Response":
        return self.press("weiter", **answers)

    def _form(self) -> _Form:
        reader = _Form()
        reader.feed(self.page.text)
        return reader
