"""The command line. Exit codes: 0 done, 1 the input or the state of things does not allow it, 2 wrong usage, 3 the work itself failed,
4 something is not set up (database, speech model, index), 130 interrupted."""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session
from tqdm import tqdm

from council import agendas, publishing
from council.base import jobs
from council.base.settings import variable
from council.base.site import Site
from council.cuts import CutReason
from council.recordings import Recording
from ratsfenster import (
    account_commands,
    backup_commands,
    declaring,
    hits,
    intake,
    migrations,
    pipeline,
    survey_commands,
    transcript_files,
    waiting,
)
from ratsfenster import doctor as doctors
from ratsfenster.console import NOT_SET_UP, die, opened
from search.pacing import Pace
from transcription import releases

app = typer.Typer(
    help="Ratsfenster: Ratssitzungen zum Nachhören, Nachlesen und Durchsuchen.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
say = typer.echo
NOT_FOR_OTHERS = 0o027  # for umask; whoever set a stricter one keeps it


@app.command(epilog="Beispiel: ratsfenster start")
def start() -> None:
    """Run the site and a worker, as two processes; ends both with Ctrl-C."""
    from ratsfenster import serving

    with opened() as site:
        raise typer.Exit(serving.supervise(site.settings, say))


@app.command(epilog="Beispiel: RATSFENSTER_PORT=8080 ratsfenster web")
def web() -> None:
    """Run the site alone."""
    from ratsfenster import serving

    with opened() as site:
        serving.serve(site)


def _until_signal(run: Callable[[threading.Event], None]) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    run(stop)


@app.command(epilog="Beispiel: ratsfenster worker")
def worker() -> None:
    """Run a worker: media, transcription and the search index. Any number of machines may run one each."""
    from ratsfenster.worker import Worker

    def run(stop: threading.Event) -> None:
        running = Worker(site)
        running.start()
        say("Worker läuft.")
        stop.wait()
        running.end()

    with opened() as site:
        _until_signal(run)


@app.command(epilog="Beispiel: ratsfenster indexer")
def indexer() -> None:
    """Keep the search index of a machine that runs the site without a worker."""
    from search import indexing

    with opened() as site:
        _until_signal(lambda stop: indexing.follow(site, stop))


@app.command(epilog="Beispiel: ratsfenster migrate")
def migrate() -> None:
    """Bring an older database to this version; a copy is kept first (SQLite)."""
    with opened(migrated=False) as site:
        migrations.migrate(site, site.clock(), say)


@app.command(
    "add-recording",
    epilog="Beispiel: ratsfenster add-recording sitzung.mp4 --meeting tagesordnung.json --publish --wait",
)
def add_recording(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="The recording, in one or several files in order.")
    ],
    meeting: Annotated[Path, typer.Option(help="The agenda: an OParl Meeting as JSON.")],
    publish: Annotated[bool, typer.Option("--publish", help="Make it public.")] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Return when it can be found; works itself where no worker is alive.")
    ] = False,
    public_part_only: Annotated[
        bool, typer.Option("--public-part-only", help="The files hold nothing of the non-public items.")
    ] = False,
    basis: declaring.Basis = None,
    reference: declaring.Reference = None,
    until: declaring.UntilOption = None,
) -> None:
    """Take in a meeting's recording; prints its id and address."""
    with opened() as site:
        declaration = declaring.declaration(site.settings, basis, reference, until)
        agenda = agendas.parse(_text_of(meeting), site.settings.zone)
        with _copying(files) as progress:
            taken = intake.add_recording(
                site, files, agenda, publish=publish, declaration=declaration, whole=public_part_only, progress=progress
            )
        _tell(site, taken)
        if wait:
            for notice in waiting.wait(site, taken.recording_id):
                typer.echo(f"Hinweis: {notice}", err=True)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise agendas.AgendaError(f"{path} lässt sich nicht lesen: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise agendas.AgendaError(f"{path} ist kein Text in UTF-8.") from error


@contextmanager
def _copying(files: list[Path]) -> Iterator[Callable[[int], None]]:
    total = sum(path.stat().st_size for path in files if path.is_file())
    with tqdm(total=total, desc="Dateien übernehmen", unit="B", unit_scale=True, leave=False, delay=1) as bar:
        before = [0, 0]

        def progress(size: int) -> None:
            bar.update(size - before[0] if size > before[0] else size)
            before[0] = size

        yield progress


def _tell(site: Site, taken: intake.Taken) -> None:
    for warning in taken.warnings:
        typer.echo(f"Hinweis: {warning}", err=True)
    say(f"{taken.recording_id}\t{site.settings.address}/aufzeichnungen/{taken.recording_id}")


@app.command(
    "import-transcript",
    epilog="Beispiel: ratsfenster import-transcript 2026-03-17.vtt --publish --wait",
)
def import_transcript(
    source: Annotated[
        Path, typer.Argument(metavar="FILE_OR_FOLDER", help="VTT or SRT; in a folder each file is a meeting.")
    ],
    meeting_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The meeting's date; else the file name begins with it."),
    ] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Make it public.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Return when it can be found.")] = False,
) -> None:
    """Take in finished transcripts; speakers come from voice tags."""
    with opened() as site:
        refused = 0
        files = transcript_files.in_folder(source) if source.is_dir() else [source]
        if not files:
            raise intake.IntakeError(f"In {source} liegt keine Datei, die auf .vtt oder .srt endet.")
        pace = Pace(site)
        with waiting.working(site) if wait else _nothing():
            for path in tqdm(files, desc="Transkripte", unit="Datei", disable=len(files) == 1):
                try:
                    taken = intake.import_transcript(
                        site, path, meeting_date.date() if meeting_date else None, publish=publish
                    )
                except intake.IntakeError as error:
                    refused += 1
                    tqdm.write(str(error), file=sys.stderr)
                    continue
                _tell(site, taken)
                pace.keep()
            if wait:
                waiting.wait_for_index(site)
        if refused:
            die(f"{refused} von {len(files)} Dateien konnten nicht übernommen werden.")


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@app.command("export-transcript", epilog="Beispiel: ratsfenster export-transcript 1 --format vtt > sitzung.vtt")
def export_transcript(
    recording: Annotated[int, typer.Argument(metavar="ID")],
    format: Annotated[transcript_files.Format, typer.Option(help="What to write.")] = transcript_files.Format.vtt,
) -> None:
    """Print a transcript as the public may read it."""
    with opened() as site:
        text = transcript_files.export(site, recording, format)
        if text is None:
            die(f"Die Aufzeichnung {recording} gibt es nicht.")
        sys.stdout.write(text)


