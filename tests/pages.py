"""What every HTML page of the site must fulfil. The client fixture checks each page it gets with ``check``."""

from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx2 import Response

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
NEEDS_LABEL = frozenset({"input", "select", "textarea"})
WITHOUT_LABEL = frozenset({"hidden", "submit", "button"})
BLOCKS = frozenset(
    {
        "article",
        "aside",
        "div",
        "dl",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "header",
        "main",
        "nav",
        "ol",
        "p",
    }
    | {"pre", "section", "table", "ul"}
)
REFERS_BY_ID = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")


class _Reader(HTMLParser):
    """Collects what is wrong with a page while reading it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.references: list[tuple[str, str]] = []
        self.labels: set[str] = set()
        self.unlabelled: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}
        self.headings: list[int] = []
        self.lang = ""
        self.doctype = False
        self.text: dict[str, str] = {}

    def handle_decl(self, decl: str) -> None:
        self.doctype = self.doctype or decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self._attributes(tag, attrs, values)
        self._controls(tag, values)
        if tag in BLOCKS and "p" in self.open and "svg" not in self.open:
            self.problems.append(f"<{tag}> inside <p>: browsers end the paragraph before it")
        if tag in ("a", "button") and ("a" in self.open or "button" in self.open):
            self.problems.append(f"<{tag}> inside {self.open[-3:]}: nothing to click may lie in another")
        if tag == "html":
            self.lang = values.get("lang", "")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-3:]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for tag in ("title", "h1", "label"):
            if tag in self.open:
                self.text[tag] = self.text.get(tag, "") + data
        if self.open and self.open[-1] in ("script", "style") and data.strip():
            self.problems.append(f"inline <{self.open[-1]}>")

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]], values: dict[str, str]) -> None:
        names = [name for name, _ in attrs]
        self.problems += [f"attribute {name} twice on <{tag}>" for name in set(names) if names.count(name) > 1]
        self.problems += [f"{name} on <{tag}>" for name in names if name.startswith(("on", "hx-on")) or name == "style"]
        for name in ("href", "src", "action"):
            if values.get(name, "").strip().lower().startswith(("javascript:", "http://", "https://", "//")) and tag in (
                "script", "img", "iframe", "form", "video", "audio", "source", "track",
            ):  # fmt: skip
                self.problems.append(f"<{tag}> loads from elsewhere: {values[name]}")
        if tag == "style":
            self.problems.append("inline <style>")
        if tag == "img" and "alt" not in values:
            self.problems.append(f"<img> without alt: {values.get('src')}")
        if "id" in values:
            self.ids.append(values["id"])
        for name in REFERS_BY_ID:
            self.references += [(name, target) for target in values.get(name, "").split()]
        if tag == "a" and values.get("href", "").startswith("#") and len(values["href"]) > 1:
            self.references.append(("href", values["href"][1:]))

    def _controls(self, tag: str, values: dict[str, str]) -> None:
        if tag == "label" and "for" in values:
            self.labels.add(values["for"])
            self.references.append(("for", values["for"]))
        if tag in NEEDS_LABEL and values.get("type") not in WITHOUT_LABEL and "label" not in self.open:
            named = values.get("aria-label") or values.get("aria-labelledby")
            if not named:
                self.unlabelled.append((tag, values.get("id", "")))


def problems(html: str) -> list[str]:
    """Everything wrong with a whole HTML page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = list(reader.problems)
    found += [f"<{tag}> is not closed" for tag in reader.open]
    found += [f"id {name!r} twice" for name in set(reader.ids) if reader.ids.count(name) > 1]
    found += [
        f"{name} names {target!r}, which is not there" for name, target in reader.references if target not in reader.ids
    ]
    found += [f"<{tag} id={name!r}> has no label" for tag, name in reader.unlabelled if name not in reader.labels]
    found += [
        f"{reader.counts.get(tag, 0)} <{tag}>, not 1" for tag in ("h1", "main", "title") if reader.counts.get(tag) != 1
    ]
    found += [f"<{tag}> is empty" for tag in ("h1", "title") if not reader.text.get(tag, "").strip()]
    found += _heading_problems(reader.headings)
    if not reader.doctype:
        found.append("no doctype")
    if reader.lang not in ("de", "en"):
        found.append(f"lang is {reader.lang!r}")
    return found


def _heading_problems(levels: list[int]) -> list[str]:
    jumps = pairwise(levels)
    return [f"heading of level {after} follows level {before}" for before, after in jumps if after > before + 1]


def fragment_problems(html: str) -> list[str]:
    """Everything wrong with a piece of a page that htmx puts into one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = list(reader.problems)
    found += [f"<{tag}> is not closed" for tag in reader.open]
    found += [f"id {name!r} twice" for name in set(reader.ids) if reader.ids.count(name) > 1]
    return found


def check(response: "Response") -> None:
    """Fails where a page is not valid, has no title, is unprotected, or carries scripts or styles in itself."""
    policy = response.headers.get("content-security-policy", "")
    assert "default-src 'none'" in policy, f"{response.url}: no content security policy"
    assert "unsafe" not in policy or "sandbox" in policy, f"{response.url}: {policy}"
    assert response.headers.get("x-content-type-options") == "nosniff", f"{response.url} may be sniffed"
    if not response.headers.get("content-type", "").startswith("text/html") or response.request.method == "HEAD":
        return
    fragment = response.request.headers.get("hx-request") == "true" and "<html" not in response.text
    found = fragment_problems(response.text) if fragment else problems(response.text)
    assert not found, f"{response.request.method} {response.url}:\n" + "\n".join(found)
