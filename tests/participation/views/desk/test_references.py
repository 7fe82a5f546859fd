"""Linking a process with what the council did: by search, and never showing the public what is not public."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from council import meetings
from council.agendas import Agenda, Item
from council.base.site import Site
from council.meetings import AgendaItem
from participation.processes import references
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form

AGENDA = Agenda(
    "Bauausschuss", "12. Sitzung des Bauausschusses", datetime(2026, 3, 17, 16, tzinfo=UTC),
    items=(Item("1", "Umgestaltung des Marktplatzes"), Item("2", "Grundstück der Familie M.", public=False)),
)  # fmt: skip


@pytest.fixture
def process(site: Site) -> int:
    return surveys.survey(site, form(EVERY_KIND[0]))


@pytest.fixture
def meeting(site: Site) -> int:
    with site.database.writing() as db:
        return meetings.create(db, AGENDA).id or 0


def at(process_id: int, rest: str = "") -> str:
    return f"/ratsbuero/beteiligung/{process_id}/bezug{rest}"


def item(site: Site, meeting_id: int, number: str) -> int:
    with site.database.reading() as db:
        return next(one.id or 0 for one in meetings.items(db, meeting_id) if one.number == number)


def linked(site: Site, process_id: int) -> list[tuple[int, int | None, str]]:
    with site.database.reading() as db:
        rows = references.of_process(db, process_id)
    return [(row.meeting_id, row.agenda_item_id, row.relation) for row in rows]


def test_a_meeting_is_found_and_linked(planner: Any, site: Site, process: int, meeting: int) -> None:
    assert f"bezug?sitzung={meeting}" in planner.get(at(process, "?suche=bauausschuss")).text
    assert "ist keine Sitzung da" in planner.get(at(process, "?suche=Kreistag")).text
    chosen = planner.get(at(process, f"?sitzung={meeting}")).text
    assert "1 Umgestaltung des Marktplatzes" in chosen
    answer = planner.post(
        at(process), data={"sitzung": meeting, "punkt": item(site, meeting, "1"), "art": "beauftragt"}
    )
    assert "Verbunden." in answer.text
    assert linked(site, process) == [(meeting, item(site, meeting, "1"), "beauftragt")]


def test_linking_again_says_another_relation(planner: Any, site: Site, process: int, meeting: int) -> None:
    for relation in ("beauftragt", "beschlossen"):
        planner.post(at(process), data={"sitzung": meeting, "punkt": "", "art": relation})
    assert linked(site, process) == [(meeting, None, "beschlossen")]


@pytest.mark.parametrize(
    "given",
    [{"sitzung": "99"}, {"sitzung": "x"}, {"punkt": "99"}, {"punkt": "²"}, {"art": "vergessen"}, {"sitzung": ""}],
)
def test_only_what_is_known_is_linked(
    planner: Any, site: Site, process: int, meeting: int, given: dict[str, str]
) -> None:
    answer = planner.post(at(process), data={"sitzung": meeting, "punkt": "", "art": "beraten"} | given)
    assert answer.status_code == 422
    assert linked(site, process) == []


def test_an_item_that_is_not_public_is_told_to_the_desk_alone(
    planner: Any, site: Site, process: int, meeting: int
) -> None:
    secret = item(site, meeting, "2")
    answer = planner.post(at(process), data={"sitzung": meeting, "punkt": secret, "art": "beraten"})
    assert "Diesen Verweis sieht nur das Ratsbüro." in answer.text
    with site.database.reading() as db:
        assert references.shown(db, process) == []


def test_removing(planner: Any, site: Site, process: int, meeting: int) -> None:
    other = surveys.survey(site, form(EVERY_KIND[0]), slug="andere")
    planner.post(at(process), data={"sitzung": meeting, "punkt": "", "art": "beraten"})
    with site.database.reading() as db:
        (row,) = references.of_process(db, process)
    planner.post(at(other, "/entfernen"), data={"bezug": row.id})
    assert len(linked(site, process)) == 1, "only its own"
    assert "Der Bezug ist entfernt." in planner.post(at(process, "/entfernen"), data={"bezug": row.id}).text
    assert linked(site, process) == []


@pytest.mark.db
def test_an_item_that_is_removed_at_that_very_moment_is_told_kindly(
    planner: Any, site: Site, process: int, meeting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL, where several write at once; on SQLite whoever comes second finds it gone."""
    chosen = item(site, meeting, "1")

    def gone() -> None:
        with site.database.writing() as db:
            db.delete(db.get_one(AgendaItem, chosen))

    if site.database.is_sqlite:
        gone()
    else:
        monkeypatch.setattr(references, "link", meanwhile(gone, references.link))
    answer = planner.post(at(process), data={"sitzung": meeting, "punkt": chosen, "art": "beauftragt"})
    assert answer.status_code == (422 if site.database.is_sqlite else 409)
    assert site.database.is_sqlite or "Es wurde nichts geändert." in answer.text
    assert linked(site, process) == []


def meanwhile(happens: Callable[[], None], act: Callable[..., None]) -> Callable[..., None]:
    def both(*args: Any) -> None:
        happens()
        act(*args)

    return both
