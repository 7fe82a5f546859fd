"""Forgetting what people wrote, in the published data too: when the time for texts is over, bundles and exports are written anew without
the lines of texts. What is counted stays, so the figures stay the same; the checksum is another one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session

from council.base import locks
from council.base.locks import Decision
from council.base.site import Site
from participation import processes, results
from participation.counting import bundles
from participation.forms.kinds import OTHER, Multiple, Place, Short, Single
from participation.forms.questions import Question
from participation.processes import Process
from participation.results import Result, counting, exports
from participation.results.exports import source


def forget_words(site: Site, process_id: int) -> None:
    """Take all texts out of a survey's files, after ``texts_until``: from then on nothing is counted anew
    (``closing.can_be_renewed``). May be called again and again."""
    with site.database.reading() as db:
        process = db.get_one(Process, process_id)
        known = [one for one in _kept(db, process_id) if one.bundle]
    folder = site.storage.participation(process_id)
    for result in known:
        bundle = folder / result.bundle
        if bundle.is_file() and has_words(bundle):
            name, checksum = _without(bundle, result.number)
            exports.write(folder / name, process.name(process.leading))
            _replace(site, result, name, checksum)
            exports.drop(folder, result.bundle)


def has_words(bundle: Path) -> bool:
    """Whether any text stands in a bundle."""
    return next(source.opened(bundle, "").texts(), None) is not None


def closed(answers: Mapping[str, Any], questions: Mapping[str, Question]) -> dict[str, Any]:
    """Answers of which it only stays that there was a text."""
    return {key: _closed(value, questions[key]) for key, value in answers.items()}


def _closed(value: Any, question: Question) -> Any:
    match question.asks:
        case Short() if value is not None:
            return True
        case Single() if isinstance(value, dict):
            return {OTHER: True}
        case Multiple() if isinstance(value, list):
            return [{OTHER: True} if isinstance(one, dict) else one for one in value]
        case Place() if isinstance(value, dict) and "text" in value:
            return {"text": True}
    return value


def _without(bundle: Path, number: int) -> tuple[str, str]:
    """The same bundle without texts, in a new file; its name and checksum."""
    opened = source.opened(bundle, "")
    written = bundles.lines(opened.head, opened.given(), (), opened.receipts(), opened.figures)
    return counting.write(bundle.parent, number, written)


def _kept(db: Session, process_id: int) -> tuple[Result, ...]:
    found = (results.last(db, process_id), results.published(db, process_id))
    return tuple({one.id: one for one in found if one is not None}.values())


def _replace(site: Site, result: Result, name: str, checksum: str) -> None:
    with site.database.writing() as db:
        locks.alone(db, Decision.PROCESS, result.process_id)
        kept = db.get_one(Result, result.id)
        kept.bundle, kept.checksum = name, checksum
        db.add(kept)
        processes.changed(db, db.get_one(Process, result.process_id), site.clock())
