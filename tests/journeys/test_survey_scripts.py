"""The scripts of the survey alone, each in a page of the site and so under its policy."""

from typing import Any

import pytest

from tests.participation.forms.test_condition_cases import CASES

pytestmark = pytest.mark.browser


@pytest.fixture
def run(browser_page, live_site):
    """Call what a module exports: ``run("survey-answers", "module => …", argument)``."""
    page = browser_page(url=live_site.url)
    page.goto("/mitmachen")

    def run(module: str, call: str, argument: Any = None) -> Any:
        script = f"async argument => ({call})(await import('/static/now/js/{module}.js'), argument)"
        return page.evaluate(script, argument)

    return run


def test_conditions_hold_as_they_do_on_the_server(run):
    asked = [[case["condition"], case["answers"]] for case in CASES]
    found = run("survey-conditions", "({holds}, all) => all.map(([one, answers]) => holds(one, answers))", asked)
    assert dict(zip((case["what"] for case in CASES), found, strict=True)) == {
        case["what"]: case["holds"] for case in CASES
    }


ANSWER = """({answerOf}, [kind, fields]) => {
  const given = new FormData();
  for (const [name, value] of fields) given.append(name, value);
  return answerOf({dataset: {question: "x", kind}}, given) ?? null;
}"""


ANSWERS = (
    ("single", [["q-x", "yes"]], "yes"),
    ("single", [["q-x", "other"], ["q-x-other", "Anders"]], {"other": "Anders"}),
    ("single", [["q-x-other", "Anders"]], {"other": "Anders"}),
    ("single", [["q-x-other", " "]], None),
    ("multiple", [["q-x", "bus"], ["q-x", "foot"], ["q-x-other", ""]], ["bus", "foot"]),
    ("ranking", [["q-x", "trees"], ["q-x", ""], ["q-x", "water"]], ["trees", "water"]),
    ("number", [["q-x", " 12,5 "]], "12.5"),
    ("number", [["q-x", "1 234"]], "1234"),
    ("number", [["q-x", "zwölf"]], None),
    ("date", [["q-x", "4.2.2026"]], "2026-02-04"),
    ("date", [["q-x", "4/2/2026"]], "2026-02-04"),
    ("date", [["q-x", "2026-02-04"]], "2026-02-04"),
    ("date", [["q-x", ""]], None),
    ("matrix", [["q-x-clean", "3"], ["q-y-clean", "2"]], {"q-x-clean": "3"}),
    ("place", [["q-x-lon", ""], ["q-x-text", "Am Markt"]], {"q-x-text": "Am Markt"}),
)


def test_answers_are_read_from_the_fields(run):
    for kind, fields, answer in ANSWERS:
        assert run("survey-answers", ANSWER, [kind, fields]) == answer, (kind, fields)


DELIVER = """async ({deliver}, answers) => {
  const waits = [], sent = [];
  const fetching = async (address, {body}) => {
    sent.push(body.get("schluessel"));
    const status = answers.shift();
    if (!status) throw new TypeError("no line");
    return new Response("da", {status});
  };
  const found = await deliver("/x", [["schluessel", "k"]], {
    waiting: seconds => waits.push(seconds), online: () => new Promise(() => {}), fetching, pause: async () => {},
  });
  return {found, waits, sent: sent.length, keys: [...new Set(sent)]};
}"""


LINES = (
    ([200], 200, []),
    ([None, None, 200], 200, [1, 2]),
    ([503, 500, 200], 200, [1, 2]),
    ([422], 422, []),
    ([429], 429, []),
    ([None] * 10, None, [1, 2, 4, 8, 16]),
)


def test_what_does_not_arrive_is_sent_again_with_the_same_key(run):
    for answers, status, waits in LINES:
        found = run("survey-delivery", DELIVER, answers)
        assert found["waits"] == waits, answers
        assert found["sent"] == len(waits) + 1
        assert found["keys"] == ["k"]
        assert (found["found"] or {}).get("status") == status


def test_the_map_knows_inside_from_outside(run):
    ring = [[10, 52], [11, 52], [11, 53], [10, 53], [10, 52]]
    hole = [[10.4, 52.4], [10.6, 52.4], [10.6, 52.6], [10.4, 52.6], [10.4, 52.4]]
    far = [[12, 52], [12.5, 52], [12.5, 53], [12, 52]]
    area = {"type": "MultiPolygon", "coordinates": [[ring, hole], [far]]}
    points = [[10.1, 52.1], [10.5, 52.5], [12.4, 52.5], [11.5, 52.5]]
    call = "({contains}, [area, points]) => points.map(point => contains(area, point))"
    assert run("map-area", call, [area, points]) == [True, False, True, False]
    assert run("map-area", call, [None, points]) == [True] * 4
