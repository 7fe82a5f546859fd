"""What came out: figures, charts and tables, and whether one's own receipt was counted."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
