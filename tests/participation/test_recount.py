"""The published bundle of a survey, and counting it again."""

import hashlib
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from participation import bundles, recount
from participation.bundles import Head, canonical
from participation.disclosure import publish
from participation.parts import Grid, Parting
from participation.recount import Difference, RecountError
from participation.sections import sections
from participation.tally import Figures, Tally
from tests.participation.townsurvey import EVERY_KIND, PLACES, form, submissions

GRID = Grid(500, 52)
EVERYTHING = form(*EVERY_KIND)


def receipts(count: int) -> list[str]:
    return [hashlib.sha256(str(at).encode()).hexdigest() for at in range(count)]


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
    parting, tally, parts = (
        Parting(versions, told, GRID, {"idea": ["Ein paar Worte, wie sie Leute eben schreiben."]}),
        Tally(told, groups),
        [],
    )
    for at, (stratum, answers) in enumerate(given):
        version = 1 + at % 2
        answers = {key: value for key, value in answers.items() if key in versions[version].questions}
        for section, part in parting.parts(version, answers):
            parts.append((section, 0 if section else publication.block(stratum), part))
            tally.add(*parts[-1])
    figures = tally.figures()
    head = Head(versions, told, groups, count, GRID)
    return b"".join(bundles.lines(head, mixed(parts), mixed(receipts(count - 2)), figures)), figures


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
    parts = b"".join(line for line in WRITTEN.splitlines() if b'"part"' in line).decode()
    assert "Vielleicht" not in parts
    assert "Am Markt" not in parts
    assert '"name":"' not in parts
    assert '"lon"' not in parts
    assert '"idea":"Ein paar Worte' in parts
    groups = lines()[0]["groups"]
    assert next(names for names in groups if "sued" in names) != ["sued"]
    assert {one["group"] for one in lines() if one.get("section")} == {0}


def test_the_parts_of_a_submission_cannot_be_told_to_belong_together() -> None:
    assert all(one.keys() == {"group", "part", "section"} for one in lines() if "part" in one)


def test_a_receipt_is_found_in_the_list() -> None:
    assert recount.contains(io.BytesIO(WRITTEN), receipts(5)[4])
    assert not recount.contains(io.BytesIO(WRITTEN), "0" * 64)


def test_another_figure_is_told_with_its_place() -> None:
    said = lines()
    said[-1]["figures"]["sections"][0]["questions"]["park"]["options"]["yes"] += 1
    yes = FIGURES["sections"][0]["questions"]["park"]["options"]["yes"]
    assert read(joined(said)).differences == (Difference("sections.0.questions.park.options.yes", yes + 1, yes),)


def test_a_missing_part_is_told() -> None:
    said = lines()
    del said[position(said, "part")]
    found = {one.where for one in read(joined(said)).differences}
    assert {"head.submissions", "submissions", "sections.0.people"} <= found


def test_a_changed_answer_is_told_by_figure_and_checksum() -> None:
    changed = WRITTEN.replace(b'"park":"yes"', b'"park":"no"', 1)
    said = [json.loads(line) for line in changed.splitlines()]
    parts = sorted((one for one in said if "part" in one), key=canonical)
    at = position(said, "part")
    said[at : at + len(parts)] = parts
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


def last_part(part: dict[str, Any]) -> bytes:
    said = lines()
    at = position(said, "receipt") - 1
    said[at] = {**said[at], "part": part, "section": 0, "group": len(said[0]["groups"]) - 1}
    said[at - 1 : at + 1] = sorted(said[at - 1 : at + 1], key=canonical)
    return joined(said)


def more_receipts() -> bytes:
    said = [one for one in lines() if "receipt" not in one]
    return joined([*said[:-1], *({"receipt": one} for one in sorted(receipts(61))), said[-1]])


