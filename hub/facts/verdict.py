"""What is wrong with an identifier, as a value that rules turn into findings."""

from enum import StrEnum

from msgspec import Struct

from hub.model.sentence import Sentence

__all__ = ["Fault", "Verdict"]


class Fault(StrEnum):
    """In which way an identifier is wrong."""

    EMPTY = "empty"
    CHARACTERS = "characters"
    LENGTH = "length"
    START = "start"
    """The first digits cannot begin such a number."""
    CHECK_DIGIT = "check-digit"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    DATE = "date"
    FORM = "form"
    """The number breaks its register's form in a way not told apart further."""
    SPREADSHEET = "spreadsheet"
    """A spreadsheet has turned the digits into a number and damaged them."""
    NO_NUMBER = "no-number"
    """There is no digit in it: somebody said that there is none."""
    ROUNDED = "rounded"
    """A spreadsheet has rounded the number: zeros stand where its last digits were."""


class Verdict(Struct, frozen=True):
    """One identifier as read: what it is, and what is wrong with it.

    Attributes:
        scheme: the hub's spelling, for example ``DK:CVR``.
        given: what stood in the document.
        compact: without blanks, dashes or country prefix. Personal numbers are masked in
            both: a verdict may be shown and logged.
        rule: the rule that was broken (``ID-CVR``), None when the number is right.
        fault: in which way, None when the number is right.
        message: what to tell the sender, None when the number is right.
        expected: the form that would have been right, as short as a finding shows it.
        suggestion: the number that was probably meant; never applied by itself.
    """

    scheme: str
    given: str
    compact: str
    rule: str | None = None
    fault: Fault | None = None
    message: Sentence | None = None
    expected: str | None = None
    suggestion: str | None = None

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None