@app.command(epilog='Beispiel: ratsfenster search "Radweg" --limit 5')
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 10,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    kind: Annotated[hits.Kind | None, typer.Option(help="Only what is of this kind.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The API's JSON.")] = False,
) -> None:
    """Find what was said in public recordings, agenda items, meetings and papers."""
    from search import engines, results

    with opened() as site:
        within = engines.Filters(kinds=frozenset({str(kind)}) if kind else None)
        found = results.find(site, engines.open_engine(site), query, within, limit=limit, offset=offset)
        if as_json:
            say(json.dumps(results.to_json(found), ensure_ascii=False, indent=2))
            return
        for line in hits.listed(found, site.settings.address):
            say(line)


@app.command(epilog='Beispiel: ratsfenster publish 1 --basis statute --reference "§ 7 Abs. 2" --media-until 2027-12-31')
def publish(
    recording: Annotated[int, typer.Argument(metavar="ID")],
    public_part_only: Annotated[
        bool, typer.Option("--public-part-only", help="The files hold nothing of the non-public items.")
    ] = False,
    basis: declaring.Basis = None,
    reference: declaring.Reference = None,
    until: declaring.UntilOption = None,
    media_until: declaring.MediaUntil = None,
    text_until: declaring.TextUntil = None,
) -> None:
    """Make a recording public: sound and picture, the transcript, or both; the text of what is cut is erased for good."""

    def change(db: Session, row: Recording, site: Site) -> None:
        declared = declaring.declaration(site.settings, basis, reference, until, media_until, text_until)
        row.public_part_only = row.public_part_only or public_part_only
        releases.publish(db, row, site, declared)

    _change(recording, change, "ist veröffentlicht")


@app.command(epilog='Beispiel: ratsfenster withdraw 1 --reason "Einwilligung widerrufen"')
def withdraw(
    recording: Annotated[int, typer.Argument(metavar="ID")],
    media: Annotated[bool, typer.Option("--media", help="Only sound and picture.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Only the transcript.")] = False,
    reason: Annotated[str, typer.Option(help="For the desk's log.")] = "",
) -> None:
    """Take a recording from the public, at once: pages, files, search and API."""

    def change(db: Session, row: Recording, site: Site) -> None:
        publishing.withdraw(db, row, site, media=media or not text, text=text or not media, reason=reason)

    part = "" if media == text else ": Video und Ton" if media else ": Transkript"
    _change(recording, change, f"ist nicht mehr öffentlich{part}")


