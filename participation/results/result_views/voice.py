"""How results are spoken: the page's language for our own words and numbers, the form's for the town's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel import dates, numbers

from council.base.i18n import Language
from participation.forms import Form
from participation.forms.kinds import Option
from participation.forms.texts import Texts


@dataclass(frozen=True)
class Voice:
    """A language of the site, and a form. ``code`` is the language its texts are in: the page's where the form has
    it."""

    language: Language
    form: Form

    @property
    def code(self) -> str:
        return self.language.code if self.language.code in self.form.languages else self.form.leading or "de"

    @property
    def foreign(self) -> str:
        """What an element with the form's texts needs as ``lang``; empty where it is the page's language."""
        spoken = self.code.partition("-")[0]
        return "" if spoken == self.language.code else spoken

    def said(self, texts: Texts, otherwise: str = "") -> str:
        """A text of the form."""
        return self.form.shown(texts, self.code) or otherwise

    def options(self, options: Sequence[Option]) -> dict[str, str]:
        """The texts of options by key."""
        return {option.key: self.said(option.text, option.key) for option in options}

    def gettext(self, text: str, **values: object) -> str:
        return self.language.filled(text, values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        return self.language.ngettext(one, many, count) % {"count": self.count(count), **values}

    def count(self, value: int) -> str:
        """'28.412'."""
        return numbers.format_decimal(value, locale=self.language.locale)

    def decimal(self, value: float, most: int = 1) -> str:
        """'3,6'; with at most so many digits after the comma."""
        return numbers.format_decimal(round(value, most), format=f"#,##0.{'#' * most}", locale=self.language.locale)

    def average(self, value: float) -> str:
        """'3,0'; with one digit after the comma, so that averages below one another are of one length."""
        return numbers.format_decimal(round(value, 1), format="#,##0.0", locale=self.language.locale)

    def exact(self, value: str) -> str:
        """A number as figures have it, '0.25', with all its digits."""
        return numbers.format_decimal(value, format="#,##0.######", locale=self.language.locale)

    def percent(self, share: float) -> str:
        """'43 %'. What is not nobody is not told as 0, and what is not everybody not as 100."""
        if 0 < share < 0.005:
            return self.gettext("unter %(share)s", share=self._percent(0.01))
        if 0.995 <= share < 1:
            return self.gettext("über %(share)s", share=self._percent(0.99))
        return self._percent(share)

    def _percent(self, share: float) -> str:
        whole = Decimal(str(share)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return numbers.format_percent(whole, locale=self.language.locale)

    def month(self, month: str) -> str:
        """'März 2026', of '2026-03'."""
        return dates.format_date(_first_of(month), "LLLL y", locale=self.language.locale)

    def short_month(self, month: str) -> str:
        """'03/26'."""
        return dates.format_date(_first_of(month), "LL/yy", locale=self.language.locale)


def share(count: int, of: int) -> float:
    """A part of a whole; nothing of nothing."""
    return count / of if of else 0.0


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
