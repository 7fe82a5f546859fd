"""What moderators decide about texts; what was released once and is not any more is remembered, so that no backup brings it back."""

from collections.abc import Collection

import pytest
from sqlmodel import select

from council.base.site import Site
from participation.moderation import text_reviews
from participation.moderation.text_reviews import LONGEST_REASON, Reason, TextReview, Verdict, digest
from tests import surveys
from tests.conftest import Cast
from tests.participation.townsurvey import EVERY_KIND, form

RELEASED = Verdict(released=True, reason="", by="Mona Richter")
WITHHELD = Verdict(released=False, reason=Reason.INSULT, by="Mona Richter")
TREES, BENCHES, RUDE = map(digest, ("Mehr Bäume", "Mehr Bänke", "Ihr Trottel"))


@pytest.fixture
def survey(site: Site) -> int:
    return surveys.survey(site, form(*EVERY_KIND))


def decide(site: Site, number: int, digests: Collection[str], verdict: Verdict | None, question: str = "idea") -> None:
    with site.database.writing() as db:
        text_reviews.decide(db, number, question, digests, verdict)


def released(site: Site, number: int) -> dict[str, set[str]]:
    with site.database.reading() as db:
        return {key: set(found) for key, found in text_reviews.released_digests(db, number).items()}


def recalled(site: Site, number: int) -> dict[str, set[str]]:
    with site.database.reading() as db:
        return {key: set(found) for key, found in text_reviews.recalled_digests(db, number).items()}


def decided(site: Site, number: int) -> dict[str, set[str]]:
    """The texts with a decision, by question."""
    with site.database.reading() as db:
        return {key: set(found) for key, found in text_reviews.of_process(db, number).items()}


@pytest.mark.db
def test_what_is_released_may_be_shown_and_what_is_withheld_is_kept_with_its_reason(
    site: Site, survey: int, cast: Cast
) -> None:
    decide(site, survey, {TREES, BENCHES}, RELEASED)
    decide(site, survey, {RUDE}, WITHHELD)
    assert released(site, survey) == {"idea": {TREES, BENCHES}}
    assert decided(site, survey) == {"idea": {TREES, BENCHES, RUDE}}
    with site.database.reading() as db:
        kept = text_reviews.of_process(db, survey)["idea"][RUDE]
    assert (kept.released, kept.reason, kept.decided_by) == (False, Reason.INSULT, cast.moderator.name)


@pytest.mark.db
def test_another_decision_takes_the_place_of_the_first_and_none_lets_the_text_wait_again(
    site: Site, survey: int
) -> None:
    decide(site, survey, [TREES, BENCHES], RELEASED)
    decide(site, survey, [TREES], WITHHELD)
    assert released(site, survey) == {"idea": {BENCHES}}
    decide(site, survey, [BENCHES], None)
    assert released(site, survey) == {}
    assert decided(site, survey) == {"idea": {TREES}}


@pytest.mark.db
def test_the_same_words_elsewhere_are_decided_about_by_themselves(site: Site, survey: int) -> None:
    other = surveys.survey(site, form(*EVERY_KIND), slug="anderswo")
    decide(site, survey, [TREES], RELEASED)
    decide(site, survey, [TREES], RELEASED, question="name")
    decide(site, other, [TREES], WITHHELD)
    decide(site, survey, [TREES], None, question="name")
    assert released(site, survey) == {"idea": {TREES}}
    assert recalled(site, survey) == {"name": {TREES}}
    assert (released(site, other), recalled(site, other)) == ({}, {})


@pytest.mark.parametrize("verdict", [None, RELEASED, WITHHELD])
def test_about_nothing_nothing_is_decided(site: Site, survey: int, verdict: Verdict | None) -> None:
    decide(site, survey, [TREES], RELEASED)
    decide(site, survey, [], verdict)
    assert released(site, survey) == {"idea": {TREES}}


@pytest.mark.db
@pytest.mark.parametrize("after", [WITHHELD, None])
def test_what_was_released_and_is_not_any_more_is_remembered(site: Site, survey: int, after: Verdict | None) -> None:
    decide(site, survey, {RUDE}, RELEASED)
    assert recalled(site, survey) == {}
    for verdict in (after, WITHHELD, None):
        decide(site, survey, {RUDE}, verdict)
        assert recalled(site, survey) == {"idea": {RUDE}}
    decide(site, survey, {RUDE}, RELEASED)
    assert recalled(site, survey) == {}


def test_what_was_never_released_need_not_be_remembered(site: Site, survey: int) -> None:
    decide(site, survey, {RUDE}, WITHHELD)
    decide(site, survey, {RUDE}, None)
    assert recalled(site, survey) == {}


@pytest.mark.db
def test_with_the_decisions_of_a_survey_the_memory_goes(site: Site, survey: int) -> None:
    other = surveys.survey(site, form(*EVERY_KIND), slug="anderswo")
    for number in (survey, other):
        decide(site, number, {RUDE}, RELEASED)
        decide(site, number, {RUDE}, None)
        decide(site, number, {TREES}, RELEASED)
    with site.database.writing() as db:
        text_reviews.forget(db, survey)
    assert (recalled(site, survey), decided(site, survey)) == ({}, {})
    assert (recalled(site, other), decided(site, other)) == ({"idea": {RUDE}}, {"idea": {TREES}})


@pytest.mark.db
def test_long_reasons_and_names_are_cut_to_what_the_table_takes(site: Site, survey: int) -> None:
    decide(site, survey, [TREES], Verdict(released=False, reason="x" * 999, by="y" * 999))
    with site.database.reading() as db:
        (kept,) = db.exec(select(TextReview)).all()
    assert (len(kept.reason), len(kept.decided_by)) == (LONGEST_REASON, 200)


def test_of_a_text_only_its_digest_is_kept(site: Site, survey: int) -> None:
    decide(site, survey, [digest("Mehr Bäume am Weiher")], RELEASED)
    with site.database.reading() as db:
        (kept,) = db.exec(select(TextReview)).all()
    assert "Weiher" not in str(kept.model_dump())
    assert len(kept.digest) == 64


def test_texts_that_differ_in_a_blank_are_different_texts() -> None:
    assert digest("Mehr Bäume") == TREES
    assert len({digest(text) for text in ("Mehr Bäume", "mehr Bäume", "Mehr Bäume.", "Mehr  Bäume", "")}) == 5
