"""Building the form of a survey."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
