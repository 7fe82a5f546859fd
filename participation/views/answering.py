"""Answering a survey: page by page, without scripts as well, to the receipt."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
