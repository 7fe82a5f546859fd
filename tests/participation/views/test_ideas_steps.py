"""The way of an idea on its page: an ordered list with days, the last of which is where it stands."""

import re
from datetime import date
from typing import Any

import pytest

from council.base.site import Site
from participation.ideas import Progress, Shown, idea_moderation
from tests.participation.ideation import PATH, answer, collection, idea

LOOKED_AT, PLANNED = date(2026, 5, 4), date(2026, 5, 20)


@pytest.fixture
def process(site: Site) -> int:
    return collection(site)


def steps(page: str) -> list[str]:
    (listed,) = re.findall(r'<ol class="idea-steps.*?</ol>', page, re.DOTALL)
    items = re.findall(r"<li class=\"idea-step [^>]*>(.*?)</li>", listed, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in items]


def test_a_new_idea_was_sent(client: Any, site: Site, process: int) -> None:
    idea(site, process, sent_on=date(2026, 4, 16))
    page = client.get(f"{PATH}/1").text
    assert steps(page) == ["eingereicht 16. April 2026"]
    assert "Die Stadt hat noch nichts dazu gesagt." in page


def test_each_step_has_its_day_and_the_last_one_is_marked(client: Any, site: Site, process: int) -> None:
    idea(site, process, sent_on=date(2026, 4, 16))
    answer(site, process, 1, Progress.LOOKED_AT, "", LOOKED_AT)
    answer(site, process, 1, Progress.PLANNED, "Im Herbst.", PLANNED)
    answer(site, process, 1, Progress.PLANNED, "Im Winter.", date(2026, 6, 1))
    page = client.get(f"{PATH}/1").text
    assert steps(page) == [
        "eingereicht 16. April 2026", "wird geprüft 4. Mai 2026", "ist geplant 20. Mai 2026 mit Antwort",
        "Antwort der Stadt 1. Juni 2026",
    ]  # fmt: skip
    assert page.count('aria-current="step"') == 1
    assert page.rindex('<li class="idea-step') < page.index('aria-current="step"')


def test_in_english_too(client: Any, site: Site, process: int) -> None:
    idea(site, process)
    answer(site, process, 1, Progress.DECLINED, "Nein.", PLANNED)
    assert client.get(f"{PATH}/1?lang=en").status_code == 200


def test_who_decided_is_not_told(client: Any, site: Site, process: int, cast: Any) -> None:
    idea(site, process)
    answer(site, process, 1, Progress.PLANNED, "Im Herbst.", PLANNED)
    assert cast.moderator.name not in client.get(f"{PATH}/1").text


def test_a_merged_idea_goes_on_where_it_was_merged_into(client: Any, site: Site, process: int) -> None:
    first = idea(site, process, "Bänke")
    second = idea(site, process, "Noch eine Bank", sent_on=date(2026, 4, 16))
    answer(site, process, 2, Progress.LOOKED_AT, "", LOOKED_AT)
    with site.database.writing() as db:
        idea_moderation.merge(db, db.merge(second), db.merge(first))
    page = client.get(f"{PATH}/2").text
    assert steps(page)[1:] == ["wird geprüft 4. Mai 2026", "vereint mit Nr. 1"]
    assert f'<a href="{PATH}/1">vereint mit Nr. 1</a>' in page


def test_of_what_nobody_may_read_there_is_no_way(client: Any, site: Site, process: int) -> None:
    idea(site, process, shown=Shown.WITHHELD, ground="Werbung")
    answer(site, process, 1, Progress.PLANNED, "Im Herbst.", PLANNED)
    assert "idea-step" not in client.get(f"{PATH}/1").text
