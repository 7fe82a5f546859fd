"""A survey of twenty questions, the people who answer it, and what their browsers send."""

import base64
import json
import random
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

from council.base.settings import Settings
from council.base.site import Site
from participation import codes
from participation.answers import altcha, fields, receipts, submissions
from participation.codes import Code, access_codes
from participation.forms import Form
from participation.processes import Access
from ratsfenster import migrations
from tests import surveys
from tests.bench.installation import Installation
from tests.participation import townsurvey

QUESTIONS, PAGES = 20, 4
SLUG = "marktplatz"
PATH = f"/mitmachen/{SLUG}/fragen"
ANSWERED = 500  # different sets of answers; more would only take longer to make
Answers = Mapping[str, object]


@dataclass(frozen=True)
class Person:
    """Somebody with a letter. ``key`` is drawn by the browser, and the same at each attempt."""

    key: str
    code: Code
    answers: Answers


@dataclass(frozen=True)
class Town:
    """A survey by codes, and the people who will answer it."""

    site: Site
    process_id: int
    form: Form
    unused: list[Code]

    def people(self, count: int) -> list[Person]:
        """So many who have not answered yet."""
        return [
            Person(receipts.new_key(secrets.token_bytes), self.unused.pop(), random.choice(self._answered))
            for _ in range(count)
        ]

    def last(self, person: Person) -> bytes:
        """What somebody sends last: all answers, with the proof of work. Who knows the survey's secret has it without work; to check
        it is as dear as ever."""
        work = altcha.challenge(self._secret, self.site.clock(), secrets.token_bytes, 1, person.key)
        payload = base64.b64encode(json.dumps({**work, "number": 1}).encode()).decode()
        written = fields.written(self.form, person.answers)
        return self._body(person, "pruefen", [("altcha", payload), ("schritt", "absenden"), *written])

    def way(self, person: Person) -> list[bytes]:
        """What somebody sends from page to page until the review; each body brings the answers of the pages before."""
        given: dict[str, object] = {}
        bodies = [self._body(person, "code", [("schritt", "weiter")])]
        for page in self.form.pages:
            keys = [question.key for question in page.questions]
            given |= {key: person.answers[key] for key in keys if key in person.answers}
            sent = [
                ("schritt", "weiter"),
                ("gezeigt", " ".join(self.form.questions)),
                *fields.written(self.form, given),
            ]
            bodies.append(self._body(person, page.key, sent))
        return bodies

    def places(self) -> list[str]:
        """Where ``way`` leads: the pages, and the review."""
        return [*(page.key for page in self.form.pages), "pruefen"]

    def stored(self) -> int:
        """How many answers there are, of which each has its receipt and took its code."""
        with self.site.database.reading() as db:
            count = submissions.count(db, self.process_id)
            assert count == len(submissions.hashes(db, self.process_id))
        return count

    def is_stored(self, person: Person) -> bool:
        """Whether an answer arrived."""
        with self.site.database.reading() as db:
            return submissions.known(db, self.process_id, person.key, self._secret) is not None

    def has_code(self, person: Person) -> bool:
        """Whether a code is still good."""
        with self.site.database.reading() as db:
            return access_codes.is_good(db, self.process_id, person.code, self._secret)

    def _body(self, person: Person, place: str, more: list[tuple[str, str]]) -> bytes:
        own = {
            "schluessel": person.key,
            "fassung": "1",
            "sprache": "de",
            "seite": place,
            "code": codes.shown(person.code),
        }
        return urlencode([*own.items(), *more]).encode()

    @cached_property
    def _secret(self) -> bytes:
        return surveys.secret(self.site, self.process_id)

    @cached_property
    def _answered(self) -> list[Answers]:
        return [answers for _, answers in townsurvey.submissions(self.form, ANSWERED, seed=5)]


@contextmanager
def town(data: Path, people: int, database_url: str = "") -> Iterator[Town]:
    """An installation with the survey, and a code for everybody."""
    site = Site.of(Settings(data=data, database_url=database_url))
    migrations.bring_up(site)
    form = townsurvey.form(*(_asked(at) for at in range(QUESTIONS)), pages=PAGES)
    process_id = surveys.survey(site, form, access=Access.CODES)
    yield Town(site, process_id, form, list(surveys.give_codes(site, process_id, people)))
    site.database.close()


def installation(town: Town, models: Path, port: int) -> Installation:
    """The program at the town's data."""
    settings = town.site.settings
    return Installation(settings.data, models, port, settings.database_url)


def _asked(at: int) -> dict[str, object]:
    one = townsurvey.EVERY_KIND[at % len(townsurvey.EVERY_KIND)]
    asked = {**one, "key": f"{one['key']}_{at}"}
    return asked | {"shown_if": {"question": "park_0", "op": "is", "value": "yes"}} if at % 7 == 3 else asked
