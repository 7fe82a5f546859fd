"""Questionnaires on paper: the blank one, and entering those that came back."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
