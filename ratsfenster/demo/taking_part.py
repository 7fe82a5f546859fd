"""What the demo's town asks: a survey that is open, one with published results, and a collection of ideas.

All of it goes through the same code as what planners, residents and moderators do, at moments some weeks ago.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from council import meetings
from council.base import locks
from council.base.accounts import Account, Role
from council.base.locks import Decision
from council.base.site import Site
from participation import forms, processes, results, survey_secrets
from participation.answers import receipts, submissions
from participation.answers.submissions import Offer
from participation.building import starting_residents
from participation.codes import Code, code_series
from participation.codes.code_series import Order
from participation.counting import known_shares
from participation.counting.known_shares import KnownShares
from participation.forms import Form
from participation.maps import boundary
from participation.moderation import text_reviews
from participation.moderation.text_reviews import Verdict
from participation.privacy import legal_bases, privacy_notices
from participation.privacy.legal_bases import Basis
from participation.processes import Access, Kind, Process, Showing, form_versions, openings, references
from participation.processes.references import Relation
from participation.results import due_countings, publication  # fmt: skip
from participation.results.due_countings import Due
from ratsfenster.demo import residents, square, suggestions
from ratsfenster.demo.crowd import Crowd
from ratsfenster.demo.suggestions import Park

SEED = 7
PASSERS_BY = 240  # who answered the open survey
MORNING = time(8)
OFFICE = Account(
    login="planung@muehlenrode.example",
    name="Stadtplanung Mühlenrode",
    roles=[Role.PLANNER],
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)
"""Who did all this. It is no account that anybody could sign in with, and is stored nowhere."""

_TOWN: dict[str, Any] = {
    "controller": "Stadt Mühlenrode, Markt 1, 99999 Mühlenrode",
    "contact": "Stadtplanung, Telefon 09999 12-345, beteiligung@muehlenrode.example",
    "officer": "Datenschutz der Stadt Mühlenrode, datenschutz@muehlenrode.example",
    "legal_basis": legal_bases.written(Basis.TASK, "§ 3 des Landesdatenschutzgesetzes"),
}


@dataclass(frozen=True)
class Asked:
    """A process as the planner set it up. ``first`` and ``last`` are days from today; ``item`` is the number of the agenda item that
    ordered it."""

    slug: str
    title: dict[str, str]
    intro: dict[str, str]
    purpose: str
    first: int
    last: int
    item: str
    form: Form | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def make(site: Site, meeting_id: int) -> None:
    """Everything, unless it is there already. The meeting is the one of the demo's agenda."""
    for one in (_open_survey, _closed_survey, _ideas):
        one(site, meeting_id)


def _open_survey(site: Site, meeting_id: int) -> None:
    form = forms.from_json(square.FORM)
    facts = {"boundary": square.BOUNDARY, "overlay": square.OVERLAY, "showing": Showing.LIVE}
    asked = Asked(square.SLUG, square.TITLE, square.INTRO, square.PURPOSE, -6, 8, "2", form, facts)
    process_id = _drafted(site, asked, meeting_id)
    if process_id is None:
        return
    crowd = Crowd(form, square.LEANINGS, PASSERS_BY, SEED, boundary.from_json(square.BOUNDARY))
    with site.database.writing() as db:
        openings.release(db, process_id, _at(site, asked.first), OFFICE)
        db.flush()
        for _ in range(PASSERS_BY):
            _answer(db, site, process_id, crowd, site.clock())


