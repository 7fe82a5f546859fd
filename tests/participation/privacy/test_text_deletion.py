"""Texts are taken out of the published data when their time is over; the figures stay."""

from council.base.site import Site
from participation import results
from participation.counting import recount
from participation.moderation.text_reviews import TextReview, digest
from participation.privacy import text_deletion
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted
from tests.participation.townsurvey import EVERY_KIND, form

ASKED = form(EVERY_KIND[0], EVERY_KIND[1], EVERY_KIND[8], EVERY_KIND[10])
SAID = {
    "park": {"other": "ein Wald"},
    "ways": ["bus", {"other": "auf Stelzen"}],
    "idea": "Mehr Schatten",
    "spot": {"text": "hinter der Kirche"},
}
WORDS = {"park": "ein Wald", "ways": "auf Stelzen", "idea": "Mehr Schatten", "spot": "hinter der Kirche"}


def test_every_kind_of_text_is_forgotten_and_the_figures_are_the_same(site: Site, clock: MovableClock) -> None:
    number = surveys.survey(site, ASKED, showing="at-closing")
    for _ in range(6):
        surveys.answer(site, number, SAID)
    with site.database.writing() as db:
        for question, text in WORDS.items():
            db.add(TextReview(process_id=number, question=question, digest=digest(text), released=True))
    counted.close(clock)
    before = counted.count(site, number)
    assert before is not None
    files = {file.name: file.read_bytes() for file in site.storage.participation(number).iterdir()}
    assert all(text.encode() in files[before.bundle] for text in WORDS.values())

    text_deletion.forget_words(site, number)

    after = counted.public(site, number)
    assert after is not None
    assert (after.number, after.figures) == (before.number, before.figures)
    assert after.checksum != before.checksum
    with counted.bundle(site, after).open("rb") as bundle:
        again = recount.recount(bundle)
    assert (again.differences, again.receipts) == ((), 6)
    for file in site.storage.participation(number).iterdir():
        assert not any(text.encode() in file.read_bytes() for text in WORDS.values())
        assert not file.name.startswith(before.bundle.removesuffix(".jsonl"))


def test_forgetting_again_changes_nothing(site: Site, clock: MovableClock) -> None:
    number = counted.answered(site, ASKED, 8, showing="at-closing")
    counted.close(clock)
    before = counted.count(site, number)
    assert before is not None
    text_deletion.forget_words(site, number)
    with site.database.reading() as db:
        after = results.last(db, number)
    assert after is not None
    assert after.bundle == before.bundle
