"""The published bundle of a survey, and counting it again."""

import hashlib
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from participation.counting import bundles, recount
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundles import Head, Text
from participation.counting.canonical import canonical
from participation.counting.disclosure import publish
from participation.counting.parts import Grid, Parting
from participation.counting.recount import Difference, RecountError
from participation.counting.sections import sections
from participation.counting.tally import Figures
from tests.participation.townsurvey import EVERY_KIND, PLACES, form, question, submissions

GRID = Grid(500, 52)
EVERYTHING = form(*EVERY_KIND)


def receipts(count: int) -> list[str]:
    return [hashlib.sha256(str(at).encode()).hexdigest() for at in range(count)]


IDEA = "Ein paar Worte, wie sie Leute eben schreiben."


def bundle(count: int = 60, mixed: Callable[[list[Any]], list[Any]] = list) -> tuple[bytes, Figures]:
    """A closed survey of two versions as it is published; of its strata one is too small to be shown."""
    versions = {1: EVERYTHING, 2: form(*EVERY_KIND[:6])}
    told = sections(versions)
    given = [
        ("sued" if at < 3 else PLACES[at % 2 * 2], answers)
        for at, (_, answers) in enumerate(submissions(EVERYTHING, count))
    ]
    people = {name: sum(name == stratum for stratum, _ in given) for name in PLACES}
    publication = publish(people)
    groups = [block.strata for block in publication.blocks]
    parting, counts, texts = Parting(versions, told, GRID), AnswerCounts(told, groups), []
    for at, (stratum, answers) in mixed(list(enumerate(given))):
        version = 1 + at % 2
        answers = {key: value for key, value in answers.items() if key in versions[version].questions}
        for section, part in parting.parts(version, answers):
            counts.add(section, 0 if section else publication.block(stratum), part)
            texts += [section for key in part if key == "idea" and part[key]]
    figures = counts.figures()
    head = Head(versions, told, groups, counts.people, GRID)
    words = [Text(1, "idea", IDEA, len(texts)), Text(1, "name", "Zwei", 2)]
    written = bundles.lines(head, counts.given(), mixed(words), mixed(receipts(count - 2)), figures)
    return b"".join(written), figures


WRITTEN, FIGURES = bundle()


def lines() -> list[Any]:
    return [json.loads(line) for line in WRITTEN.splitlines()]


def read(written: bytes) -> recount.Recount:
    return recount.recount(io.BytesIO(written))


def joined(said: list[Any]) -> bytes:
    """A bundle of changed lines, whose checksum is right again."""
    end = said[-1]
    body = b"".join(canonical(one) + b"\n" for one in said[:-1])
    if isinstance(end, dict) and "figures" in end:
        end = {**end, "checksum": hashlib.sha256(body + canonical(end["figures"])).hexdigest()}
    return body + canonical(end) + b"\n"


def position(said: list[Any], name: str) -> int:
    return next(at for at, one in enumerate(said) if name in one)


def test_counting_again_gives_the_same_figures() -> None:
    assert recount.figures(io.BytesIO(WRITTEN)) == json.loads(canonical(FIGURES))
    assert recount.differences(io.BytesIO(WRITTEN)) == ()
    assert read(WRITTEN).receipts == 58


def test_a_bundle_says_nothing_of_the_order_in_which_answers_came() -> None:
    assert bundle(mixed=lambda values: values[::-1])[0] == WRITTEN


def test_a_bundle_keeps_closed_texts_exact_places_days_and_small_strata_to_itself() -> None:
    answers = b"".join(line for line in WRITTEN.splitlines() if b'"answer"' in line).decode()
    assert "Vielleicht" not in answers
    assert "Am Markt" not in answers
    assert IDEA not in answers
    assert '"lon"' not in answers
    assert [one["text"] for one in lines() if "text" in one] == [IDEA, "Zwei"]
    groups = lines()[0]["groups"]
    assert next(names for names in groups if "sued" in names) != ["sued"]
    assert {one["group"] for one in lines() if "answer" in one and one["section"]} == {0}


