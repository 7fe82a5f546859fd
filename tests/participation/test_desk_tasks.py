"""What planners and moderators have to do, each with one clear next step."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from council.base import i18n
from council.further_work import FurtherTask
from participation.desk_tasks import Desk, ProcessFact, tasks
from participation.processes import Kind, Process, Showing

NOW = datetime(2026, 4, 16, 17, 0, tzinfo=UTC)  # 19 o'clock in the town
PLANNER = Desk(True, NOW, ZoneInfo("Europe/Berlin"), i18n.language("de"))
MODERATOR = Desk(False, NOW, ZoneInfo("Europe/Berlin"), i18n.language("de"))
OVER: dict[str, Any] = {"closes_at": NOW - timedelta(days=2)}


def fact(number: int = 1, *, released: bool = True, told: dict[str, Any] | None = None, **facts: Any) -> ProcessFact:
    """``told`` is what is known besides the process itself."""
    known: dict[str, Any] = {
        "id": number,
        "slug": f"slug-{number}",
        "title": {"de": "Marktplatz"},
        "opens_at": NOW - timedelta(days=9),
        "closes_at": NOW + timedelta(days=9),
        "released_at": NOW - timedelta(days=10) if released else None,
        "created_at": NOW - timedelta(days=20),
    }
    return ProcessFact(Process(**(known | facts)), **(told or {}))


def one(given: ProcessFact, desk: Desk = PLANNER) -> FurtherTask:
    (task,) = tasks([given], desk)
    return task


def test_of_what_runs_for_days_there_is_nothing_to_do() -> None:
    assert tasks([fact()], PLANNER) == ()


@pytest.mark.parametrize(
    ("closes", "title"),
    [
        (datetime(2026, 4, 16, 21, 59, tzinfo=UTC), "Endet heute"),
        (datetime(2026, 4, 16, 22, 0, tzinfo=UTC), "Endet heute"),  # midnight in the town
        (datetime(2026, 4, 17, 22, 0, tzinfo=UTC), "Endet morgen"),
        (datetime(2026, 4, 17, 22, 1, tzinfo=UTC), ""),
    ],
)
def test_what_ends_today_or_tomorrow_is_urgent(closes: datetime, title: str) -> None:
    found = tasks([fact(closes_at=closes, told={"answers": 1200})], PLANNER)
    assert [task.title for task in found] == ([title] if title else [])
    if found:
        assert found[0].urgent
        assert found[0].path == "/ratsbuero/beteiligung/1/oeffnen"
        assert "1.200 Antworten" in found[0].reason


def test_of_ideas_nobody_counts_answers() -> None:
    task = one(fact(kind=Kind.IDEATION, closes_at=NOW + timedelta(hours=1)))
    assert "Antwort" not in task.reason
    assert task.about == "Ideensammlung, endet heute um 20:00 Uhr"


def test_results_wait_to_be_published() -> None:
    task = one(fact(**OVER, told={"answers": 9}))
    assert (task.title, task.path) == ("Ergebnisse veröffentlichen", "/ratsbuero/beteiligung/1/ergebnisse")
    assert task.about == "Umfrage, beendet am 14. April 2026"
    assert not task.urgent


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, {"answers": 9, "shown": True}),
        ({}, {"answers": 0}),
        ({"showing": Showing.AT_CLOSING}, {"answers": 9}),
        ({"kind": Kind.IDEATION}, {"answers": 9}),
        ({"withdrawn_at": NOW}, {"answers": 9, "waiting": 3}),
        ({"deleted_on": date(2026, 4, 1)}, {"answers": 9}),
    ],
)
def test_results_do_not_wait_where_there_are_none_or_they_come_by_themselves(
    facts: dict[str, Any], told: dict[str, Any]
) -> None:
    assert tasks([fact(**OVER, **facts, told=told)], PLANNER) == ()


@pytest.mark.parametrize("desk", [PLANNER, MODERATOR])
def test_texts_and_ideas_wait_for_planners_and_moderators(desk: Desk) -> None:
    texts = one(fact(**OVER, told={"waiting": 1, "shown": True}), desk)
    assert (texts.title, texts.path) == ("Texte prüfen", "/ratsbuero/beteiligung/1/texte")
    assert texts.reason.startswith("Zu entscheiden: 1 Text. Ohne Ihre Entscheidung")
    ideas = one(fact(kind=Kind.IDEATION, told={"waiting": 3}), desk)
    assert (ideas.reason, ideas.path) == (
        "Zu entscheiden: 3 Beiträge.",
        "/ratsbuero/beteiligung/1/ideen",
    )


def test_where_not_all_was_looked_at_it_says_so() -> None:
    assert "mehr als 72 Texte" in one(fact(**OVER, told={"waiting": 72, "at_least": True, "shown": True})).reason
    assert "mehr als 70 Texte" in one(fact(told={"waiting": 72, "at_least": True})).reason
    assert "einige Texte" in one(fact(told={"waiting": 3, "at_least": True})).reason


def test_while_people_answer_nobody_is_told_of_a_single_text_more() -> None:
    told = [one(fact(told={"waiting": number})).reason for number in (1, 4, 5, 9, 10)]
    assert told[0] == told[1]
    assert "weniger als 5 Texte" in told[0]
    assert told[2] == told[3]
    assert "mindestens 5 Texte" in told[2]
    assert "mindestens 10 Texte" in told[4]
    closed = fact(**OVER, told={"waiting": 9, "shown": True})
    assert "9 Texte" in one(closed).reason


def test_a_draft_says_what_is_missing_and_where() -> None:
    told = {"obstacle": "Beim Datenschutz fehlt noch etwas.", "step": "/datenschutz"}
    task = one(fact(released=False, told=told))
    assert (task.title, task.reason) == ("Entwurf fertigstellen", "Beim Datenschutz fehlt noch etwas.")
    assert task.path == "/ratsbuero/beteiligung/1/datenschutz"
    assert task.about == "Umfrage, begonnen am 27. März 2026"


def test_a_draft_that_lacks_nothing_can_be_opened() -> None:
    task = one(fact(released=False, title={}))
    assert (task.name, task.title, task.path) == (
        "Ohne Titel",
        "Bereit zum Öffnen",
        "/ratsbuero/beteiligung/1/oeffnen",
    )


@pytest.mark.parametrize(
    ("days", "kind"), [(31, ""), (30, "deletion"), (8, "deletion"), (7, "deletion-soon"), (0, "deletion-soon")]
)
def test_before_answers_are_deleted_it_is_told(days: int, kind: str) -> None:
    deleted = date(2026, 4, 16) + timedelta(days=days)
    found = tasks([fact(**OVER, delete_on=deleted, told={"shown": True})], PLANNER)
    assert [task.kind for task in found] == ([kind] if kind else [])


def test_moderators_have_nothing_to_do_with_anything_else() -> None:
    planned = [
        fact(1, released=False),
        fact(2, closes_at=NOW + timedelta(hours=1)),
        fact(3, **OVER, told={"answers": 9}),
        fact(4, delete_on=date(2026, 4, 17)),
    ]
    assert tasks(planned, MODERATOR) == ()


def test_the_most_urgent_comes_first() -> None:
    found = tasks(
        [
            fact(1, released=False),
            fact(2, delete_on=date(2026, 5, 1)),
            fact(3, told={"waiting": 1}),
            fact(4, **OVER, told={"answers": 9}),
            fact(5, delete_on=date(2026, 4, 17)),
            fact(6, closes_at=NOW + timedelta(hours=1)),
        ],
        PLANNER,
    )
    assert [task.path.split("/")[3] for task in found] == ["6", "4", "3", "5", "1", "2"]
