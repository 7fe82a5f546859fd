"""Participation at the desk."""

from starlette.routing import BaseRoute

from participation.views.desk import (
    builder,
    codes,
    ideas,
    opening,
    paper,
    preview,
    privacy,
    process,
    processes,
    references,
    results,
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
    *texts.routes,
    *ideas.routes,
]
