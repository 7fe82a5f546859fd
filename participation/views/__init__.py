"""The pages of participation."""

from starlette.routing import BaseRoute

from participation.views import (
    answering,
    blank_form,
    code_entry,
    downloads,
    ideas,
    overview,
    process,
    results,
    subscriptions,
    tiles,
)
from participation.views.desk import routes as desk_routes

routes: list[BaseRoute] = [
    *answering.routes,  # asked for most
    *overview.routes,
    *process.routes,
    *blank_form.routes,
    *code_entry.routes,
    *tiles.routes,
    *results.routes,
    *downloads.routes,
    *ideas.routes,
    *subscriptions.routes,
    *desk_routes,
]
