"""Which meeting or agenda item ordered or discussed a process."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
