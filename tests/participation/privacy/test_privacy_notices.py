"""The information by Art. 13 DSGVO: complete, in every language, true to the process, and the planner's to change."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from participation.privacy import privacy_notices
from participation.privacy.privacy_texts import TEXTS
from participation.processes import Process
from participation.views import answering_device

FACTS: dict[str, Any] = {
    "slug": "x", "languages": ["de", "en", "de-leicht"], "controller": "Stadt Musterstadt", "contact": "Bauamt 0123",
    "officer": "dsb@musterstadt.example", "purpose": "Umbau des Marktplatzes", "legal_basis": "Art. 6 Abs. 1 Buchst. e DSGVO",
    "delete_on": date(2027, 12, 31), "created_at": datetime(2026, 4, 16, tzinfo=UTC),
}  # fmt: skip


def process(**facts: Any) -> Process:
    return Process(**(FACTS | facts))


def test_each_language_has_every_passage() -> None:
    names = {language: set(texts) for language, texts in TEXTS.items()}
    assert names["de"] == names["en"] == names["de-leicht"]
    for name, text in TEXTS["de"].items():
        places = {language: set(re.findall(r"%\((\w+)\)s", TEXTS[language][name])) for language in TEXTS}
        assert len(set(map(frozenset, places.values()))) == 1, (name, text)


@pytest.mark.parametrize(
    "told",
    [
        "Stadt Musterstadt", "Bauamt 0123", "dsb@musterstadt.example", "Umbau des Marktplatzes", "31. Dezember 2027",
        "Art. 6 Abs. 1 Buchst. e DSGVO", "freiwillig", "Auskunft, Berichtigung, Löschung und Einschränkung", "widersprechen",
        "Aufsichtsbehörde", "nichts automatisch entschieden", "an niemanden weiter",
    ],
)  # fmt: skip
def test_what_article_13_asks_for_is_told(told: str) -> None:
    assert told in privacy_notices.drafted(process())["de"]


def test_english_and_leichte_sprache_tell_the_same() -> None:
    drafted = privacy_notices.drafted(process())
    assert "Article 6(1)(e) GDPR" in drafted["en"]
    assert "31 December 2027" in drafted["en"]
    assert "Sie müssen nicht mit-machen." in drafted["de-leicht"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"access": "codes"}, "Ihr Zugangscode wird beim Absenden gelöscht."),
        ({"once_a_device": True}, "merkt sich Ihr Browser, dass Sie geantwortet haben"),
        ({"legal_basis": "Art. 6 Abs. 1 Buchst. a DSGVO"}, "Ihre Einwilligung für die Zukunft widerrufen"),
        (
            {"texts_until": date(2026, 12, 31)},
            "Freie Texte und Kontaktdaten löschen wir früher: nach dem 31. Dezember 2026.",
        ),
        ({"recipients": "Planungsbüro Grün"}, "Neben dem zuständigen Amt: Planungsbüro Grün"),
        ({"authority": "LfD, Leiterstraße 9"}, "LfD, Leiterstraße 9"),
        ({"least_people": 12}, "mindestens 12 Menschen"),
        ({"kind": "ideation"}, "**Sie werden veröffentlicht.**"),
    ],
)
def test_it_is_true_to_the_process(facts: dict[str, Any], told: str) -> None:
    assert told in privacy_notices.drafted(process(**facts))["de"]
    assert told not in privacy_notices.drafted(process())["de"]


def test_nothing_a_person_wrote_is_taken_for_a_place_to_fill() -> None:
    assert "100 % öffentlich" in privacy_notices.drafted(process(purpose="100 % öffentlich"))["de"]


def test_what_is_not_known_is_marked_and_keeps_it_from_being_complete() -> None:
    unfinished = process(contact="", languages=["de"])
    unfinished.privacy = privacy_notices.drafted(unfinished)
    assert "[fehlt noch]" in unfinished.privacy["de"]
    assert privacy_notices.gaps(unfinished) == ("Kontakt für Fragen", "Information auf Deutsch")
    unfinished.contact = "Bauamt"
    assert privacy_notices.gaps(unfinished) == ("Information auf Deutsch",), "the text does not say so yet"


def test_a_text_nobody_changed_follows_the_facts() -> None:
    one = process()
    one.privacy = privacy_notices.drafted(one)
    before = privacy_notices.untouched(one)
    one.purpose = "Neubau der Bücherei"
    privacy_notices.follow(one, before)
    assert "Neubau der Bücherei" in one.privacy["de-leicht"]
    assert privacy_notices.gaps(one) == ()


def test_a_text_of_ones_own_stays_and_is_told() -> None:
    one = process()
    one.privacy = privacy_notices.drafted(one) | {"en": "Our own words."}
    before = privacy_notices.untouched(one)
    one.purpose = "Neubau der Bücherei"
    privacy_notices.follow(one, before)
    assert one.privacy["en"] == "Our own words."
    assert privacy_notices.changed(one) == ("en",)


def test_a_language_that_is_dropped_loses_its_text_and_a_new_one_gets_it() -> None:
    one = process(languages=["de", "en"])
    one.privacy = {"de": "Eigener Text.", "de-leicht": "Alter Text."}
    privacy_notices.follow(one, privacy_notices.untouched(one))
    assert list(one.privacy) == ["de", "en"]
    assert one.privacy["de"] == "Eigener Text."


@pytest.mark.parametrize("language", ["de", "en", "de-leicht"])
def test_what_a_browser_keeps_is_told_with_its_name_how_long_and_by_which_law(language: str) -> None:
    told = privacy_notices.drafted(process(once_a_device=True))[language]
    assert answering_device.name(1).removesuffix("-1") in told
    assert "25" in told
    assert "TDDDG" in told
    assert "30" in told
    assert "mitgemacht" not in privacy_notices.drafted(process())[language]


def test_mails_are_told_of_only_where_the_town_can_send_some() -> None:
    one = process()
    assert "E-Mail-Adresse" not in privacy_notices.drafted(one)["de"]
    assert "Ihre E-Mail-Adresse getrennt von den Antworten" in privacy_notices.drafted(one, mails=True)["de"]
    assert "E-Mail" not in privacy_notices.drafted(process(kind="ideation"), mails=True)["de"]


def test_a_text_nobody_changed_follows_also_once_the_town_can_send_mails() -> None:
    one = process()
    one.privacy = privacy_notices.drafted(one)
    privacy_notices.follow(one, privacy_notices.untouched(one), mails=True)
    assert one.privacy == privacy_notices.drafted(one, mails=True)
    assert privacy_notices.changed(one) == ()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "Ihre Quittung, bis Sie das Fenster schließen"),
        ("en", "your receipt in place of the answers until you close the window"),
        ("de-leicht", "Ihre Quittung. Und nur, bis Sie das Fenster schließen"),
    ],
)
def test_that_the_window_keeps_the_receipt_is_told(language: str, told: str) -> None:
    assert told in privacy_notices.drafted(process())[language]
