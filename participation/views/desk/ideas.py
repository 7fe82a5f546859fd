"""Ideas at the desk: moderating, merging and answering them."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
