"""What somebody should put right, in their language."""

from council.base.i18n import language, message
from participation.forms.faults import Fault

TOO_LONG = message("Mehr als %(most)s Fragen kann eine Umfrage nicht haben. Bitte kürzen Sie sie.")


def test_it_is_told_in_the_language_of_who_reads_it() -> None:
    fault = Fault("", TOO_LONG, {"most": 100})
    assert fault.told(language("de")).startswith("Mehr als 100 Fragen")
    english = fault.told(language("en"))
    assert "100" in english
    assert not english.startswith("Mehr als")


def test_a_per_cent_sign_needs_no_values() -> None:
    assert Fault("q", "Es sind 100 % zu verteilen.").told(language("de")) == "Es sind 100 % zu verteilen."


def test_what_people_wrote_is_no_pattern_itself() -> None:
    fault = Fault("q", "Die Kennung „%(key)s“ geht nicht.", {"key": "%(most)s 100 %"})
    assert fault.told(language("de")) == "Die Kennung „%(most)s 100 %“ geht nicht."
