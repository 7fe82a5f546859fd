"""Ideas as open data: what the public may read of them anyway, as CSV and as GeoJSON."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from council.base import pages
from participation import ideas
from participation.ideas import Idea, Shown, idea_support
from participation.results.exports.csv import defused
from participation.views import ideas_visit, ideas_words
from participation.views.ideas_visit import Visit

COLUMNS = (
    "nummer", "titel", "text", "thema", "ort", "laenge", "breite", "eingereicht_am", "geprueft", "zuspruch", "kommentare", "stand",
    "antwort", "beantwortet_am", "vereint_mit",
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
    writing = io.StringIO(newline="")
    rows = csv.writer(writing)
    rows.writerow(COLUMNS)
    for number, idea in sorted(every.items(), key=lambda pair: pair[1].number):
        target = every.get(idea.merged_into or 0)
        counted = ("", "") if target else (support.get(number, 0), said.get(number, 0))
        rows.writerow(map(defused, _row(idea, counted, target)))
    return writing.getvalue()


def _row(idea: Idea, counted: tuple[int | str, int | str], target: Idea | None) -> list[int | str]:
    where = idea.place or {}
    return [
        idea.number, idea.title, idea.text, idea.category, str(where.get("text", "")), str(where.get("lon", "")),
        str(where.get("lat", "")), idea.sent_on.isoformat(), "nein" if idea.shown == Shown.WAITING else "ja", *counted, idea.progress,
        idea.answer, idea.answered_on.isoformat() if idea.answered_on else "", target.number if target else "",
    ]  # fmt: skip


def _cache(visit: Visit) -> str:
    return pages.KEEP_NOTHING if visit.preview else pages.ASK_AGAIN


routes: list[BaseRoute] = [Route("/mitmachen/{slug}/ideen.csv", table, name="ideas_csv")]
