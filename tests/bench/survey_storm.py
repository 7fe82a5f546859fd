"""Answers in a storm: lines are cut, everything is sent again and twice at once, and the server is killed in mid-run. Afterwards nothing
that was acknowledged may be missing, nobody may count twice, and no code may be gone without an answer."""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import survey_town
from tests.bench.report import Figure, Report
from tests.bench.survey_town import PATH, Person, Town

PEOPLE, RATE = 6000, 150
KILLED_AT_S = (12, 24)
PORT = 8793


def measure(report: Report, folder: Path, models: Path) -> None:
    """40 seconds of it, on SQLite with one web process."""
    with survey_town.town(folder, PEOPLE) as town:
        people = town.people(PEOPLE)
        acknowledged = _weathered(town, people, models)
        stored = {person.key for person in people if town.is_stored(person)}
        burned = sum(not town.has_code(person) and person.key not in stored for person in people)
        twice = town.stored() - len(stored)
        unspent = sum(town.has_code(person) and person.key in stored for person in people)
    lost = len(acknowledged - stored)
    beside = f"{len(acknowledged)} acknowledged of {PEOPLE}, {len(stored)} stored, killed {len(KILLED_AT_S)} times"
    report.add(Figure("surveys.lost", lost, "", most=0, beside=beside))
    report.add(
        Figure("surveys.double", twice + unspent, "", most=0, beside="answers more than people, codes still good")
    )
    report.add(Figure("surveys.burned_codes", burned, "", most=0, beside="codes gone without an answer"))


def _weathered(town: Town, people: list[Person], models: Path) -> set[str]:
    """The keys of those who saw a receipt."""
    installation = survey_town.installation(town, models, PORT)
    with tempfile.NamedTemporaryFile("w") as file:
        for number, person in enumerate(people):
            body = town.last(person).decode()
            told = {"path": PATH, "body": body, "fragment": True, "expects": "data-receipt", "who": number}
            file.write(json.dumps({"key": person.key, "at": number / RATE, **told}) + "\n")
        file.flush()
        command = [sys.executable, "-m", "tests.bench.survey_storm_sender", str(PORT), file.name]
        with installation.web() as first:
            sender = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            began, server = time.monotonic(), first
            for at in KILLED_AT_S:
                time.sleep(max(0, began + at - time.monotonic()))
                server.send_signal(signal.SIGKILL)
                server.communicate()
                server = installation.serve()
            out, _ = sender.communicate()
            server.terminate()
            server.communicate()
    assert sender.returncode == 0
    return set(json.loads(out))
