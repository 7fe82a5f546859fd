"""Opening, prolonging, closing and withdrawing a process, and changing the form of an open survey."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
