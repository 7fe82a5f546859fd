"""Access codes: making them, as a table and as letters."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