def test_a_line_is_about_one_question() -> None:
    answers = [one for one in lines() if "answer" in one]
    assert all(one.keys() == {"answer", "group", "people", "question", "section"} for one in answers)
    asked = [(one["section"], one["question"], one["group"], canonical(one["answer"])) for one in answers]
    assert len(set(asked)) == len(asked)
    assert sum(one["people"] for one in answers if one["question"] == "park") == 60
    assert all(one.keys() == {"people", "question", "section", "text"} for one in lines() if "text" in one)


def test_a_receipt_is_found_in_the_list() -> None:
    assert recount.contains(io.BytesIO(WRITTEN), receipts(5)[4])
    assert not recount.contains(io.BytesIO(WRITTEN), "0" * 64)


def test_another_figure_is_told_with_its_place() -> None:
    said = lines()
    said[-1]["figures"]["sections"][0]["questions"]["park"]["options"]["yes"] += 1
    yes = FIGURES["sections"][0]["questions"]["park"]["options"]["yes"]
    assert read(joined(said)).differences == (Difference("sections.0.questions.park.options.yes", yes + 1, yes),)


def test_a_missing_answer_is_told() -> None:
    said = lines()
    gone = said.pop(position(said, "answer"))
    found = {one.where: one for one in read(joined(said)).differences}
    assert {"sections.0.questions.park.shown", "head.people.0.0 (park)"} <= found.keys()
    told = found["head.people.0.0 (park)"]
    assert told.published - told.counted == gone["people"]


def test_more_people_than_were_asked_are_told() -> None:
    said = lines()
    at = position(said, "answer")
    said[at]["people"] += 5
    assert "head.people.0.0 (park)" in {one.where for one in read(joined(said)).differences}


def test_who_was_not_shown_a_question_is_not_missing() -> None:
    why = question("why", "long", max=500, shown_if={"question": "park", "op": "is", "value": "yes"})
    asked = form(EVERY_KIND[0], why)
    told = sections({1: asked})
    counts, parting = AnswerCounts(told), Parting({1: asked}, told)
    for value in ("yes", "no", "no"):
        for section, part in parting.parts(1, {"park": value}):
            counts.add(section, 0, part)
    head = Head({1: asked}, told, [[]], counts.people)
    assert read(b"".join(bundles.lines(head, counts.given(), (), (), counts.figures()))).differences == ()


def test_a_changed_answer_is_told_by_figure_and_checksum() -> None:
    said = lines()
    at = next(at for at, one in enumerate(said) if one.get("answer") == "yes")
    said[at]["people"] += 1
    said[at - 1]["people"] -= 1
    written = b"".join(canonical(one) + b"\n" for one in said)
    found = {one.where for one in read(written).differences}
    assert "checksum" in found
    assert "sections.0.questions.park.options.yes" in found


def test_figures_of_another_type_differ() -> None:
    assert list(recount.compare({"a": 1}, {"a": True})) == [Difference("a", 1, True)]
    assert list(recount.compare([1], [1, 2])) == [Difference("", [1], [1, 2])]
    assert list(recount.compare({"a": {"b": 1}}, {"a": {}})) == [Difference("a.b", 1, None)]


def test_only_so_many_differences_are_told() -> None:
    said = lines()
    said[-1]["figures"] = {str(at): at for at in range(5000)}
    assert len(read(joined(said)).differences) == recount.MOST_DIFFERENCES


def with_line(name: str, change: Callable[[dict[str, Any]], Any]) -> bytes:
    said = lines()
    at = position(said, name)
    said[at] = change(said[at])
    return joined(said)


def doubled_receipt() -> bytes:
    said = lines()
    at = position(said, "receipt")
    return joined([*said[:at], said[at], *said[at:]])


def answered(key: str, answer: Any) -> bytes:
    """Somebody answered a question with this, alone in the file."""
    said = lines()
    places = [one.key for one in EVERYTHING.questions.values()]
    section = 0 if places.index(key) < 6 else 1
    line = {"answer": answer, "group": 0, "people": 1, "question": key, "section": section}
    others = [one for one in said[1:] if "receipt" in one or "figures" in one]
    return joined([said[0], line, *others])


