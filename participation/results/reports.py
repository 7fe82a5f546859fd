"""The results as a report to keep and to print: a PDF with tags, alternative texts and tables, written when it is first asked for.

It is one of the exports beside the published data, and goes with them where they are written anew without what people wrote.
"""

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from council.base import assets, pages
from council.base.i18n import Language
from council.base.site import Site
from participation.results import exports, printing
from participation.results.charts import Chart
from participation.results.result_pages import ResultsPage

WIDTH = 500  # px, of the charts in the report
TEMPLATE = "participation/report.html"
STYLES = assets.FOLDER / "css" / "report-charts.css"


@dataclass(frozen=True)
class Report:
    """What the report's template shows. ``address`` is where the results are, absolute; ``fonts`` and ``styles`` lie in ``static/``."""

    results: ResultsPage
    language: str
    town: str
    address: str

    def picture(self, chart: Chart) -> str:
        """A chart as a picture that stands in the page itself."""
        return picture(chart)


def path(bundle: Path, language: Language) -> Path:
    """Where the report lies, or will: one of the exports, which go when the bundle goes."""
    return exports.path(bundle, f"-bericht-{language.code}.pdf")


def written(site: Site, bundle: Path, page: ResultsPage, language: Language) -> Path | None:
    """The report; written where it is not there yet, which takes seconds. None where the published data are gone. Raises PrintingError."""
    file = path(bundle, language)
    if not file.is_file() and bundle.is_file():
        printing.write(composed(site, page, language), file)
    if not bundle.is_file():  # also where it went meanwhile: the report may say what shall be told no more
        file.unlink(missing_ok=True)
        return None
    return file


def composed(site: Site, page: ResultsPage, language: Language) -> str:
    """The report as HTML."""
    address = site.settings.address + language.link(f"{page.path}/ergebnisse")
    template = pages.environment(language.code, site.settings.timezone).get_template(TEMPLATE)
    return template.render(page=Report(page, language.code, site.settings.town, address))


def picture(chart: Chart) -> str:
    """A chart as an address of data, with its colours and of a fixed width."""
    start, end, rest = str(chart.markup).partition(">")
    fixed = start.replace('width="100%"', f'width="{WIDTH}"')
    drawn = f"{fixed}{end}<style>{_styles()}</style>{rest}"
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"


@cache
def _styles() -> str:
    return STYLES.read_text()
