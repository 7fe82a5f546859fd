"""The desk's first page for those who plan and moderate."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from council.base.accounts import Role
from participation.ideas import Idea, IdeaComment, Shown
from participation.moderation.text_reviews import TextReview, digest
from participation.processes import Kind
from participation.results import Result
from tests import desk, evening, surveys
from tests.participation.townsurvey import EVERY_KIND, form, question

ASKED = form(question("say", "long", max=500))


@pytest.fixture
def planner(client, site, cast):
    desk.sign_in(client, site, cast.planner)
    return client


def idea(site, process_id: int, number: int, shown: Shown = Shown.WAITING) -> Idea:
    return Idea(
        process_id=process_id, number=number, receipt=str(number), title="T", text="x", shown=shown,
        sent_on=site.clock().date(),
    )  # fmt: skip


def test_with_nothing_to_do_planners_are_told_how_to_begin(planner):
    page = planner.get("/ratsbuero").text
    assert "Alles erledigt" in page
    assert 'href="/ratsbuero/beteiligung/neu"' in page
    assert page.count('class="kern-btn') == 1


def test_moderators_wait_for_others(client, site, cast):
    desk.sign_in(client, site, cast.moderator)
    page = client.get("/ratsbuero").text
    assert "Alles erledigt" in page
    assert "/ratsbuero/beteiligung/neu" not in page


@pytest.mark.db
def test_each_task_has_one_clear_next_step(planner, site):
    surveys.survey(site, ASKED, closes_at=site.clock() + timedelta(days=1))
    page = planner.get("/ratsbuero").text
    assert "1 Aufgabe" in page
    assert "Endet morgen" in page
    assert "Wie soll der Marktplatz werden?" in page
    assert page.count('class="kern-btn') == 1
    assert 'href="/ratsbuero/beteiligung/1/oeffnen"' in page


@pytest.mark.db
def test_results_wait_until_they_were_public_once(client, site, cast, clock):
    number = surveys.survey(site, form(*EVERY_KIND[:1]), closes_at=clock() + timedelta(days=5))
    surveys.answer(site, number, {"park": "yes"})
    clock.advance(days=6)
    desk.sign_in(client, site, cast.planner)
    assert "Ergebnisse veröffentlichen" in client.get("/ratsbuero").text
    with site.database.writing() as db:
        db.add(
            Result(process_id=number, number=1, final=True, people=1, figures={}, made_at=clock(), published_at=clock())
        )
    assert "Ergebnisse veröffentlichen" not in client.get("/ratsbuero").text


@pytest.mark.db
def test_texts_wait_until_somebody_decided(client, site, cast):
    number = surveys.survey(site, ASKED)
    for text in ("Mehr Bäume", "Mehr Bäume", "Ein Brunnen"):
        surveys.answer(site, number, {"say": text})
    desk.sign_in(client, site, cast.moderator)
    assert "weniger als 5 Texte" in client.get("/ratsbuero").text
    with site.database.writing() as db:
        for text, released in (("Mehr Bäume", True), ("Ein Brunnen", False)):
            db.add(TextReview(process_id=number, question="say", digest=digest(text), released=released))
    assert "Texte prüfen" not in client.get("/ratsbuero").text


@pytest.mark.db
def test_ideas_and_comments_wait(client, site, cast):
    number = surveys.survey(site, form(), kind=Kind.IDEATION)
    with site.database.writing() as db:
        first = idea(site, number, 1)
        db.add_all([first, idea(site, number, 2), idea(site, number, 3, Shown.SHOWN)])
        db.flush()
        db.add(IdeaComment(idea_id=first.id, receipt="c", text="x", sent_on=site.clock().date()))
    desk.sign_in(client, site, cast.moderator)
    assert "Zu entscheiden: 3 Beiträge." in client.get("/ratsbuero").text


@pytest.mark.db
def test_many_processes_take_no_more_statements_than_one_of_each(planner, site, cast):
    def ask() -> int:
        asked = []
        listener = lambda *_: asked.append(1)  # noqa: E731  # to be removed again
        event.listen(site.database.engine, "before_cursor_execute", listener)
        try:
            assert planner.get("/ratsbuero").status_code == 200
        finally:
            event.remove(site.database.engine, "before_cursor_execute", listener)
        return len(asked)

    def add(number: int) -> None:
        survey = surveys.survey(site, ASKED, slug=f"offen-{number}")
        surveys.answer(site, survey, {"say": "Mehr Bäume"})
        surveys.survey(site, form(), slug=f"entwurf-{number}", released=False)
        ideas = surveys.survey(site, form(), kind=Kind.IDEATION, slug=f"ideen-{number}")
        with site.database.writing() as db:
            db.add(idea(site, ideas, number))

    add(1)
    ask()  # the first page after signing in notes that somebody is there
    one = ask()
    for number in range(2, 6):
        add(number)
    assert ask() == one


def test_a_draft_leads_to_what_is_missing(planner, site):
    surveys.survey(site, form(), released=False)
    page = planner.get("/ratsbuero").text
    assert "Entwurf fertigstellen" in page
    assert 'href="/ratsbuero/beteiligung/1/fragen"' in page


def test_what_was_withdrawn_needs_nothing(planner, site):
    surveys.survey(site, ASKED, closes_at=site.clock() + timedelta(hours=1), withdrawn_at=site.clock())
    assert "Alles erledigt" in planner.get("/ratsbuero").text


def test_who_does_both_sees_both_the_urgent_first(client, site, cast):
    evening.hold(site, publish=False)
    surveys.survey(site, ASKED, closes_at=site.clock() + timedelta(hours=1))
    surveys.survey(site, form(), slug="entwurf", released=False)
    desk.sign_in(client, site, cast.stranger, Role.CLERK, Role.PLANNER)
    page = client.get("/ratsbuero").text
    assert "3 Aufgaben" in page
    order = [page.index(words) for words in ("Endet heute", "Text prüfen", "Entwurf fertigstellen")]
    assert order == sorted(order)
    assert page.count("kern-btn--primary") == 1


@pytest.mark.db
def test_clerks_find_the_way_to_sheets_while_surveys_take_them(client, site, cast, clock):
    desk.sign_in(client, site, cast.clerk)
    assert "Papierbögen" not in client.get("/ratsbuero").text
    surveys.survey(site, ASKED)
    page = client.get("/ratsbuero").text
    assert 'href="/ratsbuero/beteiligung">Papierbögen eingeben' in page
    assert "/ratsbuero/beteiligung/neu" not in page


def test_administrators_see_all_of_it(client, site, cast):
    surveys.survey(site, ASKED, closes_at=site.clock() + timedelta(hours=1))
    desk.sign_in(client, site, cast.stranger, Role.ADMIN)
    assert "Endet heute" in client.get("/ratsbuero").text


def test_what_somebody_wrote_is_text(planner, site):
    surveys.survey(site, ASKED, title={"de": "<b>"}, closes_at=site.clock() + timedelta(hours=1))
    assert "&lt;b&gt;" in planner.get("/ratsbuero").text
