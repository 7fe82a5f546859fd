"""On which legal basis a process rests: one of the two usual ones, or words of the office's own. Kept as the German text people read."""

from enum import StrEnum

_TASK, _CONSENT, _WITH = "Art. 6 Abs. 1 Buchst. e DSGVO", "Art. 6 Abs. 1 Buchst. a DSGVO", " in Verbindung mit "
_ENGLISH = {_TASK: "Article 6(1)(e) GDPR", _CONSENT: "Article 6(1)(a) GDPR", _WITH: " in conjunction with "}


class Basis(StrEnum):
    TASK = "task"  # a task in the public interest, with the law of the state
    CONSENT = "consent"
    OTHER = "other"


def written(basis: Basis, law: str) -> str:
    """The text that is kept. ``law`` is the provision beside the GDPR's own, or for OTHER everything; empty where none is named."""
    if basis is Basis.OTHER:
        return law
    return (_TASK if basis is Basis.TASK else _CONSENT) + (_WITH + law if law else "")


def read(text: str) -> tuple[Basis, str]:
    """The choice that was ``written``."""
    for basis, start in ((Basis.TASK, _TASK), (Basis.CONSENT, _CONSENT)):
        if text == start:
            return basis, ""
        if text.startswith(start + _WITH):
            return basis, text.removeprefix(start + _WITH)
    return Basis.OTHER, text


def told(text: str, language: str) -> str:
    """The basis in a language; names of German laws stay as they are."""
    basis, law = read(text)
    if language != "en" or basis is Basis.OTHER:
        return text
    return _ENGLISH[_TASK if basis is Basis.TASK else _CONSENT] + (_ENGLISH[_WITH] + law if law else "")
