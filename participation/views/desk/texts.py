"""What people wrote, for moderators to release or to withhold."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
