"""CSV files and ZIP archives as rows."""

import codecs
import io
import zipfile

import pytest

from hub.formats.csvtext import CsvSource, guess_dialect
from hub.formats.payload import Payload
from hub.formats.rowsource import RowLimits
from hub.formats.rowtrouble import RowTrouble
from hub.formats.zipbox import open_zip
from hub.model.report import Report


def rows_of(
    content: bytes, encoding: str | None = None
) -> tuple[list[tuple[int, list[str]]], Report]:
    """Read a CSV file."""
    report = Report("a.csv")
    trouble = RowTrouble(report)
    dialect = guess_dialect(lambda: io.BytesIO(content), trouble, "a.csv", encoding)
    if dialect is None:
        return [], report
    source = CsvSource("a.csv", lambda: io.BytesIO(content), dialect, trouble)
    return list(source.rows()), report


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(mark: str) -> None:
    """The mark that parts the header into most columns, also beside quoted others."""
    found, _ = rows_of(f'a{mark}"b;,c"{mark}d\n1{mark}2{mark}3\n'.encode())
    assert found == [(1, ["a", "b;,c", "d"]), (2, ["1", "2", "3"])]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("Prisliste, gældende fra nu\n\nNr;Navn;Pris\n1;Pen, sort;9\n2;a, b, c, d;7,00\n", 3),
        ("Nordlys A/S\nNr;Pris, DKK\n1;9,50\n2;7,00\n", 2),
        ("Nr;Navn;Pris\n1;a, b, c, d;9\n", 3),
    ],
    ids=["title", "prices", "names"],
)
def test_commas_around_and_in_a_table_do_not_part_it(text: str, width: int) -> None:
    """A title above it, decimals, and names that list things."""
    found, _ = rows_of(text.encode())
    assert [len(cells) for _, cells in found if cells and cells[0] in ("Nr", "1", "2")] == [
        width
    ] * sum(line.startswith(("Nr", "1", "2")) for line in text.splitlines())


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    """A line end inside quotes makes no row, an empty line does."""
    found, _ = rows_of(b'a;b\r\n"x\ny";1\r\n\r\nz;2\r\n')
    assert [row for row, _ in found] == [1, 2, 3, 4]
    assert found[1][1] == ["x\ny", "1"]


def test_a_byte_order_mark_is_no_text() -> None:
    """The first column's name begins after it."""
    assert rows_of(b"\xef\xbb\xbfITEM_NO;b\n")[0] == [(1, ["ITEM_NO", "b"])]


WAYS = {
    "utf-8": (b"", "utf-8"),
    "utf-8-marked": (codecs.BOM_UTF8, "utf-8"),
    "utf-16-le": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be": (codecs.BOM_UTF16_BE, "utf-16-be"),
}


