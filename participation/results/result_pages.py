"""A results page as plain values, gathered from the database and the file of the published data. The PDF report shows the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlmodel import Session

from council.base import i18n
from council.base.i18n import Language
from council.base.site import Site
from participation.building import form_changes
from participation.maps import boundary
from participation.maps.boundary import Boundary, BoundaryError
from participation.processes import Process, form_versions, references
from participation.processes.references import Shown as Reference
from participation.results import Result, exports, published_words, result_views
from participation.results.published_words import Words
from participation.results.result_views import Groups, SectionView, Shown, heads
from participation.results.result_views.heads import Head

KEPT = 16  # results, each in a language and of a group; some megabytes
LONG, VERY_LONG = 6, 20  # questions, from which on there is a list of them, and from which on it is folded


@dataclass(frozen=True)
class Change:
    """How the form changed while people answered it."""

    at: datetime
    correction: bool
    version: int
    reason: str


@dataclass(frozen=True)
class ResultsPage:
    """``group`` is the name of the group that is looked at, empty for all. ``files`` are the endings of the published files, such as
    ".jsonl", none for live results; ``bundle`` is the size of the published data in bytes. ``contents``, the list of the questions, is
    "open", "folded", or empty where they are few."""

    path: str
    head: Head
    groups: Groups
    sections: tuple[SectionView, ...]
    references: tuple[Reference, ...]
    changes: tuple[Change, ...]
    contents: str
    files: tuple[str, ...]
    bundle: int
    checksum: str
    people: int

    @property
    def group(self) -> str:
        return self.groups.chosen.name if self.groups.chosen else ""


def gather(
    db: Session, site: Site, process: Process, result: Result, language: Language, group: str = ""
) -> ResultsPage | None:
    """The page of a result; None where it has no such group."""
    assert process.id is not None
    forms = form_versions.all_forms(db, process.id)
    nameless = language.gettext("Ohne Angabe")
    found = result_views.groups(result.blocks, result.people, group, language, nameless)
    if found is None:
        return None
    file = bundle_file(site, result)
    words = published_words.of_bundle(file) if file else Words()
    shown = Shown(
        figures=result.figures,
        forms=forms,
        weighted=_weighted(result),
        texts=words.texts,
        grid=words.grid,
        boundary=_boundary(process),
        group=found.chosen.at if found.chosen else None,
        final=result.final,
    )
    views = _sections(_Wanted(result.id, language.code, shown))
    return ResultsPage(
        path=f"/mitmachen/{process.slug}",
        head=heads.head(process, result, forms, language, site.settings.zone),
        groups=found,
        sections=views,
        references=tuple(references.shown(db, process.id)),
        changes=tuple(
            Change(one.at, one.correction, one.version, one.reason) for one in form_changes.history(db, process.id)
        ),
        contents=_contents(sum(len(view.questions) for view in views)),
        files=exports.endings(file) if file else (),
        bundle=_size(file),
        checksum=result.checksum,
        people=result.people,
    )


@dataclass(frozen=True)
class _Wanted:
    """What is to be told in which language. Two are the same where all of it is; comparing is cheap, hashing all would not be."""

    result_id: int | None
    language: str
    shown: Shown = field(hash=False)


@lru_cache(maxsize=KEPT)
def _sections(wanted: _Wanted) -> tuple[SectionView, ...]:
    """The sections, kept in memory: drawing the charts of forty questions takes longer than all else."""
    return result_views.sections_view(wanted.shown, i18n.language(wanted.language))


def bundle_file(site: Site, result: Result) -> Path | None:
    """The file of the published data; None for live results, which have none."""
    return site.storage.participation(result.process_id) / result.bundle if result.bundle else None


def _contents(questions: int) -> str:
    if questions < LONG:
        return ""
    return "open" if questions < VERY_LONG else "folded"


def _size(file: Path | None) -> int:
    return file.stat().st_size if file is not None and file.is_file() else 0


def _weighted(result: Result) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    found: Mapping[str, Mapping[str, Mapping[str, float]]] = (result.weighted or {}).get("questions", {})
    return found


def _boundary(process: Process) -> Boundary | None:
    """The town's boundary, where one is set that can be read."""
    if process.boundary is None:
        return None
    try:
        return boundary.from_json(process.boundary)
    except BoundaryError:
        return None
