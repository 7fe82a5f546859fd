"""One process at the desk: where it stands and what is next."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
