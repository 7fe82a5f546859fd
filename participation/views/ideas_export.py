"""Ideas as open data: what the public may read of them anyway, as CSV and as GeoJSON. ``verlauf`` has a step a line of its field, each with
its day, where the idea stood from then on, and whether the office answered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import pages, spreadsheets
from council.base.spreadsheets import Cell
from participation import ideas
from participation.ideas import Idea, Shown, idea_steps, idea_support
from participation.ideas.idea_steps import Step
from participation.views import ideas_visit, ideas_words
from participation.views.ideas_visit import Visit

COLUMNS = (
    "nummer", "titel", "text", "thema", "ort", "laenge", "breite", "eingereicht_am", "geprueft", "zuspruch", "kommentare", "stand",
    "stand_seit", "antwort", "beantwortet_am", "verlauf", "vereint_mit",
)  # fmt: skip


def table(request: Request) -> Response:
    """``/ideen.csv``"""
    with request.app.state.site.database.reading() as db:
        visit = ideas_visit.of(request, db)
        written = _written(db, visit)
    headers = {
        "Content-Disposition": f'attachment; filename="{visit.process.slug}-ideen.csv"',
        "Cache-Control": _cache(visit),
    }
    return Response(written, headers=headers, media_type="text/csv; charset=utf-8; header=present")


def geojson(visit: Visit, found: Iterable[Idea], support: Mapping[int, int]) -> Response:
    """The points of ideas, as GeoJSON (RFC 7946)."""
    features = [_feature(visit, one, support.get(one.id or 0, 0)) for one in found if ideas_words.point(one.place)]
    return JSONResponse(
        {"type": "FeatureCollection", "features": features},
        headers={"Cache-Control": _cache(visit)},
        media_type="application/geo+json",
    )


def _feature(visit: Visit, idea: Idea, support: int) -> dict[str, Any]:
    path = visit.language.link(f"{visit.path}/{idea.number}")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": ideas_words.point(idea.place)},
        "properties": {
            "nummer": idea.number,
            "titel": idea.title,
            "thema": idea.category,
            "stand": visit.say(idea.progress),
            "zuspruch": support,
            "adresse": path,
        },
    }


def _written(db: Session, visit: Visit) -> str:
    standing = ideas.listed(db, visit.process)
    every = {one.id or 0: one for one in standing}
    every |= {one.id or 0: one for one in ideas.merged(db, list(every))}
    support, said = idea_support.counts(db, visit.id), ideas.comment_counts(db, visit.process)
    steps = idea_steps.of_ideas(db, every)
    rows: list[Sequence[Cell]] = [COLUMNS]
    for number, idea in sorted(every.items(), key=lambda pair: pair[1].number):
        target = every.get(idea.merged_into or 0)
        counted = ("", "") if target else (support.get(number, 0), said.get(number, 0))
        rows.append(_row(idea, counted, steps.get(number, ()), target))
    return spreadsheets.table(rows)


def _row(idea: Idea, counted: tuple[int | str, int | str], steps: Sequence[Step], target: Idea | None) -> list[Cell]:
    where = idea.place or {}
    return [
        idea.number, idea.title, idea.text, idea.category, str(where.get("text", "")), where.get("lon"),
        where.get("lat"), idea.sent_on.isoformat(), "nein" if idea.shown == Shown.WAITING else "ja", *counted, idea.progress,
        _day(idea_steps.since(steps)), idea.answer, _day(idea_steps.last_answer(steps)), "\n".join(map(_told, steps)),
        target.number if target else "",
    ]  # fmt: skip


def _told(step: Step) -> str:
    return f"{step.day.isoformat()} {step.progress}" + (" (Antwort)" if step.answered else "")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _cache(visit: Visit) -> str:
    return pages.KEEP_NOTHING if visit.preview else pages.ASK_AGAIN


routes: list[BaseRoute] = [Route("/mitmachen/{slug}/ideen.csv", table, name="ideas_csv")]
