"""Counting a survey: from the stored answers to a ``Result`` and the file of its published data.

All is read in one transaction that sees one state. However many people there are, it is only held how often each answer was
given to a question (``answer_counts``). The result is not stored yet: ``due_countings`` does that under the survey's lock, if nothing
has changed.
"""

import json
import os
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from council.base.errors import ReadableError
from participation import results
from participation.answers import submissions
from participation.answers.submissions import Answered, Submission, SubmissionReceipt
from participation.codes import access_codes
from participation.counting import bundles, disclosure, known_shares
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundles import Head, Text
from participation.counting.disclosure import Block, DisclosureError, Publication
from participation.counting.parts import Part, Parting
from participation.counting.sections import Section, publishable, sections
from participation.counting.weighted_tally import WeightedTally
from participation.counting.weighting import WeightingError
from participation.forms import Form
from participation.forms.kinds import OTHER, Multiple, Place, Short, Single
from participation.forms.questions import Question
from participation.moderation import text_reviews
from participation.moderation.text_reviews import digest, released_digests
from participation.processes import Access, Process, form_versions
from participation.results import Result, cells
from participation.results.cells import Asked, Disclosed, Point
from participation.results.sheets import Sheets

Note = dict[str, Any]


def final(db: Session, process: Process, folder: Path, now: datetime) -> Result:
    """Everything there is, with its bundle in ``folder``, complete and on the disk. DisclosureError where too few
    answered."""
    assert process.id is not None
    survey = _Survey(db, process)
    publication = disclosure.publish(survey.people, process.least_people, process.least_in_groups)
    disclosed, texts = _seen(db, survey)
    weighting = _weighting(survey, publication)
    rates, notes = _rates(db, process, publication)
    groups, grid = [block.strata for block in publication.blocks], disclosed.grid if disclosed else None
    counts = AnswerCounts(survey.sections, groups)
    parting = Parting(survey.forms, survey.sections, grid)
    for section, group, part in _parts(survey.answers(), parting, publication, disclosed):
        counts.add(section, group, part)
        if section == 0 and isinstance(weighting, WeightedTally):
            weighting.add(group, part)
    figures, number = counts.figures(), results.next_number(db, process.id)
    head = Head(survey.forms, survey.sections, groups, counts.people, grid)
    written = bundles.lines(head, counts.given(), texts, submissions.hashes(db, process.id), figures)
    name, checksum = write(folder, number, written)
    return Result(
        process_id=process.id,
        number=number,
        final=True,
        people=publication.people,
        changes=submissions.changes(db, process.id),
        figures=figures,
        blocks=_told_blocks(publication.blocks),
        rates=rates,
        weighted=_weighted(weighting),
        notes=notes,
        bundle=name,
        checksum=checksum,
        reviewed=text_reviews.stand(released_digests(db, process.id)),
        made_at=now,
    )


def live(db: Session, process: Process, now: datetime) -> Result:
    """The answers so far but for those ``disclosure`` holds back: what is asked in all versions alike, without groups
    and places. DisclosureError where too few answered."""
    assert process.id is not None
    survey = _Survey(db, process)
    held = disclosure.held_back(_first_keys(db, process), process.least_people)
    everybody = survey.sections[:1]
    parting, counts = Parting(survey.forms, everybody), AnswerCounts(everybody)
    for submission in survey.answers():
        if submission.key not in held:
            for _, part in parting.parts(submission.version, submission.answers):
                counts.add(0, 0, part)
    people = disclosure.publish({"": counts.submissions}, process.least_people).people
    return Result(
        process_id=process.id,
        number=results.next_number(db, process.id),
        final=False,
        people=people,
        figures=counts.figures(),
        blocks=_told_blocks([Block(tuple(survey.people), people)]),
        made_at=now,
    )


def sheets(db: Session, process: Process) -> Sheets:
    """The table of all sheets for the office. DisclosureError where too few answered."""
    survey = _Survey(db, process)
    publication = disclosure.publish(survey.people, process.least_people, process.least_in_groups)
    return Sheets(Head(survey.forms, survey.asked, [], [[publication.people]]), publication)


def answered(db: Session, process_id: int) -> int:
    """How many answered. Receipts are counted, since each answer has one and their rows are short."""
    query = select(func.count()).select_from(SubmissionReceipt).where(SubmissionReceipt.process_id == process_id)
    return db.exec(query).one()


def too_few(db: Session, process: Process) -> bool:
    """Whether so few answered that nothing of it can be shown. Once all answers were deleted nobody can tell."""
    assert process.id is not None
    return process.deleted_on is None and answered(db, process.id) < process.least_people


class _Survey:
    """What is counted. ``sections`` are those that may be shown; ``asked`` also has those few were shown, for a table of whole sheets, of
    which they say nothing more."""

    def __init__(self, db: Session, process: Process) -> None:
        assert process.id is not None
        self.process = process
        self.forms: Mapping[int, Form] = form_versions.all_forms(db, process.id)
        there = submissions.people(db, process.id)
        named = {name: there.get(name, 0) for name in process.strata}
        self.people: Mapping[str, int] = named | {name: there[name] for name in sorted(there) if name not in named}
        self._db, self._id = db, process.id
        by_version, every = _by_version(db, process.id), sections(self.forms)
        asked = [sum(by_version.get(version, 0) for version in one.versions) for one in every]
        self.asked: tuple[Section, ...] = publishable(every, asked, process.least_in_groups)
        self.sections: tuple[Section, ...] = publishable(self.asked, self._shown(self.asked), process.least_in_groups)
        if "" in self.people and len(self.people) > 1:  # last, so that no block is called by it
            self.people = {name: count for name, count in self.people.items() if name} | {"": self.people[""]}

    def answers(self) -> Iterator[Answered]:
        return submissions.read(self._db, self._id)

    def _shown(self, asked: Sequence[Section]) -> list[float]:
        """How many were shown each section; answers are only read where a condition decides."""
        if not any(one.conditional for one in asked):
            return [inf] * len(asked)
        parting, shown = Parting(self.forms, asked), Counter[int]()
        for submission in self.answers():
            shown.update(number for number, _ in parting.parts(submission.version, submission.answers))
        return [shown[number] if one.conditional else inf for number, one in enumerate(asked)]

    def asks(self, version: int, key: str) -> Question:
        return self.forms[version].questions[key]


