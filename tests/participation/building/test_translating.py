"""Translating: every text beside the leading one, and nothing else changed."""

from participation import forms
from participation.building import translating
from tests.participation.townsurvey import EVERY_KIND, form


def every_text():
    asked = form(*EVERY_KIND, {"key": "km", "kind": "number", "text": {"de": "Weit?"}, "unit": {"de": "km"}})
    value = forms.to_json(asked)
    value["languages"] = ["de", "en"]
    value["pages"][0]["questions"][2]["labels"] = {"1": {"de": "laut"}}
    return forms.from_json(value)


def test_each_text_of_the_form_can_be_translated():
    """What ``forms.coverage`` misses is what is shown here; afterwards nothing is missing."""
    asked = every_text()
    said = {one.place: f"{one.original} (en)" for one in translating.sentences(asked, "en")}
    assert len(said) == len(forms.coverage(asked)["en"].missing)
    after = translating.translated(asked, "en", said)
    assert forms.coverage(after)["en"].share == 1
    assert [one.translated for one in translating.sentences(after, "en")] == list(said.values())
    assert forms.from_json(forms.to_json(after)) == after


def test_only_the_texts_of_that_language_change():
    asked = every_text()
    after = translating.translated(asked, "en", {("park", "text"): "Park?", ("gone", "text"): "x"})
    assert after.questions["park"].text == {"de": "park?", "en": "Park?"}
    assert translating.translated(after, "en", {("park", "text"): ""}) == asked
