"""The public pages of the council: start, meetings, the town's texts, and the media."""

from starlette.routing import BaseRoute, Route

from council.views import item, legal, machines, media, meetings, report, retention, start, town
from council.views.desk import routes as desk_routes

routes: list[BaseRoute] = [
    Route("/", start.start, name="start"),
    Route("/sitzungen", meetings.overview, name="meetings"),
    Route("/sitzungen/{id:int}", meetings.meeting, name="meeting"),
    Route("/top/{key}", item.item, name="item"),
    Route("/impressum", legal.imprint, name="imprint"),
    Route("/datenschutz", legal.privacy, name="privacy"),
    Route("/barrierefreiheit", legal.accessibility, name="accessibility"),
    Route("/aufbewahrung", retention.retention, name="retention"),
    Route("/leichte-sprache", legal.plain_language, name="plain_language"),
    Route("/barrierefreiheit/melden", report.form, name="report"),
    Route(
        "/barrierefreiheit/melden", report.send, methods=["POST"], name="report_send", max_body_size=report.LARGEST_BODY
    ),
    Route("/barrierefreiheit/danke", report.thanks, name="report_thanks"),
    Route("/wappen", town.coat_of_arms, name="coat_of_arms"),
    Route("/medien/{token}/{path:path}", media.file, name="media"),
    Route("/healthz", machines.health, name="health"),
    Route("/robots.txt", machines.robots, name="robots"),
    Route("/sitemap.xml", machines.sitemap, name="sitemap"),
    *desk_routes,
]
