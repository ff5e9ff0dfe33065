"""Values of a document that no report shows: the numbers of people in it."""

__all__ = ["Concealed"]

SHORTEST = 6
"""Anything shorter is no number of a person, and may stand inside other values."""


class Concealed:
    """The personal numbers that a document declares by their scheme.

    Readers add what they meet; a report hides them when it is told, so that it does not matter
    which rule found something, or when.
    """

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def add(self, value: str) -> None:
        """Hide ``value`` from now on, as it is written and without its separators."""
        plain = value.strip()
        for spelling in (plain, plain.replace("-", "").replace(" ", "")):
            if len(spelling) >= SHORTEST:
                self._values[spelling] = "*" * len(spelling)

    def hide(self, text: str) -> str:
        """Return ``text`` with stars for every hidden value."""
        for value, stars in self._values.items():
            text = text.replace(value, stars)
        return text

    def __bool__(self) -> bool:
        """Return whether there is anything to hide."""
        return bool(self._values)
