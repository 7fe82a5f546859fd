"""Changing a survey that is open: a correction, which leaves it the same form, or a new version, whose results are shown apart.

What is being answered is the last version; the draft at the desk goes on being changed beside it until it is published or discarded.
Drafts people have on their devices stay valid: after a correction since nothing else changed, after a new version since the earlier ones
are still accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from council.base.accounts import Account
from council.base.errors import ReadableError
from council.base.i18n import message
from council.base.site import Site
from participation import forms, processes
from participation.forms import Form, form_faults, versions
from participation.forms.versions import Rewording
from participation.processes import Process, State, form_versions, openings
from participation.processes.form_versions import FormChange, FormVersion
from participation.processes.openings import Decided

LONGEST_REASON = 1000


class FormChangeError(ReadableError):
    """The draft cannot be published that way."""


@dataclass(frozen=True)
class Differences:
    """What a draft changes. ``correctable``: only texts. ``new``, ``dropped`` and ``other`` are keys of questions that were added, taken
    away, or ask in another way; results of the ``same`` ones can be compared across both forms."""

    rewordings: tuple[Rewording, ...]
    correctable: bool
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    other: tuple[str, ...]
    same: tuple[str, ...]


def differences(published: Form, draft: Form) -> Differences | None:
    """What a draft changes against the form that is answered; None for nothing."""
    if forms.to_json(published) == forms.to_json(draft):
        return None
    before, after, same = published.questions, draft.questions, versions.comparable(published, draft)
    return Differences(
        rewordings=versions.rewordings(published, draft),
        correctable=versions.is_correction(published, draft),
        new=tuple(key for key in after if key not in before),
        dropped=tuple(key for key in before if key not in after),
        other=tuple(key for key in before if key in after and key not in same),
        same=same,
    )


def answered(db: Session, process_id: int) -> FormVersion | None:
    """The version people are answering; None before the survey is opened."""
    query = select(FormVersion).where(FormVersion.process_id == process_id)
    return db.exec(query.order_by(col(FormVersion.number).desc()).limit(1)).first()


def mark(form: Form) -> str:
    """Tells one state of the draft from another."""
    return form_versions.fingerprint(forms.to_json(form))


def publish(
    db: Session, process_id: int, *, seen: str, correction: bool, reason: str, site: Site, who: Account
) -> None:
    """Make the draft the form that is answered, as a correction or as a new version. ``seen`` is the ``mark`` of the draft somebody
    looked at; ``reason`` is for the public. FormChangeError where it cannot be done."""
    decided, version = _changeable(db, process_id, site)
    process, now = decided.process, decided.now
    before, after = forms.from_json(version.form), form_versions.draft(db, process)
    if mark(after) != seen:
        raise FormChangeError(message("Der Entwurf wurde inzwischen geändert. Bitte sehen Sie ihn noch einmal an."))
    found = differences(before, after)
    if found is None:
        raise FormChangeError(message("Der Entwurf ist derselbe wie der Bogen, der beantwortet wird."))
    if form_faults.faults(after):
        raise FormChangeError(message("Im Entwurf ist noch etwas zu berichtigen. Bitte sehen Sie bei den Fragen nach."))
    if correction and not found.correctable:
        raise FormChangeError(message("Es ändern sich nicht nur Texte. Das geht nur als neue Fassung."))
    if correction:
        version.form, version.revision = forms.to_json(after), version.revision + 1
    else:
        version = FormVersion(process_id=process_id, number=version.number + 1, form=forms.to_json(after), at=now)
    db.add(version)
    db.add(_entry(decided, version.number, correction, reason, found))
    openings.done(db, decided, who, "Text des Bogens berichtigt" if correction else "Neue Fassung des Bogens geöffnet")


def discard(db: Session, process_id: int, site: Site, who: Account) -> None:
    """Set the draft back to the form that is answered; at the desk this can be undone like any other step."""
    decided, version = _changeable(db, process_id, site)
    form_versions.keep(db, decided.process, forms.from_json(version.form), "Änderungen verworfen", decided.now)
    openings.done(db, decided, who, "Änderungen am Bogen verworfen")


def history(db: Session, process_id: int) -> Sequence[FormChange]:
    """The changes of a survey since it was opened, the first one first."""
    query = select(FormChange).where(FormChange.process_id == process_id)
    return db.exec(query.order_by(col(FormChange.id))).all()


def is_changeable(process: Process, state: State) -> bool:
    """Whether the form that is answered can still be changed."""
    return process.kind == processes.Kind.SURVEY and state in (State.COMING, State.OPEN)


def _changeable(db: Session, process_id: int, site: Site) -> tuple[Decided, FormVersion]:
    decided = openings.decide(db, process_id, site.clock)
    version = answered(db, process_id)
    if version is None or not is_changeable(decided.process, decided.state):
        raise FormChangeError(message("Diese Umfrage läuft nicht. Ihr Bogen kann nicht geändert werden."))
    return decided, version


def _entry(decided: Decided, version: int, correction: bool, reason: str, found: Differences) -> FormChange:
    rewordings = [
        {"key": one.key, "name": one.name, "language": one.language, "before": one.before, "after": one.after}
        for one in found.rewordings
    ]
    return FormChange(
        process_id=decided.id,
        version=version,
        correction=correction,
        reason=reason,
        rewordings=rewordings,
        at=decided.now,
    )
