"""The information of Art. 13 DSGVO, and until when what is kept."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
