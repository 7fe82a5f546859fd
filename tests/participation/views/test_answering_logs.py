"""What the program writes while people answer: nothing of an answer, and nothing of who sent it."""

import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from participation import codes
from participation.answers import receipts
from tests import surveys
from tests.bench import survey_town
from tests.bench.survey_town import PATH, Person, Town
from tests.conftest import PROJECT
from tests.server import free_socket

VISITOR = "203.0.113.77"


def send(url: str, body: bytes) -> int:
    request = urllib.request.Request(url, body, {"X-Forwarded-For": VISITOR, "HX-Request": "true"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def telling(town: Town, person: Person, secret: bytes) -> list[str]:
    """What must not be read by anybody who reads logs."""
    words = {word for answer in person.answers.values() for word in str(answer).split() if len(word) > 6}
    receipt = receipts.shown(receipts.receipt(person.key, secret))
    return [person.key, codes.shown(person.code), person.code.letters, receipt, VISITOR, *words]


def test_neither_who_answers_nor_what_stands_in_anything_the_server_writes(tmp_path: Path) -> None:
    with free_socket() as free:
        port = free.getsockname()[1]
    with survey_town.town(tmp_path / "data", 4) as town:
        secret = surveys.secret(town.site, town.process_id)
        good, again, late = town.people(3)
        silent = [word for person in (good, again, late) for word in telling(town, person, secret)]
        installation = survey_town.installation(town, PROJECT / "models", port)
        url = installation.url + PATH
        with (tmp_path / "written").open("w+") as written:
            server = subprocess.Popen(
                [sys.executable, "-m", "ratsfenster", "web"],
                env=installation.environment,
                stdout=written,
                stderr=written,
            )
            try:
                installation.wait_for(server)
                assert send(url, town.last(good)) == 200
                assert [send(url, town.last(again)) for _ in range(2)] == [200, 200]
                used = codes.shown(good.code).encode()
                assert send(url, town.last(late).replace(codes.shown(late.code).encode(), used)) == 422
                assert send(url, b"q-idea=" + b"x" * 4_000_000) == 413
                with town.site.database.writing() as db:
                    db.connection().exec_driver_sql("ALTER TABLE submission RENAME TO gone")
                assert send(url, town.last(late)) == 503
            finally:
                server.terminate()
                server.wait(20)
            written.seek(0)
            text = written.read()
    assert "OperationalError" in text, "what fails is told of"
    assert [word for word in silent if word in text] == []
    assert "POST" not in text.replace(f"POST {PATH}", ""), "no line for each request"
    assert text.count(PATH) == 1