def _closed_survey(site: Site, meeting_id: int) -> None:
    form = forms.from_json(residents.FORM)
    shares = {one.name: one.share for one in residents.DISTRICTS}
    facts = {
        "access": Access.CODES,
        "strata": list(shares),
        "weighting": known_shares.to_json(KnownShares(strata=shares)),
        "boundary": square.BOUNDARY,
    }
    title, intro = dict(starting_residents.TITLE), dict(starting_residents.INTRO)
    asked = Asked(residents.SLUG, title, intro, residents.PURPOSE, -34, -6, "4", form, facts)
    process_id = _drafted(site, asked, meeting_id)
    if process_id is None:
        return
    then = _at(site, asked.first)
    series = _codes(then, process_id)
    people = sum(one.answered for one in residents.DISTRICTS)
    crowd = Crowd(form, residents.LEANINGS, people, SEED, boundary.from_json(square.BOUNDARY))
    with site.database.writing() as db:
        openings.release(db, process_id, then, OFFICE)
        db.flush()
        for district in residents.DISTRICTS:
            for code in series[district.name][: district.answered]:
                _answer(db, site, process_id, crowd, then.clock(), code, district.mood)
        for question, texts in residents.LEANINGS.words.items():
            for text in texts:
                why = residents.WITHHELD.get(text, "")
                verdict = Verdict(not why, why, OFFICE.name)
                text_reviews.decide(db, process_id, question, [text_reviews.digest(text)], verdict)
    due_countings.count(site, Due(process_id, final=True))
    with site.database.writing() as db:
        locks.alone(db, Decision.PROCESS, process_id)
        counted = results.last(db, process_id)
        assert counted is not None
        publication.show(db, db.get_one(Process, process_id), counted.number, site.clock())


def _ideas(site: Site, meeting_id: int) -> None:
    facts = {
        "kind": Kind.IDEATION,
        "categories": suggestions.CATEGORIES,
        "boundary": square.BOUNDARY,
        "overlay": square.OVERLAY,
    }
    asked = Asked(
        suggestions.SLUG, suggestions.TITLE, suggestions.INTRO, suggestions.PURPOSE, -20, 22, "6", facts=facts
    )
    process_id = _drafted(site, asked, meeting_id)
    if process_id is None:
        return
    then = _at(site, asked.first)
    with site.database.writing() as db:
        openings.release(db, process_id, then, OFFICE)
        secret = survey_secrets.of(site.storage.root, process_id)
        suggestions.fill(db, Park(process_id, secret, site.settings.zone, then.clock()), OFFICE)


def _drafted(site: Site, asked: Asked, meeting_id: int) -> int | None:
    """A draft that could be opened, linked with the council; None where there is one at this address."""
    with site.database.writing() as db:
        if processes.by_slug(db, asked.slug) is not None:
            return None
        then = _at(site, asked.first - 7).clock()
        ends = _at(site, asked.last, time()).clock()
        process = Process(
            slug=asked.slug,
            title=asked.title,
            intro=asked.intro,
            languages=list(asked.form.languages) if asked.form else ["de"],
            opens_at=_at(site, asked.first).clock(),
            closes_at=ends,
            purpose=asked.purpose,
            delete_on=(ends + timedelta(days=365)).date(),
            created_at=then,
            **(_TOWN | asked.facts),
        )
        process.privacy = privacy_notices.drafted(process, mails=site.settings.sends_mail)
        db.add(process)
        db.flush()
        assert process.id is not None
        if asked.form is not None:
            form_versions.keep(db, process, asked.form, "Umfrage angelegt", then)
        item = next(one for one in meetings.items(db, meeting_id) if one.number == asked.item)
        references.link(db, process.id, meeting_id, item.id, Relation.ORDERED)
        return process.id


def _codes(site: Site, process_id: int) -> dict[str, Sequence[Code]]:
    """The codes that were sent out, by district."""
    key = receipts.new_key(secrets.token_bytes)
    code_series.make(site, process_id, Order(key, {one.name: one.invited for one in residents.DISTRICTS}), OFFICE)
    return {one.stratum: one.codes for one in code_series.found(site, process_id, key)}


def _answer(
    db: Session,
    site: Site,
    process_id: int,
    crowd: Crowd,
    now: datetime,
    code: Code | None = None,
    mood: float = 0.0,
) -> None:
    secret = survey_secrets.of(site.storage.root, process_id)
    offer = Offer(1, crowd.answers(mood), receipts.new_key(secrets.token_bytes), code)
    submissions.store(db, process_id, offer, secret, lambda: now, secrets.token_bytes)


def _at(site: Site, days: int, hour: time = MORNING) -> Site:
    """The site as it was, or will be, so many days from today."""
    zone = site.settings.zone
    day = site.clock().astimezone(zone).date() + timedelta(days=days)
    moment = datetime.combine(day, hour, zone).astimezone(UTC)
    return replace(site, clock=lambda: moment)
