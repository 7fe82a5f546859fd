"""Surveys, answers, codes and ideas in a backup: what comes back, what deliberately does not, and what the files tell."""

import base64
import gzip
import json
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from council.base.settings import Settings
from council.base.site import Site
from participation import survey_secrets
from participation.answers import submissions
from participation.answers.submissions import Origin
from participation.codes import access_codes
from participation.ideas import Idea, IdeaComment, IdeaReport, IdeaSupport
from participation.ideas.idea_steps import IdeaStep
from participation.mails.subscriptions import ResultSubscription
from participation.moderation.text_reviews import TextRecall, TextReview
from participation.processes import Access, Kind
from participation.processes.form_versions import FormChange
from participation.processes.references import CouncilReference
from participation.results import Result
from participation.survey_secrets import SecretLostError
from ratsfenster import backup, doctor
from tests import evening, surveys
from tests.conftest import opened
from tests.participation import townsurvey
from tests.ratsfenster.test_backup import contents

FORM = townsurvey.form(*townsurvey.EVERY_KIND)
ANSWERS = {"park": "yes", "years": "12.5", "spot": {"lon": 10.123456789, "lat": 52.0}, "idea": "Bäume – „schön“"}
DAY = date(2026, 4, 16)
TABLES = {
    "process", "form_draft", "form_version", "form_change", "access_code", "code_series", "submission", "submission_receipt",
    "text_review", "text_recall", "result", "idea", "idea_step", "idea_support", "idea_comment", "result_subscription", "council_reference",
}  # fmt: skip


@pytest.fixture
def survey(site: Site) -> int:
    """A survey by codes that runs, with ten answers, and twenty people who have not answered yet."""
    process_id = surveys.survey(site, FORM, access=Access.CODES, strata=["Nord"], boundary={"type": "Polygon"})
    for code in surveys.give_codes(site, process_id, 30, "Nord")[:10]:
        surveys.answer(site, process_id, ANSWERS, code=code)
    return process_id


@pytest.fixture
def everything(site: Site, survey: int) -> Site:
    """Something in every table; an idea is merged into one that came after it."""
    evening.hold(site)
    ideas = surveys.survey(site, FORM, kind=Kind.IDEATION, slug="ideen")
    now = site.clock()
    facts: dict[str, Any] = {"process_id": ideas, "title": "Bank", "text": "Am Markt", "sent_on": DAY}
    rows: list[SQLModel] = [
        FormChange(process_id=survey, version=1, correction=True, rewordings=[{"key": "park"}], at=now),
        TextReview(process_id=survey, question="idea", digest="d" * 64, released=True, decided_by="Mona Richter"),
        TextRecall(process_id=survey, question="idea", digest="e" * 64),
        Result(process_id=survey, number=1, final=False, people=10, figures={"park": [1, None]}, made_at=now),
        Idea(id=1, number=1, receipt="a", **facts),
        Idea(id=2, number=2, receipt="b", place={"lon": 10.0, "lat": 52.0}, **facts),
        IdeaStep(idea_id=2, day=DAY, progress="ist geplant", answered=True),
        IdeaSupport(idea_id=2, supporter="s" * 64),
        IdeaComment(idea_id=2, receipt="c", text="Gern", sent_on=DAY),
        IdeaReport(idea_id=2, ground="Werbung", on=DAY),
        ResultSubscription(
            key="k", process_id=survey, address="resident@musterstadt.example", mailbox="r", token="t", asked_on=DAY
        ),
        CouncilReference(process_id=survey, meeting_id=1, agenda_item_id=1, relation="ordered"),
    ]
    with site.database.writing() as db:
        for row in rows:
            db.add(row)
            db.flush()
        db.get_one(Idea, 1).merged_into = 2
    return site


@pytest.fixture
def elsewhere(tmp_path: Path, clock: Callable[[], Any]) -> Callable[..., Any]:
    """Another, empty installation."""

    @contextmanager
    def open_empty(**settings: Any) -> Any:
        with opened(Settings(data=tmp_path / "elsewhere", **settings), clock) as site:
            yield site

    return open_empty


def lines(folder: Path, table: str) -> list[dict[str, Any]]:
    written = gzip.decompress((folder / "tables" / f"{table}.jsonl.gz").read_bytes()).decode()
    return [json.loads(line) for line in written.splitlines()]


