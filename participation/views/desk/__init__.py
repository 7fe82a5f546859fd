"""Participation at the desk."""

from starlette.routing import BaseRoute

from participation.views.desk import (
    builder,
    codes,
    ideas,
    moderation,
    opening,
    paper,
    preview,
    privacy,
    process,
    processes,
    references,
    results,
    results_sheets,
    settings,
    texts,
)

routes: list[BaseRoute] = [
    *processes.routes,
    *process.routes,
    *builder.routes,
    *preview.routes,
    *settings.routes,
    *privacy.routes,
    *opening.routes,
    *references.routes,
    *codes.routes,
    *paper.routes,
    *results.routes,
    *results_sheets.routes,
    *texts.routes,
    *ideas.routes,
    *moderation.routes,
]
