"""What a planner has to put right before a form can be opened to anybody."""

from collections.abc import Iterator

from council.base.i18n import message
from participation.forms import Form, condition_faults, questions, reachability
from participation.forms.faults import Fault
from participation.forms.keys import is_key
from participation.forms.kinds import Info, Kind
from participation.forms.naming import PLACES
from participation.forms.texts import LANGUAGES, Texts

MOST_PAGES = 100
MOST_QUESTIONS = 100
MOST_CHARS = 2000

_EMPTY = {
    "title": message("Der Titel der Seite fehlt in der führenden Sprache. Bitte ergänzen Sie ihn."),
    "text": message("Der Text der Frage fehlt in der führenden Sprache. Bitte schreiben Sie, was Sie wissen möchten."),
    "help": message("Der Hilfetext fehlt in der führenden Sprache. Bitte ergänzen Sie ihn."),
    "unit": message("Die Einheit fehlt in der führenden Sprache. Bitte ergänzen Sie sie."),
    "label": message("Die Stufe „%(part)s“ hat in der führenden Sprache keinen Text. Bitte ergänzen Sie ihn."),
    "row": message("Die Zeile „%(part)s“ hat in der führenden Sprache keinen Text. Bitte ergänzen Sie ihn."),
    "column": message("Die Antwort „%(part)s“ hat in der führenden Sprache keinen Text. Bitte ergänzen Sie ihn."),
    "option": message("Die Antwort „%(part)s“ hat in der führenden Sprache keinen Text. Bitte ergänzen Sie ihn."),
}


def faults(form: Form) -> tuple[Fault, ...]:
    """Everything that is wrong with a form; none: it can be answered."""
    found = (*_languages(form), *_sizes(form), *_keys(form), *_parts(form), *_texts(form))
    return found or tuple(_unreachable(form))


def _languages(form: Form) -> Iterator[Fault]:
    if not form.languages:
        yield Fault("", message("Die Umfrage hat keine Sprache. Bitte wählen Sie mindestens eine aus."))
    for language in form.languages:
        if language not in LANGUAGES:
            text = message(
                "Die Sprache „%(language)s“ gibt es nicht. Möglich sind Deutsch, Englisch und Leichte Sprache."
            )
            yield Fault("", text, {"language": language[:20]})
    if len(set(form.languages)) < len(form.languages):
        yield Fault("", message("Eine Sprache ist mehrmals ausgewählt. Bitte entfernen Sie die zweite."))


def _sizes(form: Form) -> Iterator[Fault]:
    asked = [question for page in form.pages for question in page.questions]
    if all(isinstance(question.asks, Info) for question in asked):
        yield Fault("", message("Die Umfrage enthält keine Frage. Bitte fügen Sie mindestens eine hinzu."))
    if len(form.pages) > MOST_PAGES:
        text = message("Mehr als %(most)s Seiten kann eine Umfrage nicht haben. Bitte kürzen Sie sie.")
        yield Fault("", text, {"most": MOST_PAGES})
    if len(asked) > MOST_QUESTIONS:
        text = message("Mehr als %(most)s Fragen kann eine Umfrage nicht haben. Bitte kürzen Sie sie.")
        yield Fault("", text, {"most": MOST_QUESTIONS})
    for page in form.pages:
        if not page.questions:
            yield Fault(
                page.key, message("Die Seite ist leer. Bitte fügen Sie eine Frage hinzu, oder löschen Sie die Seite.")
            )


def _keys(form: Form) -> Iterator[Fault]:
    known: set[str] = set()
    for page in form.pages:
        if not is_key(page.key):
            text = message("Die Kennung geht nicht: erlaubt sind Kleinbuchstaben, Ziffern und _, vorn ein Buchstabe.")
            yield Fault(page.key, text)
        if page.key in PLACES:
            text = message("Die Kennung „%(key)s“ ist vergeben. Bitte geben Sie der Seite eine andere.")
            yield Fault(page.key, text, {"key": page.key})
        for key in (page.key, *(question.key for question in page.questions)):
            if key in known:
                text = message(
                    "Die Kennung „%(key)s“ kommt mehrmals vor. Bitte geben Sie jeder Seite und Frage eine eigene."
                )
                yield Fault(key, text, {"key": key[:60]})
            known.add(key)


def _parts(form: Form) -> Iterator[Fault]:
    known = {key: question.asks for key, question in form.questions.items()}
    earlier: dict[str, Kind] = {}
    for page in form.pages:
        yield from condition_faults.faults(page.key, page.shown_if, earlier, known)
        for question in page.questions:
            yield from questions.faults(question)
            yield from condition_faults.faults(question.key, question.shown_if, earlier, known)
            earlier[question.key] = question.asks


def _texts(form: Form) -> Iterator[Fault]:
    for key, (name, said, needed) in form.said():
        sort, _, part = name.partition(".")
        if (needed or said) and not said.get(form.leading):
            yield Fault(key, _EMPTY[sort], {"part": part} if part else {}, name)
        yield from _lengths(key, name, said)


def _lengths(key: str, name: str, said: Texts) -> Iterator[Fault]:
    for text in said.values():
        if len(text) > MOST_CHARS:
            told = message("Ein Text ist %(chars)s Zeichen lang, erlaubt sind %(most)s. Bitte kürzen Sie ihn.")
            yield Fault(key, told, {"chars": len(text), "most": MOST_CHARS}, name)


def _unreachable(form: Form) -> Iterator[Fault]:
    pages = {page.key for page in form.pages}
    for key in reachability.unreachable(form):
        if key in pages:
            text = message(
                "Diese Seite kann nie erscheinen, denn ihre Bedingungen widersprechen sich. Bitte ändern Sie sie."
            )
        else:
            text = message(
                "Diese Frage kann nie erscheinen, denn ihre Bedingungen widersprechen sich. Bitte ändern Sie sie."
            )
        yield Fault(key, text)
