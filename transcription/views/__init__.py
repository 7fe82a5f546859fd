"""The public pages about transcripts."""

from starlette.routing import BaseRoute, Route

from transcription.views import files, recording
from transcription.views.desk import routes as desk_routes

routes: list[BaseRoute] = [
    Route("/aufzeichnungen/{id:int}", recording.recording, name="recording"),
    Route("/aufzeichnungen/{id:int}/top/{number:int}", recording.part, name="recording_part"),
    Route("/aufzeichnungen/{id:int}/untertitel.vtt", files.captions, name="captions"),
    Route("/aufzeichnungen/{id:int}/transkript.{suffix}", files.transcript, name="transcript"),
    Route("/aufzeichnungen/{id:int}/worte.json", files.words, name="words"),
    *desk_routes,
]
