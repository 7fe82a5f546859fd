"""Who may answer, when, and what results show."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
