"""The form as people will see it, with test answers."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
