"""A closed survey as it is published."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from participation.counting import bundles
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundles import Head, Text
from participation.counting.canonical import canonical
from participation.counting.disclosure import publish
from participation.counting.parts import Grid, Parting
from participation.counting.sections import sections
from participation.counting.tally import Figures
from tests.participation.townsurvey import EVERY_KIND, PLACES, form, submissions

GRID = Grid(500, 52)
EVERYTHING = form(*EVERY_KIND)
IDEA = "Ein paar Worte, wie sie Leute eben schreiben."


def receipts(count: int) -> list[str]:
    return [hashlib.sha256(str(at).encode()).hexdigest() for at in range(count)]


def bundle(count: int = 60, mixed: Callable[[list[Any]], list[Any]] = list) -> tuple[bytes, Figures]:
    """A closed survey of two versions as it is published; of its strata one is too small to be shown."""
    versions = {1: EVERYTHING, 2: form(*EVERY_KIND[:6])}
    told = sections(versions)
    given = [
        ("sued" if at < 3 else PLACES[at % 2 * 2], answers)
        for at, (_, answers) in enumerate(submissions(EVERYTHING, count))
    ]
    people = {name: sum(name == stratum for stratum, _ in given) for name in PLACES}
    publication = publish(people)
    groups = [block.strata for block in publication.blocks]
    parting, counts, texts = Parting(versions, told, GRID), AnswerCounts(told, groups), []
    for at, (stratum, answers) in mixed(list(enumerate(given))):
        version = 1 + at % 2
        answers = {key: value for key, value in answers.items() if key in versions[version].questions}
        for section, part in parting.parts(version, answers):
            counts.add(section, 0 if section else publication.block(stratum), part)
            texts += [section for key in part if key == "idea" and part[key]]
    figures = counts.figures()
    head = Head(versions, told, groups, counts.people, GRID)
    words = [Text(1, "idea", IDEA, len(texts)), Text(1, "name", "Zwei", 2)]
    written = bundles.lines(head, counts.given(), mixed(words), mixed(receipts(count)), figures)
    return b"".join(written), figures


WRITTEN, FIGURES = bundle()


def lines() -> list[Any]:
    return [json.loads(line) for line in WRITTEN.splitlines()]


def joined(said: list[Any]) -> bytes:
    """A bundle of changed lines, whose checksum is right again."""
    end = said[-1]
    body = b"".join(canonical(one) + b"\n" for one in said[:-1])
    if isinstance(end, dict) and "figures" in end:
        end = {**end, "checksum": hashlib.sha256(body + canonical(end["figures"])).hexdigest()}
    return body + canonical(end) + b"\n"
