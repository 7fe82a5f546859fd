"""Pieces of the map, fetched by us, so that no visitor's address goes abroad."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
