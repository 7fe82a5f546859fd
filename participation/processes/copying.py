"""Copying an earlier process: its form and its settings, without codes, answers, and anything that was true of its own time only."""

from datetime import datetime

from sqlmodel import Session

from participation import forms
from participation.forms import Form
from participation.privacy import privacy_notices
from participation.processes import Process, form_versions, new_slug

COPIED = (
    "kind", "intro", "languages", "access", "once_a_device", "strata", "strata_question", "least_people", "showing", "formal",
    "controller", "contact", "officer", "authority", "recipients", "purpose", "legal_basis", "boundary", "overlay", "weighting",
    "moderation", "comments", "categories",
)  # fmt: skip
OWN = (
    "id", "slug", "title", "opens_at", "closes_at", "released_at", "withdrawn_at", "delete_on", "texts_until", "privacy",
    "taken_back", "mixed", "forgotten", "draft_position", "created_at", "deleted_on",
)  # fmt: skip


def copied(source: Process, title: dict[str, str], now: datetime) -> Process:
    """A draft like an earlier process. Of the information on data protection only texts the planner wrote are taken along: the others
    follow the facts, which are not known yet."""
    facts = {name: getattr(source, name) for name in COPIED}
    own = {language: source.privacy[language] for language in privacy_notices.changed(source)}
    return Process(**facts, privacy=own, slug=new_slug(), title=title, created_at=now)


def form_of(db: Session, source: Process) -> Form:
    """The form to copy: the one people answered last, or the draft of a process that was never opened."""
    known = form_versions.versions(db, source.id or 0)
    return forms.from_json(known[-1].form) if known else form_versions.draft(db, source)
