"""The survey of these tests: three pages about the market square, one question of which depends on another, in three languages."""

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from participation import forms
from participation.forms import Form

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def said(german: str, english: str = "", plain: str = "") -> dict[str, str]:
    return {code: text for code, text in {"de": german, "en": english, "de-leicht": plain}.items() if text}


def option(key: str, *texts: str) -> dict[str, Any]:
    return {"key": key, "text": said(*texts)}


OFTEN = {
    "key": "often", "kind": "single", "required": True,
    "text": said("Wie oft sind Sie hier?", "How often are you here?", "Wie oft sind Sie da?"), "help": {},
    "options": [option("daily", "Täglich", "Every day"), option("never", "Nie", "Never")], "other": True,
}  # fmt: skip
WHY = {
    "key": "why", "kind": "long", "required": False, "max": 100, "text": said("Warum?", "Why?"), "help": {},
    "shown_if": {"question": "often", "op": "is", "value": "never"},
}  # fmt: skip
WAYS = {
    "key": "ways", "kind": "multiple", "required": True, "max": 2, "text": said("Wie kommen Sie her?"), "help": {},
    "options": [option("foot", "Zu Fuß"), option("bike", "Mit dem Rad"), option("bus", "Mit dem Bus")], "other": True,
}  # fmt: skip
YEARS = {
    "key": "years", "kind": "number", "required": True, "min": "0", "max": "120", "decimals": 0, "unit": said("Jahre"),
    "text": said("Seit wann wohnen Sie hier?"), "help": said("Geschätzt genügt."),
}  # fmt: skip
NAME = {"key": "name", "kind": "short", "required": False, "text": said("Wie heißt der Platz bei Ihnen?"), "help": {}}


def page(key: str, *questions: dict[str, Any], title: str = "") -> dict[str, Any]:
    return {"key": key, "title": said(title), "questions": list(questions)}


def form(*pages: dict[str, Any], languages: tuple[str, ...] = ("de",)) -> Form:
    return forms.from_json({"languages": list(languages), "pages": list(pages)})


MARKET = form(
    page("visits", OFTEN, WHY, title="Besuche"), page("ways", WAYS), page("you", YEARS, NAME, title="Zu Ihnen"),
    languages=("de", "en", "de-leicht"),
)  # fmt: skip


def proof(client: "TestClient", slug: str, key: str) -> str:
    """The work a browser does for a submission's key."""
    challenge = client.post(f"/mitmachen/{slug}/pruefung", data={"schluessel": key}).json()
    salt, wanted = challenge["salt"], challenge["challenge"]
    number = next(
        number
        for number in range(challenge["maxnumber"] + 1)
        if hashlib.sha256(f"{salt}{number}".encode()).hexdigest() == wanted
    )
    solved = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps(solved).encode()).decode()
