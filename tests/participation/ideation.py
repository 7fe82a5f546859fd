"""A collection of ideas as tests need it, and a resident who takes part in it without scripts."""

import html
import re
import secrets
from datetime import date, timedelta
from typing import Any

import pytest

from council.base.site import Site
from participation import ideas
from participation.answers import receipts
from participation.forms import Form
from participation.ideas import Idea, Progress, Shown, idea_moderation, idea_sending
from participation.ideas.idea_sending import Proposal, Sending
from participation.processes import Kind, Moderation, Process
from participation.views import doors
from tests import surveys

PATH = "/mitmachen/ideen-stadt/ideen"
BANK = {"titel": "Eine Bank am Mühlbach", "text": "Dort kann man gut sitzen.", "thema": "Grün"}
SQUARE = {"type": "Polygon", "coordinates": [[[8.0, 49.0], [8.1, 49.0], [8.1, 49.1], [8.0, 49.1], [8.0, 49.0]]]}


def collection(site: Site, **facts: Any) -> int:
    """An open collection of ideas, moderated before they appear unless ``facts`` say otherwise; its number."""
    known: dict[str, Any] = {
        "slug": "ideen-stadt",
        "kind": Kind.IDEATION,
        "title": {"de": "Ideen für die Stadt"},
        "categories": ["Grün", "Verkehr"],
        "moderation": Moderation.BEFORE,
    }
    return surveys.survey(site, Form(("de",)), **(known | facts))


def idea(site: Site, process_id: int, title: str = BANK["titel"], *, shown: Shown = Shown.SHOWN, **facts: Any) -> Idea:
    """An idea that stands so."""
    key = receipts.new_key(secrets.token_bytes)
    receipt = receipts.receipt(key, surveys.secret(site, process_id))
    sending = Sending(process_id, receipt, site.clock, site.settings.zone)
    with site.database.writing() as db:
        made = idea_sending.store(db, sending, Proposal(title, "Dort kann man gut sitzen.", "Grün"))
        made.shown = shown
        for name, value in facts.items():
            setattr(made, name, value)
        db.add(made)
        return made


def answer(site: Site, process_id: int, number: int, progress: Progress, words: str, day: date) -> None:
    """The office says something of an idea."""
    with site.database.writing() as db:
        one = ideas.by_number(db, process_id, number)
        assert one is not None
        idea_moderation.answer(db, one, progress, words, day)


def stored(site: Site, process_id: int, number: int) -> Idea:
    with site.database.reading() as db:
        found = ideas.by_number(db, process_id, number)
    assert found is not None
    return found


def process(site: Site, process_id: int) -> Process:
    with site.database.reading() as db:
        return db.get_one(Process, process_id)


def hidden_fields(page: str) -> dict[str, str]:
    """What a page's form sends without anybody's doing."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def propose(client: Any, clock: Any, **fields: str) -> Any:
    """Somebody writes an idea, looks at it, and sends it; the last page."""
    form = hidden_fields(client.get(f"{PATH}/neu").text)
    review = client.post(f"{PATH}/neu", data={**form, **BANK, **fields, "schritt": "weiter"})
    if review.status_code != 200:
        return review
    clock.advance(timedelta(seconds=20))
    return client.post(f"{PATH}/neu", data={**hidden_fields(review.text), "schritt": "absenden"})


def comment(client: Any, clock: Any, number: int, text: str) -> Any:
    """Somebody says something about an idea."""
    form = hidden_fields(client.get(f"{PATH}/{number}").text)
    clock.advance(timedelta(seconds=20))
    return client.post(f"{PATH}/{number}/kommentar", data={**form, "kommentar": text})


def receipt_of(page: Any) -> str:
    found = re.search(r"data-receipt>([^<]+)<", page.text)
    assert found, page.text
    return found[1]


def support(client: Any, number: int, **more: str) -> Any:
    """Somebody presses the button of an idea's page."""
    return client.post(f"{PATH}/{number}/zuspruch", data={**support_form(client, number), **more})


def support_form(client: Any, number: int) -> dict[str, str]:
    """What the button sends."""
    page = client.get(f"{PATH}/{number}").text
    return hidden_fields(page[page.find('id="zuspruch"') : page.find('id="kommentare"')])


def taken_back_at_the_door(monkeypatch: pytest.MonkeyPatch, site: Site, one: Idea) -> None:
    """Its author takes an idea back at the moment somebody else sends something about it."""
    enter = doors.enter

    def meanwhile(*args: Any) -> Any:
        with site.database.writing() as db:
            idea_moderation.take_back(db, db.get_one(Idea, one.id))
        return enter(*args)

    monkeypatch.setattr(doors, "enter", meanwhile)
