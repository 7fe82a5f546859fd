"""The doctor: looks at everything an installation needs and says what to do about what is missing."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from council.base import accounts, changes, mail, workers
from council.base.jobs import Job, JobState
from council.base.site import Site
from council.media import ffmpeg
from council.media.errors import MediaError
from council.recordings import Recording
from participation import processes, results, survey_secrets
from participation.processes import Process, State
from participation.results import printing
from ratsfenster import migrations, visibility
from search import engines, indexing, synonyms
from search.engines import SearchError
from transcription import weights
from transcription.engines import TranscriptionError

LOW_DISK = 20e9
SHOWN_FAULTS = 5  # of the file with synonyms
LEGAL_PAGES = ("impressum", "datenschutz", "barrierefreiheit")


@dataclass(frozen=True)
class Finding:
    """What was looked at and how it is. ``broken``: the site or its work does not run without it."""

    subject: str
    message: str
    good: bool
    broken: bool = False

    @property
    def mark(self) -> str:
        return "✓" if self.good else "✗" if self.broken else "!"


def examine(site: Site) -> list[Finding]:
    """All findings, in a fixed order."""
    checks: tuple[Callable[[Site], Finding], ...] = (
        _database, _ffmpeg, _weights, _disk, _worker, _jobs, _engine,
        _index, _synonyms, _pages, _address, _accounts, _retention, _visibility, _printing, _secrets, _mail, _counting,
    )  # fmt: skip
    return [check(site) for check in checks]


def _database(site: Site) -> Finding:
    name = "SQLite" if site.database.is_sqlite else "PostgreSQL"
    try:
        migrations.refuse_half_restored(site)
        revision = migrations.current(site.database)
    except SQLAlchemyError as error:
        return Finding(
            "Datenbank",
            f"{name} antwortet nicht ({type(error).__name__}); RATSFENSTER_DATABASE_URL prüfen",
            False,
            True,
        )
    if revision is None:
        return Finding("Datenbank", f"{name}, noch leer; sie wird beim ersten Befehl angelegt", True)
    if revision != migrations.head():
        return Finding(
            "Datenbank", f"{name}, Stand {revision} passt nicht; ausführen: ratsfenster migrate", False, True
        )
    return Finding("Datenbank", f"{name}, Stand {revision}", True)


def _ready(site: Site) -> bool:
    try:
        return migrations.current(site.database) == migrations.head()
    except SQLAlchemyError:
        return False


def _ffmpeg(site: Site) -> Finding:
    try:
        return Finding("ffmpeg", ffmpeg.binary(), True)
    except MediaError as error:
        return Finding("ffmpeg", str(error), False, True)


def _weights(site: Site) -> Finding:
    try:
        folder = weights.find(site.settings.model, site.settings.models)
    except TranscriptionError as error:
        return Finding("Sprachmodell", str(error), False, True)
    return Finding("Sprachmodell", f"{site.settings.engine}, {folder}", True)


def _disk(site: Site) -> Finding:
    root = site.storage.root
    free = site.storage.free_bytes() if root.exists() else 0.0
    if not root.exists():
        return Finding("Speicherplatz", f"{root} gibt es noch nicht; er wird beim ersten Befehl angelegt", True)
    message = f"{free / 1e9:.0f} GB frei in {root}"
    if free < LOW_DISK:
        return Finding(
            "Speicherplatz", f"{message}; eine lange Sitzung braucht bis zu 20 GB, bitte Platz schaffen", False
        )
    return Finding("Speicherplatz", message, True)


def _worker(site: Site) -> Finding:
    if not _ready(site):
        return Finding("Worker", "erst nach dem Anlegen der Datenbank zu sehen", True)
    with site.database.reading() as db:
        alive = workers.any_alive(db, "worker", site.clock())
    return Finding("Worker", "läuft" if alive else "läuft nicht; starten: ratsfenster start (oder worker)", alive)


def _jobs(site: Site) -> Finding:
    if not _ready(site):
        return Finding("Arbeit", "keine", True)
    with site.database.reading() as db:
        newest = {(job.kind, job.subject_id): job for job in db.exec(select(Job).order_by(col(Job.id)))}
    failed = [job for job in newest.values() if job.state == JobState.FAILED]
    if not failed:
        return Finding("Arbeit", "nichts ist liegen geblieben", True)
    last = failed[-1]
    return Finding(
        "Arbeit",
        f"{len(failed)} Schritte sind gescheitert, zuletzt {last.kind} von Aufzeichnung {last.subject_id}: {last.message} "
        f"(danach: ratsfenster retry {last.subject_id})",
        False,
    )


def _engine(site: Site) -> Finding:
    try:
        return Finding("Suchmaschine", engines.examined(site), True)
    except SearchError as error:
        return Finding("Suchmaschine", f"{error} Bis dahin ist die Suche gestört; verloren geht nichts.", False)


def _index(site: Site) -> Finding:
    if not _ready(site):
        return Finding("Suchindex", "entsteht mit der ersten Veröffentlichung", True)
    with site.database.reading() as db:
        newest = changes.latest(db)
        public = db.exec(select(func.count()).select_from(Recording).where(Recording.published_at != None)).one()  # noqa: E711  # SQL
    try:
        position = indexing.position(site)
    except SearchError:
        return Finding("Suchindex", "lässt sich gerade nicht prüfen", False)
    if public and position == 0:
        return Finding("Suchindex", "fehlt; der Worker baut ihn auf, oder jetzt: ratsfenster reindex", False)
    if position < newest:
        return Finding("Suchindex", f"{newest - position} Änderungen sind noch nicht darin; läuft ein Worker?", False)
    return Finding("Suchindex", "auf dem neuesten Stand", True)


def _synonyms(site: Site) -> Finding:
    if site.settings.synonyms is None:
        return Finding("Synonyme", "die mitgelieferte Liste", True)
    faults = synonyms.of(site).faults
    if not faults:
        return Finding("Synonyme", f"die mitgelieferte Liste und {site.settings.synonyms}", True)
    more = f" (und {len(faults) - SHOWN_FAULTS} weitere)" if len(faults) > SHOWN_FAULTS else ""
    shown = "; ".join(map(str, faults[:SHOWN_FAULTS]))
    return Finding("Synonyme", f"{site.settings.synonyms}: {shown}{more}; das bleibt ausgelassen", False)


def _pages(site: Site) -> Finding:
    folder = site.settings.pages
    missing = [page for page in LEGAL_PAGES if folder is None or not (folder / f"{page}.md").is_file()]
    if missing:
        where = folder or "einem Ordner, den RATSFENSTER_PAGES nennt"
        return Finding("Pflichtseiten", f"es fehlen {', '.join(missing)}; als Markdown ablegen in {where}", False)
    return Finding("Pflichtseiten", f"vollständig in {folder}", True)


def _address(site: Site) -> Finding:
    if not site.settings.url:
        return Finding(
            "Adresse",
            f"{site.settings.address}; für den Betrieb RATSFENSTER_URL auf die öffentliche Adresse setzen",
            False,
        )
    if not site.settings.secure:
        return Finding(
            "Adresse", f"{site.settings.address} ist ohne HTTPS; bitte einen Reverse Proxy davorstellen", False
        )
    return Finding("Adresse", site.settings.address, True)


def _accounts(site: Site) -> Finding:
    if not _ready(site):
        return Finding("Konten", "erst nach dem Anlegen der Datenbank zu sehen", True)
    with site.database.reading() as db:
        found = accounts.everybody(db)
    if not any(one.runs_the_desk for one in found):
        hint = "niemand kann Konten verwalten; anlegen: ratsfenster create-user E-MAIL --name NAME --role admin"
        return Finding("Konten", hint, False)
    return Finding("Konten", f"{len(found)}, davon {sum(one.blocked for one in found)} gesperrt", True)


def _retention(site: Site) -> Finding:
    settings = site.settings
    withdrawn = f"{settings.keep_withdrawn_days} Tage" if settings.keep_withdrawn_days else "bis sie jemand löscht"
    kept = (
        f"nicht mehr öffentliche Aufzeichnungen {withdrawn}, Protokoll {settings.keep_audit_days} Tage, "
        f"Meldungen {settings.keep_reports_days} Tage, unfertige Uploads {settings.keep_uploads_days} Tage (Seite /aufbewahrung)"
    )
    return Finding("Aufbewahrung", kept, True)


def _visibility(site: Site) -> Finding:
    """Whether a restored backup would know what was withdrawn since."""
    subject = "Zurückgezogenes"
    unreachable = [str(path) for path in visibility.backups(site) if not path.is_dir()]
    extra = site.settings.visibility_file
    if extra is not None and not extra.parent.is_dir():
        return Finding(subject, f"{extra} lässt sich nicht schreiben; gibt es den Ordner?", False)
    if extra is None:
        hint = "steht nur im Datenordner und in erreichbaren Sicherungen; für eine andere Platte RATSFENSTER_VISIBILITY_FILE setzen"
        return Finding(subject, hint, not unreachable)
    return Finding(subject, f"bleibt es auch nach dem Wiederherstellen einer Sicherung ({extra})", True)


def _printing(site: Site) -> Finding:
    missing = printing.missing_library()
    if missing is not None:
        hint = f"{missing} fehlt; bis dahin gibt es keine (apt-get install {missing})"
        return Finding("PDF-Dateien", hint, False)
    return Finding("PDF-Dateien", "können erzeugt werden", True)


def _secrets(site: Site) -> Finding:
    """Whether surveys that take answers can recognise their codes; backups of the database do not hold what that needs."""
    subject = "Umfrageschlüssel"
    if not _ready(site):
        return Finding(subject, "erst nach dem Anlegen der Datenbank zu sehen", True)
    with site.database.reading() as db:
        found = processes.everything(db)
    needing = [one for one in found if processes.state(one, site.clock()) in (State.OPEN, State.COMING)]
    lost = [one.name("de") for one in needing if one.id and not survey_secrets.is_there(site.storage.root, one.id)]
    if lost:
        hint = f"„{lost[0]}“" + (f" und {len(lost) - 1} weitere" if len(lost) > 1 else "")
        where = site.storage.root / survey_secrets.FOLDER
        return Finding(subject, f"{hint} nimmt keine Antworten an; {where} aus der Kopie wiederherstellen", False)
    return Finding(subject, "vollständig; den Ordner „secrets“ getrennt von den Sicherungen aufbewahren", True)


def _counting(site: Site) -> Finding:
    """Whether closed surveys could be counted."""
    subject = "Umfrageergebnisse"
    if not _ready(site):
        return Finding(subject, "erst nach dem Anlegen der Datenbank zu sehen", True)
    with site.database.reading() as db:
        found = [(db.get_one(Process, one.process_id).name("de"), one) for one in results.failures(db)]
    if not found:
        return Finding(subject, "nichts, was sich nicht zählen ließe", True)
    name, last = found[0]
    more = f" und {len(found) - 1} weitere" if len(found) > 1 else ""
    moment = last.failed_at.astimezone(site.settings.zone)
    when = f"{moment:%d.%m. um %H:%M}"
    hint = (
        f"„{name}“{more} ließ sich am {when} nicht zählen ({last.reason}); Einzelheiten stehen im Protokoll des Workers"
    )
    return Finding(subject, hint, False)


def _mail(site: Site) -> Finding:
    settings = site.settings
    if not settings.sends_mail:
        return Finding("E-Mail", "ausgeschaltet; niemand kann sich über Ergebnisse benachrichtigen lassen", True)
    found = mail.server(settings.smtp_url)
    if found.scheme == "smtp" and found.host not in ("localhost", "127.0.0.1", "::1"):
        return Finding(
            "E-Mail", f"{found.host}:{found.port}, unverschlüsselt; besser: smtps:// oder smtp+starttls://", False
        )
    return Finding("E-Mail", f"{found.host}:{found.port}, Absender {settings.mail_from}", True)
