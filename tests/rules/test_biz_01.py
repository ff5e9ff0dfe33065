"""BIZ-01: the file is readable, in one of the three forms and within limits."""

import io

import xlsxwriter

from hub.formats.owntables import own_tables
from hub.formats.payload import Payload
from hub.model.finding import Severity
from tests.bizfile import ITEM, PRICE, Read, archive, item, price, read, table


def test_three_forms_are_taken() -> None:
    """A ZIP with its tables is read without a word about its form."""
    assert not read().of("BIZ-01")


def test_prices_alone_are_refused() -> None:
    """Prices without master data are refused, and the sentence says what to send."""
    payload = Payload.of_bytes(table([price()]).encode(), "priser.csv")
    (finding,) = Read(payload).of("BIZ-01")
    assert finding.severity is Severity.FATAL
    assert "STAMDATA" in finding.message.en


def test_master_data_alone_are_warned_of() -> None:
    """Master data without prices go on, for receivers of master data only."""
    payload = Payload.of_bytes(table([item()]).encode(), "stamdata.csv")
    said = Read(payload)
    assert [finding.severity for finding in said.of("BIZ-01")] == [Severity.WARN]
    assert said.bodies[0].orderable_indicator is False


def test_a_sheet_of_another_name_is_not_left_out_in_silence() -> None:
    """Prices in a sheet that is not called PRISER are not read, and its name is what is told."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for title, row in (
            ("Stamdata ", ITEM), ("Priser 2026", PRICE), ("Noter", {"Hvem": "x", "Hvad": "y"}),
        ):  # fmt: skip
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, row)
            sheet.write_row(1, 0, row.values())
    said = Read(Payload.of_bytes(out.getvalue(), "katalog.xlsx"))
    other, no_prices = said.of("BIZ-01")
    assert (other.place.sheet, other.value, other.expected) == (
        "Priser 2026", "Priser 2026", "PRISER",
    )  # fmt: skip
    assert {other.severity, no_prices.severity} == {Severity.WARN}


def test_a_path_in_the_archive_is_refused() -> None:
    """A member with a path is no part of the form, whatever it would overwrite."""
    payload = archive(**{"stamdata": table([item()]), "../priser": table([price()])})
    (finding,) = Read(payload).of("BIZ-01")
    assert finding.value == "../priser.csv"


def test_a_folder_in_the_archive_is_told_as_such() -> None:
    """With what an operating system adds beside it, and without anybody stumbling over that."""
    files = {"Katalog/stamdata": table([item()]), "__MACOSX/Katalog/._stamdata": "x"}
    payload = archive(**files)
    (finding,) = Read(payload).of("BIZ-01")
    assert "ikke en mappe" in finding.message.da
    assert next(iter(own_tables(payload))).name == "katalog/stamdata.csv"
