"""GTINs, and what spreadsheets do to them.

A trade item number of 8, 12, 13 or 14 digits often comes through a spreadsheet that took it
for a number: leading zeros go, long numbers become ``5.79E+12``, and what was saved so comes back
as ``5790000000000``. What was meant is offered, never put in, because a shortened number may by
chance be a right number of another length; the digits that were rounded away nobody knows.
"""

import re

from hub.facts.checkdigits import gs1_check_digit
from hub.facts.identifier_sentences import IDENTIFIER_SENTENCES, speak
from hub.facts.verdict import Fault, Verdict
from hub.model.sentence import Sentence

__all__ = ["GTIN_RULE", "check_gtin"]

GTIN_RULE = "ID-GTIN"
"""The project's own rule id; the sources name none."""

_LENGTHS = (8, 12, 13, 14)
_EXPECTED = Sentence(
    "8, 12, 13 or 14 digits", "8, 12, 13 eller 14 cifre", "8, 12, 13 of 14 cijfers"
)
_EXPONENT = re.compile(r"([0-9](?:[.,][0-9]{1,20})?)[eE]\+?([0-9]{1,2})")
_DECIMALS = re.compile(r"([0-9]{6,14})[.,]0{1,4}")
_SEPARATORS = re.compile(r"[\s\-]")
_SHOWN = 40
_LOST_ZERO = Sentence(
    en="GTIN {value} has lost a leading zero in a spreadsheet; it is probably {right}. Make the "
    "column a text column.",
    da="GTIN {value} har mistet et foranstillet nul i et regneark; det er nok {right}. Gør "
    "kolonnen til tekst.",
    nl="GTIN {value} is in een rekenblad een voorloopnul kwijtgeraakt; waarschijnlijk is het "
    "{right}. Maak er een tekstkolom van.",
)
_SHORTEST = 6
_LONG = 12
_EXACT = 15
"""Spreadsheets keep so many digits of a number, and put zeros for the others."""

_ROUNDED = re.compile(r"[0-9]*?[1-9](0{4,})")
"""So many zeros at the end of a wrong number were digits; one number in ten thousand has them."""


def check_gtin(value: str) -> Verdict:
    """Judge a GTIN of any length.

    The verdict's ``suggestion`` is the number with the lost zeros when those, and only
    those, make it right; an all-zero number is wrong although its check digit fits.
    """
    plain = _SEPARATORS.sub("", value)
    if plain.isascii() and plain.isdigit() and plain.strip("0"):
        return _judge_number(value, plain)
    if not value.strip():
        return _fault(value, plain, Fault.EMPTY)
    if not any(map(str.isdigit, plain)):
        return _fault(value, plain, Fault.NO_NUMBER)
    decimals = _DECIMALS.fullmatch(plain)
    if decimals or _EXPONENT.fullmatch(plain):
        meant = _with_zeros(decimals[1]) if decimals else None
        return _fault(value, plain, Fault.SPREADSHEET, suggestion=meant)
    strange = re.sub(r"[0-9]", "", plain)
    if strange:
        return _fault(value, plain, Fault.CHARACTERS, found=strange[0])
    return _fault(value, plain, Fault.START, found=plain[:_SHOWN])


def _judge_number(value: str, plain: str) -> Verdict:
    right = gs1_check_digit(plain[:-1]) if len(plain) in _LENGTHS else None
    if right == plain[-1]:
        return Verdict(scheme="GTIN", given=value, compact=plain)
    meant = _with_zeros(plain)
    if meant:
        return _lost_zero(value, plain, meant)
    rounded = _ROUNDED.fullmatch(plain) if len(plain) >= _LONG else None
    if rounded:
        return _fault(value, plain, Fault.ROUNDED, found=rounded[1])
    if len(plain) > _EXACT and not plain[_EXACT:].strip("0"):
        return _fault(value, plain, Fault.ROUNDED, found=plain[_EXACT:])
    if right is None:
        return _fault(value, plain, Fault.LENGTH, found=str(len(plain)))
    return _fault(value, plain, Fault.CHECK_DIGIT, found=plain[-1], right=right)


def _with_zeros(digits: str) -> str | None:
    """Return the shortest right GTIN that ends in ``digits``; zeros do not alter the check sum.

    A right sum at a wrong length is thus the trace of lost zeros. One number in ten has it
    by chance, so fewer than six digits are never taken for a GTIN.
    """
    if not digits.strip("0") or not _SHORTEST <= len(digits) <= max(_LENGTHS):
        return None
    if gs1_check_digit(digits[:-1]) != digits[-1]:
        return None
    length = min(length for length in _LENGTHS if length >= len(digits))
    return digits.zfill(length)


def _lost_zero(value: str, plain: str, meant: str) -> Verdict:
    return Verdict(
        scheme="GTIN",
        given=value[:_SHOWN],
        compact=plain,
        rule=GTIN_RULE,
        fault=Fault.SPREADSHEET,
        message=_LOST_ZERO.fill(value=value[:_SHOWN], right=meant),
        expected=_EXPECTED.en,
        suggestion=meant,
    )


def _fault(
    value: str,
    plain: str,
    fault: Fault,
    *,
    found: str = "",
    right: str = "",
    suggestion: str | None = None,
) -> Verdict:
    given = value[:_SHOWN]
    return Verdict(
        scheme="GTIN",
        given=given,
        compact=plain[:_SHOWN],
        rule=GTIN_RULE,
        fault=fault,
        message=speak(
            IDENTIFIER_SENTENCES[fault],
            _EXPECTED,
            name="GTIN",
            value=given,
            found=found,
            right=right,
        ),
        expected=_EXPECTED.en,
        suggestion=suggestion,
    )
