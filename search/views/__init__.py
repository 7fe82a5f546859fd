"""The search page."""

from starlette.routing import BaseRoute, Route

from search.views import searching

routes: list[BaseRoute] = [Route("/suche", searching.search, name="search")]