def restored_equal(everything: Site, restored: Site, source: Path) -> None:
    before = contents(everything)
    assert {name for name in TABLES if not before[name]} == set()
    backup.load(restored, source)
    after = contents(restored)
    assert {name: after[name] for name in TABLES} == {name: before[name] for name in TABLES}


@pytest.mark.db
def test_everything_comes_back_on_sqlite(everything: Site, elsewhere: Callable[..., Any], tmp_path: Path) -> None:
    backup.save(everything, tmp_path / "backup")
    with elsewhere() as restored:
        restored_equal(everything, restored, tmp_path / "backup")


def test_everything_comes_back_on_postgresql_and_lives_on(
    everything: Site, elsewhere: Callable[..., Any], tmp_path: Path, postgres: Any
) -> None:
    backup.save(everything, tmp_path / "backup")
    with postgres.fresh() as url, elsewhere(database_url=url) as restored:
        restored_equal(everything, restored, tmp_path / "backup")
        third = surveys.survey(restored, FORM, slug="danach")
        surveys.answer(restored, third, ANSWERS)
        assert third == 3


@pytest.mark.db
def test_the_files_are_in_the_order_of_random_keys(site: Site, survey: int, tmp_path: Path) -> None:
    backup.save(site, tmp_path / "backup")
    for table, key in (("submission", "key"), ("submission_receipt", "hash"), ("access_code", "digest")):
        found = [line[key] for line in lines(tmp_path / "backup", table)]
        assert found == sorted(found)
        assert len(found) in (10, 20)


@pytest.mark.db
def test_the_surveys_secret_is_in_no_file_of_a_backup(site: Site, survey: int, tmp_path: Path) -> None:
    backup.save(site, tmp_path / "backup")
    secret = surveys.secret(site, survey)
    written = [secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"=")]
    for file in (path for path in (tmp_path / "backup").rglob("*") if path.is_file()):
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        assert not [form for form in written if form in content], file


def test_codes_used_after_the_backup_are_good_again_and_their_answers_gone(
    site: Site, survey: int, elsewhere: Callable[..., Any], tmp_path: Path
) -> None:
    """As docs/operations.md tells it."""
    (code,) = surveys.give_codes(site, survey, 1)
    backup.save(site, tmp_path / "backup")
    late = surveys.answer(site, survey, ANSWERS, code=code)
    with elsewhere() as restored:
        backup.load(restored, tmp_path / "backup")
        with pytest.raises(SecretLostError):
            surveys.answer(restored, survey, ANSWERS, code=code)
        give_back_the_secrets(site, restored)
        with restored.database.reading() as db:
            assert submissions.count(db, survey) == 10
            assert not submissions.has_receipt(db, survey, late.receipt)
            assert access_codes.is_good(db, survey, code, surveys.secret(site, survey))
        assert not surveys.answer(restored, survey, ANSWERS, code=code).again


def give_back_the_secrets(site: Site, restored: Site) -> None:
    folder = restored.storage.root / survey_secrets.FOLDER
    folder.mkdir()
    for file in (site.storage.root / survey_secrets.FOLDER).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())


# --- the doctor


def secrets_of(site: Site) -> doctor.Finding:
    [found] = [finding for finding in doctor.examine(site) if finding.subject == "Umfrageschlüssel"]
    return found


@pytest.mark.db
def test_the_doctor_names_an_open_survey_without_its_secret(site: Site, survey: int) -> None:
    assert secrets_of(site).good
    (site.storage.root / survey_secrets.FOLDER / f"survey-{survey}.key").unlink()
    found = secrets_of(site)
    assert (found.good, found.broken) == (False, False)
    assert "Wie soll der Marktplatz werden?" in found.message


def test_the_doctor_asks_for_no_secret_that_is_needed_no_more(site: Site, clock: Any) -> None:
    over = surveys.survey(site, FORM)
    draft = surveys.survey(site, FORM, slug="entwurf", released=False)
    surveys.answer(site, draft, ANSWERS, origin=Origin.TEST)
    clock.advance(days=30)
    for process_id in (over, draft):
        survey_secrets.forget(site.storage.root, process_id)
    assert secrets_of(site).good
