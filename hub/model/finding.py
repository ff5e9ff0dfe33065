"""What is wrong with a document, and where: a value, never an exception."""

from enum import StrEnum

from msgspec import Struct

from hub.model.sentence import Sentence

__all__ = ["NOWHERE", "Finding", "Layer", "Place", "Severity", "Who"]


class Severity(StrEnum):
    """What a finding does to the document (domain rules, section "Severity")."""

    FATAL = "fatal"
    """The whole document is refused."""
    ERROR = "error"
    """The line is refused; the document too, unless the receiver takes parts."""
    WARN = "warn"
    """Goes through and is shown."""
    FIX = "fix"
    """The hub repaired it; both values are shown."""

    @property
    def refuses(self) -> bool:
        """Whether the thing found may not go on as it is."""
        return self in (Severity.FATAL, Severity.ERROR)


class Who(StrEnum):
    """Who has to act on a finding."""

    SUPPLIER = "supplier"
    HUB = "hub"
    RECEIVER = "receiver"


class Layer(StrEnum):
    """The layers of a report, in the order in which they are judged."""

    SYNTAX = "syntax"
    SCHEMA = "schema"
    OFFICIAL = "official"
    RECEIVER = "receiver"
    MAPPING = "mapping"


class Place(Struct, frozen=True):
    """Where in the sender's own file something stands.

    ``path`` and ``line`` for XML (``/Catalogue/cac:CatalogueLine[7]/cbc:ID``, line 312);
    ``sheet``, ``row`` and ``column`` for tables (``PRISER``, 14, ``PRICE_AMOUNT``), where
    rows are counted as a spreadsheet shows them: the header is row 1.
    """

    path: str | None = None
    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


NOWHERE = Place()


class Finding(Struct, frozen=True):
    """One thing found in one place.

    ``value`` is what stood there, ``expected`` what should have, both short enough to be
    shown; ``receiver`` names the party whose own rule it is, or is None when it holds for
    everybody.
    """

    rule: str
    severity: Severity
    message: Sentence
    place: Place = NOWHERE
    value: str | None = None
    expected: str | None = None
    who: Who = Who.SUPPLIER
    receiver: str | None = None
