"""What people wrote, as moderators look it through."""

import pytest

from council.base.site import Site
from participation.forms import Form
from participation.forms.kinds import Info, Kind, Long, Matrix, Multiple, Number, Place, Ranking, Scale, Short, Single
from participation.moderation import free_texts
from participation.moderation.free_texts import Written
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form, question

PARK, WAYS, IDEA, SPOT = (one for one in EVERY_KIND if one["key"] in ("park", "ways", "idea", "spot"))
ASKED = form(PARK, WAYS, IDEA, SPOT)
KEYS = ("park", "ways", "idea", "spot")


def read(site: Site, number: int, forms: dict[int, Form], *keys: str, most: int = free_texts.MOST) -> Written:
    with site.database.reading() as db:
        return free_texts.read(db, number, forms, keys, most)


@pytest.mark.parametrize("asks", [Short(), Long(), Place(), Single(other=True), Multiple(other=True)])
def test_people_can_write_something_here(asks: Kind) -> None:
    assert free_texts.takes_words(asks)


@pytest.mark.parametrize("asks", [Single(), Multiple(), Scale(), Matrix(), Ranking(), Number(), Info()])
def test_and_nothing_there(asks: Kind) -> None:
    assert not free_texts.takes_words(asks)


def test_questions_are_those_of_the_latest_version_and_then_those_no_longer_asked() -> None:
    later = form({**IDEA, "text": {"de": "Ihre Idee?"}}, question("why", "short"))
    found = free_texts.questions({1: form(PARK, IDEA), 2: later})
    assert list(found) == ["idea", "why", "park"]
    assert found["idea"].text == {"de": "Ihre Idee?"}


@pytest.mark.db
def test_each_text_is_there_once_with_how_often_it_was_written(site: Site) -> None:
    number = surveys.survey(site, ASKED)
    for given in (
        {"park": "yes", "idea": "Mehr Bänke"},
        {"park": {"other": "Teich"}, "ways": ["foot", {"other": "Boot"}], "idea": "Mehr Bänke"},
        {"park": {"other": "Teich"}, "spot": {"text": "Am Markt"}},
        {"spot": {"lon": 10.0, "lat": 52.0}, "ways": ["foot"], "idea": "null"},
    ):
        surveys.answer(site, number, given)
    found = read(site, number, {1: ASKED}, *KEYS)
    assert {key: dict(texts) for key, texts in found.texts.items()} == {
        "park": {"Teich": 2},
        "ways": {"Boot": 1},
        "idea": {"Mehr Bänke": 2, "null": 1},
        "spot": {"Am Markt": 1},
    }
    assert not found.more


@pytest.mark.db
def test_only_the_questions_that_were_asked_for_are_read_and_only_of_this_survey(site: Site) -> None:
    number, other = surveys.survey(site, ASKED), surveys.survey(site, ASKED, slug="anderswo")
    surveys.answer(site, number, {"idea": "Hier", "park": {"other": "Teich"}})
    surveys.answer(site, other, {"idea": "Dort"})
    assert read(site, number, {1: ASKED}, "idea").texts == {"idea": {"Hier": 1}}


def test_what_was_said_of_another_question_under_the_same_key_is_no_text(site: Site) -> None:
    """A later version may ask something else under the same key: each answer is read by the version it was given to."""
    plain = form({**PARK, "other": False}, question("idea", "number"))
    number = surveys.survey(site, plain)
    surveys.answer(site, number, {"park": "yes", "idea": "12"})
    assert read(site, number, {1: plain, 2: ASKED}, "park", "idea").texts == {"park": {}, "idea": {}}


def test_very_many_different_texts_are_read_no_further(site: Site) -> None:
    number = surveys.survey(site, ASKED)
    for at in range(4):
        surveys.answer(site, number, {"idea": f"Idee {at}"})
        surveys.answer(site, number, {"idea": "Immer gleich"})
    found = read(site, number, {1: ASKED}, "idea", most=3)
    assert found.more
    assert len(found.texts["idea"]) == 3
    assert not read(site, number, {1: ASKED}, "idea", most=5).more
