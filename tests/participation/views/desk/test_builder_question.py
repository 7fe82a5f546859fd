"""One question: adding, its texts, options, limits and conditions; nothing typed is lost."""

from datetime import date
from decimal import Decimal

import pytest

from participation.forms.conditions import AnyOf, Comparison, Op
from participation.forms.kinds import KINDS, Day, Matrix, Multiple, Number, Option, Ranking, Scale
from tests import building, desk, surveys
from tests.building import send
from tests.participation.townsurvey import EVERY_KIND, form, question

HOME = "/ratsbuero/beteiligung"


@pytest.fixture(autouse=True)
def signed_in(client, site, cast):
    desk.sign_in(client, site, cast.planner)


@pytest.fixture
def number(site):
    return surveys.survey(site, form(*EVERY_KIND, question("read", "info")), released=False)


@pytest.fixture
def base(number):
    return f"{HOME}/{number}/fragen"


@pytest.fixture
def asked(site, number):
    return lambda key: building.draft(site, number).questions[key]


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_is_added_and_can_be_edited(client, base, asked, kind):
    page = client.post(f"{base}/neu", data={"text": "Was meinen Sie?", "art": kind, "seite": "page_0"})
    assert page.status_code == 200
    assert asked("was_meinen_sie").kind == kind
    assert send(client, f"{base}/frage/was_meinen_sie", "bleiben", text="Was noch?").status_code == 200
    assert asked("was_meinen_sie").text == {"de": "Was noch?"}


@pytest.mark.parametrize("kind", ["single", "multiple", "ranking", "matrix"])
def test_a_new_question_tells_what_comes_next_and_only_saving_finds_it_unfinished(client, base, kind):
    page = client.post(f"{base}/neu", data={"text": "Was meinen Sie?", "art": kind, "seite": "page_0"}).text
    assert "Die Frage ist hinzugefügt. Geben Sie nun" in page
    assert "Noch zu berichtigen" not in page
    saved = send(client, f"{base}/frage/was_meinen_sie", "bleiben", text="Was noch?").text
    assert "Die Frage ist hinzugefügt." not in saved
    assert "Noch zu berichtigen" in saved


@pytest.mark.parametrize(("art", "text"), [("", "Was?"), ("magic", "Was?"), ("short", "x" * 2001)])
def test_what_cannot_be_added_is_told_with_what_was_typed(client, base, site, number, art, text):
    before = building.draft(site, number)
    response = client.post(f"{base}/neu", data={"text": text, "art": art, "seite": "page_0"})
    assert response.status_code == 422
    assert text in response.text
    assert building.draft(site, number) == before


@pytest.mark.parametrize("key", [*(one["key"] for one in EVERY_KIND), "read"])
def test_saving_what_is_shown_changes_nothing(client, base, asked, key):
    before = asked(key)
    send(client, f"{base}/frage/{key}", "fertig")
    assert asked(key) == before


@pytest.mark.parametrize(
    ("key", "changes", "asks"),
    [
        ("years", {"mindestens": "0,5", "hoechstens": "10", "stellen": "1", "einheit": "km"},
         Number(Decimal("0.5"), Decimal(10), 1, {"de": "km"})),
        ("moved", {"mindestens": "2026-01-01"}, Day(date(2026, 1, 1), None)),
        ("quiet", {"von": "0", "bis": "2", "stufe_1": "laut", "weiss_nicht": []}, Scale(0, 2, {1: {"de": "laut"}})),
        ("first", {"plaetze": "2"}, 2),
        ("ways", {"mindestens": "1", "hoechstens": "2"}, (1, 2)),
    ],
)  # fmt: skip
def test_limits_are_set(client, base, asked, key, changes, asks):
    send(client, f"{base}/frage/{key}", "bleiben", **changes)
    found = asked(key).asks
    match found:
        case Ranking(places=places):
            assert places == asks
        case Multiple(least=least, most=most):
            assert (least, most) == asks
        case _:
            assert found == asks


@pytest.mark.parametrize(
    ("key", "field", "value", "told"),
    [
        ("years", "mindestens", "viel", "Bitte geben Sie nur eine Zahl ein"),
        ("moved", "hoechstens", "gestern", "Das ist kein Datum."),
        ("quiet", "von", "-1000", "Die Stufen einer Skala liegen zwischen -100 und 100."),
        ("ways", "hoechstens", "drei", "Bitte geben Sie eine ganze Zahl ein"),
        ("name", "text", "x" * 1_000_000, "Ein Text ist 1000000 Zeichen lang, erlaubt sind 2000."),
        ("park", "antwort-yes", "x" * 2001, "Ein Text ist 2001 Zeichen lang"),
        ("park", "antworten-neu", "\n".join(map(str, range(300))), "Mehr als 200 Zeilen"),
    ],
)
def test_what_cannot_be_read_is_told_at_the_field_and_nothing_is_lost(client, base, asked, key, field, value, told):
    before = asked(key)
    response = send(client, f"{base}/frage/{key}", "fertig", hilfe="Noch ein Satz", **{field: value})
    assert response.status_code == 422
    assert told in response.text
    assert f'href="#{field}"' in response.text
    assert "Noch ein Satz" in response.text
    assert value in response.text
    assert asked(key) == before


