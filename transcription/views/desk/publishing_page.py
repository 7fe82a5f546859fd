"""The pages about publishing a recording, put together: what is declared, what stands in the way, and what will happen."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request

from council import expiry, publications, recordings
from council.base import i18n
from council.base.i18n import Language, message
from council.base.site import Site
from council.meetings import Meeting
from council.organizations import Organization
from council.publications import LegalBasis
from council.recordings import Recording
from transcription import erasure, obstacles, releases
from transcription.obstacles import Matter
from transcription.views import terms
from transcription.views.desk import publishing_form
from transcription.views.desk.publishing_form import Entered
from transcription.views.terms import Terms

DONE = {
    "veroeffentlicht": message("Die Aufzeichnung ist öffentlich. Was noch entsteht, kommt von selbst dazu."),
    "zurueckgezogen": message("Das ist seit eben nicht mehr öffentlich."),
}
BASES = (
    (LegalBasis.STATUTE, message("Hauptsatzung")),
    (LegalBasis.RULES_OF_PROCEDURE, message("Geschäftsordnung")),
    (LegalBasis.CONSENTS, message("Einwilligungen aller Beteiligten")),
    (LegalBasis.OTHER, message("anderes")),
)


@dataclass(frozen=True)
class MatterRow:
    """A matter as shown."""

    text: str
    href: str
    link: str


@dataclass(frozen=True)
class Head:
    """Which recording it is about. ``path`` begins all addresses of its desk pages; ``title`` names meeting and day."""

    id: int
    path: str
    meeting: str
    organization: str
    start: datetime


@dataclass(frozen=True)
class PublishingPage:
    """The form, and above it how things are. ``secret`` are numbers of non-public items that have no time."""

    head: Head
    published_at: datetime | None
    terms: Terms
    obstacles: tuple[MatterRow, ...]
    hints: tuple[MatterRow, ...]
    form: Entered
    has_media: bool
    asks_for_public_part: bool
    today: date
    shows_media: bool = False
    shows_text: bool = False
    ended: bool = False
    bases: tuple[tuple[str, str], ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    problem: str = ""


@dataclass(frozen=True)
class ConfirmPage:
    """The question. ``cut_ms`` is hidden in ``cuts`` places, where text of ``erased`` utterances goes for good."""

    head: Head
    form: Entered
    basis: str
    media: str
    text: str
    cuts: int
    cut_ms: int
    erased: int
    public_already: bool
    hints: tuple[MatterRow, ...]


def asked_for(db: Session, request: Request) -> Recording:
    """The recording an address of the desk names; 404 where there is none."""
    recording = db.get(Recording, request.path_params["id"])
    if recording is None:
        raise HTTPException(404)
    return recording


def head(db: Session, recording: Recording) -> Head:
    """What stands above all pages about it."""
    meeting = db.get_one(Meeting, recording.meeting_id)
    organization = db.get_one(Organization, meeting.organization_id)
    path = f"/ratsbuero/aufzeichnungen/{recording.id}"
    return Head(recording.id or 0, path, meeting.name, organization.name, meeting.start)


def first(db: Session, recording: Recording, site: Site) -> Entered:
    """The form as it is first shown: as declared before, else as for the last meeting of the body."""
    assert recording.id is not None
    own = publications.of_recording(db, recording.id)
    only = "1" if recording.public_part_only else ""
    if own is not None:
        return replace(publishing_form.of_declaration(publications.declared(own)), nur_oeffentlich=only)
    meeting = db.get_one(Meeting, recording.meeting_id)
    last = publications.last_of_body(db, meeting.organization_id)
    if last is None:
        return Entered(nur_oeffentlich=only)
    publication, then = last
    zone = site.settings.zone
    remembered = publishing_form.remembered(
        publications.declared(publication),
        then.start.astimezone(zone).date(),
        meeting.start.astimezone(zone).date(),
        expiry.today(site.clock(), zone),
    )
    return replace(remembered, nur_oeffentlich=only)


def page(
    request: Request, db: Session, recording: Recording, entered: Entered, errors: dict[str, str] | None = None
) -> PublishingPage:
    """The form with what was entered, on the present state of the recording. ``errors`` are German messages by field."""
    site: Site = request.app.state.site
    language, zone = i18n.spoken(request), site.settings.zone
    facts = replace(obstacles.facts(db, recording), public_part_only=entered.only_public_part)
    return PublishingPage(
        head=head(db, recording),
        published_at=recording.published_at,
        terms=terms.of(db, recording, language, zone) if recording.published_at else Terms(),
        obstacles=tuple(_row(matter, language) for matter in obstacles.obstacles(facts)),
        hints=tuple(_row(matter, language) for matter in obstacles.hints(facts)),
        form=entered,
        has_media=recordings.has_media(db, recording),
        asks_for_public_part=bool(facts.untimed),
        today=expiry.today(site.clock(), zone),
        shows_media=recording.shows_media and recordings.has_media(db, recording),
        shows_text=recording.shows_text,
        ended=recording.ended_at is not None,
        bases=tuple((basis.value, label) for basis, label in BASES),
        errors={name: language.gettext(problem) for name, problem in (errors or {}).items()},
        notice=language.gettext(DONE.get(request.query_params.get("geschehen", ""), "")),
    )


def _row(matter: Matter, language: Language) -> MatterRow:
    text = language.gettext(matter.text)
    return MatterRow(
        text % matter.values if matter.values else text.replace("%%", "%"),
        language.link(matter.path) if matter.path else "",
        language.gettext(matter.link),
    )


def question(
    request: Request, db: Session, recording: Recording, entered: Entered, shown: PublishingPage
) -> ConfirmPage:
    """What is asked before it is done."""
    site: Site = request.app.state.site
    language, zone = i18n.spoken(request), site.settings.zone
    assert recording.id is not None
    hidden = releases.hidden(db, recording)
    declaration = entered.declaration(has_media=shown.has_media)
    return ConfirmPage(
        head=shown.head,
        form=replace(entered, stand=str(recording.edition)),
        basis=terms.basis(declaration, language),
        media=terms.ending(declaration.media, language, zone) if shown.has_media else "",
        text=terms.ending(declaration.text, language, zone),
        cuts=len(hidden),
        cut_ms=sum(end - start for start, end in hidden),
        erased=erasure.extent(db, recording.id, hidden),
        public_already=recording.published_at is not None,
        hints=shown.hints,
    )
