"""Nothing that is public joins two answers of one person.

The strongest proof there is: hand every answer to somebody else, question by question, so that nobody's answers belong together any
more. If what is published stays the same to the byte, it cannot tell who gave which two.
"""

import random
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from council.base.site import Site
from participation import forms
from participation.answers.submissions import Origin, Submission
from participation.moderation.text_reviews import TextReview, digest
from participation.processes import Access, Process
from participation.processes.form_versions import FormVersion
from participation.results import Result, counting, exports
from tests import surveys
from tests.conftest import MovableClock
from tests.participation.townsurvey import EVERY_KIND, form, submissions

OLDER, NEWER = form(*EVERY_KIND), form(*EVERY_KIND[:6])
IN_BOTH = frozenset(NEWER.questions)
STRATA = ("Nord", "Süd", "Mitte")
BLOCK = {"Mitte": 0, "Nord": 1, "Süd": 1}  # so few are in the last that it is told with another
AT_THE_MARKET = {"lon": 10.0, "lat": 52.0}


@pytest.fixture
def number(site: Site, clock: MovableClock) -> int:
    """Sixty people of two versions, some of whose texts were released."""
    made = surveys.survey(site, OLDER, strata=list(STRATA), access=Access.CODES)
    with site.database.writing() as db:
        db.add(FormVersion(process_id=made, number=2, form=forms.to_json(NEWER), at=clock.now))
        for question, text in (("idea", "Idee 4"), ("park", "Ein Wald"), ("spot", "Am Markt")):
            db.add(TextReview(process_id=made, question=question, digest=digest(text), released=True))
    for at, (_, answers) in enumerate(submissions(OLDER, 60)):
        answers = answers | {"idea": f"Idee {at % 9}"} | ({"park": {"other": "Ein Wald"}} if at % 7 == 0 else {})
        answers |= {"spot": AT_THE_MARKET} if at % 3 else {}
        version, stratum = 1 + at % 2, "Süd" if at < 3 else STRATA[at % 2 * 2]
        kept = {key: value for key, value in answers.items() if version == 1 or key in IN_BOTH}
        surveys.answer(site, made, kept, stratum=stratum, version=version, origin=Origin.PAPER)
    return made


def published(site: Site, number: int, folder: Path) -> tuple[Result, Mapping[str, bytes]]:
    """All files of a counting by their endings; a workbook by its parts, without the moment when it was made."""
    with site.database.reading() as db:
        result = counting.final(db, db.get_one(Process, number), folder, site.clock())
    bundle = folder / result.bundle
    exports.write(bundle, "Umfrage")
    files: dict[str, bytes] = {}
    for file in folder.iterdir():
        ending = file.name.removeprefix(bundle.name.removesuffix(".jsonl"))
        if ending == ".xlsx":
            with zipfile.ZipFile(file) as book:
                files |= {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}
        else:
            files[ending] = file.read_bytes()
    return result, files


def dealt_anew(site: Site, number: int, chance: random.Random) -> int:
    """Deal the answers to each question out anew among those who were asked it and are told together; how many people have other answers
    than before."""
    with site.database.writing() as db:
        rows = db.exec(counting.select(Submission).where(Submission.process_id == number)).all()
        before = [dict(row.answers) for row in rows]
        after: list[dict[str, Any]] = [{} for _ in rows]
        for key in OLDER.questions:
            for people in told_together(rows, key):
                for here, there in zip(people, chance.sample(people, len(people)), strict=True):
                    if key in before[there]:
                        after[here][key] = before[there][key]
        for row, answers in zip(rows, after, strict=True):
            row.answers = answers
            db.add(row)
    return sum(one != other for one, other in zip(before, after, strict=True))


def told_together(rows: Iterable[Submission], key: str) -> list[list[int]]:
    """The places of those whose answers to a question are told together: of a block, where all versions asked it."""
    found: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        if key in IN_BOTH:
            found.setdefault(BLOCK[row.stratum], []).append(at)
        elif row.version == 1:
            found.setdefault(0, []).append(at)
    return list(found.values())


def test_dealing_the_answers_out_anew_changes_no_byte_of_what_is_published(
    site: Site, number: int, tmp_path: Path
) -> None:
    result, files = published(site, number, tmp_path / "before")
    assert [block["strata"] for block in result.blocks] == [["Mitte"], ["Nord", "Süd"]]
    assert {
        ".jsonl",
        ".csv",
        "-texte.csv",
        "-felder.csv",
        ".json",
        ".geojson",
        "xl/worksheets/sheet1.xml",
    } <= files.keys()
    assert b"Idee 4" in files[".jsonl"]
    for seed in range(3):
        assert dealt_anew(site, number, random.Random(seed)) > 50
        again, now = published(site, number, tmp_path / str(seed))
        assert (again.figures, again.blocks, again.checksum) == (result.figures, result.blocks, result.checksum)
        assert now.keys() == files.keys()
        assert [name for name in files if now[name] != files[name]] == []
