"""A survey with every kind of question, and answers to it, for the tests of counting."""

import random
from typing import Any

from participation import forms
from participation.forms import Form

PLACES = ("nord", "sued", "mitte")


def option(key: str) -> dict[str, Any]:
    return {"key": key, "text": {"de": key.title()}}


def question(key: str, kind: str, **asks: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "text": {"de": f"{key}?"}, "help": {}, "required": False, **asks}


def options(*keys: str) -> list[dict[str, Any]]:
    return [option(key) for key in keys]


EVERY_KIND: tuple[dict[str, Any], ...] = (
    question("park", "single", options=options("yes", "no", "both"), other=True),
    question("ways", "multiple", options=options("foot", "bike", "bus", "car", "train"), other=True),
    question("quiet", "scale", **{"from": 1, "to": 5, "unknown": True}),
    question("rate", "matrix", rows=options("clean", "safe", "near"), scale={"from": 1, "to": 4, "unknown": False}),
    question("when", "matrix", rows=options("sat", "sun"), columns=options("am", "pm")),
    question("first", "ranking", options=options("trees", "seats", "water", "shade"), places=3),
    question("years", "number", min="0", max="120", decimals=1),
    question("name", "short", max=80),
    question("idea", "long", max=2000),
    question("moved", "date"),
    question("spot", "place"),
)


def form(*asked: dict[str, Any], pages: int = 1) -> Form:
    """A form of these questions, dealt out to pages."""
    size = -(-len(asked) // pages)
    written = [
        {"key": f"page_{at}", "title": {"de": f"Seite {at}"}, "questions": list(asked[at * size : (at + 1) * size])}
        for at in range(pages)
    ]
    return forms.from_json({"languages": ["de"], "pages": written})


def big_form(count: int = 40) -> Form:
    """A form with so many questions of all kinds, some of which depend on others."""
    asked = []
    for at in range(count):
        one = EVERY_KIND[at % len(EVERY_KIND)]
        asked.append({**one, "key": f"{one['key']}_{at}"})
    for at in range(3, count, 7):
        asked[at]["shown_if"] = {"question": "park_0", "op": "is", "value": "yes"}
    return form(*asked, pages=8)


def answer(kind: dict[str, Any], chance: random.Random) -> Any:
    """Some valid answer to a question of ``EVERY_KIND``."""
    match kind["kind"]:
        case "single":
            return chance.choice(["yes", "no", "both", {"other": "Vielleicht"}])
        case "multiple":
            return chance.sample(["foot", "bike", "bus", "car", "train"], chance.randint(1, 4))
        case "scale":
            return chance.choice([1, 2, 3, 4, 5, "unknown"])
        case "matrix" if "scale" in kind:
            return {row: chance.randint(1, 4) for row in ("clean", "safe", "near")}
        case "matrix":
            return {row: chance.choice(["am", "pm"]) for row in ("sat", "sun")}
        case "ranking":
            return chance.sample(["trees", "seats", "water", "shade"], chance.randint(1, 3))
        case "number":
            return str(chance.randint(0, 1200) / 10).removesuffix(".0")
        case "date":
            return f"{chance.randint(2000, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        case "place":
            point = {"lon": 10 + chance.random() / 10, "lat": 52 + chance.random() / 10}
            return chance.choice([point, {"text": "Am Markt"}])
        case _:
            return "Ein paar Worte, wie sie Leute eben schreiben."


def submissions(asked: Form, count: int, seed: int = 1) -> list[tuple[str, dict[str, Any]]]:
    """So many strata with answers, from which some are missing."""
    chance = random.Random(seed)
    by_key = {one["key"]: one for one in EVERY_KIND}
    kinds = {key: by_key[key.split("_")[0]] for key in asked.questions}
    return [
        (
            chance.choice(PLACES),
            {key: answer(kind, chance) for key, kind in kinds.items() if chance.random() < 0.9},
        )
        for _ in range(count)
    ]
