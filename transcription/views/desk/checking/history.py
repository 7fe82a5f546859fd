"""Who changed what in an utterance, with the way back to each earlier state."""

import difflib
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from council.base import pages, timecodes
from council.base.access import allowed
from council.base.accounts import Role
from council.base.site import Site
from transcription import editing, revisions
from transcription.revisions import Revision
from transcription.transcripts import Segment
from transcription.views.desk.checking import material
from transcription.views.desk.checking.listing import listing


@dataclass(frozen=True)
class Difference:
    """A piece of text that stayed ("same"), was taken away ("gone") or put in ("new")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Step:
    """One change. ``text`` is "" where the text stayed and somebody vouched for it; ``stand`` is None where there is no way back."""

    when: datetime
    who: str
    differences: tuple[Difference, ...]
    speaker_before: str
    speaker_after: str
    stand: int | None


@dataclass(frozen=True)
class HistoryPage:
    """The history of one utterance, newest change first."""

    clock: str
    text: str
    machine_text: str
    language: str
    steps: tuple[Step, ...]
    action: str
    close: str
    list: str
    version: int


@allowed(Role.CLERK)
def history(request: Request) -> Response:
    """``…/text/{segment}/verlauf``: a page, or its fragment for a script."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        listed = listing(db, request)
        row = material.segment_of(db, listed.found, request.path_params["segment"])
        assert row.id is not None
        end_ms = max(row.end_ms, row.start_ms + 1)
        made = revisions.of_time(db, listed.found.id, row.start_ms, end_ms)
        shown = HistoryPage(
            clock=timecodes.clock(row.start_ms),
            text=row.text,
            machine_text=row.machine_text if row.machine_text and row.machine_text != row.text else "",
            language=listed.found.recording.language,
            steps=tuple(_step(revision, row) for revision in made),
            action=listed.addresses.of(row.id, "/zurueck"),
            close=listed.addresses.at(row.id),
            list=listed.addresses.list,
            version=row.version,
        )
    return pages.render(
        request,
        "transcription/desk/checking_history.html",
        shown,
        cache=pages.KEEP_NOTHING,
        fragment="transcription/desk/_checking_history.html",
    )


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """What changed from one text to another, word by word."""
    old, new = before.split(), after.split()
    found = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Difference("same", " ".join(old[i:j])))
            continue
        found += [Difference("gone", " ".join(old[i:j]))] if i < j else []
        found += [Difference("new", " ".join(new[k:m]))] if k < m else []
    return tuple(found)


def _step(revision: Revision, row: Segment) -> Step:
    spoke = revision.speaker_before != revision.speaker_after
    return Step(
        when=revision.at,
        who=revision.by,
        differences=differences(revision.text_before, revision.text_after) if _rewritten(revision) else (),
        speaker_before=(revision.speaker_before or "") if spoke else "",
        speaker_after=(revision.speaker_after or "") if spoke else "",
        stand=revision.id if not spoke and editing.is_of(revision, row) else None,
    )


def _rewritten(revision: Revision) -> bool:
    return revision.text_before != revision.text_after
