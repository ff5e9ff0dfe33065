"""Decimal numbers as suppliers write them: read strictly, kept exactly, rounded in one place.

The strict form is digits, at most one point, an optional minus: no thousands separator, no
exponent, no currency sign, no blank (BIZ-07, BIZ-13, RAK-15 to RAK-17). A number in another
form is not guessed at; what is wrong with it, and what it probably means, is told.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from hub.model.sentence import Sentence

__all__ = [
    "NUMBER_SENTENCES",
    "NumberFault",
    "NumberReading",
    "clear_readings",
    "decimals",
    "pad_decimals",
    "percent_meant",
    "rate_meant",
    "read_number",
    "round_half_up",
    "trim_decimals",
    "two_readings",
    "write_number",
]

MOST_DIGITS = 28
"""More digits than this would be rounded by decimal arithmetic in silence."""

_SHOWN = 40
_EXACT = Context(prec=100)
_STRICT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_COMMA = re.compile(r"(-?[0-9]+),([0-9]+)")
_POINTS_THEN_COMMA = re.compile(r"-?[0-9]{1,3}(?:[. ][0-9]{3}){1,9}(?:,[0-9]+)?")
_COMMAS_THEN_POINT = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,9}\.[0-9]+")
_GROUPS = re.compile(r"-?[0-9]{1,3}(?:[. ][0-9]{3}){1,9}")
_ONE_GROUP = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUP = 3
_FRACTION = re.compile(r"0\.[0-9]{1,12}")
_PER_CENT = re.compile(
    r"([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s*(?:%|pct\.?|procent|percent)", re.IGNORECASE
)
_UNTAXED = frozenset(
    {
        "momsfri",
        "momsfrit",
        "moms fri",
        "momsfritaget",
        "fritaget for moms",
        "ingen moms",
        "btw-vrij",
        "btw vrij",
        "btwvrij",
        "vrijgesteld",
        "geen btw",
        "vat exempt",
        "no vat",
    }
)
"""Words for goods without VAT."""
_NO_CENTS = ",-"
"""What stands for no decimals after an amount: ``45,-``."""
_MANY_COMMAS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){2,9}")
_EXPONENT = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_CURRENCY = re.compile(
    r"[€$£¥]|(?<![A-Za-z])(?:kr\.?|dkk|eur|sek|nok|usd|gbp)(?![A-Za-z])|,-$", re.IGNORECASE
)
_BLANKS = re.compile(r"\s+")


class NumberFault(StrEnum):
    """In which way a number is not in the strict form."""

    EMPTY = "empty"
    COMMA = "comma"
    THOUSANDS = "thousands"
    EXPONENT = "exponent"
    CURRENCY = "currency"
    BLANK = "blank"
    TOO_LONG = "too-long"
    NOT_A_NUMBER = "not-a-number"


NUMBER_SENTENCES = MappingProxyType(
    {
        NumberFault.EMPTY: Sentence(
            en="A number is missing here.",
            da="Her mangler et tal.",
            nl="Hier ontbreekt een getal.",
        ),
        NumberFault.COMMA: Sentence(
            en="“{value}” has a comma; write the decimals after a point: {suggestion}.",
            da="“{value}” har komma; skriv decimalerne efter et punktum: {suggestion}.",
            nl="“{value}” heeft een komma; schrijf de decimalen na een punt: {suggestion}.",
        ),
        NumberFault.THOUSANDS: Sentence(
            en="“{value}” has a thousands separator; write {suggestion}.",
            da="“{value}” har tusindtalsskilletegn; skriv {suggestion}.",
            nl="“{value}” heeft een scheidingsteken voor duizendtallen; schrijf {suggestion}.",
        ),
        NumberFault.EXPONENT: Sentence(
            en="“{value}” has an exponent; write all digits.",
            da="“{value}” er skrevet med eksponent; skriv alle cifre.",
            nl="“{value}” heeft een exponent; schrijf alle cijfers.",
        ),
        NumberFault.CURRENCY: Sentence(
            en="“{value}” names a currency; write only the number, the currency has its own field.",
            da="“{value}” nævner en valuta; skriv kun tallet, valutaen har sit eget felt.",
            nl="“{value}” noemt een valuta; schrijf alleen het getal, de valuta heeft een eigen "
            "veld.",
        ),
        NumberFault.BLANK: Sentence(
            en="“{value}” has a blank in it; write the digits together.",
            da="“{value}” indeholder mellemrum; skriv cifrene samlet.",
            nl="“{value}” bevat een spatie; schrijf de cijfers aaneen.",
        ),
        NumberFault.TOO_LONG: Sentence(
            en="“{value}” has more than 28 digits; no amount needs so many.",
            da="“{value}” har mere end 28 cifre; så mange har intet beløb brug for.",
            nl="“{value}” heeft meer dan 28 cijfers; geen bedrag heeft er zoveel nodig.",
        ),
        NumberFault.NOT_A_NUMBER: Sentence(
            en="“{value}” is not a number; write digits with at most one point, such as 1234.50.",
            da="“{value}” er ikke et tal; skriv cifre med højst ét punktum, f.eks. 1234.50.",
            nl="“{value}” is geen getal; schrijf cijfers met hoogstens één punt, zoals 1234.50.",
        ),
    }
)


class NumberReading(Struct, frozen=True):
    """A number as read.

    Attributes:
        text: what stood there.
        value: the number with its decimals as read; None when it may not be used.
        fault: what is wrong with the form. A fault together with a value is a repair that
            was allowed beforehand, to be reported as a fix.
        suggestion: what was probably meant; None when that would be a guess.
        readings: what may have been meant, where it can be read in two ways.
        message: what to tell the sender; None without a fault.
    """

    text: str
    value: Decimal | None = None
    fault: NumberFault | None = None
    suggestion: Decimal | None = None
    message: Sentence | None = None
    readings: tuple[str, ...] = ()

    @property
    def repaired(self) -> bool:
        """Whether the value is usable only because a repair was allowed."""
        return self.fault is not None and self.value is not None


def read_number(text: str, *, allow_comma: bool = False) -> NumberReading:
    """Read a number in the strict form.

    Args:
        text: one field; blanks around it are the reader's business and a fault here.
        allow_comma: the supplier has declared a decimal comma: a lone comma becomes a point,
            reported as a repair (BIZ-07). It never makes a thousands separator readable.
    """
    if _STRICT.fullmatch(text):
        if sum(map(str.isdigit, text)) > MOST_DIGITS:
            return _faulty(text, NumberFault.TOO_LONG)
        return NumberReading(text, Decimal(text))
    fault, meant = _diagnose(text)
    if len(meant) > 1:
        return replace(_faulty(text, fault), readings=meant)
    suggestion = Decimal(meant[0]) if meant else None
    if suggestion is not None and len(suggestion.as_tuple().digits) > MOST_DIGITS:
        return _faulty(text, NumberFault.TOO_LONG)
    value = suggestion if allow_comma and fault is NumberFault.COMMA else None
    return _faulty(text, fault, suggestion, value)


def _diagnose(text: str) -> tuple[NumberFault, tuple[str, ...]]:
    """Return what is wrong, and the strict form of what was meant.

    One form where that is certain, two where the point can part decimals or thousands.
    """
    if not text.strip():
        return NumberFault.EMPTY, ()
    if _EXPONENT.fullmatch(text):
        return NumberFault.EXPONENT, ()
    marked = _separated(text)
    if marked is not None:
        return marked[0], (marked[1],)
    for fault, pattern in ((NumberFault.CURRENCY, _CURRENCY), (NumberFault.BLANK, _BLANKS)):
        if not pattern.search(text):
            continue
        meant = _bare(pattern.sub("", text).strip(), whole=text.rstrip().endswith(_NO_CENTS))
        if meant:
            return fault, meant
    return NumberFault.NOT_A_NUMBER, ()


def _bare(rest: str, *, whole: bool) -> tuple[str, ...]:
    """Return what is meant by a text without its currency or blanks.

    In a ``whole`` one, which ended in ``,-``, the comma has been used: points part thousands.
    """
    if whole:
        plain = rest.isascii() and rest.removeprefix("-").isdigit()
        digits = re.sub(r"[. ]", "", rest) if _GROUPS.fullmatch(rest) else rest
        return (digits,) if plain or digits != rest else ()
    ways = two_readings(rest)
    if ways:
        return ways
    if _STRICT.fullmatch(rest):
        return (rest,)
    marked = _separated(rest)
    return () if marked is None else (marked[1],)


def two_readings(text: str) -> tuple[str, ...]:
    """Return both readings of a number whose only mark stands before three digits, else none.

    ``10.000`` is ten thousand to one sender and ten to another. The likelier comes first: a comma
    mostly parts decimals, a point that is no use as one parts thousands.
    """
    if not _ONE_GROUP.fullmatch(text):
        return ()
    parted, joined = text.replace(",", "."), re.sub(r"[.,]", "", text)
    return (parted, joined) if "," in text else (joined, parted)


def clear_readings(ways: tuple[str, ...]) -> tuple[str, ...]:
    """Return readings written so that each can be read in one way only.

    Nothing but zeros after a point goes, and three decimals get a fourth: ``1.2340``.
    """
    return tuple(map(_clear, ways))


def _clear(way: str) -> str:
    whole, _, parts = way.partition(".")
    if not parts.strip("0"):
        return whole
    return f"{whole}.{parts}0" if len(parts) == _GROUP else way


def _separated(text: str) -> tuple[NumberFault, str] | None:
    """Read a number whose only fault is its separators."""
    comma = _COMMA.fullmatch(text)
    if comma:
        return NumberFault.COMMA, f"{comma[1]}.{comma[2]}"
    if _POINTS_THEN_COMMA.fullmatch(text):
        return NumberFault.THOUSANDS, re.sub(r"[. ]", "", text).replace(",", ".")
    if _COMMAS_THEN_POINT.fullmatch(text) or _MANY_COMMAS.fullmatch(text):
        return NumberFault.THOUSANDS, text.replace(",", "")
    return None


def _faulty(
    text: str,
    fault: NumberFault,
    suggestion: Decimal | None = None,
    value: Decimal | None = None,
) -> NumberReading:
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    meant = write_number(suggestion) if suggestion is not None else "1234.50"
    message = NUMBER_SENTENCES[fault].fill(value=shown, suggestion=meant)
    return NumberReading(text, value, fault, suggestion, message)


def percent_meant(text: str) -> str | None:
    """Return the percentage that a fraction of one stands for: 25 for ``0.25``; None for others.

    Spreadsheets keep a cell that shows 25 % as 0.25. No VAT is below one per cent.
    """
    if not _FRACTION.fullmatch(text) or not (value := Decimal(text)):
        return None
    return write_number(trim_decimals(value * 100, 0))


def rate_meant(text: str) -> str | None:
    """Return the per cent that a rate of VAT stands for: 25 for ``25 %``, 0 for ``momsfri``.

    None for a text that is no such rate.
    """
    if text.strip().casefold() in _UNTAXED:
        return "0"
    found = _PER_CENT.fullmatch(text.strip())
    return None if found is None else found[1].replace(",", ".")


def decimals(value: Decimal) -> int:
    """Return how many decimals a number was written with: 2 for ``7.10``."""
    text = str(value)
    if "E" in text:
        exponent = value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    # Asked of every amount: the text is quicker to get than the digits one by one.
    return len(text.partition(".")[2])


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Return ``value`` rounded to ``places`` decimals; a half goes away from zero.

    The only rounding in the hub, used where a rule names the number of decimals. A number
    with fewer decimals is padded.
    """
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


def pad_decimals(value: Decimal, least: int) -> Decimal:
    """Return ``value`` with zeros added up to ``least`` decimals; nothing is taken away.

    OIOUBL wants prices written with at least two decimals (F-CAT202, F-ORD136).
    """
    return value if decimals(value) >= least else round_half_up(value, least)


def trim_decimals(value: Decimal, least: int) -> Decimal:
    """Return ``value`` without trailing zeros beyond ``least`` decimals; its worth stays."""
    places = decimals(value)
    if places and places == least:
        # Most amounts are as they should be.
        return value
    digits = write_number(value)
    while places > least and digits.endswith("0"):
        digits = digits[:-1]
        places -= 1
    return pad_decimals(Decimal(digits.removesuffix(".")), least)


def write_number(value: Decimal) -> str:
    """Return the strict form: all digits, a point, never an exponent."""
    return format(value, "f")
