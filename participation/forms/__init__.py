"""The form of a survey: languages and pages of questions. A form is immutable; another wording or order is another form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from council.base.i18n import message
from participation.forms import conditions, questions, texts
from participation.forms.conditions import Condition
from participation.forms.kinds import Info, Json, Said
from participation.forms.members import DefinitionError, Members
from participation.forms.questions import Question
from participation.forms.texts import Texts


@dataclass(frozen=True)
class Page:
    """Questions that are shown together."""

    key: str
    title: Texts = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    shown_if: Condition | None = None

    def said(self) -> Iterator[Said]:
        """The texts of the page itself."""
        yield "title", self.title, False


@dataclass(frozen=True)
class Form:
    """``languages``: the first is the leading one, whose texts stand in for those that are missing in the others."""

    languages: tuple[str, ...]
    pages: tuple[Page, ...] = ()

    @property
    def leading(self) -> str:
        return self.languages[0] if self.languages else ""

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by key, in their order."""
        return {question.key: question for page in self.pages for question in page.questions}

    @cached_property
    def asked(self) -> int:
        """How many questions can be answered: texts to read are none."""
        return sum(not isinstance(question.asks, Info) for question in self.questions.values())

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of each page by its key."""
        return {page.key: at for at, page in enumerate(self.pages)}

    def shown(self, said: Texts, language: str) -> str:
        """A text of the form in a language, else in the leading one."""
        return texts.shown(said, language, self.leading)

    def said(self) -> Iterator[tuple[str, Said]]:
        """All texts, each with the key of its page or question."""
        for page in self.pages:
            yield from ((page.key, one) for one in page.said())
            for question in page.questions:
                yield from ((question.key, one) for one in question.said())


@dataclass(frozen=True)
class Missing:
    """A text that has no translation: the key of its page or question, and the name of the text there."""

    key: str
    name: str


@dataclass(frozen=True)
class Coverage:
    """How much of a form there is in a language: ``share`` from 0 to 1."""

    share: float
    missing: tuple[Missing, ...]


def coverage(form: Form) -> Mapping[str, Coverage]:
    """For each language of a form what it lacks. Texts nobody has to write count where some language has them."""
    wanted = [(key, name, said) for key, (name, said, needed) in form.said() if needed or said]
    found: dict[str, Coverage] = {}
    for language in form.languages:
        missing = tuple(Missing(key, name) for key, name, said in wanted if not said.get(language))
        found[language] = Coverage(1 - len(missing) / len(wanted) if wanted else 1.0, missing)
    return found


def from_json(value: object) -> Form:
    """Read a form. DefinitionError where the value is none at all; what is merely wrong or missing is told by ``form_faults``."""
    members = Members(value, "form")
    languages = members.many("languages")
    if not all(isinstance(language, str) for language in languages):
        raise DefinitionError(
            message("„%(where)s“: Die Angabe „%(name)s“ muss ein Text sein."), where="form", name="languages"
        )
    pages = tuple(_page(page) for page in members.many("pages"))
    members.end()
    return Form(tuple(str(language) for language in languages), pages)


def to_json(form: Form) -> Json:
    """A form as a plain JSON value, which ``from_json`` reads back."""
    return {"languages": list(form.languages), "pages": [_written(page) for page in form.pages]}


def _page(value: object) -> Page:
    members = Members(value, "?")
    key = members.text("key")
    members.where = key[:60]
    title, shown_if = members.texts("title"), questions.condition(members)
    asked = tuple(questions.from_json(question) for question in members.many("questions"))
    members.end()
    return Page(key, title, asked, shown_if)


def _written(page: Page) -> Json:
    written: Json = {"key": page.key, "title": dict(page.title)}
    written["questions"] = [questions.to_json(question) for question in page.questions]
    if page.shown_if is not None:
        written["shown_if"] = conditions.to_json(page.shown_if)
    return written
