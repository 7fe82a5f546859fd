"""How many texts nobody has decided about yet."""

import pytest

from council.base.site import Site
from participation.forms import Form
from participation.moderation import text_reviews, undecided_texts
from participation.moderation.text_reviews import Verdict, digest
from participation.moderation.undecided_texts import Waiting
from tests import surveys
from tests.participation.townsurvey import EVERY_KIND, form

PARK, IDEA = (one for one in EVERY_KIND if one["key"] in ("park", "idea"))
ASKED = form(PARK, IDEA)
SAID = ("Mehr Bänke", "Mehr Bänke", "Ruhe", "Licht")


def answered(site: Site, slug: str = "marktplatz", asked: Form = ASKED) -> int:
    number = surveys.survey(site, asked, slug=slug)
    for text in SAID:
        surveys.answer(site, number, {"park": "yes", "idea": text})
    return number


def waiting(site: Site, *numbers: int) -> dict[int, Waiting]:
    with site.database.reading() as db:
        return dict(undecided_texts.waiting(db, numbers))


@pytest.mark.db
def test_texts_that_are_the_same_wait_once_until_they_are_decided_about(site: Site) -> None:
    number = answered(site)
    surveys.answer(site, number, {"park": {"other": "Ruhe"}})
    assert waiting(site, number) == {number: Waiting(4)}, "under another question it is another text"
    with site.database.writing() as db:
        verdict = Verdict(released=False, reason="Lärm", by="M")
        text_reviews.decide(db, number, "idea", [digest("Ruhe"), digest("Licht")], verdict)
    assert waiting(site, number) == {number: Waiting(2)}
    with site.database.writing() as db:
        text_reviews.decide(db, number, "idea", [digest("Ruhe")], None)
    assert waiting(site, number) == {number: Waiting(3)}


@pytest.mark.db
def test_each_survey_has_its_own(site: Site) -> None:
    first, second = answered(site), answered(site, "anderswo")
    empty = surveys.survey(site, ASKED, slug="leer")
    with site.database.writing() as db:
        text_reviews.decide(db, first, "idea", set(map(digest, SAID)), Verdict(released=True, reason="", by="M"))
    assert waiting(site, second, first, empty) == {first: Waiting(0), second: Waiting(3), empty: Waiting(0)}


def test_a_survey_that_asks_for_no_words_has_none_to_wait(site: Site) -> None:
    number = surveys.survey(site, form({**PARK, "other": False}))
    surveys.answer(site, number, {"park": "yes"})
    draft = surveys.survey(site, ASKED, slug="entwurf", released=False)
    found = waiting(site, number, draft)
    assert not any(one.texts or one.more for one in found.values())
    assert waiting(site) == {}


def test_of_very_many_answers_only_some_are_looked_at(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = answered(site), answered(site, "anderswo")
    monkeypatch.setattr(undecided_texts, "READ", 2)
    found = waiting(site, first, second)
    assert all(one.more and 1 <= one.texts <= 2 for one in found.values())
    monkeypatch.setattr(undecided_texts, "READ", 5)
    assert waiting(site, first, second) == dict.fromkeys((first, second), Waiting(3))
