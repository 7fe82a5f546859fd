"""The page of one process: what it is about, until when, and how to take part."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
