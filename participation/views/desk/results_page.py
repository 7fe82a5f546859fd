"""What the office sees of a survey's results before the public does: how many answered, what was counted, what stands out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from council.base import i18n
from council.base.i18n import Language, message
from council.base.site import Site
from participation import processes, results
from participation.answers import submissions
from participation.codes import access_codes
from participation.counting import disclosure
from participation.counting.disclosure import DisclosureError
from participation.forms import Form, identifying
from participation.processes import Access, Process, Showing, State, form_versions
from participation.results import (  # fmt: skip
    Result,
    counting,
    due_countings,
    exports,
    publication,
    result_pages,
    turnout,
)
from participation.results.result_pages import ResultsPage
from participation.views.desk import results_sheets
from participation.views.desk.process_frame import ProcessFrame, frame_of

NAMELESS = message("ohne Angabe")
_WHEN = {
    Showing.BY_HAND: message("Sie sehen sich die Ergebnisse an und veröffentlichen sie hier."),
    Showing.AT_CLOSING: message("Die Ergebnisse werden von selbst veröffentlicht, sobald nach dem Ende gezählt ist."),
    Showing.LIVE: message(
        "Zwischenstände werden gezeigt, während die Umfrage läuft; die Ergebnisse von selbst, sobald nach dem Ende gezählt ist."
    ),
}


@dataclass(frozen=True)
class Group:
    """One stratum, or several that are told together. ``rate`` is the return rate in percent, where it may be told."""

    name: str
    people: int
    rate: int | None = None


@dataclass(frozen=True)
class Counted:
    """The latest counting. ``shown``: this is what the public sees. ``effective``: for how many answers the weighted ones stand."""

    number: int
    people: int
    made_at: datetime
    final: bool
    shown: bool
    weighted: bool
    effective: int
    warnings: tuple[str, ...]
    preview: ResultsPage | None


@dataclass(frozen=True)
class File:
    """A download as the public gets it."""

    ending: str
    path: str
    size: int


@dataclass(frozen=True)
class DeskResultsPage:
    """``stage``: "coming" (no answers yet), "open", "few" (too few to be counted), "waiting" (being counted soon), "counted".
    ``public_since`` is None where the public sees nothing; ``paper``: whether answers from paper can still be added; ``by_code``: whether
    there are return rates; ``sheets``: whether the office may download them for its own evaluation; ``at_once``: whether a new
    counting is public without anybody's looking at it; ``failed_at``: when the latest counting failed, None where it did not."""

    process: ProcessFrame
    stage: str
    answered: str
    least: int
    least_in_groups: int
    groups: tuple[Group, ...]
    when: str
    counted: Counted | None
    public_since: datetime | None
    public_number: int
    ordered: bool
    renewable: bool
    paper: bool
    by_code: bool
    at_once: bool
    files: tuple[File, ...]
    sheets: bool = False
    failed_at: datetime | None = None
    notice: str = ""
    problem: str = ""


def gather(
    db: Session, site: Site, process: Process, request: Request, notice: str = "", problem: str = ""
) -> DeskResultsPage:
    """The page of a survey's results at the desk."""
    assert process.id is not None
    language, now = i18n.spoken(request), site.clock()
    answered = counting.answered(db, process.id)
    latest, public = results.last(db, process.id), results.published(db, process.id)
    standing = processes.state(process, now)
    return DeskResultsPage(
        process=frame_of(process, now, request),
        stage=_stage(process, standing, latest, answered),
        answered=turnout.told(answered, process.least_people, standing, language),
        least=process.least_people,
        least_in_groups=process.least_in_groups,
        groups=() if standing is State.OPEN else _groups(db, process, latest, language),
        when=language.gettext(_WHEN[Showing(process.showing)]),
        counted=_counted(db, site, process, latest, public, language) if latest else None,
        public_since=public.published_at if public else None,
        public_number=public.number if public else 0,
        ordered=results.ordered(db, process.id),
        renewable=due_countings.can_be_renewed(process, now, now.astimezone(site.settings.zone).date()),
        paper=standing is State.CLOSED and not results.is_settled(db, process.id),
        by_code=process.access == Access.CODES,
        at_once=latest is not None and latest.final and publication.at_once(db, process, latest),
        files=_files(site, process, public),
        sheets=results_sheets.are_there(process, answered, now, now.astimezone(site.settings.zone).date()),
        failed_at=failure.failed_at if (failure := results.failure(db, process.id)) else None,
        notice=notice,
        problem=problem,
    )


