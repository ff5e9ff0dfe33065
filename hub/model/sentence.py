"""A sentence in the languages of the hub's readers."""

from typing import Literal

from msgspec import Struct

__all__ = ["LANGUAGES", "Language", "Sentence"]


Language = Literal["en", "da", "nl"]
LANGUAGES: tuple[Language, ...] = ("en", "da", "nl")


class Sentence(Struct, frozen=True):
    """The same sentence in English, Danish and Dutch.

    A template holds ``{name}`` places; ``fill`` makes the finished sentence of it.
    """

    en: str
    da: str
    nl: str

    def fill(self, **values: object) -> "Sentence":
        """Return the sentence with its places filled; a missing place raises ``KeyError``.

        What fills a place may itself be a sentence, which is then spoken in each language.
        """
        return Sentence(*(self._filled(language, values) for language in LANGUAGES))

    def _filled(self, language: Language, values: dict[str, object]) -> str:
        said = {
            name: value.speak(language) if isinstance(value, Sentence) else value
            for name, value in values.items()
        }
        return self.speak(language).format(**said)

    def speak(self, language: Language) -> str:
        """Return the sentence in one language."""
        return str(getattr(self, language))
