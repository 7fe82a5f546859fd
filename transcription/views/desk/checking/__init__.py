"""Checking the text of a recording: the page, what its script asks for, storing, history, and replacing a name everywhere."""

from starlette.routing import BaseRoute, Route

from transcription.views.desk.checking import everywhere, history, page, saving

_TEXT = "/ratsbuero/aufzeichnungen/{id:int}/text"

routes: list[BaseRoute] = [
    Route(_TEXT, page.page, name="checking"),
    Route(f"{_TEXT}/aeusserungen", page.several, name="checking_several"),
    Route(f"{_TEXT}/ersetzen", everywhere.preview, name="checking_replace"),
    Route(f"{_TEXT}/ersetzen", everywhere.apply, methods=["POST"], name="checking_replace_apply"),
    Route(f"{_TEXT}/ersetzen/zurueck", everywhere.undo, methods=["POST"], name="checking_replace_undo"),
    Route(f"{_TEXT}/{{segment:int}}", page.one, name="checking_one"),
    Route(
        f"{_TEXT}/{{segment:int}}",
        saving.save,
        methods=["POST"],
        name="checking_save",
        max_body_size=saving.LARGEST_BODY,
    ),
    Route(f"{_TEXT}/{{segment:int}}/zurueck", saving.back, methods=["POST"], name="checking_back"),
    Route(f"{_TEXT}/{{segment:int}}/verlauf", history.history, name="checking_history"),
]
