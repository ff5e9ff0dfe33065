"""What is said of a cell whose text is no value of its column, and what could stand there."""

from hub.facts.days import day_counted, read_day
from hub.facts.money import (
    clear_readings,
    rate_meant,
    read_number,
    trim_decimals,
    two_readings,
    write_number,
)
from hub.formats.rowsentences import ROW_SENTENCES
from hub.formats.rowvalues import Misfit
from hub.formats.table import Field
from hub.model.sentence import Sentence

__all__ = ["VAT", "either", "grouped", "misfit", "read_as"]

SHOWN = 40
VAT = "tax_category.percent"
"""How the field of a percentage of VAT ends."""


def misfit(field: Field | None, text: str, why: Misfit, more: str) -> tuple[Sentence, str | None]:
    """Return the sentence about a cell and what is proposed for it, None where nothing is.

    ``more`` is what the reading of the value had to say: the codes there are, or a sentence.
    """
    shown = text[:SHOWN]
    match why:
        case Misfit.NUMBER:
            return _number(field, text, shown)
        case Misfit.WHOLE:
            meant = _whole(text)
            return ROW_SENTENCES["whole"].fill(value=shown), meant
        case Misfit.DATE:
            return _date(text, shown)
        case Misfit.YES_NO:
            return ROW_SENTENCES["code"].fill(value=shown, expected="J, N"), "J, N"
        case _:
            return ROW_SENTENCES["code"].fill(value=shown, expected=more), more or None


def grouped(text: str, ways: tuple[str, ...]) -> tuple[Sentence, str]:
    """Return the sentence about a point that may part thousands, and what may be meant."""
    clear = clear_readings(ways)
    if len(clear) == 1:
        said = ROW_SENTENCES["comma-column"].fill(value=text[:SHOWN], expected=clear[0])
        return said, clear[0]
    said = ROW_SENTENCES["two-readings"].fill(
        value=text[:SHOWN], thousands=clear[0], decimals=clear[1]
    )
    return said, either(clear)


def either(ways: tuple[str, ...]) -> str:
    """Return readings to choose from, as the column of proposals shows them."""
    return " / ".join(ways)


def read_as(text: str, meant: str) -> Sentence:
    """Return the sentence about a value that was repaired."""
    return ROW_SENTENCES["read-as"].fill(value=text[:SHOWN], expected=meant)


def _number(field: Field | None, text: str, shown: str) -> tuple[Sentence, str | None]:
    rate = rate_meant(text) if field is not None and field.name.endswith(VAT) else None
    if rate is not None:
        return ROW_SENTENCES["rate"].fill(value=shown, expected=rate), rate
    reading = read_number(text)
    sentence = reading.message or ROW_SENTENCES["whole"].fill(value=shown)
    ways = reading.readings or two_readings(text)
    if ways:
        return sentence, either(clear_readings(ways))
    meant = reading.suggestion
    return sentence, None if meant is None else write_number(meant)


def _date(text: str, shown: str) -> tuple[Sentence, str | None]:
    counted = day_counted(text)
    if counted is not None:
        said = ROW_SENTENCES["date-count"].fill(value=shown, expected=counted.text)
        return said, counted.text
    day = read_day(text)
    if day is None:
        return ROW_SENTENCES["date"].fill(value=shown), None
    key = "date-form" if day.certain else "date-day-first"
    return ROW_SENTENCES[key].fill(value=shown, expected=day.text), day.text


def _whole(text: str) -> str | None:
    """Return the whole number that was meant, both where there are two, None for none."""
    ways = two_readings(text) or read_number(text).readings
    if ways:
        return either(clear_readings(ways))
    reading = read_number(text)
    meant = reading.value if reading.value is not None else reading.suggestion
    if meant is None or meant != meant.to_integral_value() or meant < 0:
        return None
    return write_number(trim_decimals(meant, 0))