def _parts(
    answers: Iterable[Answered], parting: Parting, publication: Publication, disclosed: Disclosed | None
) -> Iterator[tuple[int, int, Part]]:
    """The parts to be counted, with section and group."""
    for submission in answers:
        block = publication.block(submission.stratum)
        for section, whole in parting.parts(submission.version, submission.answers):
            part = whole if disclosed is None else disclosed.without_others(section, whole)
            yield section, 0 if section else block, part


def _seen(db: Session, survey: _Survey) -> tuple[Disclosed | None, Sequence[Text]]:
    """What has to be looked at before: where the points lie, and the texts that were released, each with how many wrote
    it. Nothing is read where no question asks for either."""
    assert survey.process.id is not None
    released = released_digests(db, survey.process.id)
    looked_at = tuple(replace(one, questions=tuple(_seen_of(one, released))) for one in survey.sections)
    if not any(one.questions for one in looked_at):
        return None, ()
    points: dict[Asked, list[Point]] = {}
    texts: Counter[tuple[int, str, str]] = Counter()
    parting = Parting(survey.forms, looked_at)
    for submission in survey.answers():
        for section, part in parting.parts(submission.version, submission.answers):
            for key in part:
                value = submission.answers.get(key)
                if value is None:
                    continue
                question = survey.asks(submission.version, key)
                if isinstance(question.asks, Place) and "lon" in value:
                    points.setdefault((section, key), []).append(Point(value["lon"], value["lat"]))
                elif key in released and (text := words(question, value)) and digest(text) in released[key]:
                    texts[section, key, text] += 1
    return cells.disclosed(points, survey.process.least_people), [Text(*one, count) for one, count in texts.items()]


def _seen_of(section: Section, released: Mapping[str, frozenset[str]]) -> Iterator[Question]:
    """The questions that have to be looked at before: the others need not be read twice."""
    return (one for one in section.questions if isinstance(one.asks, Place) or one.key in released)


def words(question: Question, value: Any) -> str:
    """What somebody wrote in words of their own; empty where they did not."""
    match question.asks:
        case Short():
            said = value
        case Single(other=True) if isinstance(value, dict):
            said = value[OTHER]
        case Multiple(other=True):
            said = next((one[OTHER] for one in value if isinstance(one, dict)), "")
        case Place():
            said = value.get("text")
        case _:
            return ""
    return said if isinstance(said, str) else ""  # one that was deleted is True


def _weighting(survey: _Survey, publication: Publication) -> WeightedTally | WeightingError | None:
    known = known_shares.from_json(survey.process.weighting)
    if not known:
        return None
    try:
        return WeightedTally(known, survey.sections[0], publication.blocks, survey.process.least_in_groups)
    except WeightingError as error:
        return error


def _weighted(weighting: WeightedTally | WeightingError | None) -> dict[str, Any] | None:
    """What came of it, or why it failed."""
    try:
        told = weighting.result() if isinstance(weighting, WeightedTally) else weighting
    except WeightingError as error:
        told = error
    return {"problem": _note(told)} if isinstance(told, WeightingError) else told


def _rates(db: Session, process: Process, publication: Publication) -> tuple[list[dict[str, Any]], list[Note]]:
    """Return rates, where only people with codes could answer; or why there are none."""
    assert process.id is not None
    if process.access != Access.CODES:
        return [], []
    invited = access_codes.invited(db, process.id)
    try:
        whole = disclosure.whole_rate(publication, invited, process.least_people)
        each = disclosure.return_rates(publication, invited, process.least_people)
    except DisclosureError as error:
        return [], [_note(error)]
    told = (whole, *(each if len(each) > 1 else ()))
    return [{"strata": list(one.strata), "people": one.people, "invited": one.invited} for one in told], []


def _note(error: ReadableError) -> Note:
    return {"text": error.text, "values": error.values}


def _told_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [{"strata": list(block.strata), "people": block.people} for block in blocks]


def _first_keys(db: Session, process: Process) -> list[str]:
    query = select(Submission.key).where(Submission.process_id == process.id).order_by(col(Submission.key))
    return list(db.exec(query.limit(process.least_people)).all())


def _by_version(db: Session, process_id: int) -> Mapping[int, int]:
    query = select(Submission.version, func.count()).where(Submission.process_id == process_id)
    return dict(db.exec(query.group_by(col(Submission.version))).all())


def write(folder: Path, number: int, lines: Iterable[bytes]) -> tuple[str, str]:
    """Writes a bundle under a name of its own; the name, and the checksum its last line tells."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{number}-{secrets.token_hex(4)}.jsonl"
    partial, last = folder / f".{name}", b""
    try:
        with partial.open("wb") as writing:
            for last in lines:
                writing.write(last)
            writing.flush()
            os.fsync(writing.fileno())
        partial.rename(folder / name)
    finally:
        partial.unlink(missing_ok=True)
    return name, json.loads(last)["checksum"]
