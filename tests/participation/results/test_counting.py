"""Counting whatever may have been asked and answered: the published data count again, and say no more than they may."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from council.base.site import Site
from participation import forms
from participation.answers import validate
from participation.answers.submissions import Origin
from participation.counting import recount
from participation.counting.tally import TallyError
from participation.forms import Form, form_faults
from participation.processes import Process, new_slug
from participation.processes.form_versions import FormVersion
from participation.results import Result, counting, exports
from tests import surveys
from tests.conftest import MovableClock
from tests.participation import counted, random_forms
from tests.participation.townsurvey import EVERY_KIND, form, options, question

STRATA = ("Nord", "Süd", "")


@st.composite
def answered(draw: st.DrawFn) -> tuple[Form, list[tuple[str, dict[str, Any]]]]:
    asked = draw(random_forms.forms())
    people = draw(st.integers(5, 14))
    return asked, [(draw(st.sampled_from(STRATA)), draw(random_forms.answer_sets(asked))) for _ in range(people)]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(answered())
def test_what_is_published_of_any_survey_counts_again(site: Site, some: tuple[Form, list[tuple[str, Any]]]) -> None:
    asked, given = some
    assume(not any(form_faults.faults(asked)))  # conditions may contradict each other; such a form is never opened
    number = surveys.survey(site, asked, slug=new_slug(), strata=["Nord", "Süd"])
    for stratum, answers in given:
        surveys.answer(site, number, valid(asked, answers), stratum=stratum)
    with tempfile.TemporaryDirectory() as folder:
        result = final(site, number, Path(folder))
        bundle = Path(folder) / result.bundle
        exports.write(bundle, "Umfrage")
        with bundle.open("rb") as reading:
            again = recount.recount(reading)
    assert again.differences == ()
    assert again.figures == json.loads(json.dumps(result.figures))
    assert result.people == len(given)
    assert all(block["people"] >= 5 for block in result.blocks)
    assert all(section["people"] >= 5 for section in result.figures["sections"][1:]), "where a condition decided, too"


def valid(asked: Form, answers: dict[str, Any]) -> dict[str, Any]:
    """What is kept of answers: those to questions that were shown."""
    return dict(validate(asked, answers, "de").answers)


def final(site: Site, number: int, folder: Path) -> Result:
    with site.database.reading() as db:
        return counting.final(db, db.get_one(Process, number), folder, site.clock())


def test_places_are_told_where_people_enough_pointed(site: Site, tmp_path: Path) -> None:
    number = surveys.survey(site, form(EVERY_KIND[10]))
    for at in range(6):
        surveys.answer(site, number, {"spot": {"lon": 10.0, "lat": 52.0 + at / 10**6}})
    surveys.answer(site, number, {"spot": {"lon": 10.2, "lat": 52.2}})
    told = final(site, number, tmp_path).figures["sections"][1]["questions"]["spot"]
    assert (told["answered"], list(told["cells"].values())) == (7, [6])


def test_where_a_group_pointed_is_published_nowhere(site: Site, tmp_path: Path) -> None:
    """A cell enough people pointed into may have one from a district, who could be known by it."""
    number = surveys.survey(site, form(EVERY_KIND[0], EVERY_KIND[10]), access="codes", strata=["Nord", "Süd"])
    for at in range(20):
        stratum, lat = ("Nord", 52.0) if at % 2 else ("Süd", 52.0 if at == 10 else 52.5)
        answers = {"park": "yes", "spot": {"lon": 10.0, "lat": lat}}
        surveys.answer(site, number, answers, stratum=stratum, origin=Origin.PAPER)
    result = final(site, number, tmp_path)
    exports.write(tmp_path / result.bundle, "Umfrage")
    lines = [json.loads(line) for line in (tmp_path / result.bundle).read_text().splitlines()]
    cells = [(one["group"], one["people"]) for one in lines if one.get("question") == "spot"]
    assert sorted(cells) == [(0, 9), (0, 11)]
    assert [one["strata"] for one in result.figures["sections"][0]["strata"]] == [["Nord"], ["Süd"]]
    assert "spot" not in json.dumps(result.figures["sections"][0])
    rows = exports.path(tmp_path / result.bundle, ".csv").read_text(encoding="utf-8-sig").splitlines()
    assert {row.split(";")[1] for row in rows if ";spot;" in row} == {""}
    assert {row.split(";")[1] for row in rows if ";park;" in row} == {"Nord", "Süd"}
    with (tmp_path / result.bundle).open("rb") as bundle:
        assert recount.differences(bundle) == ()


def test_answers_of_two_versions_are_counted_apart_where_they_were_asked_apart(
    site: Site, tmp_path: Path, clock: MovableClock
) -> None:
    older, newer = form(*EVERY_KIND[:2]), form(EVERY_KIND[0], EVERY_KIND[2])
    number = surveys.survey(site, older, access="codes")
    with site.database.writing() as db:
        db.add(FormVersion(process_id=number, number=2, form=forms.to_json(newer), at=clock.now))
    for _ in range(6):
        surveys.answer(site, number, {"park": "yes", "ways": ["bus"]}, origin=Origin.PAPER)
    for _ in range(3):
        surveys.answer(site, number, {"park": "no", "quiet": 4}, version=2, origin=Origin.PAPER)
    told = final(site, number, tmp_path).figures["sections"]
    assert [(one["versions"], one["people"], list(one["questions"])) for one in told] == [
        ([1, 2], 9, ["park"]),
        ([1], 6, ["ways"]),
    ]  # three people are too few for the questions of the second version


@pytest.mark.parametrize(("people", "told"), [(1, False), (4, False), (5, True)])
def test_what_few_were_asked_because_of_what_they_said_is_published_nowhere(
    site: Site, tmp_path: Path, people: int, told: bool
) -> None:
    """One who comes by wheelchair would be the only one to be asked who helps, and by district, how much they earn, …"""
    use = question("use", "single", options=options("foot", "chair"))
    care, income = (
        question(key, kind, **more, shown_if={"question": "use", "op": "is", "value": "chair"})
        for key, kind, more in (("care", "single", {"options": options("family", "service")}), ("income", "number", {}))
    )
    number = surveys.survey(site, form(use, care, income), access="codes", strata=["Nord", "Süd"])
    for stratum in ("Nord", "Süd"):
        for _ in range(20):
            surveys.answer(site, number, {"use": "foot"}, stratum=stratum, origin=Origin.PAPER)
    for _ in range(people):
        answers = {"use": "chair", "care": "service", "income": "1234"}
        surveys.answer(site, number, answers, stratum="Nord", origin=Origin.PAPER)
    result = final(site, number, tmp_path)
    exports.write(tmp_path / result.bundle, "Umfrage")
    assert result.figures["sections"][0]["questions"]["use"]["options"]["chair"] == people
    lines = [json.loads(line) for line in (tmp_path / result.bundle).read_text().splitlines()]
    answered = [one for one in lines if one.get("question") in ("care", "income")]
    assert [(one["group"], one["people"]) for one in answered] == ([(0, people), (0, people)] if told else [])
    assert ("1234" in exports.path(tmp_path / result.bundle, ".csv").read_text()) is told
    with site.database.reading() as db:
        live = counting.live(db, db.get_one(Process, number), site.clock())
        sheet = counting.sheets(db, db.get_one(Process, number)).first()
    assert list(live.figures["sections"][0]["questions"]) == ["use"], "the next few would tell what they were asked"
    assert "income" in sheet, "whole sheets are for the office alone"


def test_weighted_shares_stand_beside_the_counted_ones(site: Site, tmp_path: Path) -> None:
    weighting = {"strata": {"Nord": 0.5, "Süd": 0.5}, "question": "", "options": {}}
    number = surveys.survey(site, form(EVERY_KIND[0]), strata=["Nord", "Süd"], weighting=weighting)
    for stratum, value, people in (("Nord", "yes", 90), ("Süd", "no", 30)):
        for _ in range(people):
            surveys.answer(site, number, {"park": value}, stratum=stratum)
    result = final(site, number, tmp_path)
    assert result.figures["sections"][0]["questions"]["park"]["options"]["yes"] == 90
    assert result.weighted is not None
    assert result.weighted["questions"]["park"]["options"]["yes"] == 0.5


def test_why_weighting_failed_is_kept(site: Site, tmp_path: Path) -> None:
    weighting = {"strata": {"Nord": 0.5, "Süd": 0.2}, "question": "", "options": {}}
    number = surveys.survey(site, form(EVERY_KIND[0]), strata=["Nord", "Süd"], weighting=weighting)
    for stratum in ("Nord", "Süd"):
        for _ in range(30):
            surveys.answer(site, number, {"park": "yes"}, stratum=stratum)
    result = final(site, number, tmp_path)
    assert result.weighted is not None
    assert "ergeben zusammen" in result.weighted["problem"]["text"]
    assert result.weighted["problem"]["values"]["sum"] == "70,0"


def test_more_answers_than_invitations_are_no_rate(site: Site, tmp_path: Path) -> None:
    number = surveys.survey(site, form(EVERY_KIND[0]), access="codes")
    surveys.give_codes(site, number, 3)
    for _ in range(6):
        surveys.answer(site, number, {"park": "yes"}, origin=Origin.PAPER)
    result = final(site, number, tmp_path)
    assert result.rates == []
    assert "mehr Antworten" in result.notes[0]["text"]


def test_answers_that_do_not_fit_are_named_before_anything_is_written(site: Site, tmp_path: Path) -> None:
    number = counted.answered(site, form(*EVERY_KIND), 8)
    with site.database.writing() as db:
        row = next(iter(counting.submissions.read(db, number)))
        db.get_one(counting.Submission, (number, row.key)).answers = {"park": "unheard"}
    folder = tmp_path / "published"
    with pytest.raises(TallyError, match="park"):
        final(site, number, folder)
    assert not folder.exists()


def test_nothing_is_left_of_a_file_that_could_not_be_written(tmp_path: Path) -> None:
    def lines() -> Iterator[bytes]:
        yield b"{}\n"
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        counting.write(tmp_path, 1, lines())
    assert list(tmp_path.iterdir()) == []
