"""The published data of a survey as files."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
