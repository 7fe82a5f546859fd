"""Building a form: each change makes another form of one, and nothing that was not meant to changes with it.

Keys are made here and stay. A change that leaves something unfinished is allowed, for forms are built bit by bit; what is still wrong is
told by ``form_faults``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from council.base.errors import ReadableError
from council.base.i18n import message
from participation.forms import Form, Page, naming
from participation.forms.conditions import AllOf, AnyOf, Comparison, Condition
from participation.forms.form_faults import MOST_PAGES, MOST_QUESTIONS
from participation.forms.kinds import KINDS, Kind, Ranking
from participation.forms.questions import Question
from participation.forms.texts import LANGUAGES

RANKS = 3  # of a new ranking


class BuildError(ReadableError):
    """A change that cannot be made: what it is about is gone, or there would be too much."""


def page(form: Form, key: str) -> Page:
    """The page with this key. Raises BuildError where there is none."""
    found = next((one for one in form.pages if one.key == key), None)
    if found is None:
        raise BuildError(message("Diese Seite gibt es nicht mehr. Bitte sehen Sie nach, wie der Bogen jetzt aussieht."))
    return found


def question(form: Form, key: str) -> Question:
    """The question with this key. Raises BuildError where there is none."""
    if key not in form.questions:
        raise BuildError(message("Diese Frage gibt es nicht mehr. Bitte sehen Sie nach, wie der Bogen jetzt aussieht."))
    return form.questions[key]


def page_with(form: Form, key: str) -> Page:
    """The page a question stands on. Raises BuildError where there is none."""
    question(form, key)
    return next(one for one in form.pages if any(asked.key == key for asked in one.questions))


def earlier(form: Form, key: str) -> tuple[Question, ...]:
    """The questions before a page or question, which its condition may compare."""
    found: list[Question] = []
    for one in form.pages:
        if one.key == key:
            break
        for asked in one.questions:
            if asked.key == key:
                return tuple(found)
            found.append(asked)
    return tuple(found)


def add_page(form: Form, title: str = "") -> tuple[Form, str]:
    """With an empty page at the end; its key."""
    if len(form.pages) >= MOST_PAGES:
        raise BuildError(
            message("Mehr als %(most)s Seiten kann eine Umfrage nicht haben. Bitte kürzen Sie sie."), most=MOST_PAGES
        )
    key = naming.made(title or "seite", _keys(form), "seite")
    made = Page(key, {form.leading: title} if title else {})
    return replace(form, pages=(*form.pages, made)), key


def add_question(form: Form, page_key: str, kind: str, text: str) -> tuple[Form, str]:
    """With a question at the end of a page; its key."""
    _room(form, 1)
    if kind not in KINDS:
        raise BuildError(message("Diese Art von Frage gibt es nicht. Bitte wählen Sie eine aus."))
    key = naming.made(text, _keys(form), "frage")
    made = Question(key, begun(kind), {form.leading: text} if text else {})
    whole = page(form, page_key)
    return with_page(form, replace(whole, questions=(*whole.questions, made))), key


def begun(kind: str) -> Kind:
    """What a new question of a kind asks for."""
    made: Kind = Ranking(places=RANKS) if kind == Ranking.kind else KINDS[kind]()
    return made


def with_page(form: Form, changed: Page) -> Form:
    """With a page in place of the one that has its key."""
    page(form, changed.key)
    return replace(form, pages=tuple(changed if one.key == changed.key else one for one in form.pages))


def with_question(form: Form, changed: Question) -> Form:
    """With a question in place of the one that has its key."""
    whole = page_with(form, changed.key)
    asked = tuple(changed if one.key == changed.key else one for one in whole.questions)
    return with_page(form, replace(whole, questions=asked))


def without_page(form: Form, key: str) -> Form:
    """Without a page and all that is on it."""
    page(form, key)
    return replace(form, pages=tuple(one for one in form.pages if one.key != key))


def without_question(form: Form, key: str) -> Form:
    """Without a question."""
    whole = page_with(form, key)
    return with_page(form, replace(whole, questions=tuple(one for one in whole.questions if one.key != key)))


def move_page(form: Form, key: str, by: int) -> Form:
    """With a page one place earlier (-1) or later (1); at the ends nothing changes."""
    at, pages = form.pages.index(page(form, key)), list(form.pages)
    if 0 <= at + by < len(pages):
        pages[at], pages[at + by] = pages[at + by], pages[at]
    return replace(form, pages=tuple(pages))


def move_question(form: Form, key: str, by: int) -> Form:
    """With a question one place earlier (-1) or later (1); beyond the edge of its page it goes to the next one."""
    whole = page_with(form, key)
    asked = list(whole.questions)
    at = next(at for at, one in enumerate(asked) if one.key == key)
    if 0 <= at + by < len(asked):
        asked[at], asked[at + by] = asked[at + by], asked[at]
        return with_page(form, replace(whole, questions=tuple(asked)))
    beyond = form.pages.index(whole) + by
    if not 0 <= beyond < len(form.pages):
        return form
    moving, neighbour = asked.pop(at), form.pages[beyond]
    beside = (moving, *neighbour.questions) if by > 0 else (*neighbour.questions, moving)
    return with_page(with_page(form, replace(whole, questions=tuple(asked))), replace(neighbour, questions=beside))


def duplicate_question(form: Form, key: str) -> tuple[Form, str]:
    """With a copy of a question behind it; the copy's key."""
    _room(form, 1)
    whole, original = page_with(form, key), question(form, key)
    copy = replace(original, key=_another(key, _keys(form), "frage"))
    at = whole.questions.index(original) + 1
    asked = (*whole.questions[:at], copy, *whole.questions[at:])
    return with_page(form, replace(whole, questions=asked)), copy.key


