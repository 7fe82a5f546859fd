"""Ideas in the search: released ones by their words and the office's answer, and nothing of what is not public."""

from contextlib import closing
from typing import Any

import pytest

from council.base.site import Site
from participation.ideas import Shown
from participation.processes import CHANGE_KIND, Kind, Moderation, Process
from search import ideas, indexing, moments, sources, spots
from search.documents import IDEA, Source
from search.engines import Hit, open_writer
from tests.participation.ideation import collection, idea


@pytest.fixture
def process(site: Site) -> int:
    return collection(site, moderation=Moderation.AFTER)


def found(site: Site, process_id: int) -> dict[str, tuple[str, ...]]:
    """The exact words of the documents of ideas, by their ids."""
    content = sources.content(site, Source(CHANGE_KIND, process_id))
    return {one.id: one.exact for one in content.documents if one.kind == IDEA}


@pytest.mark.db
def test_an_idea_is_found_by_its_words_and_the_answer(site: Site, process: int) -> None:
    made = idea(site, process, "Eine Bank am Mühlbach", answer="Wir stellen zwei Sitzgelegenheiten auf.")
    (words,) = found(site, process).values()
    assert {"bank", "muehlbach", "sitzgelegenheiten"} <= set(words)
    with site.database.reading() as db:
        known = moments.moments(db, [f"idea-{made.id}"], site.settings.zone)[f"idea-{made.id}"]
        places = spots.spots(db, [Hit(f"idea-{made.id}", 0)])
    assert known.path == "/mitmachen/ideen-stadt/ideen/1"
    assert known.process is not None
    assert (known.process.name, known.process.idea) == ("Ideen für die Stadt", 1)
    assert [spot.meeting_id for spot in places] == [None]


@pytest.mark.parametrize("shown", [Shown.WAITING, Shown.WITHHELD, Shown.TAKEN_BACK])
def test_what_nobody_released_is_not_found(site: Site, process: int, shown: Shown) -> None:
    made = idea(site, process, "Geheimnis", shown=shown)
    assert found(site, process) == {}
    with site.database.reading() as db:
        assert moments.moments(db, [f"idea-{made.id}"], site.settings.zone) == {}
        assert spots.spots(db, [Hit(f"idea-{made.id}", 0)]) == []


@pytest.mark.parametrize("facts", [{"released_at": None}, {"kind": Kind.SURVEY}])
def test_ideas_of_what_is_not_public_are_not_found(site: Site, process: int, facts: dict[str, Any]) -> None:
    made = idea(site, process)
    with site.database.writing() as db:
        row = db.get_one(Process, process)
        for name, value in facts.items():
            setattr(row, name, value)
        db.add(row)
    assert found(site, process) == {}
    with site.database.reading() as db:
        assert ideas.public(db, [made.id or 0]) == []


def test_the_page_and_the_api_lead_to_the_idea(client: Any, site: Site, process: int) -> None:
    idea(site, process, "Eine Bank am Mühlbach")
    with closing(open_writer(site)) as writer:
        indexing.index_once(site, writer)
    page = client.get("/suche?q=Mühlbach").text
    assert 'href="/mitmachen/ideen-stadt/ideen/1"' in page
    assert "Idee Nr. 1 in: Ideen für die Stadt" in page
