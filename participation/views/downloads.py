"""The published data of a survey as files: 404 until there is something that was published, and again when it was taken back.

``daten.jsonl`` is what ``ratsfenster recount`` reads. ``daten.csv`` tells how often each answer was given, ``daten-texte.csv``
what was written and released, ``daten-felder.csv`` what stands in the columns of both.
"""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from council.base import files, lifetimes
from council.base.site import Site
from participation import processes, results
from participation.results import exports

TYPES = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def download(request: Request) -> Response:
    """``/mitmachen/{slug}/daten.{csv,xlsx,json,jsonl,geojson}``"""
    if f".{request.path_params['format']}" not in TYPES:
        raise HTTPException(404)
    return await _answer(request, f".{request.path_params['format']}")


async def texts(request: Request) -> Response:
    """``/mitmachen/{slug}/daten-texte.csv``"""
    return await _answer(request, exports.WORDS)


async def fields(request: Request) -> Response:
    """``/mitmachen/{slug}/daten-felder.csv``"""
    return await _answer(request, exports.FIELDS)


async def _answer(request: Request, ending: str) -> Response:
    site: Site = request.app.state.site
    bundle = await run_in_threadpool(_bundle, site, request.path_params["slug"])
    if bundle is None:
        raise HTTPException(404)
    found = exports.path(bundle, ending)
    return await files.answer(
        request,
        found,
        cache=lifetimes.briefly(site),
        download_name=f"{request.path_params['slug']}{ending}",
        headers={"Content-Type": TYPES[found.suffix]},
    )


def _bundle(site: Site, slug: str) -> Path | None:
    """The file of what is public; None where nothing is, or only live results are."""
    with site.database.reading() as db:
        process = processes.by_slug(db, slug)
        if process is None or process.id is None or not processes.is_public(process):
            return None
        result = results.published(db, process.id)
    if result is None or not result.bundle:
        return None
    return site.storage.participation(result.process_id) / result.bundle


PATH = "/mitmachen/{slug}"
routes: list[BaseRoute] = [
    Route(f"{PATH}/daten.{{format}}", download, name="survey_data"),
    Route(f"{PATH}/daten-texte.csv", texts, name="survey_texts"),
    Route(f"{PATH}/daten-felder.csv", fields, name="survey_fields"),
]
