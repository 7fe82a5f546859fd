"""Being told by mail when results are out."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