def swapped() -> bytes:
    said = lines()
    at = position(said, "part")
    distinct = next(other for other in range(at + 1, len(said)) if said[other] != said[at])
    said[at], said[distinct] = said[distinct], said[at]
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
    "newer": (head(format="ratsfenster-survey-2"), "neueren Ausgabe"),
    "not utf-8": (raw(b'{"receipt":"\xff"}'), "Zeile 2 ist besch"),
    "cut off": (WRITTEN[:-20], "mitten in Zeile"),
    "without its end": (b"\n".join(WRITTEN.splitlines()[:-1]) + b"\n", "fehlt das Ende"),
    "more after the end": (WRITTEN + b"{}\n", "Nach dem Ende"),
    "long line": (raw(b'"' + b"x" * (recount.LONGEST_LINE + 5) + b'"'), "zu lang"),
    "long part": (
        raw(canonical({"group": 0, "part": {"idea": "x" * (recount.LONGEST_PART)}, "section": 0})),
        "gehört nicht dorthin",
    ),
    "deep": (raw(b"[" * 100_000 + b"]" * 100_000), "Zeile 2 ist besch"),
    "huge whole number": (raw(b"9" * 100_000), "Zeile 2 ist besch"),
    "huge number": (raw(b"1e99999"), "Zeile 2 ist besch"),
    "infinite": (raw(b"Infinity"), "Zeile 2 ist besch"),
    "no number": (raw(b"NaN"), "Zeile 2 ist besch"),
    "blanks": (raw(b'{"group": 0, "part": {}, "section": 0}'), "Zeile 2 ist besch"),
    "member twice": (raw(b'{"group":0,"part":{"park":"yes","park":"no"},"section":0}'), "Zeile 2 ist besch"),
    "half a character": (raw(b'{"group":0,"part":{"idea":"\\ud800"},"section":0}'), "Zeile 2 ist besch"),
    "unknown line": (raw(b'{"x":1}'), "gehört nicht dorthin"),
    "text for a number": (with_line("part", lambda said: {**said, "section": "0"}), "gehört nicht dorthin"),
    "true for a number": (with_line("part", lambda said: {**said, "group": False}), "gehört nicht dorthin"),
    "unknown section": (with_line("part", lambda said: {**said, "section": 9}), "gehört nicht dorthin"),
    "negative group": (with_line("part", lambda said: {**said, "group": -1}), "gehört nicht dorthin"),
    "more members": (with_line("part", lambda said: {**said, "person": 4}), "gehört nicht dorthin"),
    "out of order": (swapped(), "gehört nicht dorthin"),
    "part after receipts": (
        joined([*lines()[:-1], lines()[position(lines(), "part")], lines()[-1]]),
        "gehört nicht dorthin",
    ),
    "receipt twice": (doubled_receipt(), "doppelt"),
    "no receipt": (with_line("receipt", lambda said: {"receipt": "abc"}), "doppelt, ungültig"),
    "more receipts than submissions": (more_receipts(), "mehr Quittungen als Antworten"),
    "unknown option": (with_line("part", lambda said: {**said, "part": {"park": "maybe"}}), "Zeile 2: .*Frage „park“"),
    "unknown question": (with_line("part", lambda said: {**said, "part": {"x" * 900: 1}}), "Zeile 2: .*„xxx"),
    "unknown option in a list": (last_part({"ways": ["plane"]}), "Mindestens eine Antwort .* „ways“"),
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
        told = sections({1: EVERYTHING})
        self.parts = sorted(
            canonical({"group": 0, "part": part, "section": 0})
            for _, answers in submissions(EVERYTHING, 50)
            for _, part in Parting({1: EVERYTHING}, told, GRID).parts(1, answers)
        )
        self.made = self._lines(canonical(Head({1: EVERYTHING}, told, [[]], count).to_json()), count)

    def _lines(self, first: bytes, count: int) -> Iterator[bytes]:
        yield first
        for part in self.parts:
            for _ in range(count // len(self.parts)):
                yield part
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


def test_reading_takes_no_more_memory_for_more_submissions() -> None:
    assert peak(4000) < peak(400) * 1.2 + 50_000
