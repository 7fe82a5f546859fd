"""The demo's open survey: what shall become of the square in front of the station. It has every kind of question.

The map is drawn by hand around an invented town.
"""

from typing import Any

from participation.forms.kinds import Json
from ratsfenster.demo.crowd import Leanings

SLUG = "bahnhofplatz"
CENTRE = (9.8312, 52.0644)
METRE = (1.46e-5, 0.9e-5)  # degrees of longitude and latitude, where the town lies


def said(german: str, english: str) -> dict[str, str]:
    """A text in the survey's two languages."""
    return {"de": german, "en": english}


def option(key: str, german: str, english: str) -> Json:
    """An option, or a row."""
    return {"key": key, "text": said(german, english)}


TITLE = said("Wie soll der Bahnhofplatz werden?", "What should the station square become?")
INTRO = said(
    "Wir bauen den Platz vor dem Bahnhof um, wenn die Bahnhofstraße ihren Radweg bekommt. **Was wünschen Sie sich dort?**\n\n"
    "Ihre Antworten gehen in den Entwurf ein, den wir danach dem Stadtrat vorlegen. Wir sagen dazu, was wir übernommen haben und was "
    "nicht.",
    "We will rebuild the square in front of the station when its road gets a cycle path. **What would you like to see there?**\n\n"
    "Your answers become part of the design we then put to the council. We will say what we took up and what we did not.",
)
PURPOSE = "Vorbereitung des Umbaus des Bahnhofplatzes"

_THE_SQUARE: Json = {
    "key": "der_platz",
    "title": said("Der Platz heute", "The square today"),
    "questions": [
        {
            "key": "stand",
            "kind": "info",
            "text": said(
                "Fest steht: Der Radweg kommt, und kein Baum wird gefällt. Offen ist, was auf dem Platz daneben entsteht.",
                "Two things are settled: the cycle path will come, and no tree will be felled. All else about the square is open.",
            ),
        },
        {
            "key": "haeufigkeit",
            "kind": "single",
            "required": True,
            "text": said("Wie oft sind Sie am Bahnhofplatz?", "How often are you at the station square?"),
            "options": [
                option("taeglich", "fast jeden Tag", "almost every day"),
                option("woechentlich", "jede Woche", "every week"),
                option("seltener", "seltener", "less often"),
                option("nie", "nie", "never"),
            ],
            "other": False,
        },
        {
            "key": "wege",
            "kind": "multiple",
            "max": 3,
            "text": said("Wie kommen Sie meistens dorthin?", "How do you usually get there?"),
            "options": [
                option("fuss", "zu Fuß oder mit dem Rollstuhl", "on foot or by wheelchair"),
                option("rad", "mit dem Fahrrad", "by bicycle"),
                option("bus", "mit dem Bus", "by bus"),
                option("zug", "mit dem Zug", "by train"),
                option("auto", "mit dem Auto", "by car"),
            ],
            "other": True,
            "shown_if": {
                "any": [
                    {"question": "haeufigkeit", "op": "is", "value": "taeglich"},
                    {"question": "haeufigkeit", "op": "is", "value": "woechentlich"},
                    {"question": "haeufigkeit", "op": "is", "value": "seltener"},
                ]
            },
        },
        {
            "key": "warten",
            "kind": "number",
            "min": "0",
            "max": "120",
            "decimals": 0,
            "unit": said("Minuten", "minutes"),
            "text": said("Wie lange warten Sie dort meistens?", "How long do you usually wait there?"),
            "shown_if": {
                "any": [
                    {"question": "haeufigkeit", "op": "is", "value": "taeglich"},
                    {"question": "haeufigkeit", "op": "is", "value": "woechentlich"},
                ]
            },
        },
        {
            "key": "gefallen",
            "kind": "scale",
            "from": 1,
            "to": 5,
            "labels": {"1": said("gar nicht", "not at all"), "5": said("sehr", "very much")},
            "unknown": True,
            "text": said("Wie gefällt Ihnen der Platz, wie er ist?", "How do you like the square as it is?"),
        },
    ],
}
_WISHES: Json = {
    "key": "wuensche",
    "title": said("Der Platz morgen", "The square tomorrow"),
    "questions": [
        {
            "key": "wichtig",
            "kind": "matrix",
            "text": said("Wie wichtig sind Ihnen …", "How important to you are …"),
            "rows": [
                option("baeume", "Bäume und Schatten", "trees and shade"),
                option("sitzen", "Bänke zum Sitzen", "benches"),
                option("licht", "gutes Licht am Abend", "good light in the evening"),
                option("raeder", "sichere Plätze für Fahrräder", "safe places for bicycles"),
                option("spielen", "etwas zum Spielen", "something to play with"),
            ],
            "columns": [
                option("sehr", "sehr wichtig", "very important"),
                option("etwas", "etwas wichtig", "somewhat important"),
                option("nicht", "nicht wichtig", "not important"),
            ],
        },
        {
            "key": "zuerst",
            "kind": "ranking",
            "places": 3,
            "text": said("Was soll zuerst kommen?", "What should come first?"),
            "options": [
                option("brunnen", "ein Trinkbrunnen", "a drinking fountain"),
                option("toilette", "eine Toilette für alle", "a toilet for everybody"),
                option("kiosk", "ein Kiosk mit Kaffee", "a kiosk with coffee"),
                option("dach", "ein Dach gegen Regen", "a roof against the rain"),
                option("buehne", "eine kleine Bühne", "a small stage"),
            ],
        },
        {
            "key": "parken",
            "kind": "single",
            "text": said(
                "Was soll mit den 24 Parkplätzen vor dem Bahnhof geschehen?",
                "What should happen to the 24 parking spaces in front of the station?",
            ),
            "options": [
                option("bleiben", "Sie bleiben alle.", "They all stay."),
                option("halb", "Die Hälfte bleibt.", "Half of them stay."),
                option(
                    "behindert", "Nur die für Menschen mit Behinderung bleiben.", "Only those for disabled people stay."
                ),
            ],
            "other": True,
        },
    ],
}
_PLACES: Json = {
    "key": "orte",
    "title": said("Orte", "Places"),
    "questions": [
        {
            "key": "ort",
            "kind": "place",
            "text": said(
                "Wo rund um den Bahnhof fühlen Sie sich nicht sicher?", "Where around the station do you not feel safe?"
            ),
            "help": said(
                "Ein Ort genügt. Sie können ihn auch beschreiben.", "One place is enough. You can also describe it."
            ),
        },
        {
            "key": "name",
            "kind": "short",
            "max": 60,
            "text": said("Wie könnte der neue Platz heißen?", "What could the new square be called?"),
        },
        {
            "key": "fest",
            "kind": "date",
            "earliest": "2027-05-01",
            "latest": "2027-09-30",
            "text": said("An welchem Tag sollen wir ihn einweihen?", "On which day should we open it?"),
        },
        {
            "key": "idee",
            "kind": "long",
            "max": 1000,
            "text": said("Was sollten wir noch wissen?", "What else should we know?"),
            "help": said(
                "Bitte nennen Sie keine Namen. Was Sie schreiben, wird gelesen, bevor es erscheint.",
                "Please do not mention any names. What you write is read before it appears.",
            ),
        },
    ],
}
FORM: Json = {"languages": ["de", "en"], "pages": [_THE_SQUARE, _WISHES, _PLACES]}


