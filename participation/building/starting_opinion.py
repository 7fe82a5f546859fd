"""To begin with: what people think of a plan, in about three minutes. What the plan is, the introduction says."""

from participation.building.starting_words import AGE_QUESTION, NO_NAMES, option, said
from participation.forms.kinds import Json

INTRO = said(
    "Ihre Meinung hilft dem Rat bei seiner Entscheidung. Sie antworten ohne Namen. Was alle zusammen gesagt haben, veröffentlichen wir "
    "hier.",
    "Your opinion helps the council to decide. You answer without giving your name. We publish here what all of you said together.",
    "Sagen Sie uns Ihre Meinung.\n\nIhre Meinung hilft dem Rat der Stadt.\n\nSie müssen keinen Namen sagen.\n\nHier können später alle "
    "lesen, was die Menschen gesagt haben.",
)

_OPINION: Json = {
    "key": "meinung",
    "title": said("Ihre Meinung", "Your opinion", "Ihre Meinung"),
    "questions": [
        {
            "key": "haltung",
            "kind": "single",
            "required": True,
            "text": said(
                "Was halten Sie insgesamt von dem Vorhaben?",
                "What do you think of the plan as a whole?",
                "Finden Sie den Plan gut?",
            ),
            "options": [
                option("dafuer", "Ich bin dafür", "I am in favour", "Ja, ich finde ihn gut."),
                option("eher_dafuer", "Ich bin eher dafür", "I am rather in favour", "Eher ja."),
                option("unentschieden", "Ich bin unentschieden", "I am undecided", "Ich weiß es noch nicht."),
                option("eher_dagegen", "Ich bin eher dagegen", "I am rather against it", "Eher nein."),
                option("dagegen", "Ich bin dagegen", "I am against it", "Nein, ich finde ihn nicht gut."),
            ],
            "other": False,
        },
        {
            "key": "gruende",
            "kind": "multiple",
            "text": said("Was spricht für Sie dafür?", "What speaks in favour of it?", "Was ist gut an dem Plan?"),
            "shown_if": {
                "any": [
                    {"question": "haltung", "op": "is", "value": value}
                    for value in ("dafuer", "eher_dafuer", "unentschieden")
                ]
            },
            "options": [
                option("aufenthalt", "Der Ort wird schöner", "The place becomes nicer", "Der Ort wird schöner."),
                option(
                    "sicherheit", "Man ist sicherer unterwegs", "Getting around becomes safer", "Der Weg ist sicher."
                ),
                option("klima", "Es hilft Natur und Klima", "It helps nature and climate", "Es ist gut für die Natur."),
                option(
                    "teilhabe",
                    "Mehr Menschen können den Ort nutzen",
                    "More people can use the place",
                    "Alle können mitmachen.",
                ),
                option(
                    "wirtschaft",
                    "Es hilft Geschäften und Betrieben",
                    "It helps shops and businesses",
                    "Es ist gut für die Läden.",
                ),
            ],
            "other": True,
        },
        {
            "key": "bedenken",
            "kind": "multiple",
            "text": said("Welche Bedenken haben Sie?", "What concerns do you have?", "Was ist nicht gut an dem Plan?"),
            "options": [
                option("keine", "Ich habe keine Bedenken", "I have no concerns", "Ich finde alles gut."),
                option("kosten", "Es kostet zu viel", "It costs too much", "Es kostet zu viel Geld."),
                option("verkehr", "Verkehr und Parkplätze", "Traffic and parking", "Autos und Parkplätze"),
                option("laerm", "Lärm", "Noise", "Es wird laut."),
                option("natur", "Bäume und Natur", "Trees and nature", "Bäume und Tiere"),
                option("bauzeit", "Die Bauarbeiten", "The construction work", "Die Baustelle"),
            ],
            "other": True,
        },
    ],
}
_IMPORTANT: Json = {
    "key": "wichtiges",
    "title": said("Was Ihnen wichtig ist", "What matters to you", "Was ist Ihnen wichtig?"),
    "questions": [
        {
            "key": "wichtigkeit",
            "kind": "matrix",
            "text": said(
                "Wie wichtig ist Ihnen bei dem Vorhaben …",
                "With this plan, how important to you is …",
                "Wie wichtig ist Ihnen das?",
            ),
            "rows": [
                option("barrierefrei", "Wege ohne Hindernisse", "Step-free access", "Wege ohne Stufen"),
                option("sicher", "Sicherheit", "Safety"),
                option("gruen", "Grün und Schatten", "Greenery and shade", "Bäume und Schatten"),
                option("ruhe", "Ruhe", "Quiet"),
                option("guenstig", "Geringe Kosten", "Low costs", "Es kostet wenig Geld"),
            ],
            "scale": {
                "from": 1,
                "to": 5,
                "labels": {
                    "1": said("gar nicht wichtig", "not at all important", "nicht wichtig"),
                    "5": said("sehr wichtig", "very important", "sehr wichtig"),
                },
                "unknown": True,
            },
        },
        {
            "key": "anregung",
            "kind": "long",
            "text": said(
                "Was möchten Sie uns zu dem Vorhaben mitgeben?",
                "What else would you like to tell us about the plan?",
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
    "questions": [
        {
            "key": "bezug",
            "kind": "single",
            "text": said(
                "Was verbindet Sie am meisten mit dem Ort?",
                "What connects you most with the place?",
                "Was machen Sie an dem Ort?",
            ),
            "options": [
                option("anwohnend", "Ich wohne in der Nähe", "I live nearby", "Ich wohne dort."),
                option(
                    "taetig", "Ich arbeite oder lerne dort", "I work or study there", "Ich arbeite oder lerne dort."
                ),
                option("unterwegs", "Ich bin oft dort unterwegs", "I often pass through", "Ich bin oft dort."),
                option("selten", "Ich bin selten dort", "I am rarely there", "Ich bin selten dort."),
            ],
            "other": False,
        },
        AGE_QUESTION,
    ],
}
FORM: Json = {"languages": ["de", "en", "de-leicht"], "pages": [_OPINION, _IMPORTANT, _YOU]}
