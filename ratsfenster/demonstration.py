"""``ratsfenster demo``: the built-in recording of a fictional town's council, through the whole pipeline, and what the town asks.

Its corrections go through the same code as a person's, so that checked and unchecked text can both be seen.
"""

import csv
import json
from collections.abc import Callable
from dataclasses import replace

from council import agendas, cuts
from council.base.site import Site
from council.recordings import Recording
from ratsfenster import demo, intake, waiting
from ratsfenster.demo import residents, taking_part
from search import engines, results
from search.documents import SEGMENT
from search.engines import Filters
from transcription import checking, transcripts
from transcription.wer import word_error_rate

TOWN = "Mühlenrode"
CHUNK_S = 60  # short, so that the bar moves


def run(site: Site, say: Callable[[str], None]) -> int:
    """Take the demo recording in, wait until it can be found, and say where to look. Gives back its id."""
    agenda = agendas.parse(demo.AGENDA.read_text(encoding="utf-8"), site.settings.zone)
    say(f"{agenda.name}: {demo.RECORDING.name} wird aufgenommen, verschriftlicht und veröffentlicht.")
    taken = intake.add_recording(site, [demo.RECORDING], agenda, publish=True)
    with site.database.reading() as db:
        meeting_id = db.get_one(Recording, taken.recording_id).meeting_id
    taking_part.make(site, meeting_id)
    brisk = replace(site, settings=site.settings.model_copy(update={"chunk_seconds": CHUNK_S}))
    with waiting.working(brisk):
        waiting.wait(site, taken.recording_id)
        if not _is_checked(site, taken.recording_id):
            say(f"Wortfehlerrate vor der Prüfung durch Menschen: {_error_rate(site, taken.recording_id):.1%}")
            _check(site, taken.recording_id)
        waiting.wait_for_index(site)
    said = Filters(kinds=frozenset({SEGMENT}))
    found = results.find(site, engines.open_engine(site), demo.SEARCH_WORD, said, limit=1)
    say(f"Suche nach „{demo.SEARCH_WORD}“: {site.settings.address}/suche?q={demo.SEARCH_WORD}")
    for hit in found.hits:
        say(f"Der erste Treffer: {site.settings.address}{hit.url}")
    say(f"Zum Mitmachen: {site.settings.address}/mitmachen")
    say(f"Ergebnisse einer Umfrage: {site.settings.address}/mitmachen/{residents.SLUG}/ergebnisse")
    say("Ins Ratsbüro, mit einem eigenen Konto:")
    say(
        "  .venv/bin/ratsfenster create-user ich@muehlenrode.example --name Ich --role admin --role clerk --role planner --role moderator"
    )
    return taken.recording_id


def _is_checked(site: Site, recording_id: int) -> bool:
    with site.database.reading() as db:
        return transcripts.checked_share(db, recording_id, []) > 0


def _error_rate(site: Site, recording_id: int) -> float:
    """The word error rate against what the demo's text says, the non-public part left out."""
    with demo.REFERENCE.open(encoding="utf-8") as file:
        lines = [line for line in csv.DictReader(file, delimiter="\t") if not line["agenda_item"].startswith("N")]
    with site.database.reading() as db:
        recording = db.get_one(Recording, recording_id)
        heard = transcripts.public_segments(db, recording_id, cuts.hidden(db, recording_id, recording.duration_ms))
    return word_error_rate(" ".join(line["text"] for line in lines), " ".join(segment.text for segment in heard))


def _check(site: Site, recording_id: int) -> None:
    """What a person would do at the desk: say who speaks, and check some of the text."""
    turns = [checking.Turn(**entry) for entry in json.loads(demo.SPEAKERS.read_text(encoding="utf-8"))]
    checked = [checking.Checked(**entry) for entry in json.loads(demo.CORRECTIONS.read_text(encoding="utf-8"))]
    with site.database.writing() as db:
        checking.assign(db, recording_id, turns, site.clock())
        checking.check(db, recording_id, checked, site.clock())