@pytest.mark.parametrize("hint", ["", "sep=;", "SEP=;;", '"sep=;";'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("way", WAYS)
def test_whatever_spreadsheets_save_is_read_alike(way: str, end: str, hint: str) -> None:
    """Encoding, line ends and the line that hints at the delimiter change no row's number."""
    mark, encoding = WAYS[way]
    rows = ["Nr;Navn, lang", 'Ċ1;"Blå\nog \u0a0a;""x"""', "", "2;Søm"]
    text = end.join([*([hint] if hint else []), *rows, ""])
    found, report = rows_of(mark + text.encode(encoding))
    first = 2 if hint else 1
    assert found == [
        (first, ["Nr", "Navn, lang"]),
        (first + 1, ["Ċ1", 'Blå\nog \u0a0a;"x"']),
        (first + 2, []),
        (first + 3, ["2", "Søm"]),
    ]
    assert not report.counts


@pytest.mark.parametrize(
    ("hint", "mark"), [("sep=,", ","), ("sep=\t", "\t"), ("sep=^", "^"), ("sep=,;;", ",")]
)
def test_a_hint_says_more_than_a_guess(hint: str, mark: str) -> None:
    """The header's own cells hold more of another mark."""
    found, _ = rows_of(f"{hint}\r\na;1;2;3|4|5|6{mark}b\r\n".encode())
    assert found == [(2, ["a;1;2;3|4|5|6", "b"])]


def test_a_byte_order_mark_overrules_what_was_declared() -> None:
    """Whoever fills in the head often says what the file no longer is."""
    content = "a;b\nå;2\n".encode("utf-16")
    assert rows_of(content, "windows-1252")[0] == [(1, ["a", "b"]), (2, ["å", "2"])]


@pytest.mark.parametrize("way", ["utf-16-le", "utf-16-be"])
def test_long_files_are_cut_at_characters(way: str) -> None:
    """Lines cross the pieces that a file is read in, and bytes of two characters look like ends."""
    mark, encoding = WAYS[way]
    line = "Ċ" * 1_237 + ";ਊ"
    found, _ = rows_of(mark + "\r\n".join(["a;b", *[line] * 100]).encode(encoding))
    assert found[1:] == [(row, line.split(";")) for row in range(2, 102)]


def test_encodings_nobody_declared_are_guessed_from_the_whole_file() -> None:
    """A letter beyond the first 64 kilobytes decides too."""
    content = b"a;b\n" + b"1;2\n" * 20_000 + "blå;3\n".encode("cp1252")
    found, report = rows_of(content)
    assert found[-1][1] == ["blå", "3"]
    assert report.counts == {"ROW-encoding-guessed": 1}


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("a;b\n".encode("utf-16-le"), "ROW-encoding-unknown"),
        (codecs.BOM_UTF16_LE + "a;b\n1;".encode("utf-16-le") + b"\0\xd8\n\0", "ROW-encoding"),
        (codecs.BOM_UTF16_LE + "a;b\n1;2".encode("utf-16-le") + b"\0", "ROW-encoding"),
        (codecs.BOM_UTF16_BE + ("a;b\n" + "x" * 600_000).encode("utf-16-be"), "ROW-broken-row"),
        (b"a;b\r" + b"x" * 1_100_000, "ROW-broken-row"),
        (b"a;b\n1;\x00\n", "ROW-encoding-unknown"),
        (b"a;b\n" + b"1;2\n" * 20_000 + b"1;\x00\n", "ROW-encoding"),
        ("a;b\n1;\ufffd\n".encode(), "ROW-replacement"),
        (b'a;b\n1;"' + b"x" * 200_000 + b"\n", "ROW-broken-row"),
        (b"a;b\n" + b"x" * 1_100_000, "ROW-broken-row"),
        (b'a;b\n"1" x;2\n', "ROW-broken-row"),
    ],
)
def test_what_is_no_text_is_told(content: bytes, rule: str) -> None:
    """UTF-16 without its mark or broken, NUL, lost characters, a quotation mark without an end."""
    _, report = rows_of(content)
    assert report.counts == {rule: 1}
    assert report.fatal


def archive(*members: tuple[str, bytes]) -> Payload:
    """Return a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return Payload.of_bytes(out.getvalue(), "a.zip")


def unpacked(payload: Payload, limits: RowLimits | None = None) -> Report:
    """Open a ZIP that may hold a.csv and b.csv."""
    report = Report("a.zip")
    open_zip(payload, ("a.csv", "b.csv"), limits or RowLimits(), RowTrouble(report))
    return report


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ([("../a.csv", b"")], "archive-member"),
        ([("x/a.csv", b"")], "archive-member"),
        ([("/a.csv", b"")], "archive-member"),
        ([("inner.zip", b"")], "archive-member"),
        ([("a.csv", b""), ("A.CSV", b"")], "archive-twice"),
        ([("a.csv", b"0" * 1_000_000)], "archive-bomb"),
        ([(f"{n}.csv", b"") for n in range(21)], "archive-full"),
    ],
)
def test_archives_that_are_not_taken(members: list[tuple[str, bytes]], fault: str) -> None:
    """Paths, archives in archives, names given twice, bombs and crowds."""
    assert unpacked(archive(*members)).counts == {f"ROW-{fault}": 1}


def test_what_operating_systems_leave_behind_is_no_member() -> None:
    """A ZIP made on a Mac is as good as any."""
    payload = archive(("A.csv", b"1"), ("__MACOSX/._a.csv", b"2"), (".DS_Store", b""))
    assert not unpacked(payload).counts


def test_a_damaged_archive_is_told() -> None:
    """A byte that flipped on its way is found before anything is read."""
    whole = archive(("a.csv", b"abcdefghijklmnopqrstuvwxyz")).content
    assert whole is not None
    damaged = bytearray(whole)
    damaged[40] ^= 0xFF
    assert unpacked(Payload.of_bytes(bytes(damaged), "a.zip")).fatal
    assert unpacked(Payload.of_bytes(whole[:60], "a.zip")).fatal