def _stage(process: Process, standing: State, latest: Result | None, answered: int) -> str:
    if standing in (State.DRAFT, State.COMING):
        return "coming"
    if latest is not None and (latest.final or standing is State.OPEN):
        return "counted" if latest.final else "open"
    if standing is State.OPEN:
        return "open"
    return "few" if answered < process.least_people else "waiting"


def _groups(db: Session, process: Process, latest: Result | None, language: Language) -> tuple[Group, ...]:
    """The groups as they would be published now: a stratum with few people is told with others, at the desk too. Not while it is open,
    when whoever looks twice sees who answered in between."""
    assert process.id is not None
    if latest is not None and latest.final:
        rates = {tuple(rate["strata"]): rate for rate in latest.rates}
        blocks = [(tuple(block["strata"]), block["people"]) for block in latest.blocks]
        return tuple(_group(strata, people, rates.get(strata), language) for strata, people in blocks)
    there = submissions.people(db, process.id)
    people = {**dict.fromkeys(process.strata, 0), **there}
    if len(people) < 2:
        return ()
    try:
        publication = disclosure.publish(people, process.least_people, process.least_in_groups)
    except DisclosureError:
        return ()
    invited = access_codes.invited(db, process.id) if process.access == Access.CODES else {}
    try:
        rates_now = disclosure.return_rates(publication, invited, process.least_people) if invited else ()
    except DisclosureError:
        rates_now = ()
    known = {rate.strata: {"people": rate.people, "invited": rate.invited} for rate in rates_now}
    return tuple(_group(one.strata, one.people, known.get(one.strata), language) for one in publication.blocks)


def _group(strata: Sequence[str], people: int, rate: Mapping[str, Any] | None, language: Language) -> Group:
    invited = rate["invited"] if rate else None
    return Group(_named(strata, language), people, (200 * people + invited) // (2 * invited) if invited else None)


def _named(strata: Iterable[str], language: Language) -> str:
    return " + ".join(name or language.gettext(NAMELESS) for name in strata)


def _counted(
    db: Session, site: Site, process: Process, latest: Result, public: Result | None, language: Language
) -> Counted:
    assert process.id is not None
    forms = form_versions.all_forms(db, process.id)
    form = forms[max(forms)] if forms else None
    weighted = latest.weighted or {}
    return Counted(
        number=latest.number,
        people=latest.people,
        made_at=latest.made_at,
        final=latest.final,
        shown=public is not None and public.number == latest.number,
        weighted="questions" in weighted,
        effective=round(weighted.get("effective", 0)),
        warnings=tuple(_warnings(process, latest, form, language)),
        preview=result_pages.gather(db, site, process, latest, language),
    )


def _warnings(process: Process, latest: Result, form: Form | None, language: Language) -> Iterator[str]:
    """What somebody should think about before this is public."""
    problem = (latest.weighted or {}).get("problem")
    if problem:
        yield language.gettext("Es wurde nicht gewichtet.") + " " + _told(problem, language)
    for note in latest.notes:
        yield language.gettext("Es gibt keine Rücklaufquote.") + " " + _told(note, language)
    yield from _agreements(latest, form, language)
    if form is not None:
        yield from (one.told(language) for one in identifying.concerns(form, bool(process.strata)))


def _agreements(latest: Result, form: Form | None, language: Language) -> Iterator[str]:
    """Where all people of a group said the same, it is known of each of them."""
    for section in latest.figures["sections"]:
        everybody = disclosure.unanimous(section["questions"])
        for key in everybody:
            yield language.gettext("Alle, die „%(question)s“ beantwortet haben, haben dasselbe geantwortet.") % {
                "question": _asked(form, key)
            }
        for group in section.get("strata", ()):
            for key in disclosure.unanimous(group["questions"]):
                if key not in everybody:
                    yield language.gettext(
                        "In „%(group)s“ haben alle auf „%(question)s“ dasselbe geantwortet. Von jedem dort ist damit bekannt, was er oder "
                        "sie geantwortet hat."
                    ) % {"group": _named(group["strata"], language), "question": _asked(form, key)}


def _asked(form: Form | None, key: str) -> str:
    question = form.questions.get(key) if form else None
    return question.text.get(form.leading, key) if form and question else key


def _told(note: Mapping[str, Any], language: Language) -> str:
    text: str = note["text"]
    return language.filled(text, note["values"])


def _files(site: Site, process: Process, public: Result | None) -> tuple[File, ...]:
    if public is None or not public.bundle:
        return ()
    bundle = site.storage.participation(public.process_id) / public.bundle
    return tuple(
        File(ending, f"/mitmachen/{process.slug}/daten{ending}", exports.path(bundle, ending).stat().st_size)
        for ending in exports.endings(bundle)
    )
