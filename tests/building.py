"""A planner who builds a form: reads pages, and sends their forms as a browser would."""

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from participation.processes import Process, form_versions

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

    from council.base.site import Site
    from participation.forms import Form


class _Fields(HTMLParser):
    """The fields of the form that is sent to an address, with what stands in them."""

    def __init__(self, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self._action, self._inside, self._area, self._select = action, False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = of.get("action") == self._action
        if not self._inside:
            return
        if tag == "input" and (of.get("type") not in ("checkbox", "radio") or "checked" in of):
            self.found.setdefault(of["name"], []).append(of.get("value", ""))
        elif tag == "textarea":
            self._area = of["name"]
            self.found[self._area] = [""]
        elif tag == "select":
            self._select = of["name"]
        elif tag == "option" and ("selected" in of or self._select not in self.found):
            self.found[self._select] = [of["value"]]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area][0] += data


def fields(html: str, action: str) -> dict[str, list[str]]:
    """What a browser would send to an address."""
    reader = _Fields(action)
    reader.feed(html)
    return reader.found


def send(client: "TestClient", path: str, step: str, **changes: Any) -> "Response":
    """Open a page of the builder, change fields and press a button; ``_`` in names stands for ``-``."""
    given: dict[str, Any] = fields(client.get(path).text, path)
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return client.post(path, data=given | named | {"schritt": step})


def press(client: "TestClient", base: str, step: str, stand: str = "") -> "Response":
    """A step on the list of questions."""
    shown = stand or fields(client.get(base).text, f"{base}/schritt")["stand"][0]
    return client.post(f"{base}/schritt", data={"stand": shown, "schritt": step})


def draft(site: "Site", process_id: int) -> "Form":
    """The form as it stands at the desk."""
    with site.database.reading() as db:
        return form_versions.draft(db, db.get_one(Process, process_id))
