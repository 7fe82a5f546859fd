"""The demo's closed survey: the residents' survey every town can begin with, answered by code in four districts.

The town asks for places rather than for ages: both, with words of one's own, could tell who answered.
"""

from dataclasses import dataclass

from participation.building import starting_residents
from participation.forms.kinds import Json
from ratsfenster.demo.crowd import Leanings
from ratsfenster.demo.square import around

SLUG = "buergerumfrage"
PURPOSE = "Ermittlung, was in Mühlenrode gut ist und was besser werden muss"

_PLACES: Json = {
    "key": "orte",
    "title": {"de": "Orte", "en": "Places", "de-leicht": "Orte"},
    "questions": [
        {
            "key": "lieblingsort",
            "kind": "place",
            "text": {
                "de": "Wo in Mühlenrode sind Sie am liebsten?",
                "en": "Where in Mühlenrode do you like best to be?",
                "de-leicht": "Wo in der Stadt sind Sie gern?",
            },
        }
    ],
}
FORM: Json = {**starting_residents.FORM, "pages": [*starting_residents.FORM["pages"][:-1], _PLACES]}


@dataclass(frozen=True)
class District:
    """A stratum: how many codes were sent there, how many people answered, and in what mood they are. ``share`` is that of all who live
    in the town."""

    name: str
    invited: int
    answered: int
    mood: float
    share: float


DISTRICTS = (
    District("Altstadt", 240, 118, 0.15, 0.27),
    District("Bahnhofsviertel", 260, 84, -0.3, 0.33),
    District("Oberdorf", 180, 96, 0.25, 0.22),
    District("Am Sägewerk", 160, 51, -0.1, 0.18),
)
LEANINGS = Leanings(
    weights={
        "zufriedenheit": (1, 2, 5, 8, 4),
        "bereiche.bus_und_bahn": (4, 6, 5, 3, 1),
        "bereiche.radwege": (5, 6, 4, 2, 1),
        "bereiche.gehwege": (2, 4, 6, 5, 1),
        "bereiche.gruenflaechen": (1, 2, 4, 7, 6),
        "bereiche.spielplaetze": (2, 4, 5, 4, 2),
        "bereiche.einkaufen": (3, 5, 6, 4, 1),
        "bereiche.kultur": (1, 3, 6, 5, 3),
        "bereiche.sauberkeit": (2, 3, 5, 6, 2),
        "verkehrsmittel": (6, 5, 2, 7),
        "bus_haeufigkeit": (2, 3, 6, 5),
        "bus_hindernis": (4, 7, 3, 3, 2),
        "aufgaben": (7, 6, 5, 5, 6, 2, 3),
        "informationswege": (5, 4, 4, 7, 1, 2),
        "service": (1, 3, 6, 6, 2),
    },
    places=tuple(
        (lon, lat)
        for lon, lat in around(
            *[(-850, -560)] * 6, *[(950, 600)] * 4, *[(-250, 380)] * 4, (600, 780), (1150, -420), (-1500, 350), (0, 10)
        )
    ),
    words={
        "lieblingsort": ("auf der Bank hinter der Mühle", "im Freibad", "zu Hause im Garten", "in der Bücherei"),
        "wunsch": (
            "Der Bus sollte auch am Sonntag fahren.",
            "Danke für das neue Freibad. Es ist der schönste Ort der Stadt.",
            "In der Altstadt stehen zu viele Läden leer. Warum nicht kleine Werkstätten?",
            "Mehr Bänke auf dem Weg zum Friedhof, bitte. Ich schaffe die Strecke sonst nicht.",
            "Es fehlen Wohnungen für Menschen, die allein leben.",
            "Am Kreisel vor der Schule wird zu schnell gefahren.",
            "Die Bücherei ist großartig. Bitte lassen Sie sie auch samstags offen.",
            "Im Rathaus war man sehr freundlich zu mir, aber ich musste dreimal kommen.",
            "Kein Sportplatz ist nach 18 Uhr frei.",
            "Bitte pflanzen Sie Bäume am Marktplatz. Im Juli hält man es dort nicht aus.",
            "Das Stadtfest war wunderbar.",
            "Mir fehlt ein Ort, an dem Jugendliche einfach sein dürfen.",
            "Das Internet im Oberdorf ist zu langsam zum Arbeiten.",
            "Der Weg am Fluss ist nach Regen wochenlang Matsch.",
            "Herr M. aus meiner Straße stellt sein Auto immer auf den Gehweg.",
            "Die da oben machen doch sowieso, was sie wollen, diese Idioten.",
        ),
    },
)
WITHHELD = {
    "Herr M. aus meiner Straße stellt sein Auto immer auf den Gehweg.": "Nennt Menschen oder verrät, wer schreibt",
    "Die da oben machen doch sowieso, was sie wollen, diese Idioten.": "Beleidigt oder bedroht jemanden",
}