def around(*metres: tuple[float, float]) -> list[list[float]]:
    """Positions by their metres east and north of the square."""
    return [[round(CENTRE[0] + x * METRE[0], 6), round(CENTRE[1] + y * METRE[1], 6)] for x, y in metres]


BOUNDARY: dict[str, Any] = {
    "type": "MultiPolygon",
    "coordinates": [[
        around(
            (-2300, -400), (-2100, 700), (-1500, 1500), (-600, 1750), (300, 2100), (1200, 1850), (1900, 1100), (2350, 200),
            (2150, -800), (1400, -1500), (700, -1350), (100, -1800), (-800, -1650), (-1700, -1200), (-2300, -400),
        )
    ]],
}  # fmt: skip
OVERLAY: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Bahnhofplatz"},
            "geometry": {"type": "Polygon", "coordinates": [around((-90, -40), (110, -50), (120, 60), (-80, 75), (-90, -40))]},
        },
        {
            "type": "Feature",
            "properties": {"name": "Bahnhofstraße mit dem neuen Radweg"},
            "geometry": {"type": "LineString", "coordinates": around((-1250, 620), (-700, 300), (-90, 20), (0, 10))},
        },
        {
            "type": "Feature",
            "properties": {"name": "Stadtpark"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [around((-1100, -250), (-650, -350), (-500, -750), (-950, -850), (-1250, -600), (-1100, -250))],
            },
        },
        {
            "type": "Feature",
            "properties": {"name": "Altes Sägewerk am Fluss"},
            "geometry": {"type": "Polygon", "coordinates": [around((700, 350), (1200, 450), (1250, 850), (780, 800), (700, 350))]},
        },
    ],
}  # fmt: skip

LEANINGS = Leanings(
    weights={
        "haeufigkeit": (5, 6, 4, 1),
        "wege": (6, 5, 3, 4, 4),
        "gefallen": (4, 7, 6, 3, 1),
        "zuerst": (5, 7, 4, 6, 2),
        "parken": (3, 5, 4),
        "wichtig.baeume": (8, 3, 1),
        "wichtig.sitzen": (7, 4, 1),
        "wichtig.licht": (9, 2, 1),
        "wichtig.raeder": (5, 4, 3),
        "wichtig.spielen": (3, 5, 4),
    },
    numbers={"warten": (11, 6)},
    places=tuple((lon, lat) for lon, lat in around((-60, -90), (150, 30), (-350, 120), (-700, -500), (900, 600))),
    words={
        "wege": ("mit dem Roller", "mit dem Taxi"),
        "parken": ("Mehr Plätze, aber am Rand.", "Kurz halten ja, lange parken nein."),
        "ort": (
            "in der Unterführung zu den Gleisen",
            "hinter dem Fahrradschuppen",
            "an der Haltestelle, wenn es dunkel ist",
            "beim Aufzug",
        ),
        "name": ("Mühlenplatz", "Platz der Freundschaft", "Am Gleis", "Kastanienplatz", "Bahnhofplatz, wie immer"),
        "idee": (
            "Bitte eine Uhr, die man von den Bänken aus sieht.",
            "Der Bordstein ist für meinen Rollator zu hoch.",
            "Am Morgen kommen hundert Kinder mit dem Rad. Dann braucht es Platz.",
            "Schön wäre ein Bücherschrank im Wartehaus.",
            "Bitte nicht alles pflastern. Im Sommer ist es dort jetzt schon heiß.",
            "Der Bus fährt oft ab, wenn der Zug gerade einfährt.",
            "Ein Fahrradschuppen, den man abschließen kann.",
        ),
    },
)  # fmt: skip
