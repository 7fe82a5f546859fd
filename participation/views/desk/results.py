"""What was counted, before the public sees it."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
