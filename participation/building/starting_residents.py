"""To begin with: how people live in the town, in about five minutes; asked every few years in the same way, so that it can be compared."""

from participation.building.starting_words import AGE_QUESTION, NO_NAMES, option, said
from participation.forms.kinds import Json

TITLE = said(
    "Wie lebt es sich in unserer Stadt?", "What is it like to live in our town?", "Wie leben Sie in der Stadt?"
)
INTRO = said(
    "Wir möchten wissen, was in unserer Stadt gut ist und was besser werden muss. Sie antworten ohne Namen und können Fragen auslassen. "
    "Die Ergebnisse veröffentlichen wir hier.",
    "We would like to know what is good in our town and what has to get better. You answer without giving your name and may skip "
    "questions. We publish the results here.",
    "Was ist gut in der Stadt?\n\nWas soll besser werden?\n\nSagen Sie es uns.\n\nSie müssen keinen Namen sagen.\n\nSie müssen nicht "
    "alle Fragen beantworten.",
)

_CONTENT: Json = {
    "from": 1,
    "to": 5,
    "labels": {
        "1": said("sehr unzufrieden", "very dissatisfied", "sehr schlecht"),
        "5": said("sehr zufrieden", "very satisfied", "sehr gut"),
    },
    "unknown": True,
}
_LIVING: Json = {
    "key": "leben",
    "title": said("Leben in der Stadt", "Living in the town", "Leben in der Stadt"),
    "questions": [
        {
            "key": "zufriedenheit",
            "kind": "scale",
            "required": True,
            "text": said(
                "Wie zufrieden sind Sie insgesamt mit dem Leben in unserer Stadt?",
                "All in all, how satisfied are you with life in our town?",
                "Wie finden Sie das Leben in der Stadt?",
            ),
            **_CONTENT,
        },
        {
            "key": "bereiche",
            "kind": "matrix",
            "text": said(
                "Wie zufrieden sind Sie mit …", "How satisfied are you with …", "Wie finden Sie diese Sachen?"
            ),
            "rows": [
                option("bus_und_bahn", "Bus und Bahn", "Buses and trains"),
                option("radwege", "Radwegen", "Cycle paths", "Wege für Fahrräder"),
                option("gehwege", "Gehwegen", "Pavements", "Wege zum Gehen"),
                option("gruenflaechen", "Parks und Grünflächen", "Parks and green spaces", "Parks und Wiesen"),
                option(
                    "spielplaetze",
                    "Spielplätzen und Sportplätzen",
                    "Playgrounds and sports grounds",
                    "Plätze zum Spielen und für Sport",
                ),
                option("einkaufen", "Einkaufsmöglichkeiten", "Shopping", "Läden"),
                option("kultur", "Kultur und Veranstaltungen", "Culture and events", "Feste, Musik und Theater"),
                option("sauberkeit", "Sauberkeit", "Cleanliness", "Ist es sauber?"),
            ],
            "scale": _CONTENT,
        },
    ],
}
_MOVING: Json = {
    "key": "unterwegs",
    "title": said("Unterwegs", "Getting around", "Unterwegs"),
    "questions": [
        {
            "key": "verkehrsmittel",
            "kind": "multiple",
            "max": 3,
            "text": said(
                "Wie sind Sie in der Stadt meistens unterwegs?",
                "How do you usually get around in town?",
                "Wie fahren oder gehen Sie in der Stadt?",
            ),
            "options": [
                option(
                    "zu_fuss",
                    "zu Fuß oder mit dem Rollstuhl",
                    "on foot or by wheelchair",
                    "Ich gehe zu Fuß oder fahre im Rollstuhl.",
                ),
                option("fahrrad", "mit dem Fahrrad", "by bicycle", "mit dem Fahrrad"),
                option("oepnv", "mit Bus und Bahn", "by bus and train", "mit Bus und Bahn"),
                option("auto", "mit dem Auto oder Motorrad", "by car or motorcycle", "mit dem Auto"),
            ],
            "other": False,
        },
        {
            "key": "bus_haeufigkeit",
            "kind": "single",
            "text": said(
                "Wie oft fahren Sie mit Bus und Bahn?",
                "How often do you take the bus or train?",
                "Wie oft fahren Sie mit Bus und Bahn?",
            ),
            "options": [
                option("taeglich", "fast jeden Tag", "almost every day"),
                option("woechentlich", "jede Woche", "every week"),
                option("seltener", "seltener", "less often", "nicht so oft"),
                option("nie", "nie", "never"),
            ],
            "other": False,
        },
        {
            "key": "bus_hindernis",
            "kind": "multiple",
            "text": said(
                "Was hält Sie von Bus und Bahn ab?",
                "What keeps you from taking the bus or train?",
                "Warum fahren Sie nicht oft mit Bus und Bahn?",
            ),
            "shown_if": {
                "any": [
                    {"question": "bus_haeufigkeit", "op": "is", "value": "seltener"},
                    {"question": "bus_haeufigkeit", "op": "is", "value": "nie"},
                ]
            },
            "options": [
                option("kein_bedarf", "Ich brauche sie nicht", "I do not need them", "Ich brauche sie nicht."),
                option("takt", "Sie fahren zu selten", "They run too rarely", "Sie fahren nicht oft."),
                option("preis", "Sie sind zu teuer", "They are too expensive", "Sie kosten zu viel Geld."),
                option(
                    "haltestelle",
                    "Die Haltestelle ist zu weit weg",
                    "The stop is too far away",
                    "Die Haltestelle ist weit weg.",
                ),
                option(
                    "hindernisse",
                    "Ich komme nicht gut hinein",
                    "They are hard for me to board",
                    "Ich komme nicht gut hinein.",
                ),
            ],
            "other": False,
        },
    ],
}
_PRIORITIES: Json = {
    "key": "zukunft",
    "title": said("Die nächsten Jahre", "The coming years", "Die nächsten Jahre"),
    "questions": [
        {
            "key": "aufgaben",
            "kind": "ranking",
            "places": 3,
            "text": said(
                "Was soll die Stadt in den nächsten Jahren zuerst angehen?",
                "What should the town tackle first in the coming years?",
                "Was soll die Stadt zuerst machen?",
            ),
            "help": said(
                "Wählen Sie bis zu drei Aufgaben, die wichtigste zuerst.",
                "Choose up to three, the most important first.",
                "Wählen Sie drei Sachen. Das Wichtigste kommt zuerst.",
            ),
            "options": [
                option("wohnen", "Bezahlbare Wohnungen", "Affordable housing", "Günstige Wohnungen"),
                option("schulen", "Kitas und Schulen", "Day-care and schools", "Kitas und Schulen"),
                option("mobilitaet", "Bus, Bahn und Rad", "Buses, trains and cycling", "Bus, Bahn und Fahrrad"),
                option(
                    "klimaschutz",
                    "Klimaschutz und Stadtgrün",
                    "Climate protection and greenery",
                    "Schutz für die Natur",
                ),
                option("innenstadt", "Eine lebendige Innenstadt", "A lively town centre", "Die Innenstadt"),
                option("digital", "Rathaus im Internet", "Town hall online", "Rathaus im Internet"),
                option(
                    "zusammenleben",
                    "Vereine und Zusammenleben",
                    "Clubs and community life",
                    "Vereine und Zusammen-Leben",
                ),
            ],
        },
    ],
}
_TOWN_HALL: Json = {
    "key": "rathaus",
    "title": said("Rathaus und Information", "Town hall and information", "Rathaus und Informationen"),
    "questions": [
        {
            "key": "informationswege",
            "kind": "multiple",
            "text": said(
                "Wo erfahren Sie, was in der Stadt geschieht?",
                "Where do you learn what is going on in town?",
                "Woher wissen Sie, was in der Stadt los ist?",
            ),
            "options": [
                option("zeitung", "Zeitung und Amtsblatt", "Newspaper and official gazette", "Zeitung"),
                option("webseite", "Internetseiten der Stadt", "The town's web pages", "Internet-Seite von der Stadt"),
                option("soziale_medien", "Soziale Medien", "Social media", "Facebook, Instagram und so weiter"),
                option("gespraeche", "Gespräche mit anderen", "Talking to others", "Andere Menschen sagen es mir."),
                option("ratssitzung", "Sitzungen des Rates", "Council meetings", "Sitzung vom Stadtrat"),
                option("gar_nicht", "Ich erfahre zu wenig", "I learn too little", "Ich weiß zu wenig."),
            ],
            "other": False,
        },
        {
            "key": "service",
            "kind": "scale",
            "text": said(
                "Wie zufrieden sind Sie mit dem, was das Rathaus für Sie tut?",
                "How satisfied are you with what the town hall does for you?",
                "Hilft Ihnen das Rathaus gut?",
            ),
            **_CONTENT,
        },
        {
            "key": "wunsch",
            "kind": "long",
            "text": said(
                "Was möchten Sie uns noch sagen?",
                "What else would you like to tell us?",
                "Was möchten Sie uns noch sagen?",
            ),
            "help": NO_NAMES,
            "max": 2000,
        },
    ],
}
_YOU: Json = {
    "key": "zum_schluss",
    "title": said("Zum Schluss", "Finally", "Zum Schluss"),
    "questions": [AGE_QUESTION],
}
FORM: Json = {
    "languages": ["de", "en", "de-leicht"],
    "pages": [_LIVING, _MOVING, _PRIORITIES, _TOWN_HALL, _YOU],
}
