"""All processes at the desk, and beginning a new one."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
