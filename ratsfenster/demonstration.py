"""``ratsfenster demo``: the built-in recording of a fictional town's council, through the whole pipeline.

Its corrections go through the same code as a person's, so that checked and unchecked text can both be seen.
"""

import json
from collections.abc import Callable
from dataclasses import replace

from council import agendas
from council.base.site import Site
from ratsfenster import demo, intake, waiting
from search import engines, results
from transcription import checking

TOWN = "Mühlenrode"
CHUNK_S = 60  # short, so that the bar moves


def run(site: Site, say: Callable[[str], None]) -> int:
    """Take the demo recording in, wait until it can be found, and say where to look. Gives back its id."""
    agenda = agendas.parse(demo.AGENDA.read_text(encoding="utf-8"), site.settings.zone)
    say(f"{agenda.name}: {demo.RECORDING.name} wird aufgenommen, verschriftlicht und veröffentlicht.")
    taken = intake.add_recording(site, [demo.RECORDING], agenda, publish=True)
    brisk = replace(site, settings=site.settings.model_copy(update={"chunk_seconds": CHUNK_S}))
    with waiting.working(brisk):
        waiting.wait(site, taken.recording_id)
        if taken.new:
            _check(site, taken.recording_id)
        waiting.wait_for_index(site)
    found = results.find(site, engines.open_engine(site), demo.SEARCH_WORD, limit=1)
    say(f"Suche nach „{demo.SEARCH_WORD}“: {site.settings.address}/suche?q={demo.SEARCH_WORD}")
    for hit in found.hits:
        say(f"Der erste Treffer: {site.settings.address}{hit.url}")
    return taken.recording_id


def _check(site: Site, recording_id: int) -> None:
    """What a person would do at the desk: say who speaks, and check some of the text."""
    turns = [checking.Turn(**entry) for entry in json.loads(demo.SPEAKERS.read_text(encoding="utf-8"))]
    checked = [checking.Checked(**entry) for entry in json.loads(demo.CORRECTIONS.read_text(encoding="utf-8"))]
    with site.database.writing() as db:
        checking.assign(db, recording_id, turns, site.clock())
        checking.check(db, recording_id, checked, site.clock())
