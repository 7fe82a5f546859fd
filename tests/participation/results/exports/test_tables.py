"""The published data as tables: who said what how often, told one by one."""

from pathlib import Path

from participation.results import exports
from tests.participation.results.exports.exported import SOME, bundle, people, table
from tests.participation.townsurvey import EVERY_KIND, form, question


def test_a_row_tells_how_many_of_a_group_gave_an_answer(written: Path) -> None:
    yes = [group for _, group, answers in SOME if answers.get("park") == "yes"]
    rows = table(written, frage="park", antwort="yes")
    assert {row["gruppe"]: int(row["anzahl"]) for row in rows} == {
        "Nord": yes.count(0), "Süd + ohne Angabe": yes.count(1),
    }  # fmt: skip
    assert (rows[0]["fragetext"], rows[0]["antworttext"], rows[0]["fassung"]) == ("park?", "Yes", "1")
    answered = [group for _, group, answers in SOME if "park" in answers]
    assert int(rows[0]["geantwortet"]) == answered.count(0)
    assert people(table(written, frage="park", antwort="")) == 40 - len(answered)


def test_what_is_chosen_at_once_is_told_one_by_one(written: Path) -> None:
    bikes = sum("bike" in answers.get("ways", ()) for _, _, answers in SOME)
    assert people(table(written, frage="ways", antwort="bike")) == bikes
    fours = sum(answers.get("rate", {}).get("safe") == 4 for _, _, answers in SOME)
    assert people(table(written, frage="rate", teil="safe", antwort="4")) == fours
    firsts = sum(answers.get("first", [""])[0] == "water" for _, _, answers in SOME)
    assert people(table(written, frage="first", teil="water", antwort="1")) == firsts
    assert table(written, frage="first", teil="water", antwort="1")[0]["teiltext"] == "Water"


def test_rows_stand_in_the_order_in_which_answers_were_offered(written: Path) -> None:
    rows = [row["antwort"] for row in table(written, frage="ways", gruppe="Nord")]
    assert rows == ["foot", "bike", "bus", "car", "train", ""]
    numbers = [
        float(row["antwort"].replace(",", "."))
        for row in table(written, frage="years", gruppe="Nord")
        if row["antwort"]
    ]
    assert numbers == sorted(numbers)


def test_texts_stand_in_a_table_of_their_own_without_a_group(written: Path) -> None:
    assert table(written, exports.WORDS) == [
        {"fassung": "1", "frage": "idea", "fragetext": "idea?", "text": "Mehr Schatten", "anzahl": "3"}
    ]
    assert "Mehr Schatten" not in exports.path(written, ".csv").read_text()
    assert people(table(written, frage="idea", antwort="text")) == sum("idea" in answers for _, _, answers in SOME)


def test_questions_of_one_version_only_say_so(tmp_path: Path) -> None:
    older, newer = form(*EVERY_KIND[:2]), form(*EVERY_KIND[:1], question("years", "number"))
    path = bundle(
        tmp_path,
        {1: older, 2: newer},
        [(1, 0, {"park": "yes", "ways": ["bus"]})] * 3 + [(2, 1, {"park": "no", "years": "7"})] * 2,
    )
    asked = {(row["frage"], row["fassung"], row["gruppe"]) for row in table(path)}
    assert asked == {
        ("park", "1, 2", "Nord"),
        ("park", "1, 2", "Süd + ohne Angabe"),
        ("ways", "1", ""),
        ("years", "2", ""),
    }


def test_who_was_not_shown_a_question_is_in_no_row(tmp_path: Path) -> None:
    asked = form(
        *EVERY_KIND[:1], {**question("why", "short"), "shown_if": {"question": "park", "op": "is", "value": "no"}}
    )
    path = bundle(tmp_path, {1: asked}, [(1, 0, {"park": "yes"}), (1, 0, {"park": "no"})])
    assert [(row["antworttext"], row["anzahl"]) for row in table(path, frage="why")] == [("keine Antwort", "1")]
