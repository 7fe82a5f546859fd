"""Ideas of residents: reading, proposing, supporting, commenting."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
