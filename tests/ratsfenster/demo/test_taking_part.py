"""What the demo's town asks: made as planners and residents would make it, and worth looking at."""

import json
from statistics import mean

import pytest
from sqlmodel import select

from council import agendas, meetings
from council.base.accounts import Account
from council.base.site import Site
from participation import answers, forms, ideas, processes, results
from participation.codes.access_codes import invited
from participation.counting.recount import recount
from participation.forms import form_faults, identifying
from participation.ideas import idea_support
from participation.maps import boundary, map_data
from participation.processes import Process, State, opening_checks, openings, references
from participation.results import counting, due_countings  # fmt: skip
from ratsfenster import demo
from ratsfenster.demo import residents, square, suggestions, taking_part
from ratsfenster.demo.crowd import Crowd


@pytest.fixture
def town(site: Site) -> Site:
    """The demo's meeting, and everything the town asks."""
    agenda = agendas.parse(demo.AGENDA.read_text(encoding="utf-8"), site.settings.zone)
    with site.database.writing() as db:
        meeting_id = meetings.create(db, agenda).id
    assert meeting_id is not None
    taking_part.make(site, meeting_id)
    taking_part.make(site, meeting_id)  # the demo may be started again
    return site


def process(site: Site, slug: str) -> Process:
    with site.database.reading() as db:
        found = processes.by_slug(db, slug)
    assert found is not None
    return found


@pytest.mark.db
def test_there_is_one_of_each_and_the_council_ordered_them(town: Site) -> None:
    with town.database.reading() as db:
        known = {one.slug: one for one in db.exec(select(Process))}
        states = {slug: processes.state(one, town.clock()) for slug, one in known.items()}
        linked = [references.of_process(db, one.id or 0) for one in known.values()]
        assert db.exec(select(Account)).all() == [], "nobody can sign in that was not asked for"
    assert states == {
        square.SLUG: State.OPEN,
        residents.SLUG: State.CLOSED,
        suggestions.SLUG: State.OPEN,
    }
    assert all(len(one) == 1 for one in linked)


def test_a_planner_who_looks_at_them_finds_nothing_to_put_right(town: Site) -> None:
    with town.database.reading() as db:
        for one in db.exec(select(Process)):
            then = one.opens_at
            assert then is not None
            assert opening_checks.obstacles(opening_checks.checks(openings.subject(db, one, then, town))) == ()
    for given, strata in ((square.FORM, False), (residents.FORM, True)):
        asked = forms.from_json(given)
        assert form_faults.faults(asked) == ()
        assert identifying.concerns(asked, strata=strata) == ()
        assert not any(cover.missing for cover in forms.coverage(asked).values())


def test_the_published_results_have_rates_weights_and_released_words_and_can_be_recounted(town: Site) -> None:
    survey = process(town, residents.SLUG)
    assert survey.id is not None
    with town.database.reading() as db:
        result = results.published(db, survey.id)
        codes = invited(db, survey.id)
    assert result is not None
    assert result.people == sum(one.answered for one in residents.DISTRICTS)
    assert codes == {one.name: one.invited for one in residents.DISTRICTS}
    assert [one["people"] for one in result.blocks] == [one.answered for one in residents.DISTRICTS]
    assert len(result.rates) == 1 + len(residents.DISTRICTS)
    assert result.weighted is not None
    assert "questions" in result.weighted
    file = town.storage.participation(survey.id) / result.bundle
    written = file.read_text(encoding="utf-8")
    asked = {key: figures for section in result.figures["sections"] for key, figures in section["questions"].items()}
    assert asked["lieblingsort"]["cells"], "there is something on the map"
    for text in residents.LEANINGS.words["wunsch"]:
        assert (text in written) is (text not in residents.WITHHELD)
    with file.open("rb") as reading:
        assert recount(reading).differences == ()


def test_interim_results_of_the_open_survey_come_by_themselves(town: Site) -> None:
    survey = process(town, square.SLUG)
    with town.database.reading() as db:
        assert counting.answered(db, survey.id or 0) == taking_part.PASSERS_BY
        (due,) = due_countings.due(db, town.clock())
    assert due == due_countings.Due(survey.id or 0, final=False)
    result = due_countings.count(town, due)
    assert result is not None
    questions = result.figures["sections"][0]["questions"]
    assert all(one["answered"] for one in questions.values())


def test_ideas_are_supported_discussed_and_answered(town: Site) -> None:
    park = process(town, suggestions.SLUG)
    assert park.id is not None
    with town.database.reading() as db:
        listed = ideas.listed(db, park)
        support = idea_support.counts(db, park.id)
        talked = ideas.comments(db, park, [one.id or 0 for one in listed])
        merged = ideas.merged(db, [one.id or 0 for one in listed])
    assert len(listed) == 7
    assert [one.title for one in merged] == ["Ein Wasserspender für Kinder"]
    assert max(support.values()) == 64
    assert {one.office for one in talked} == {True, False}
    assert len({one.progress for one in listed}) == 6
    assert {one.category for one in listed} == set(suggestions.CATEGORIES)
    around = boundary.from_json(square.BOUNDARY)
    assert all(around.contains(one.place["lon"], one.place["lat"]) for one in listed if one.place)


def test_what_people_say_is_valid_and_the_same_each_time() -> None:
    asked, around = forms.from_json(square.FORM), boundary.from_json(square.BOUNDARY)
    first, second = (Crowd(asked, square.LEANINGS, 30, 1, around) for _ in range(2))
    said = [first.answers() for _ in range(30)]
    assert said == [second.answers() for _ in range(30)]
    for one in said:
        assert answers.validate(asked, one, "de", around).problems == ()
    written = [one["idee"] for one in said if "idee" in one]
    assert len(written) == len(set(written)) > 3, "nobody repeats another word for word"


def test_good_moods_show_on_scales() -> None:
    asked = forms.from_json(residents.FORM)

    def satisfied(mood: float) -> float:
        crowd = Crowd(asked, residents.LEANINGS, 100, 3, boundary.from_json(square.BOUNDARY))
        said = [crowd.answers(mood)["zufriedenheit"] for _ in range(100)]
        return mean(one for one in said if isinstance(one, int))

    assert satisfied(0.8) > satisfied(-0.8) + 0.5


def test_the_map_is_one_that_can_be_drawn() -> None:
    assert boundary.from_json(square.BOUNDARY).contains(*square.CENTRE)
    read = map_data.read_overlay(json.dumps(square.OVERLAY))
    assert read["features"][0]["properties"]["name"] == "Bahnhofplatz"


def test_nothing_of_it_tells_what_was_not_public() -> None:
    own = ("residents.py", "square.py", "suggestions.py", "suggestions.toml", "taking_part.py")
    assert [name for name in own if demo.NON_PUBLIC_WORD in (demo.FOLDER / name).read_text(encoding="utf-8")] == []
