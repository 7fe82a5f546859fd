"""All processes the town runs, ran and will run."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