def duplicate_page(form: Form, key: str) -> tuple[Form, str]:
    """With a copy of a page and its questions behind it; conditions on the copy that compare a question of the page compare its copy."""
    original = page(form, key)
    _room(form, len(original.questions))
    if len(form.pages) >= MOST_PAGES:
        raise BuildError(
            message("Mehr als %(most)s Seiten kann eine Umfrage nicht haben. Bitte kürzen Sie sie."), most=MOST_PAGES
        )
    taken = _keys(form)
    names: dict[str, str] = {}
    for old in (key, *(asked.key for asked in original.questions)):
        names[old] = _another(old, taken, "frage")
        taken.add(names[old])
    asked = tuple(replace(one, key=names[one.key], shown_if=renamed(one.shown_if, names)) for one in original.questions)
    copy = replace(original, key=names[key], questions=asked)
    at = form.pages.index(original) + 1
    return replace(form, pages=(*form.pages[:at], copy, *form.pages[at:])), copy.key


def renamed(condition: Condition | None, names: Mapping[str, str]) -> Condition | None:
    """A condition that compares other questions, by their old keys."""
    match condition:
        case None:
            return None
        case AllOf(parts) | AnyOf(parts):
            made = tuple(part for one in parts if (part := renamed(one, names)) is not None)
            return replace(condition, parts=made)
        case Comparison(compared):
            return replace(condition, question=names.get(compared, compared))


def with_languages(form: Form, languages: Sequence[str]) -> Form:
    """In these languages, the first one leading. Texts in a language that is left out stay, and are there again when it comes back."""
    wanted = tuple(dict.fromkeys(one for one in languages if one in LANGUAGES))
    if not wanted:
        raise BuildError(message("Bitte wählen Sie mindestens eine Sprache aus."))
    return replace(form, languages=wanted)


def _another(key: str, taken: Collection[str], otherwise: str) -> str:
    """A key like an old one; its number goes on counting."""
    stem, _, number = key.rpartition("_")
    return naming.made(stem if stem and number.isdecimal() else key, taken, otherwise)


def _room(form: Form, more: int) -> None:
    if len(form.questions) + more > MOST_QUESTIONS:
        text = message("Mehr als %(most)s Fragen kann eine Umfrage nicht haben. Bitte kürzen Sie sie.")
        raise BuildError(text, most=MOST_QUESTIONS)


def _keys(form: Form) -> set[str]:
    return {one.key for one in form.pages} | set(form.questions)