def _change(recording_id: int, change: Callable[..., None], outcome: str) -> None:
    with opened() as site:
        with site.database.writing() as db:
            recording = db.get(Recording, recording_id)
            if recording is None:
                die(f"Die Aufzeichnung {recording_id} gibt es nicht.")
            change(db, recording, site)
        say(f"Aufzeichnung {recording_id} {outcome}.")


@app.command(epilog="Beispiel: ratsfenster cut 1 --start 754.2 --end 801 --reason no-consent")
def cut(
    recording: Annotated[int, typer.Argument(metavar="ID")],
    start: Annotated[float, typer.Option(min=0, help="Seconds from the recording's start.")],
    end: Annotated[float, typer.Option(min=0, help="Seconds from the recording's start.")],
    reason: Annotated[CutReason, typer.Option()] = CutReason.NON_PUBLIC,
) -> None:
    """Take a range of a recording from the public: picture, sound and text."""
    with opened() as site:
        intake.add_cut(site, recording, round(start * 1000), round(end * 1000), reason)
        say("Der Abschnitt ist ab sofort nicht mehr öffentlich; die Wiedergabe wird neu zusammengestellt.")


@app.command(epilog="Beispiel: ratsfenster status 1")
def status(recording: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Show how far the work on a recording is."""
    with opened() as site, site.database.reading() as db:
        if db.get(Recording, recording) is None:
            die(f"Die Aufzeichnung {recording} gibt es nicht.")
        for job in jobs.of_subject(db, recording, pipeline.STAGES):
            say(
                f"{waiting.STAGE_NAMES[job.kind]:<28}{job.state:<10}{job.progress:>6.0%}  {job.detail} {job.message}".rstrip()
            )


@app.command(epilog="Beispiel: ratsfenster cancel 1")
def cancel(recording: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Stop the work on a recording within seconds; retry takes it up again."""
    with opened() as site, site.database.writing() as db:
        live = [job for job in jobs.of_subject(db, recording, pipeline.STAGES) if job.id and job.state in jobs.LIVE]
        for job in live:
            jobs.request_cancel(db, job.id or 0, site.clock())
        say(f"{len(live)} Arbeitsschritte werden abgebrochen.")


@app.command(epilog="Beispiel: ratsfenster retry 1")
def retry(recording: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Take up the work on a recording again after it failed or was cancelled; what is done is kept."""
    _change(recording, publishing.begin, "wird wieder bearbeitet")


@app.command(epilog="Beispiel: ratsfenster reindex")
def reindex() -> None:
    """Build the search index anew beside the live one, then swap."""
    from search import indexing

    with opened() as site, tqdm(desc="Index", unit="Aufzeichnung") as bar:

        def progress(done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.refresh()

        indexing.reindex(site, progress)
    say("Der Suchindex ist neu aufgebaut.")


app.command(epilog="Beispiel: ratsfenster backup /mnt/sicherung/2026-03-17")(backup_commands.backup)
app.command(epilog="Beispiel: RATSFENSTER_DATA=./neu ratsfenster restore /mnt/sicherung/2026-03-17")(
    backup_commands.restore
)
app.command(
    "create-user", epilog='Beispiel: ratsfenster create-user amtmann@stadt.example --name "Clara Amtmann" --role clerk'
)(account_commands.create_user)
app.command("reset-password", epilog="Beispiel: ratsfenster reset-password amtmann@stadt.example")(
    account_commands.reset_password
)

app.command("recount", epilog="Beispiel: ratsfenster recount marktplatz.jsonl --receipt 7H2M-XW9C-4TKA-PL37")(
    survey_commands.recount_file
)


@app.command(epilog="Beispiel: ratsfenster doctor")
def doctor() -> None:
    """Check database, ffmpeg, speech model, disk, index and legal pages; says what to do."""
    with opened(migrated=False) as site:
        findings = doctors.examine(site)
        for finding in findings:
            say(f"{finding.mark} {finding.subject}: {finding.message}")
        if any(finding.broken for finding in findings):
            raise typer.Exit(NOT_SET_UP)


@app.command(epilog="Beispiel: ratsfenster demo")
def demo() -> None:
    """Take a built-in recording of a fictional town's council through everything, then run the site."""
    from ratsfenster import demonstration, serving

    os.environ.setdefault(variable("town"), demonstration.TOWN)
    with opened() as site:
        demonstration.run(site, say)
        raise typer.Exit(serving.supervise(site.settings, say))


def main() -> None:
    """Entry point. What the program writes, as the database with addresses and answers, is nobody's but its user's and group's."""
    os.umask(os.umask(NOT_FOR_OTHERS) | NOT_FOR_OTHERS)
    app()
