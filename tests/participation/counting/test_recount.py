"""The published bundle of a survey, and counting it again."""

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from participation.counting import bundles, recount
from participation.counting.answer_counts import AnswerCounts
from participation.counting.bundles import Head
from participation.counting.canonical import canonical
from participation.counting.parts import Parting
from participation.counting.recount import Difference, RecountError
from participation.counting.sections import sections
from tests.participation.counting.published import EVERYTHING, FIGURES, WRITTEN, joined, lines, receipts
from tests.participation.townsurvey import EVERY_KIND, form, question

EMPTY = {"questions": [], "versions": [1]}


def read(written: bytes) -> recount.Recount:
    return recount.recount(io.BytesIO(written))


def position(said: list[Any], name: str) -> int:
    return next(at for at, one in enumerate(said) if name in one)


def test_counting_again_gives_the_same_figures() -> None:
    assert recount.figures(io.BytesIO(WRITTEN)) == json.loads(canonical(FIGURES))
    assert recount.differences(io.BytesIO(WRITTEN)) == ()
    assert read(WRITTEN).receipts == 60


def test_a_receipt_is_found_in_the_list() -> None:
    assert recount.contains(io.BytesIO(WRITTEN), receipts(5)[4])
    assert not recount.contains(io.BytesIO(WRITTEN), "0" * 64)


def test_another_figure_is_told_with_its_place() -> None:
    said = lines()
    said[-1]["figures"]["sections"][0]["questions"]["park"]["options"]["yes"] += 1
    yes = FIGURES["sections"][0]["questions"]["park"]["options"]["yes"]
    assert read(joined(said)).differences == (Difference("sections.0.questions.park.options.yes", yes + 1, yes),)


@pytest.mark.parametrize("there", [0, 59, 61])
def test_a_receipt_too_few_or_too_many_is_told(there: int) -> None:
    """Even where the checksum is that of the changed file: else whoever publishes could leave out the receipts of some."""
    said = [one for one in lines() if "receipt" not in one]
    given = [{"receipt": one} for one in sorted(receipts(there))]
    assert Difference("receipts", 60, there) in read(joined([*said[:-1], *given, said[-1]])).differences


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
    assert read(b"".join(bundles.lines(head, counts.given(), (), receipts(3), counts.figures()))).differences == ()


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
    "nothing": (b"", "nicht die Datei „Rohdaten zum Nachzählen“"),
    "another file": (b"%PDF-1.7\n", "nicht die Datei „Rohdaten"),
    "another json": (b"[]\n", "nicht die Datei „Rohdaten"),
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
    "unknown option": (answered("park", "maybe"), "Zeile 2: .*Frage „park“"),
    "a text as an answer": (answered("idea", "Amsel"), "Zeile 2: .*Frage „idea“"),
    "a number beyond its limits": (answered("years", "9999999"), "Zeile 2: .*Frage „years“"),
    "a number written otherwise": (answered("years", "0.10"), "Zeile 2: .*Frage „years“"),
    "a place among what groups are told of": (with_line("answer", lambda said: {**said, "question": "spot"}), "„spot“"),
    "unknown question": (with_line("answer", lambda said: {**said, "question": "x" * 900}), "Zeile 2: .*„xxx"),
    "unknown option in a list": (answered("ways", ["plane"]), "Zeile 2: .*Frage „ways“"),
    "people of other groups": (head(people=[[60], [30]]), "Anfang der Datei"),
    "less than nobody": (
        head(people=[[-1, *one[1:]] if not at else one for at, one in enumerate(lines()[0]["people"])]),
        "Anfang der Datei",
    ),
    "no forms": (head(forms={}), "Anfang der Datei"),
    "no form": (head(forms={"1": {"pages": 7}}), "Anfang der Datei"),
    "faulty form": (
        head(forms={"1": {"languages": ["de"], "pages": []}}, sections=[{"questions": [], "versions": [1]}]),
        "Anfang der Datei",
    ),
    "no versions": (head(forms={"x": {}}), "Anfang der Datei"),
    "unknown sections": (head(sections=[{**EMPTY, "versions": [1, 2, 3]}]), "Anfang der Datei"),
    "first section missing": (head(sections=[EMPTY]), "Anfang der Datei"),
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
