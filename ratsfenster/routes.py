"""Every address of the site, and the navigation of its pages."""

from starlette.routing import BaseRoute

from council import legal
from council.base import assets
from council.base.accounts import Role
from council.base.i18n import message
from council.base.pages import Entry, Navigation
from council.views import routes as council_routes
from participation.views import routes as participation_routes
from ratsfenster.api import routes as api_routes
from search.views import routes as search_routes
from transcription.views import routes as transcription_routes

_EVERY: list[BaseRoute] = [
    *assets.routes,
    *participation_routes,
    *council_routes,
    *transcription_routes,
    *search_routes,
    *api_routes,
]
# Addresses are tried one after the other, of which the desk has three of four: they come last, and where hundreds a second are asked for
# (answering a survey) first.
ROUTES = sorted(_EVERY, key=lambda route: getattr(route, "path", "").startswith("/ratsbuero"))

NAVIGATION = Navigation(
    head=(
        Entry(message("Start"), "/"),
        Entry(message("Sitzungen"), "/sitzungen"),
        Entry(message("Mitmachen"), "/mitmachen"),
        Entry(message("Suche"), "/suche"),
    ),
    foot=(
        Entry(message("Impressum"), "/impressum"),
        Entry(message("Datenschutz"), "/datenschutz"),
        Entry(message("Aufbewahrung"), "/aufbewahrung"),
        Entry(message("Barrierefreiheit"), "/barrierefreiheit"),
        Entry(message("Leichte Sprache"), "/leichte-sprache", shown=legal.speaks_plainly),
        Entry(message("Fehler melden"), "/barrierefreiheit/melden", with_page=True),
        Entry(message("Anmelden"), "/ratsbuero", strangers=True),
    ),
    desk=(
        Entry(message("Übersicht"), "/ratsbuero"),
        Entry(message("Sitzungen"), "/ratsbuero/sitzungen", roles=(Role.CLERK,)),
        Entry(message("Beteiligung"), "/ratsbuero/beteiligung", roles=(Role.PLANNER, Role.MODERATOR, Role.CLERK)),
        Entry(message("Moderation"), "/ratsbuero/moderation", roles=(Role.PLANNER, Role.MODERATOR)),
        Entry(message("Personen"), "/ratsbuero/personen", roles=(Role.CLERK,)),
        Entry(message("Straßen"), "/ratsbuero/strassen", roles=(Role.CLERK,)),
        Entry(message("Konten"), "/ratsbuero/konten", roles=(Role.ADMIN,)),
        Entry(message("Vorgänge"), "/ratsbuero/vorgaenge", roles=(Role.ADMIN,)),
    ),
)
