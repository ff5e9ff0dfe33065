"""What a point before three digits means is told by the column, or by nobody."""

import pytest

from hub.formats.decimalmarks import DecimalMarks, Mark
from hub.formats.rowsource import NumberCell


def column(*cells: str) -> DecimalMarks:
    """Return the marks of a column that was looked at."""
    marks = DecimalMarks([0])
    for cell in cells:
        marks.look([cell])
    return marks


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (("12,50",), Mark.COMMA),
        (("1.234,50",), Mark.COMMA),
        (("kr. 0,125",), Mark.COMMA),
        (("1.234.567",), Mark.COMMA),
        (("12.5", "7"), Mark.POINT),
        (("1,234.50",), Mark.POINT),
        (("0.125",), Mark.POINT),
        (("1250.000",), Mark.POINT),
        (("1.234", "5,678", "90", "EA", ""), None),
        (("12,50", "12.50"), None),
        ((NumberCell("12.5"),), None),
    ],
)
def test_a_column_tells_its_decimal_mark(cells: tuple[str, ...], mark: Mark | None) -> None:
    """By texts that can be read in one way only; both marks, and cells of numbers, tell nothing."""
    assert column(*cells).of(0) is mark


@pytest.mark.parametrize(
    ("beside", "cell", "readings"),
    [
        ("7", "1.234", ("1234", "1.234")),
        ("7", " 10.000 ", ("10000", "10.000")),
        ("7,50", "1.234", ("1234",)),
        ("7.50", "1.234", ()),
        ("7", NumberCell("1.234"), ()),
        ("7", "0.125", ()),
        ("7", "1234.500", ()),
        ("7", "12.50", ()),
    ],
)
def test_a_point_is_read_by_its_column(beside: str, cell: str, readings: tuple[str, ...]) -> None:
    """Thousands beside a comma, decimals beside a point, else both; a cell of a number is clear."""
    assert column(beside, cell).readings(0, cell) == readings
