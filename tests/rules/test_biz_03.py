"""BIZ-03: the file is what its encoding says."""

from hub.model.finding import Severity
from tests.bizfile import Read, archive, item, price, table


def test_a_bad_byte_is_told_with_row_and_place() -> None:
    """What is declared UTF-8 and is not is refused, with row and byte."""
    text = table([item(), item(ITEM_NO="A-2", ITEM_NAME="Bl\u00e5")]).encode("latin-1")
    payload = archive(hoved="ENCODING;UTF-8\n", stamdata=text)
    (finding,) = Read(payload).of("BIZ-03")
    assert (finding.place.row, finding.value) == (3, "'\\xe5'")


def test_windows_1252_is_guessed_and_said() -> None:
    """What is not UTF-8 and not declared is read as windows-1252, with a warning."""
    text = table([item(ITEM_NAME="Bl\u00e5b\u00e6r")]).encode("cp1252")
    said = Read(archive(stamdata=text, priser=table([price()])))
    assert said.bodies[0].item.name.value == "Bl\u00e5b\u00e6r"
    assert [finding.severity for finding in said.of("BIZ-03")] == [Severity.WARN]


def test_a_lost_character_refuses_the_file() -> None:
    """The replacement character is the trace of an earlier conversion that lost a letter."""
    said = Read(archive(stamdata=table([item(ITEM_NAME="Bl\ufffd")])))
    assert [finding.severity for finding in said.of("BIZ-03")] == [Severity.FATAL]
