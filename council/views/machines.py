"""For machines: is the site alive, and what may be found."""

from xml.sax.saxutils import escape

from sqlmodel import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from council import published
from council.base import i18n, lifetimes, pages
from council.base.site import Site
from council.taking_part import TakingPart

MOST_IN_SITEMAP = 20_000


def health(request: Request) -> Response:
    """``ok`` where the database can be reached; otherwise the application answers 503."""
    site: Site = request.app.state.site
    with site.database.reading() as db:
        db.execute(text("SELECT 1"))
    return PlainTextResponse("ok", headers={"Cache-Control": pages.KEEP_NOTHING})


def robots(request: Request) -> Response:
    """Everything may be found but answers to searches and the media themselves."""
    site: Site = request.app.state.site
    lines = ["User-agent: *"]
    lines += [f"Disallow: {i18n.language(code).link('/suche')}" for code in i18n.CODES]
    lines += ["Disallow: /medien/", f"Sitemap: {site.settings.address}/sitemap.xml", ""]
    return PlainTextResponse("\n".join(lines), headers={"Cache-Control": pages.A_MINUTE})


def sitemap(request: Request) -> Response:
    """Every public meeting and recording, and all there is to take part in."""
    site: Site = request.app.state.site
    taking_part: TakingPart = request.app.state.taking_part
    with site.database.reading() as db:
        found = published.latest_recordings(db, MOST_IN_SITEMAP)
        processes = taking_part.paths(db)
    paths = ["/", "/sitzungen"]
    paths += dict.fromkeys(f"/sitzungen/{meeting.id}" for _, meeting, _ in found)
    paths += [f"/aufzeichnungen/{recording.id}" for recording, _, _ in found]
    paths += processes
    urls = "".join(f"<url><loc>{escape(site.settings.address + path)}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    headers = {"Cache-Control": lifetimes.briefly(site)}
    return Response(f"{head}{urls}</urlset>\n", media_type="application/xml", headers=headers)
