"""axe-core in a page of the browser: what hinders people from using it."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("cat.color",)
# only violations: to tell all that is in order as well takes axe half as long again
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  const told = node => `  ${node.html}\\n  ${node.failureSummary}`;
  return found.violations.map(rule => [`${rule.id}: ${rule.help}`, ...rule.nodes.map(told)].join("\\n"));
}"""


@cache
def _source() -> str:
    return files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: "Page", tags: tuple[str, ...] = TAGS) -> list[str]:
    """Each rule the page breaks, with the elements. The script is run by the browser's debugger, so the page's policy stays as it is."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {_source()} }}")
    found: list[str] = page.evaluate(RUN, list(tags))
    return found


def violations_by_day_and_night(page: "Page") -> list[str]:
    """The same in both colour schemes, of which the dark one is kept: there only colours can be wrong that are right by daylight."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    return found + [f"in the dark: {rule}" for rule in violations(page, COLOURS)]
