from datetime import UTC, datetime

from council.published import PublicItem
from council.views.start import examples, most_telling, telling_word


def test_an_empty_archive_says_so_and_still_has_the_search_field(client):
    page = client.get("/").text
    assert "Noch ist keine Sitzung veröffentlicht" in page
    assert 'name="q"' in page


def test_the_last_three_recordings_are_shown_with_date_body_length_and_items(client, hold):
    for month in (1, 2, 3, 4):
        hold(f"Sitzung im Monat {month}", start=datetime(2026, month, 17, 16, 0, tzinfo=UTC))
    page = client.get("/").text
    assert "Sitzung im Monat 1" not in page
    assert page.index("Sitzung im Monat 4") < page.index("Sitzung im Monat 3") < page.index("Sitzung im Monat 2")
    for fact in ("Freitag, 17. April 2026", "Stadtrat", "1 Std.", "Neuer Radweg an der Mühlenstraße"):
        assert fact in page


def test_the_items_named_are_those_talked_about_longest_and_no_formalities(client, hold):
    hold()
    page = client.get("/").text
    assert "Anbau der Grundschule" in page
    assert "Eröffnung der Sitzung" not in page
    assert "und 1 weiterer Punkt" in page


def test_nothing_of_a_non_public_item_or_an_unpublished_recording_is_shown(client, hold):
    hold()
    hold("Geheime Vorbesprechung", publish=False, start=datetime(2026, 4, 1, 16, 0, tzinfo=UTC))
    page = client.get("/").text
    assert "Hausmeister" not in page
    assert "Geheime" not in page


def test_the_poster_is_shown_where_there_is_one(client, hold):
    held = hold(files={"poster.jpg": b"picture"})
    assert f'src="/medien/{held.token}/poster.jpg"' in client.get("/").text


def test_the_example_searches_come_from_the_agenda(client, hold):
    hold()
    page = client.get("/").text
    assert "/suche?q=M%C3%BChlenstra%C3%9Fe" in page
    assert "/suche?q=Grundschule" in page


def test_a_telling_word_is_no_formality():
    assert telling_word("Genehmigung der Niederschrift") == ""
    assert telling_word("Beschluss zum Lärmaktionsplan der Stadt") == "Lärmaktionsplan"
    assert telling_word("Vorlage 2026/017-1") == ""


def test_examples_do_not_repeat_each_other():
    assert examples(["Radweg Nord", "Der Radweg", "Eröffnung", "Neue Kita", "Freibad"]) == ("Radweg", "Freibad")


def test_most_telling_keeps_the_order_of_the_agenda():
    items = [
        PublicItem("1", "Eröffnung", spoken_ms=9),
        PublicItem("2", "Freibad", spoken_ms=1),
        PublicItem("3", "Radweg", spoken_ms=5),
    ]
    assert most_telling(items, 2) == ["Freibad", "Radweg"]
    assert most_telling(items, 3) == ["Eröffnung", "Freibad", "Radweg"]