def test_options_are_added_moved_reworded_and_removed_in_one_go_with_what_else_was_typed(client, base, asked):
    path = f"{base}/frage/park"
    send(client, path, "antwort:mehr", text="Neu gefragt", antworten_neu="Vielleicht\n\nEgal")
    assert asked("park").text == {"de": "Neu gefragt"}
    page = send(client, path, "antwort:hoch:egal", antwort_vielleicht="Kann sein").text
    send(client, path, "antwort:weg:no")
    found = asked("park").asks.options
    assert [option.key for option in found] == ["yes", "both", "egal", "vielleicht"]
    assert found[-1] == Option("vielleicht", {"de": "Kann sein"})
    assert page.split("autofocus")[0].rsplit('id="', 1)[1].startswith('antwort-egal-hoch"')


def test_rows_of_a_table_and_how_they_are_answered(client, base, asked):
    path = f"{base}/frage/rate"
    send(client, path, "zeile:mehr", zeilen_neu="Hell")
    send(client, path, "zeile:hoch:hell", spalten="antworten", antworten_neu="Ja\nNein")
    found = asked("rate").asks
    assert isinstance(found, Matrix)
    assert [row.key for row in found.rows] == ["clean", "safe", "hell", "near"]
    assert [column.key for column in found.columns] == ["ja", "nein"]


def test_a_condition_is_chosen_from_earlier_questions_only(client, base, asked):
    path = f"{base}/frage/quiet"
    page = client.get(path).text
    assert '<option value="ways">' in page
    assert '<option value="years">' not in page
    send(client, path, "bedingung:neu", bedingung_neu="park")
    send(client, path, "bedingung:neu", bedingung_neu="ways", bedingung_0_wert="other")
    send(client, path, "fertig", bedingung_art="eine", bedingung_1_vergleich="includes", bedingung_1_wert="bus")
    both = (Comparison("park", Op.IS, "other"), Comparison("ways", Op.INCLUDES, "bus"))
    assert asked("quiet").shown_if == AnyOf(both)
    send(client, path, "bedingung:weg:0")
    assert asked("quiet").shown_if == both[1]
    send(client, path, "bedingung:weg:0")
    assert asked("quiet").shown_if is None


def test_a_later_question_cannot_be_chosen_by_force(client, base, asked):
    send(client, f"{base}/frage/park", "bedingung:neu", bedingung_neu="years")
    assert asked("park").shown_if is None


def test_two_planners_at_different_questions_do_not_hinder_each_other(client, base, asked):
    typed = building.fields(client.get(f"{base}/frage/park").text, f"{base}/frage/park")
    send(client, f"{base}/frage/name", "fertig", text="Anders")
    assert client.post(f"{base}/frage/park", data=typed | {"text": "Meins", "schritt": "fertig"}).status_code == 200
    assert (asked("park").text, asked("name").text) == ({"de": "Meins"}, {"de": "Anders"})


def test_two_planners_at_one_question_lose_nothing_of_either(client, base, asked):
    path = f"{base}/frage/park"
    typed = building.fields(client.get(path).text, path)
    send(client, path, "antwort:weg:no", text="Von der anderen")
    mine = typed | {"text": "Von mir", "antwort-no": "Lieber nicht", "schritt": "fertig"}
    response = client.post(path, data=mine)
    assert response.status_code == 409
    assert "Gespeichert ist jetzt:" in response.text
    assert "Von der anderen" in response.text
    assert asked("park").text == {"de": "Von der anderen"}
    shown = building.fields(response.text, path)
    assert (shown["text"], shown["antworten-neu"]) == (["Von mir"], ["Lieber nicht"])
    client.post(path, data=shown | {"schritt": "fertig"})
    assert asked("park").text == {"de": "Von mir"}
    assert [one.text["de"] for one in asked("park").asks.options] == ["Yes", "Both", "Lieber nicht"]


def test_html_stays_text(client, base):
    page = send(client, f"{base}/frage/park", "bleiben", text="<img src=x onerror=alert(1)>").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_the_preview_shows_what_stands_in_the_fields_and_stores_nothing(client, base, asked):
    typed = building.fields(client.get(f"{base}/frage/park").text, f"{base}/frage/park")
    response = client.post(
        f"{base}/frage/park/ansicht", data=typed | {"text": "Noch nicht"}, headers={"HX-Request": "true"}
    )
    assert "Noch nicht" in response.text
    assert "<html" not in response.text
    assert asked("park").text == {"de": "park?"}


@pytest.mark.parametrize("path", ["frage/fremd", "frage/fremd/ansicht", "seite/fremd"])
def test_what_is_gone_is_not_found(client, base, path):
    assert client.post(f"{base}/{path}", data={"schritt": "fertig"}).status_code == 404