def twice(name: str) -> bytes:
    said = lines()
    at = position(said, name)
    return joined([*said[: at + 1], *said[at:]])


def more_receipts() -> bytes:
    said = [one for one in lines() if "receipt" not in one]
    return joined([*said[:-1], *({"receipt": one} for one in sorted(receipts(61))), said[-1]])


def swapped() -> bytes:
    said = lines()
    at = position(said, "answer")
    said[at], said[at + 1] = said[at + 1], said[at]
    return joined(said)


def raw(line: bytes) -> bytes:
    head, _, rest = WRITTEN.partition(b"\n")
    return head + b"\n" + line + b"\n" + rest


def head(**changes: Any) -> bytes:
    return with_line("format", lambda said: {**said, **changes})


HOSTILE = {
    "nothing": (b"", "keine Datei mit den Daten"),
    "another file": (b"%PDF-1.7\n", "Zeile 1 ist besch"),
    "another json": (b"[]\n", "keine Datei mit den Daten"),
    "newer": (head(format="ratsfenster-survey-3"), "neueren Ausgabe"),
    "not utf-8": (raw(b'{"receipt":"\xff"}'), "Zeile 2 ist besch"),
    "cut off": (WRITTEN[:-20], "mitten in Zeile"),
    "without its end": (b"\n".join(WRITTEN.splitlines()[:-1]) + b"\n", "fehlt das Ende"),
    "more after the end": (WRITTEN + b"{}\n", "Nach dem Ende"),
    "long line": (raw(b'"' + b"x" * (recount.LONGEST_LINE + 5) + b'"'), "zu lang"),
    "long answer": (answered("park", "x" * recount.LONGEST_ANSWER), "gehört nicht dorthin"),
    "long text": (with_line("text", lambda said: {**said, "text": "x" * recount.LONGEST_ANSWER}), "gehört nicht"),
    "deep": (raw(b"[" * 100_000 + b"]" * 100_000), "Zeile 2 ist besch"),
    "huge whole number": (raw(b"9" * 100_000), "Zeile 2 ist besch"),
    "huge number": (raw(b"1e99999"), "Zeile 2 ist besch"),
    "infinite": (raw(b"Infinity"), "Zeile 2 ist besch"),
    "no number": (raw(b"NaN"), "Zeile 2 ist besch"),
    "blanks": (raw(b'{"receipt": ""}'), "Zeile 2 ist besch"),
    "member twice": (
        raw(b'{"answer":"yes","answer":"no","group":0,"people":1,"question":"park","section":0}'),
        "Zeile 2 ist besch",
    ),
    "half a character": (raw(b'{"people":1,"question":"idea","section":1,"text":"\\ud800"}'), "Zeile 2 ist besch"),
    "unknown line": (raw(b'{"x":1}'), "gehört nicht dorthin"),
    "text for a number": (with_line("answer", lambda said: {**said, "section": "0"}), "gehört nicht dorthin"),
    "true for a number": (with_line("answer", lambda said: {**said, "group": False}), "gehört nicht dorthin"),
    "true for people": (with_line("answer", lambda said: {**said, "people": True}), "gehört nicht dorthin"),
    "nobody": (with_line("answer", lambda said: {**said, "people": 0}), "gehört nicht dorthin"),
    "huge people of an answer": (with_line("answer", lambda said: {**said, "people": 10**40}), "gehört nicht dorthin"),
    "unknown section": (with_line("answer", lambda said: {**said, "section": 9}), "gehört nicht dorthin"),
    "negative group": (with_line("answer", lambda said: {**said, "group": -1}), "gehört nicht dorthin"),
    "more members": (with_line("answer", lambda said: {**said, "person": 4}), "gehört nicht dorthin"),
    "out of order": (swapped(), "gehört nicht dorthin"),
    "an answer twice": (twice("answer"), "gehört nicht dorthin"),
    "a text twice": (twice("text"), "gehört nicht dorthin"),
    "an empty text": (with_line("text", lambda said: {**said, "text": ""}), "gehört nicht dorthin"),
    "a text where nothing is written": (
        with_line("text", lambda said: {**said, "question": "quiet", "section": 0}),
        "gehört nicht dorthin",
    ),
    "more texts than answers": (with_line("text", lambda said: {**said, "people": 61}), "mehr Texte als Antworten"),
    "answer after receipts": (
        joined([*lines()[:-1], lines()[position(lines(), "answer")], lines()[-1]]),
        "gehört nicht dorthin",
    ),
    "receipt twice": (doubled_receipt(), "doppelt"),
    "no receipt": (with_line("receipt", lambda said: {"receipt": "abc"}), "doppelt, ungültig"),
    "more receipts than submissions": (more_receipts(), "mehr Quittungen als Antworten"),
    "unknown option": (answered("park", "maybe"), "Zeile 2: .*Frage „park“"),
    "a text as an answer": (answered("idea", "Amsel"), "Zeile 2: .*Frage „idea“"),
    "unknown question": (with_line("answer", lambda said: {**said, "question": "x" * 900}), "Zeile 2: .*„xxx"),
    "unknown option in a list": (answered("ways", ["plane"]), "Zeile 2: .*Frage „ways“"),
    "people of other groups": (head(people=[[60], [30]]), "Anfang der Datei"),
    "less than nobody": (
        head(people=[[-1, *one[1:]] if not at else one for at, one in enumerate(lines()[0]["people"])]),
        "Anfang der Datei",
    ),
    "no forms": (head(forms={}), "Anfang der Datei"),
    "no form": (head(forms={"1": {"pages": 7}}), "Anfang der Datei"),
    "faulty form": (head(forms={"1": {"languages": ["de"], "pages": []}}, sections=[[1]]), "Anfang der Datei"),
    "no versions": (head(forms={"x": {}}), "Anfang der Datei"),
    "unknown sections": (head(sections=[[1, 2, 3]]), "Anfang der Datei"),
    "first section missing": (head(sections=[[1]]), "Anfang der Datei"),
    "no groups": (head(groups=[]), "Anfang der Datei"),
    "wrong groups": (head(groups=[[1]]), "Anfang der Datei"),
    "many groups": (head(groups=[["x"]] * 1001), "Anfang der Datei"),
    "true people": (head(submissions=True), "Anfang der Datei"),
    "huge people": (head(submissions=10**40), "Anfang der Datei"),
    "wrong grid": (head(grid={"metres": "1", "latitude": 52}), "Anfang der Datei"),
    "more in the head": (head(more=1), "Anfang der Datei"),
    "unreadable end": (joined([*lines()[:-1], {"checksum": "", "figures": []}]), "gehört nicht dorthin"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_damaged_or_hostile_file_is_refused_with_a_reason(name: str) -> None:
    written, reason = HOSTILE[name]
    with pytest.raises(RecountError, match=reason):
        read(written)


def test_a_file_cut_anywhere_is_refused() -> None:
    for at in range(0, len(WRITTEN) - 1, 997):
        with pytest.raises(RecountError):
            read(WRITTEN[:at])


class Endless(io.RawIOBase):
    """The bundle of a large survey, made while it is read."""

    def __init__(self, count: int) -> None:
        asked = form(EVERY_KIND[5], EVERY_KIND[8])
        told = sections({1: asked})
        self.made = self._lines(canonical(Head({1: asked}, told, [[]], [[count]]).to_json()), count)

    def _lines(self, first: bytes, count: int) -> Iterator[bytes]:
        yield first
        yield canonical({"answer": ["trees"], "group": 0, "people": count, "question": "first", "section": 0})
        yield canonical({"answer": True, "group": 0, "people": count, "question": "idea", "section": 0})
        for at in range(count):
            yield canonical({"people": 1, "question": "idea", "section": 0, "text": f"Idee {at:08}"})
        yield canonical({"checksum": "", "figures": {}})

    def readline(self, size: int | None = -1, /) -> bytes:
        line = next(self.made, None)
        return b"" if line is None else line + b"\n"


def peak(count: int) -> int:
    source = Endless(count)
    tracemalloc.start()
    try:
        assert recount.figures(source)["submissions"] == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_reading_takes_no_more_memory_for_more_lines() -> None:
    assert peak(4000) < peak(400) * 1.2 + 50_000
