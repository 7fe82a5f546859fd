"""Surveys in the search: what they are found by, what is shown of it, and that nothing is found of what is not public."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from council.base import changes
from council.base.changes import Change
from council.base.site import Site
from participation import processes as participation
from participation.forms import Form, to_json
from participation.ideas import Idea, Shown
from participation.moderation.text_reviews import TextReview, digest
from participation.processes import CHANGE_KIND, Process
from participation.processes.form_versions import FormVersion
from participation.results import Result
from search import history, moments, processes, sources
from search.documents import PROCESS, Source
from search.moments import News
from search.processes import LONGEST, PublicProcess, passage, text
from tests import surveys
from tests.participation.townsurvey import form, option, question

OPENS = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
BENCHES = question("seats", "single", options=[option("bench"), option("wall")], other=False)
ASKED = form({**BENCHES, "text": {"de": "Wo fehlen Sitzbänke?"}}, question("more", "long", max=100))


def survey(site: Site, asked: Form = ASKED, **facts: Any) -> int:
    return surveys.survey(site, asked, **({"intro": {"de": "Bald wird **gebaut**."}, "opens_at": OPENS} | facts))


def change(site: Site, process_id: int, **facts: Any) -> None:
    """As the desk does it: told in the same transaction."""
    with site.database.writing() as db:
        process = db.get_one(Process, process_id)
        for name, value in facts.items():
            setattr(process, name, value)
        db.add(process)
        participation.changed(db, process, site.clock())


def public(site: Site, process_id: int) -> PublicProcess | None:
    with site.database.reading() as db:
        return next(iter(processes.public(db, [process_id])), None)


@pytest.mark.db
def test_a_survey_is_found_by_its_title_its_introduction_and_all_it_asks(site: Site) -> None:
    found = sources.content(site, Source(CHANGE_KIND, survey(site)))
    (document,) = found.documents
    assert (document.id, document.meeting_id, document.organization_id) == ("process-1", None, None)
    assert (document.year, document.day) == (2026, date(2026, 1, 1).toordinal())  # in the town it was that day already
    for word in ("marktplatz", "gebaut", "sitzbaenke", "bench", "wall"):
        assert word in document.exact
    assert found.words["Sitzbänke"] == 1


@pytest.mark.db
def test_nothing_anybody_wrote_is_found_released_or_not(site: Site) -> None:
    number = survey(site)
    surveys.answer(site, number, {"more": "Geheimnis"})
    with site.database.writing() as db:
        db.add(TextReview(process_id=number, question="more", digest=digest("Geheimnis"), released=True))
        db.add(
            Idea(
                process_id=number, number=1, receipt="r", title="Geheimnis", text="Geheimnis", shown=Shown.WAITING,
                sent_on=site.clock().date(),
            )
        )  # fmt: skip
    assert "geheimnis" not in str(sources.content(site, Source(CHANGE_KIND, number))).casefold()


@pytest.mark.db
def test_a_draft_is_no_source_and_what_was_withdrawn_is_none_any_more(site: Site) -> None:
    survey(site, slug="entwurf", released=False)
    number = survey(site)
    with site.database.reading() as db:
        assert sources.everything(db) == [Source(CHANGE_KIND, number)]
    change(site, number, withdrawn_at=site.clock())
    with site.database.reading() as db:
        assert sources.everything(db) == []
    assert sources.content(site, Source(CHANGE_KIND, number)) == sources.Content([], Counter())
    assert public(site, number) is None


def test_the_latest_version_is_what_it_is_found_by(site: Site) -> None:
    number = survey(site)
    later = to_json(form({**BENCHES, "text": {"de": "Wo fehlen Bäume?"}}))
    with site.database.writing() as db:
        db.add(FormVersion(process_id=number, number=2, form=later, at=site.clock()))
    found = public(site, number)
    assert found is not None
    assert "Bäume" in found.text
    assert "Sitzbänke" not in found.text


def test_it_leads_to_its_results_once_they_are_final_and_published(site: Site) -> None:
    number, now = survey(site), site.clock()

    def leads_to(**facts: Any) -> str:
        with site.database.writing() as db:
            if facts:
                known = {"figures": {}, "people": 9, "made_at": now, "published_at": now} | facts
                db.add(Result(process_id=number, **known))
        found = public(site, number)
        return found.best_path if found else ""

    assert leads_to() == "/mitmachen/marktplatz"
    assert leads_to(number=1, final=False) == "/mitmachen/marktplatz"
    assert leads_to(number=2, final=True, published_at=None) == "/mitmachen/marktplatz"
    assert leads_to(number=3, final=True, taken_back_at=now) == "/mitmachen/marktplatz"
    assert leads_to(number=4, final=True) == "/mitmachen/marktplatz/ergebnisse"


@pytest.mark.db
def test_until_the_index_followed_a_change_it_is_left_out(site: Site) -> None:
    number = survey(site)
    with site.database.reading() as db:
        before = history.newest(db)
    change(site, number, withdrawn_at=site.clock())
    with site.database.reading() as db:
        (told,) = changes.since(db, before.change)
        assert moments.news(db, before) == News(hidden=frozenset({Source(CHANGE_KIND, number)}))
        assert sources.touched(db, told) == [Source(CHANGE_KIND, number)]
    assert sources.may_hide(told)
    assert not sources.may_hide(Change(kind="recording", subject_id=1, at=site.clock()))


def test_texts_are_lines_in_german_or_else_in_the_leading_language() -> None:
    english = {"text": {"en": "Where are benches missing?"}}
    (page,) = form({**question("say", "short"), **english}).pages
    asked = Form(("en",), (replace(page, title={}),))
    lines = text("Der  Markt", "# Worum es geht\n\nWir *bauen* um.", asked).split("\n")
    assert lines == ["Der Markt", "Worum es geht", "Wir bauen um.", "Where are benches missing?"]
    assert text("Der Markt", "Der Markt", None) == "Der Markt"


def marked(whole: str, *words: str) -> str:
    """The passage that is shown where these words matched, what is marked in brackets."""
    spans = sorted((whole.index(word), whole.index(word) + len(word)) for word in words)
    shown, found = passage(whole, spans)
    for start, end in reversed(found):
        shown = f"{shown[:start]}[{shown[start:end]}]{shown[end:]}"
    return shown


def test_of_a_survey_its_title_and_what_matched_is_shown() -> None:
    whole = "Der Markt\nWir bauen um.\nWo fehlen Bänke?\nWo fehlen Bäume?\nNoch etwas Bäriges?"
    assert marked(whole, "Markt") == "Der [Markt]"
    assert marked(whole, "Bänke") == "Der Markt\nWo fehlen [Bänke]?"
    assert marked(whole, "Markt", "bauen", "Bäume") == "Der [Markt]\nWir [bauen] um.\nWo fehlen [Bäume]?"
    assert marked(whole, "bauen", "Bänke", "Bäume", "Bäriges").count("\n") == processes.LINES


@pytest.mark.parametrize("before", [0, 30, 300])
def test_a_long_line_is_shown_around_what_matched(before: int) -> None:
    line = "Wort " * before + "Radweg" + " Wort" * 300
    title, shown = marked(f"Der Markt\n{line}", "Radweg").split("\n")
    assert title == "Der Markt"
    assert "[Radweg]" in shown
    assert len(shown) <= LONGEST + 6
    assert shown.startswith("…") == (before > 12)
    assert shown.endswith("…")


def test_a_word_longer_than_a_line_is_shown_whole() -> None:
    assert marked("Markt\n" + "x" * 500 + " y", "x" * 500) == f"Markt\n[{'x' * 500}] …"


def test_its_kind_is_the_last_that_came() -> None:
    assert PROCESS == "process"
