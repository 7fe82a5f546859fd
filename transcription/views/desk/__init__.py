"""The council office's desk: its pages about recordings and their transcripts."""

from starlette.routing import BaseRoute

from transcription.views.desk import (
    checking,
    home,
    inside_media,
    marking,
    minutes,
    preview,
    publishing,
    recording,
    withdrawing,
)

routes: list[BaseRoute] = [
    *home.routes,
    *recording.routes,
    *checking.routes,
    *minutes.routes,
    *marking.routes,
    *inside_media.routes,
    *publishing.routes,
    *withdrawing.routes,
    *preview.routes,
]
