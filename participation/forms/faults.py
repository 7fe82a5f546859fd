"""What somebody should put right in a form or in their answers. Pure values: what to do about them is decided by who asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from council.base.i18n import Language


@dataclass(frozen=True)
class Fault:
    """``key`` is that of the question or page it is about, empty for the whole; ``part`` names the row, option or field within it.
    ``text`` is a German message of the catalogue that says what is wrong and what to do; ``values`` fill its ``%(name)s``."""

    key: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    part: str = ""

    def told(self, language: Language) -> str:
        """The message in a language of the site."""
        return language.filled(self.text, self.values)
