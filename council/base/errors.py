"""Errors that are shown to the person whose input caused them."""

from council.base.i18n import Language


class ReadableError(Exception):
    """``text`` is a German message of the catalogue that says what is wrong and what to do; ``values`` fill its ``%(name)s``."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text, self.values = text, values

    def told(self, language: Language) -> str:
        """The message in a language."""
        return language.filled(self.text, self.values)
