"""Ways of mending a cell: what each proposes, and where it says nothing."""

import pytest

from hub.facts.unspsc import UnspscEntry, UnspscLevel, UnspscTable
from hub.suggest.classes import ClassFinder
from hub.suggest.menders import MENDERS
from hub.suggest.spot import Means, Spot
from hub.suggest.suggestion import Confidence, Proposal

TABLE = UnspscTable(
    "1",
    [
        UnspscEntry("44121700", UnspscLevel.CLASS, "Writing instruments", "Skriveredskaber"),
        UnspscEntry("44121704", UnspscLevel.COMMODITY, "Ball point pens", "Kuglepenne"),
        UnspscEntry("44121706", UnspscLevel.COMMODITY, "Wooden pencils", "Blyanter af træ"),
        UnspscEntry("14111507", UnspscLevel.COMMODITY, "Copier paper", "Kopipapir"),
    ],
)


def mend(way: str, cell: str, expected: str = "", **said: object) -> Proposal | None:
    """Ask one mender about a cell."""
    return MENDERS[way](Spot(cell, expected, **said), Means())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("way", "cell", "expected", "new", "confidence"),
    [
        ("number", "120,90", "", "120.90", "certain"),
        ("number", "1.234,50", "", "1234.50", "certain"),
        ("number", "kr. 45,00", "", "45.00", "likely"),
        ("number", "10.00", "", "10", "certain"),
        ("number", "1.234,-", "", "1234", "likely"),
        ("number", "kr. 10.000,-", "", "10000", "likely"),
        ("number", "1.234.000", "", "1234000", "certain"),
        ("date", "31-12-2026", "", "2026-12-31", "certain"),
        ("date", "3/4/2026", "", "2026-04-03", "likely"),
        ("date", "20261231", "", "2026-12-31", "certain"),
        ("date", "45987", "2025-11-26", "2025-11-26", "likely"),
        ("date", "31-12-26", "", "2026-12-31", "likely"),
        ("date", "1. januar 2026", "", "2026-01-01", "certain"),
        ("date", "1. okt. 2026", "", "2026-10-01", "certain"),
        ("date", "5 maart 2026", "", "2026-03-05", "certain"),
        ("date", "5-mrt-2026", "", "2026-03-05", "certain"),
        ("unit", "1 stk", "", "EA", "certain"),
        ("unit", "pr. stk", "", "EA", "certain"),
        ("unit", "per stuk", "", "EA", "certain"),
        ("date", "45987.5", "2025-11-26", "2025-11-26", "likely"),
        ("yes-no", "nej", "J, N", "N", "certain"),
        ("unit", "stk", "", "EA", "certain"),
        ("gtin", "4006381333931.0", "", "4006381333931", "likely"),
        ("gtin", "40170725", "", None, ""),
        ("gtin", "36000291452", "", "036000291452", "likely"),
        ("gtin", "4.006381333931E+12", "", "4006381333931", "likely"),
        ("markup", "Blyant<br>HB &amp; <b>hård</b>", "", "Blyant HB & hård", "certain"),
        ("length", "Blyant med viskelæder og spids", "16", "Blyant med", "likely"),
        ("case", "ab-1", "AB-1", "AB-1", "likely"),
    ],
)
def test_what_is_proposed(
    way: str, cell: str, expected: str, new: str | None, confidence: str
) -> None:
    """What only changes form is certain, what was probably meant is likely."""
    found = mend(way, cell, expected)
    if new is None:
        assert found is None
        return
    assert found is not None
    assert (found.new, found.confidence.value) == (new, confidence)


