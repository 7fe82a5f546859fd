"""The search page."""

from starlette.routing import BaseRoute, Route

from search.views import searching, suggesting

routes: list[BaseRoute] = [
    Route("/suche", searching.search, name="search"),
    Route("/suche/vorschlaege", suggesting.suggest, name="search_suggestions"),
]
