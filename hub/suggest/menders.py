"""The ways of mending a cell; each proposes what could stand there, or nothing.

None guesses: a proposal either means the same in the right form, or is what the rules of the
value itself (a check digit, a limit, the other table) say it has to be, or is a choice.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from hub.facts.days import day_counted, read_day
from hub.facts.gtin import check_gtin
from hub.facts.money import (
    NumberFault,
    NumberReading,
    clear_readings,
    percent_meant,
    rate_meant,
    read_number,
    two_readings,
    write_number,
)
from hub.facts.text import CutAt, cut_at_word, strip_control, strip_markup
from hub.model.finding import Severity
from hub.rules.speech import shorten
from hub.suggest.spot import Means, Spot
from hub.suggest.suggestion import Confidence, Proposal
from hub.suggest.wording import reason

__all__ = ["MENDERS", "Mender"]

Mender = Callable[[Spot, Means], Proposal | None]

_CERTAIN, _LIKELY, _POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE
_ZEROS = re.compile(r"(-?[0-9]+)\.0+")
_EXPONENT = re.compile(r"([0-9])[.,]([0-9]{1,14})[eE]\+?([0-9]{1,2})")
_ONE = re.compile(r"^(?:(?:1|én|een|pr|per|á|à)\b\.?\s*)+", re.IGNORECASE)
_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]{2,}")
_ANSWERS = MappingProxyType(
    {"ja": "J", "yes": "J", "true": "J", "sand": "J", "nej": "N", "nee": "N", "no": "N"}
)
_SHOWN_TITLE = 30


def number(spot: Spot, _means: Means) -> Proposal | None:
    """Mend a number: decimal comma, thousands, blanks, currency, needless decimals.

    ``10.000`` is ten thousand to one sender and ten to another: nobody else can choose.
    """
    ways = two_readings(spot.cell)
    if ways and spot.expected in ways:
        return Proposal(spot.expected, reason("number-column"), _LIKELY)
    if ways:
        return _either(ways)
    zeros = _ZEROS.fullmatch(spot.cell)
    if zeros:
        return Proposal(zeros[1], reason("whole"), _CERTAIN)
    reading = read_number(spot.cell)
    if reading.readings:
        return _either(reading.readings)
    if reading.suggestion is None:
        return None
    return Proposal(write_number(reading.suggestion), reason("number"), _confidence_of(reading))


def _either(ways: tuple[str, ...]) -> Proposal:
    """Offer readings, each written so that it can be read in one way only."""
    return Proposal(None, reason("number-choose"), _POSSIBLE, clear_readings(ways))


def _confidence_of(reading: NumberReading) -> Confidence:
    plain = reading.fault in (NumberFault.COMMA, NumberFault.THOUSANDS)
    return _CERTAIN if plain else _LIKELY


def percent(spot: Spot, _means: Means) -> Proposal | None:
    """Write a percentage that a spreadsheet kept as a fraction of one: 25 for ``0.25``."""
    meant = percent_meant(spot.cell)
    # Only where it was warned of: a number refused for another reason is no percentage.
    if meant is None or meant != spot.expected or spot.refuses:
        return None
    return Proposal(meant, reason("percent"), _LIKELY)


def rate(spot: Spot, _means: Means) -> Proposal | None:
    """Write a rate of VAT as a number: 25 for ``25 %``, 0 for goods without VAT."""
    meant = rate_meant(spot.cell)
    if meant is None or meant != spot.expected:
        return None
    sure = _CERTAIN if spot.cell.endswith("%") else _LIKELY
    return Proposal(meant, reason("rate"), sure)


def date(spot: Spot, _means: Means) -> Proposal | None:
    """Mend a date written day first, without its hyphens, or as a spreadsheet counts days."""
    day = read_day(spot.cell)
    if day is None:
        counted = day_counted(spot.cell)
        # Only where a day was asked for: any number could be such a count.
        if counted is None or counted.text != spot.expected:
            return None
        return Proposal(counted.text, reason("date-count"), _LIKELY)
    if day.certain:
        return Proposal(day.text, reason("date"), _CERTAIN)
    return Proposal(day.text, reason("date-day-first"), _LIKELY)


def yes_no(spot: Spot, _means: Means) -> Proposal | None:
    """Mend an answer that was written out."""
    answer = _ANSWERS.get(spot.cell.casefold())
    if answer is None or not spot.expected.startswith("J"):
        return None
    return Proposal(answer, reason("yes-no"), _CERTAIN)


def unit(spot: Spot, means: Means) -> Proposal | None:
    """Name the code of a unit word; a word nobody knows is for somebody to choose.

    A text that says more than a unit is left alone: its content belongs in other fields. That it
    is one, or the price of one, says nothing more: ``1 stk``, ``pr. stk``.
    """
    settled = means.settled.get(spot.cell)
    if settled is not None:
        return Proposal(settled, reason("unit-settled"), _CERTAIN)
    reading = means.units.read(spot.cell)
    if reading.code is not None:
        if reading.code == spot.cell:
            return None
        if reading.severity is Severity.WARN or reading.readings:
            return Proposal(reading.code, reason("unit-ambiguous"), _LIKELY)
        return Proposal(reading.code, reason("unit"), _CERTAIN)
    if reading.rule == "UOM-03":
        return _one_of(spot.cell, means)
    near = reading.suggestions
    return Proposal(None, reason("unit-choose"), _POSSIBLE, near) if near else None


def _one_of(cell: str, means: Means) -> Proposal | None:
    code = means.units.read(_ONE.sub("", cell)).code
    return None if code is None else Proposal(code, reason("unit"), _CERTAIN)


def gtin(spot: Spot, _means: Means) -> Proposal | None:
    """Mend a GTIN that a spreadsheet took for a number, where its check digit agrees."""
    verdict = check_gtin(spot.cell)
    if verdict.suggestion is not None:
        return Proposal(verdict.suggestion, reason("gtin"), _LIKELY)
    found = _EXPONENT.fullmatch(spot.cell)
    # Only where no digit is missing: a narrow column has rounded the others away.
    if not found or len(found[2]) != int(found[3]):
        return None
    digits = f"{found[1]}{found[2]}"
    if not check_gtin(digits).valid:
        return None
    return Proposal(digits, reason("gtin-exponent"), _LIKELY)


def markup(spot: Spot, _means: Means) -> Proposal | None:
    """Take markup and control characters out; a line break becomes a blank."""
    stripped = strip_markup(_BREAK.sub(" ", strip_control(spot.cell)))
    text = _BLANKS.sub(" ", stripped.text).strip()
    if not stripped.clean or not text or text == spot.cell:
        return None
    return Proposal(text, reason("markup"), _CERTAIN)


def length(spot: Spot, _means: Means) -> Proposal | None:
    """Cut a text that is refused for its length after a word; what goes is shown."""
    if not spot.refuses or not spot.expected.isdecimal():
        return None
    limit = int(spot.expected)
    cut = cut_at_word(spot.cell, limit)
    if cut.at is not CutAt.WORD:
        return None
    rest = spot.cell[len(cut.text) :].strip()
    return Proposal(cut.text, reason("length", limit=str(limit), rest=shorten(rest)), _LIKELY)


def case(spot: Spot, _means: Means) -> Proposal | None:
    """Write a key as the other table does, where only upper and lower case differ.

    Never certain: that key may have a row of its own for the same thing already, which no one
    row shows (BIZ-09).
    """
    near = spot.expected
    if not near or near == spot.cell or near.casefold() != spot.cell.casefold():
        return None
    return Proposal(near, reason("case"), _LIKELY)


def classification(spot: Spot, means: Means) -> Proposal | None:
    """Offer codes of the operator's table by the words of the item's name and group."""
    if means.unspsc is None or means.finder is None:
        return None
    stem = spot.cell.rstrip("0") if spot.cell in means.unspsc else ""
    under = stem + "0" * (len(stem) % 2)
    text = " ".join(spot.beside.get(part, "") for part in ("name", "group"))
    codes = tuple(code for code in means.finder.find(text, under) if code != spot.cell)
    if not codes:
        return None
    entries = [means.unspsc.get(code) for code in codes]
    titles = ", ".join(
        f"{one.code} {shorten(one.title_da or one.title_en, _SHOWN_TITLE)}"
        for one in entries
        if one is not None
    )
    return Proposal(None, reason("classification", titles=titles), _POSSIBLE, codes)


MENDERS: Mapping[str, Mender] = MappingProxyType(
    {
        "number": number,
        "percent": percent,
        "rate": rate,
        "date": date,
        "yes-no": yes_no,
        "unit": unit,
        "gtin": gtin,
        "markup": markup,
        "length": length,
        "case": case,
        "classification": classification,
    }
)
"""By the word that ``suggestions.toml`` uses."""
