from dataclasses import replace
from pathlib import Path

import pytest

from council.base.site import Site
from participation import results
from participation.results import printing
from ratsfenster import doctor
from ratsfenster.doctor import Finding
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form
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


def test_a_library_that_pdf_files_need_is_named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings(site)["PDF-Dateien"].good
    monkeypatch.setattr(printing, "missing_library", lambda: "libpango-1.0-0")
    found = findings(site)["PDF-Dateien"]
    assert (found.good, found.broken) == (False, False)
    assert "apt-get install libpango-1.0-0" in found.message


def test_a_survey_that_could_not_be_counted_is_named(site: Site) -> None:
    assert findings(site)["Umfrageergebnisse"].good
    number = surveys.survey(site, form(EVERY_KIND[0]))
    with site.database.writing() as db:
        results.failed(db, number, "OSError", site.clock())
    found = findings(site)["Umfrageergebnisse"]
    assert (found.good, found.broken) == (False, False)
    assert "Wie soll der Marktplatz werden?" in found.message
    assert "OSError" in found.message


@pytest.mark.parametrize(
    ("url", "good", "told"),
    [
        ("", True, "ausgeschaltet"),
        ("smtps://user:geheim@mail.example", True, "mail.example:465, Absender noreply@musterstadt.example"),
        ("smtp://localhost", True, "localhost:25"),
        ("smtp://mail.example", False, "unverschlüsselt"),
    ],
)
def test_the_mail_server_is_told_and_its_password_is_not(site: Site, url: str, good: bool, told: str) -> None:
    settings = site.settings.model_copy(update={"smtp_url": url, "mail_from": "noreply@musterstadt.example"})
    (found,) = [one for one in doctor.examine(replace(site, settings=settings)) if one.subject == "E-Mail"]
    assert found.good is good
    assert told in found.message
    assert "geheim" not in found.message
