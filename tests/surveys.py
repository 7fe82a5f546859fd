"""Surveys as tests need them: made in the database, without going through the desk."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from council.base.site import Site
from participation import codes, forms, survey_secrets
from participation.answers import receipts, submissions
from participation.answers.submissions import Offer, Origin, Stored
from participation.codes import Code, access_codes
from participation.forms import Form
from participation.processes import Process
from participation.processes.form_versions import FormDraft, FormVersion

TITLE = {"de": "Wie soll der Marktplatz werden?"}


def survey(site: Site, form: Form, *, released: bool = True, **facts: Any) -> int:
    """A survey that opened an hour ago and closes in two weeks, unless ``facts`` say otherwise; its number."""
    now = site.clock()
    known: dict[str, Any] = {
        "slug": "marktplatz",
        "title": TITLE,
        "languages": list(form.languages),
        "opens_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=14),
        "released_at": now - timedelta(hours=2) if released else None,
        "controller": "Stadt Musterstadt, Markt 1, 12345 Musterstadt",
        "purpose": "Umgestaltung des Marktplatzes",
        "legal_basis": "Art. 6 Abs. 1 Buchst. e DSGVO",
        "delete_on": (now + timedelta(days=400)).date(),
        "privacy": {"de": "Wir verarbeiten Ihre Antworten ohne Namen."},
        "created_at": now - timedelta(days=3),
        "draft_position": 1,
    }
    with site.database.writing() as db:
        process = Process(**(known | facts))
        db.add(process)
        db.flush()
        assert process.id is not None
        db.add(FormDraft(process_id=process.id, position=1, form=forms.to_json(form), at=now))
        if released:
            db.add(FormVersion(process_id=process.id, number=1, form=forms.to_json(form), at=now))
        number = process.id
    survey_secrets.make(site.storage.root, number)
    return number


def secret(site: Site, process_id: int) -> bytes:
    return survey_secrets.of(site.storage.root, process_id)


def give_codes(site: Site, process_id: int, count: int, stratum: str = "") -> tuple[Code, ...]:
    """So many codes that can be used."""
    series = codes.series(count, stratum, secrets.token_bytes)
    with site.database.writing() as db:
        access_codes.issue(db, process_id, [series], secret(site, process_id), site.clock())
    return series.codes


def answer(
    site: Site,
    process_id: int,
    answers: dict[str, Any],
    *,
    code: Code | None = None,
    stratum: str = "",
    origin: Origin = Origin.WEB,
    key: str | None = None,
    version: int = 1,
    at: datetime | None = None,
) -> Stored:
    """Somebody answers; raises what ``submissions.store`` raises."""
    offer = Offer(version, answers, key or receipts.new_key(secrets.token_bytes), code, stratum, origin)
    with site.database.writing() as db:
        return submissions.store(
            db, process_id, offer, secret(site, process_id), (lambda: at) if at else site.clock, secrets.token_bytes
        )
