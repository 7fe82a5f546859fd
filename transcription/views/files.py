"""What the recording page loads and offers beside itself: captions, the words' times, and the transcript to take home."""

import json

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from council.base import lifetimes, pages
from council.base.site import Site
from transcription import exporting, transcripts
from transcription.exports import MEDIA_TYPES
from transcription.views.kept import Kept
from transcription.views.outline import Outline, asked_for

_kept = Kept()


def words(request: Request) -> Response:
    """When each word begins, for the player: ``[[segment id, start_ms, end_ms, [ms after start_ms, …]], …]``.

    No text; an utterance whose words have no times has an empty list. Kept for a while under its edition (``v``) alone.
    """
    site: Site = request.app.state.site
    with site.database.reading() as db:
        outline = _readable(db, request)
        asked = request.query_params.get("v")
        cache = lifetimes.briefly(site) if asked == str(outline.recording.text_edition) else pages.ASK_AGAIN
        headers = {"ETag": edition_tag(outline, "words"), "Cache-Control": cache}
        if unchanged(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        body = _kept.get(_key(outline, "words"), lambda: word_times(db, outline))
    return Response(body, media_type="application/json", headers=headers)


def word_times(db: Session, outline: Outline) -> bytes:
    """What ``words`` answers, of any recording."""
    said = transcripts.public_segments(db, outline.id, outline.hidden)
    rows = [[one.id, one.start_ms, one.end_ms, [start - one.start_ms for start, _, _ in one.words]] for one in said]
    return json.dumps(rows, separators=(",", ":")).encode()


def captions(request: Request) -> Response:
    """The captions the player shows, as WebVTT."""
    return _exported(request, "vtt", saved_as=None)


def transcript(request: Request) -> Response:
    """``transkript.vtt``, ``.srt``, ``.txt`` or ``.json``, to be saved."""
    suffix = request.path_params["suffix"]
    if suffix not in MEDIA_TYPES:
        raise HTTPException(404)
    return _exported(request, suffix, saved_as="{held:%Y-%m-%d}-aufzeichnung-{id}." + suffix)


def _readable(db: Session, request: Request) -> Outline:
    """The recording asked for; 404 where its transcript is not public."""
    outline = asked_for(db, request)
    if not outline.recording.shows_text:
        raise HTTPException(404)
    return outline


def _exported(request: Request, form: str, saved_as: str | None) -> Response:
    site: Site = request.app.state.site
    with site.database.reading() as db:
        outline = _readable(db, request)
        headers = {"ETag": edition_tag(outline, form), "Cache-Control": lifetimes.briefly(site)}
        if unchanged(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        body = _kept.get(
            _key(outline, form),
            lambda: exporting.export(db, outline.recording, outline.hidden, form, site.settings).encode(),
        )
    if saved_as is not None:
        held = outline.meeting.start.astimezone(site.settings.zone)
        headers["Content-Disposition"] = f'attachment; filename="{saved_as.format(held=held, id=outline.id)}"'
    return Response(body, media_type=f"{MEDIA_TYPES[form]}; charset=utf-8", headers=headers)


def _key(outline: Outline, kind: str) -> tuple[object, ...]:
    """What the file depends on: the recording (by a key no other installation has), what is public of it, and its text."""
    recording = outline.recording
    return (recording.key, recording.edition, recording.text_edition, kind)


def edition_tag(outline: Outline, kind: str) -> str:
    """An ETag that changes with the text and with what is public of it."""
    return f'"{kind}-{outline.recording.edition}-{outline.recording.text_edition}"'


def unchanged(request: Request, tag: str) -> bool:
    """Whether the asker has this edition already. Compression on the way makes a tag a weak one."""
    known = request.headers.get("if-none-match", "")
    return tag in [one.strip().removeprefix("W/") for one in known.split(",")]
