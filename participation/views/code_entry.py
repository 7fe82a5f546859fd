"""Where somebody with a letter types their access code; a QR code brings it in the address's fragment."""

from starlette.routing import BaseRoute

routes: list[BaseRoute] = []
