"""BIZ-02: the header row has all mandatory columns."""

from tests.bizfile import HEAD, Read, archive, item, price, read, table


def test_a_missing_column_is_named() -> None:
    """A table without a mandatory column is refused, by the column's name."""
    row = item()
    del row["ITEM_MIN_QTY"]
    (finding,) = read([row]).of("BIZ-02")
    assert finding.value == "ITEM_MIN_QTY (Minimumsantal)"
    assert "mangler ITEM_MIN_QTY (Minimumsantal). Tilføj" in finding.message.da


def test_labels_and_numbers_name_columns_too() -> None:
    """Danish labels and field numbers are as good as technical names, in any case."""
    row = {"varenummer": "A-1", "2.2": "Blyant", "SALGSENHED": "EA", "Minimumsantal": "1"}
    assert len(read([row]).bodies) == 1


def test_an_unknown_column_is_warned_of_with_the_nearest_name() -> None:
    """A column nobody knows is not read, and the nearest known one is offered."""
    said = read([item(ITEM_GTINN="5790001000011")])
    (finding,) = said.of("BIZ-02")
    assert finding.expected == "ITEM_GTIN"
    assert "ITEM_GTIN (GTIN)" in finding.message.en
    assert [loss.field for loss in said.report.losses if loss.field == "ITEM_GTINN"]


def test_titles_above_the_headings_are_none() -> None:
    """The header row is the first that names columns; rows keep the numbers of the file."""
    head = "".join(f"{key};{value}\n" for key, value in HEAD.items())
    titled = "Prisliste 2026, alle priser i DKK\n\n" + table([item(ITEM_NAME="")])
    said = Read(archive(hoved=head, stamdata=titled, priser=table([price()])))
    assert not said.of("BIZ-02")
    (finding,) = said.of("BIZ-06")
    assert (finding.place.row, finding.place.column) == (4, "ITEM_NAME")


def test_all_missing_columns_are_in_the_sentence() -> None:
    """However many there are: nobody can add what an ellipsis stands for."""
    said = Read(archive(stamdata="Farve;Form\nrød;rund\n"))
    (finding,) = (one for one in said.of("BIZ-02") if one.severity.refuses)
    assert "ITEM_NAME (Varenavn)" in finding.message.en
    assert "…" not in finding.message.en
