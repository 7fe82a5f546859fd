"""The list of ideas, and the map of them: ``/mitmachen/{slug}/ideen``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import pages
from council.base.i18n import message
from participation import cards, ideas, maps, processes
from participation.ideas import Idea, Progress, idea_steps, idea_support
from participation.processes import Moderation
from participation.processes.phases import Phase
from participation.views import (
    ideas_export,
    ideas_machine,
    ideas_mine,
    ideas_new,
    ideas_one,
    ideas_report,
    ideas_support,
    ideas_visit,
    ideas_words,
)
from participation.views.ideas_visit import Visit
from participation.views.ideas_words import Around, IdeaLine

AT_ONCE = 20
SORTS = {
    "neueste": message("neueste zuerst"),
    "zuspruch": message("meister Zuspruch zuerst"),
    "beantwortet": message("zuletzt beantwortet"),
}
STATES = {
    "neu": Progress.NEW,
    "pruefung": Progress.LOOKED_AT,
    "geplant": Progress.PLANNED,
    "begonnen": Progress.BEGUN,
    "umgesetzt": Progress.DONE,
    "abgelehnt": Progress.DECLINED,
}


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see. ``progress`` and ``category`` are empty for all."""

    sort: str = "neueste"
    category: str = ""
    progress: str = ""
    on_map: bool = False
    number: int = 1

    def query(self) -> str:
        """As an address has it; empty for what is shown anyway."""
        given = {
            "sortierung": "" if self.sort == "neueste" else self.sort,
            "thema": self.category,
            "stand": self.progress,
            "ansicht": "karte" if self.on_map else "",
            "seite": self.number if self.number > 1 else "",
        }
        found = urlencode({name: value for name, value in given.items() if value})
        return f"?{found}" if found else ""


@dataclass(frozen=True)
class IdeasPage:
    """``state`` is "draft", "coming", "open" or "closed". ``total`` counts what fits the selection, ``every`` all ideas. ``has_map``: a map
    would show something; ``geojson`` is where it gets the points from. ``withheld`` tells how many were not published, and why."""

    path: str
    about: str
    slug: str
    title: str
    state: str
    timing: str
    moderated: str
    takes: bool
    every: int
    total: int
    lines: tuple[IdeaLine, ...]
    asked: Asked
    sorts: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    selected: bool
    has_map: bool
    list_href: str
    map_href: str
    geojson: str
    previous: str
    next: str
    withheld: tuple[tuple[str, int], ...]
    withheld_count: int


def show(request: Request) -> Response:
    """The ideas that were asked for."""
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
        page = _page(db, visit, asked(request, visit))
    cache = pages.KEEP_NOTHING if visit.preview else pages.ASK_AGAIN
    return pages.render(request, "participation/ideas.html", page, cache=cache)


def asked(request: Request, visit: Visit) -> Asked:
    """The selection an address names; whatever is unknown in it is left out."""
    given = request.query_params
    sort, category, progress = (given.get(name, "") for name in ("sortierung", "thema", "stand"))
    number = given.get("seite", "")
    return Asked(
        sort if sort in SORTS else "neueste",
        category if category in visit.process.categories else "",
        progress if progress in STATES else "",
        given.get("ansicht") == "karte",
        int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 6 else 1,
    )


def selected(db: Session, visit: Visit, wanted: Asked) -> tuple[Sequence[Idea], int]:
    """The ideas that fit, in their order, and how many there are at all."""
    every = ideas.listed(db, visit.process)
    found = [
        one
        for one in every
        if wanted.category in ("", one.category) and (not wanted.progress or one.progress == STATES[wanted.progress])
    ]
    if wanted.sort == "zuspruch":
        support = idea_support.counts(db, visit.id)
        found.sort(key=lambda one: -support.get(one.id or 0, 0))
    elif wanted.sort == "beantwortet":
        found.sort(key=lambda one: -(one.answered_on.toordinal() if one.answered_on else 0))
    return found, len(every)


def _page(db: Session, visit: Visit, wanted: Asked) -> IdeasPage:
    process, language, zone = visit.process, visit.language, visit.site.settings.zone
    found, every = selected(db, visit, wanted)
    view = maps.config(process, visit.site.settings).view is not None
    wanted = replace(wanted, on_map=wanted.on_map and view)
    if wanted.on_map:  # below the map stands what is on it, the map's text alternative
        found = [one for one in found if ideas_words.point(one.place)]
    last = max(1, -(-len(found) // AT_ONCE))
    wanted = replace(wanted, number=min(wanted.number, last))
    support, said = idea_support.counts(db, visit.id), ideas.comment_counts(db, process)
    first = (wanted.number - 1) * AT_ONCE
    shown = [(one.id or 0, one) for one in found[first : first + AT_ONCE]]
    steps = idea_steps.of_ideas(db, [number for number, _ in shown])
    withheld = ideas.withheld(db, visit.id)
    standing = processes.state(process, visit.now)
    return IdeasPage(
        path=visit.path,
        about=cards.address(process),
        slug=process.slug,
        title=process.name(language.code),
        state=cards.STATES[standing],
        timing=_timing(visit),
        moderated=language.gettext(ideas_words.MODERATED[Moderation(process.moderation)]),
        takes=visit.takes,
        every=every,
        total=len(found),
        lines=tuple(
            ideas_words.line(
                one,
                visit.path,
                Around(support.get(number, 0), said.get(number, 0), steps.get(number, ())),
                language,
                zone,
            )
            for number, one in shown
        ),
        asked=wanted,
        sorts=tuple((name, language.gettext(label)) for name, label in SORTS.items()),
        states=tuple((name, language.gettext(label)) for name, label in STATES.items()),
        categories=tuple(process.categories),
        selected=bool(wanted.category or wanted.progress),
        has_map=view,
        list_href=visit.path + replace(wanted, on_map=False, number=1).query(),
        map_href=visit.path + replace(wanted, on_map=True, number=1).query(),
        geojson=f"{visit.path}.geojson" + replace(wanted, on_map=False, number=1).query(),
        previous=_beside(visit, wanted, -1, last),
        next=_beside(visit, wanted, 1, last),
        withheld=tuple((language.gettext(ground), count) for ground, count in sorted(withheld.items()) if ground),
        withheld_count=sum(withheld.values()),
    )


def _beside(visit: Visit, wanted: Asked, by: int, last: int) -> str:
    """The page before or after; empty where there is none."""
    number = wanted.number + by
    return visit.path + replace(wanted, number=number).query() if 1 <= number <= last else ""


def _timing(visit: Visit) -> str:
    process = visit.process
    if visit.preview or process.opens_at is None or process.closes_at is None:
        return ""
    return cards.timing(Phase(process.opens_at, process.closes_at), visit.now, visit.site.settings.zone, visit.language)


def geojson(request: Request) -> Response:
    """``/ideen.geojson``: the points of what was asked for."""
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
        found, _ = selected(db, visit, asked(request, visit))
        support = idea_support.counts(db, visit.id)
    return ideas_export.geojson(visit, found, support)


routes: list[BaseRoute] = [
    Route("/mitmachen/{slug}/ideen", show, name="ideas"),
    Route("/mitmachen/{slug}/ideen.geojson", geojson, name="ideas_geojson"),
    *ideas_export.routes,
    *ideas_machine.routes,
    *ideas_new.routes,
    *ideas_mine.routes,
    *ideas_report.routes,
    *ideas_support.routes,
    *ideas_one.routes,
]
