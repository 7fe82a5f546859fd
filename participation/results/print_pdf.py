"""Prints the HTML on its standard input into the file named first, as PDF/UA-1. What the page names is read from the folder named second
and from nowhere else. Run by ``printing`` in a process of its own; it knows nothing of the rest."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher


class OwnFiles(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
    """Gives pictures that stand in the page itself, and files of one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False, fail_on_errors=True)
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: Any = None) -> Any:
        parts = urlsplit(url)
        if parts.scheme == "file" and self._folder not in Path(unquote(parts.path)).resolve().parents:
            raise ValueError(f"not one of our files: {url}")
        return super().fetch(url, headers)


def main(target: str, folder: str) -> None:
    """Print."""
    page = HTML(string=sys.stdin.read(), base_url=f"file://{folder}/", url_fetcher=OwnFiles(Path(folder)))
    page.write_pdf(target, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(*sys.argv[1:])
