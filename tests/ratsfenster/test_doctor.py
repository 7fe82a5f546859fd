from pathlib import Path

import pytest

from council.base.site import Site
from ratsfenster import doctor
from ratsfenster.doctor import Finding
from tests.server import free_socket


def synonyms_of(site: Site, path: Path | None) -> Finding:
    town = Site(site.settings.model_copy(update={"synonyms": path}), site.database, site.storage, site.clock)
    [found] = [finding for finding in doctor.examine(town) if finding.subject == "Synonyme"]
    return found


def test_the_built_in_synonyms_are_fine(site: Site) -> None:
    assert synonyms_of(site, None).good


def test_the_towns_synonyms_are_looked_through(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "synonyme.txt"
    path.write_text("Spielkreis, Krabbelgruppe\n", encoding="utf-8")
    assert synonyms_of(site, path).good
    path.write_text("Spielkreis, Krabbelgruppe\nKita\n" + "Müll\n" * 9, encoding="utf-8")
    found = synonyms_of(site, path)
    assert (found.good, found.broken) == (False, False)
    assert "Zeile 2: „Kita“" in found.message
    assert "und 5 weitere" in found.message


@pytest.mark.parametrize("name", ["fehlt.txt", "."])
def test_a_file_that_cannot_be_read_is_named(site: Site, tmp_path: Path, name: str) -> None:
    found = synonyms_of(site, tmp_path / name)
    assert not found.good
    assert "lässt sich nicht lesen" in found.message


def findings(site: Site, **settings: object) -> dict[str, Finding]:
    changed = Site(site.settings.model_copy(update=settings), site.database, site.storage, site.clock)
    return {finding.subject: finding for finding in doctor.examine(changed)}


def test_the_search_engine_in_the_program_is_always_there(site: Site) -> None:
    assert findings(site)["Suchmaschine"] == Finding("Suchmaschine", "tantivy", True)


def test_a_search_server_that_is_away_is_named_and_the_site_is_not_broken(site: Site) -> None:
    with free_socket() as listening:
        port = listening.getsockname()[1]
    found = findings(site, search_url=f"http://127.0.0.1:{port}", search_key="geheim")
    engine, index = found["Suchmaschine"], found["Suchindex"]
    assert (engine.good, engine.broken, index.good, index.broken) == (False, False, False, False)
    assert "RATSFENSTER_SEARCH_URL" in engine.message
    assert not any("geheim" in each.message for each in found.values())