@pytest.mark.parametrize(
    ("way", "cell", "expected"),
    [
        ("number", "ti", ""),
        ("number", "12.50,-", ""),
        ("date", "31-02-2026", ""),
        ("date", "snart", ""),
        ("date", "1. marsjanuar 2026", ""),
        ("date", "31. februar 2026", ""),
        ("unit", "1 kasse á 2", ""),
        ("date", "45987", "10"),
        ("date", "90000", ""),
        ("yes-no", "måske", "J, N"),
        ("unit", "1 kasse á 2 poser", ""),
        ("gtin", "3.21E+17", ""),
        ("gtin", "5.79E+12", ""),
        ("gtin", "4.006381333932E+12", ""),
        ("markup", "&" + "amp;" * 30 + "lt;b&gt;", ""),
        ("length", "A" * 40, "35"),
        ("case", "ab-1", "AB-2"),
    ],
)
def test_nothing_is_guessed(way: str, cell: str, expected: str) -> None:
    """Lost digits, a key cut in two, content in a unit field: nothing is proposed."""
    assert mend(way, cell, expected) is None


def test_a_repaired_length_is_not_shortened_for_everybody() -> None:
    """A text that the hub cuts for one receiver stays whole in the sender's own file."""
    assert mend("length", "Blyant med viskelæder", "16", refuses=False) is None


@pytest.mark.parametrize(
    ("way", "cell", "choices"),
    [
        ("number", "1,234", ("1.2340", "1234")),
        ("number", "10.000", ("10000", "10")),
        ("number", "-1.234", ("-1234", "-1.2340")),
        ("number", "kr. 1.234", ("1234", "1.2340")),
        ("number", "1,234 EUR", ("1.2340", "1234")),
        ("unit", "FLAK", None),
    ],
)
def test_somebody_has_to_choose(way: str, cell: str, choices: tuple[str, ...] | None) -> None:
    """A mark before three digits and a unit nobody knows are choices, not answers."""
    found = mend(way, cell)
    assert found is not None
    assert (found.new, found.confidence) == (None, Confidence.POSSIBLE)
    assert found.choices == (choices or found.choices) != ()


def test_a_point_is_thousands_where_the_column_has_a_comma() -> None:
    """What was found by the column is proposed, and not the other reading."""
    found = mend("number", "1.234", "1234")
    assert found is not None
    assert (found.new, found.confidence) == ("1234", Confidence.LIKELY)


@pytest.mark.parametrize(
    ("cell", "new", "confidence"),
    [
        ("25%", "25", Confidence.CERTAIN),
        ("6,5 pct.", "6.5", Confidence.LIKELY),
        ("momsfri", "0", Confidence.LIKELY),
        ("btw-vrij", "0", Confidence.LIKELY),
    ],
)
def test_a_rate_of_vat_is_written_as_a_number(cell: str, new: str, confidence: Confidence) -> None:
    """Only where a rate was expected: 25% of a price is no price."""
    found = mend("rate", cell, new)
    assert found is not None
    assert (found.new, found.confidence) == (new, confidence)
    assert mend("rate", cell) is None


def test_a_fraction_is_a_percentage_only_where_it_was_warned_of() -> None:
    """The same digits in a quantity that was refused are no percentage."""
    found = mend("percent", "0.25", "25", refuses=False)
    assert found is not None
    assert (found.new, found.confidence) == ("25", Confidence.LIKELY)
    assert mend("percent", "0.25", "25") is None
    assert mend("percent", "0.01", "25", refuses=False) is None


def test_what_was_settled_is_certain() -> None:
    """A unit word that the supplier decided once is suggested as decided."""
    found = MENDERS["unit"](Spot("FLAK"), Means(settled={"FLAK": "CS"}))
    assert found is not None
    assert (found.new, found.confidence) == ("CS", Confidence.CERTAIN)


def test_codes_come_from_the_words_of_name_and_group() -> None:
    """Singular finds plural; a code that names a class is narrowed to what is below it."""
    means = Means(TABLE, ClassFinder(TABLE))
    pen = Spot("", beside={"name": "Kuglepen, blå", "group": "Kontor"})
    found = MENDERS["classification"](pen, means)
    assert found is not None
    assert found.new is None
    assert found.choices == ("44121704",)
    paper = Spot("44121700", beside={"name": "Kopipapir A4"})
    assert MENDERS["classification"](paper, means) is None
    assert MENDERS["classification"](pen, Means()) is None
