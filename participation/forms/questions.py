"""A question of a form: its key, its texts, what it asks for (``kinds``), whether it must be answered, and when it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from council.base.i18n import message
from participation.forms import conditions, kind_faults, kinds
from participation.forms.conditions import Condition
from participation.forms.faults import Fault
from participation.forms.keys import is_key
from participation.forms.kinds import Info, Json, Kind, Said
from participation.forms.members import Members
from participation.forms.texts import Texts


@dataclass(frozen=True)
class Question:
    """``asks`` says what kind of answer is wanted, and its limits."""

    key: str
    asks: Kind
    text: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    required: bool = False
    shown_if: Condition | None = None

    @property
    def kind(self) -> str:
        """The name of the kind, such as ``single``."""
        return self.asks.kind

    def said(self) -> Iterator[Said]:
        """All texts of the question with a name for each."""
        yield "text", self.text, True
        yield "help", self.help, False
        yield from self.asks.said()


def from_json(value: object) -> Question:
    """Read a question. DefinitionError where the value is none at all; what is merely wrong or missing in it is told by ``faults``."""
    start = Members(value, "?")
    key = start.text("key")
    start.where = key[:60]
    kind = start.text("kind")
    common = start.texts("text"), start.texts("help"), start.truth("required"), condition(start)
    asks = kinds.read(kind, start)
    start.end()
    return Question(key, asks, *common)


def to_json(question: Question) -> Json:
    """A question as a plain JSON value, which ``from_json`` reads back."""
    written: Json = {
        "key": question.key,
        "kind": question.kind,
        "text": dict(question.text),
        "help": dict(question.help),
    }
    written |= {"required": question.required, **question.asks.to_json()}
    if question.shown_if is not None:
        written["shown_if"] = conditions.to_json(question.shown_if)
    return written


def condition(members: Members) -> Condition | None:
    """When what the members tell of is shown; None for always."""
    value = members.raw("shown_if")
    return None if value is None else conditions.from_json(value, members.where)


def faults(question: Question) -> Iterator[Fault]:
    """What is wrong within a question, apart from its texts and its condition, which need the whole form."""
    if not is_key(question.key):
        yield Fault(
            question.key,
            message("Die Kennung geht nicht: erlaubt sind Kleinbuchstaben, Ziffern und _, vorn ein Buchstabe."),
        )
    if question.required and isinstance(question.asks, Info):
        yield Fault(question.key, message("Ein Hinweistext kann nicht Pflicht sein: auf ihn gibt es keine Antwort."))
    yield from kind_faults.faults(question.key, question.asks)
