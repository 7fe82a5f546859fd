"""Deleting what was answered when its time is over, as the information by Art. 13 DSGVO promised it. By the clock alone, so it is done
again after an older backup was restored.

After ``texts_until``: of each answer only stays that somebody wrote something; published texts, decisions about texts and addresses go
too. On ``delete_on``: answers, receipts, unused codes, the survey's secret; of ideas what was never published. What stays are published
figures with the hashes of receipts, published ideas, the form, and what the desk knows of the process.

All is done in short transactions, each alone, since rows may be being mixed (``mixing``), and can be broken off at any point: an answer
that is there is found again. Answers from paper can still come after their texts' time, which ``Process.forgotten`` tells.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, update
from sqlalchemy import select as columns_of
from sqlmodel import Session, SQLModel, col, exists, select

from council.base import audit, locks
from council.base.locks import Decision
from council.base.site import Site
from participation import processes, survey_secrets
from participation.answers import mixing, submissions
from participation.answers.submissions import Submission, SubmissionReceipt
from participation.codes.access_codes import AccessCode
from participation.forms import Form
from participation.ideas import idea_moderation
from participation.mails import subscriptions
from participation.moderation import text_reviews
from participation.privacy import text_deletion
from participation.processes import Process, form_versions

TOGETHER = 500  # rows in one transaction
HOME = "/ratsbuero/beteiligung"
ROWS: tuple[tuple[type[SQLModel], str], ...] = (
    (Submission, "key"),
    (SubmissionReceipt, "hash"),
    (AccessCode, "digest"),
)
_SUBMISSION = SQLModel.metadata.tables["submission"]
_REWRITE = (
    update(_SUBMISSION)
    .where(_SUBMISSION.c.process_id == bindparam("process"), _SUBMISSION.c.key == bindparam("row"))
    .values(answers=bindparam("kept"))
)


def texts_are_over(process: Process, today: date) -> bool:
    """Whether free texts and contact data may be kept no longer."""
    over = process.texts_until is not None and today > process.texts_until
    return process.released_at is not None and (over or answers_are_over(process, today))


def answers_are_over(process: Process, today: date) -> bool:
    """Whether nothing of what people answered may be kept any longer."""
    return process.released_at is not None and process.delete_on is not None and today >= process.delete_on


def retire(site: Site) -> None:
    """Delete all whose time is over. May be called again and again."""
    today = site.today()
    with site.database.writing() as db:
        subscriptions.forget_unconfirmed(db, today)
    with site.database.reading() as db:
        known = db.exec(select(Process).where(col(Process.released_at).is_not(None)).order_by(col(Process.id))).all()
    deleted = [_retire(site, process, today) for process in known if texts_are_over(process, today)]
    if any(deleted):
        mixing.sweep(site.database)


def _retire(site: Site, process: Process, today: date) -> bool:
    """Whether anything of what people answered was deleted."""
    assert process.id is not None
    if answers_are_over(process, today):
        return delete_answers(site, process.id, today)
    return forget_texts(site, process.id)


def forget_texts(site: Site, process_id: int) -> bool:
    """Take what people wrote out of a process's answers and its published data; whether there was anything to do."""
    with site.database.writing() as db:
        _drop_beside(db, process_id)
    with site.database.reading() as db:
        changes = submissions.changes(db, process_id)
        if db.get_one(Process, process_id).forgotten == changes:
            return False
        forms = form_versions.all_forms(db, process_id)
    last: str | None = ""
    while last is not None:
        with site.database.writing() as db:
            locks.alone(db, Decision.PROCESS, process_id)
            last = _forget_some(db, process_id, forms, last)
    text_deletion.forget_words(site, process_id)
    with site.database.writing() as db:
        process = _decided(db, process_id)
        process.forgotten = changes
        _note(db, site, process, "Freie Texte und Adressen gelöscht, Frist abgelaufen")
    return True


def delete_answers(site: Site, process_id: int, today: date) -> bool:
    """Delete all answers of a process, and what belongs to them; whether there was anything to do. From the first moment on none is
    taken. The secret goes last: where it still is, this was broken off."""
    with site.database.writing() as db:
        process = _decided(db, process_id)
        _drop_beside(db, process_id)
        if process.deleted_on is None:
            process.deleted_on = today
            idea_moderation.forget(db, process)
            processes.changed(db, process, site.clock())
            _note(db, site, process, "Antworten gelöscht, Löschdatum erreicht")
        elif not _is_left(db, site, process_id):
            return False
    for model, key in ROWS:
        while _delete_some(site, process_id, model, key):
            pass
    text_deletion.forget_words(site, process_id)
    survey_secrets.forget(site.storage.root, process_id)
    return True


def _drop_beside(db: Session, process_id: int) -> None:
    """What lies beside the answers: decisions about texts, and addresses."""
    text_reviews.forget(db, process_id)
    subscriptions.drop_of(db, process_id)


def _forget_some(db: Session, process_id: int, forms: Mapping[int, Form], after: str) -> str | None:
    """Rewrites the next answers; the last one's key, or None where these were all."""
    table = _SUBMISSION.c
    query = columns_of(table.key, table.version, table.answers).where(table.process_id == process_id, table.key > after)
    rows = db.execute(query.order_by(table.key).limit(TOGETHER)).all()
    rewritten = [
        {"process": process_id, "row": key, "kept": kept}
        for key, version, answers in rows
        if (kept := text_deletion.closed(answers, forms[version].questions)) != answers
    ]
    if rewritten:
        db.connection().execute(_REWRITE, rewritten)
    return rows[-1].key if len(rows) == TOGETHER else None


def _delete_some(site: Site, process_id: int, model: type[SQLModel], key: str) -> bool:
    """Whether there may be more."""
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    mine = table.c.process_id == process_id
    some = columns_of(table.c[key]).where(mine).order_by(table.c[key]).limit(TOGETHER)
    with site.database.writing() as db:
        locks.alone(db, Decision.PROCESS, process_id)
        return db.connection().execute(delete(table).where(mine, table.c[key].in_(some))).rowcount == TOGETHER


def _is_left(db: Session, site: Site, process_id: int) -> bool:
    columns: Iterable[Any] = (col(model.process_id) for model in (Submission, SubmissionReceipt, AccessCode))
    rows = any(db.exec(select(exists().where(column == process_id))).one() for column in columns)
    return rows or survey_secrets.is_there(site.storage.root, process_id)


def _decided(db: Session, process_id: int) -> Process:
    locks.alone(db, Decision.PROCESS, process_id)
    return db.get_one(Process, process_id, populate_existing=True)


def _note(db: Session, site: Site, process: Process, done: str) -> None:
    db.add(process)
    path = f"{HOME}/{process.id}"
    audit.record(db, None, done, site.clock(), subject=process.name(process.leading), path=path)
