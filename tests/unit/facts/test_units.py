"""Units: the two lists, the way between them, and what stands in unit fields."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.facts.unit_crossing import Crosswalk, cross_unit, recount
from hub.facts.unit_reading import UnitOrigin, UnitReader, read_unit
from hub.facts.unit_words import unit_words
from hub.facts.units import UnitList, unit_list, units
from hub.model.finding import Severity

OIOUBL = unit_list(UnitList.OIOUBL)
REC20 = unit_list(UnitList.REC20)
WORDS = unit_words("da", "nl")
SAFE = "EA C62 NAR NMP PR SET KGM GRM LTR MLT MTR MTK MTQ CMT MMT HUR DAY MON ANN MIN TNE DZN CEN"
DANISH = {
    "EA": "stk styk stykke", "CS": "ks kasse", "CT": "krt karton", "BX": "æske boks",
    "PK": "pk pak pakke", "BG": "ps pose", "BO": "fl flaske", "CA": "ds dåse", "JR": "gl glas",
    "TU": "tb tube", "RO": "rl rulle", "SA": "sæk", "BJ": "spand", "LEF": "ark", "PR": "par",
    "SET": "sæt", "KGM": "kg kilo", "GRM": "g gram", "LTR": "l ltr liter", "MLT": "ml",
    "MTR": "m meter", "MTK": "m2", "MTQ": "m3", "PF": "palle", "HUR": "time timer",
    "MON": "måned", "DZN": "dusin",
}  # fmt: skip


def test_lists_have_their_size() -> None:
    """1,093 OIOUBL codes, of which 721 stand in revision 11e too and 372 do not."""
    assert len(OIOUBL) == 1093
    assert len(set(OIOUBL) & set(REC20)) == 721


@pytest.mark.parametrize("code", ["H87", "PCE", "XBX", "XPK", "XCT", "E48", "KMT"])
def test_not_in_oioubl(code: str) -> None:
    """Codes of the newer list that OIOUBL refuses."""
    assert code not in OIOUBL


@pytest.mark.parametrize(
    "code", ["BX", "CT", "PK", "CS", "BG", "BO", "CA", "RL", "RO", "HD", "D97"]
)
def test_only_in_oioubl(code: str) -> None:
    """Codes of the older list that Peppol refuses."""
    assert code in OIOUBL
    assert code not in REC20


@pytest.mark.parametrize("code", [*SAFE.split(), "MIL", "KWH", "LEF", "RM", "AS", "KT", "LS"])
def test_safe_everywhere(code: str) -> None:
    """Codes of both lists cross as they are, both ways."""
    assert cross_unit(code, REC20).target == code
    assert cross_unit(code, OIOUBL).target == code


@pytest.mark.parametrize(
    ("code", "target"), [("BX", "XBX"), ("CL", "XCY"), ("PF", "XPX"), ("EV", "XEN"), ("BH", None)]
)
def test_crosses_by_the_table_only(code: str, target: str | None) -> None:
    """UOM-05: a cylinder is no coil, a brush no bunch; without a row there is no way."""
    crossing = cross_unit(code, REC20)
    assert crossing.target == target
    assert (crossing.rule == "UOM-05") == (target is None)


def test_never_glues_an_x() -> None:
    """Every code that only OIOUBL has crosses by its curated row or is refused with a sentence."""
    for code in set(OIOUBL) - set(REC20):
        crossing = cross_unit(code, REC20)
        assert crossing.target == units()[code].successor
        assert (crossing.target is None) == (crossing.message is not None)


def test_every_successor_is_in_the_other_list() -> None:
    """The curated table points only to codes that the other list holds."""
    for unit in units().values():
        if unit.successor is None:
            continue
        assert len(unit.lists) == 1
        other = REC20 if UnitList.OIOUBL in unit.lists else OIOUBL
        assert unit.successor in other


def test_respects_the_receivers_own_list() -> None:
    """A successor the receiver does not take is refused; a settled code must be taken too."""
    assert cross_unit("BX", {"EA"}).target is None
    assert cross_unit("BX", {"EA", "XBX"}).target == "XBX"
    assert cross_unit("CS", {"EA", "XBX"}, {"CS": "XBX"}).target == "XBX"
    assert cross_unit("CS", {"EA"}, {"CS": "XBX"}).target is None


@given(st.text(max_size=6))
def test_crossing_never_leaves_the_list(code: str) -> None:
    """No silent fallback: what comes out is in the list, or nothing comes out."""
    for allowed in (OIOUBL, REC20):
        target = cross_unit(code, allowed).target
        assert target is None or target in allowed


def test_a_crosswalk_says_what_the_function_says() -> None:
    """Crossing a code again gives the same way, as from the plain function."""
    crosswalk = Crosswalk(REC20, {"AB": "XPK"})
    for code in ("BX", "DS", "AB", "DS", "HD"):
        assert crosswalk.cross(code) == crosswalk.cross(code)
        assert crosswalk.cross(code) == cross_unit(code, REC20, {"AB": "XPK"})


def test_half_dozen_becomes_pieces() -> None:
    """UOM-04: three half dozens at 12.00 are eighteen pieces at 2.00."""
    crossing = cross_unit("HD", REC20)
    assert (crossing.target, crossing.factor, crossing.rule) == ("C62", Decimal(6), "UOM-04")
    counted = recount(crossing, Decimal(3), Decimal("12.00"))
    assert (counted.quantity, str(counted.price)) == (Decimal(18), "2.00")
    assert counted.severity is Severity.FIX


def test_refuses_a_price_that_will_not_divide() -> None:
    """UOM-04: 10.00 for six has no exact price each, so nothing is changed."""
    counted = recount(cross_unit("HD", REC20), Decimal(3), Decimal("10.00"))
    assert counted.severity is Severity.ERROR
    assert (counted.quantity, counted.price) == (Decimal(3), Decimal("10.00"))


def test_counting_over_needs_a_target() -> None:
    """A refused crossing cannot be counted over by mistake."""
    with pytest.raises(ValueError, match="no counterpart"):
        recount(cross_unit("DS", REC20), Decimal(1), Decimal(1))


@given(
    st.decimals(min_value=0, max_value=10**6, places=3),
    st.decimals(min_value=0, max_value=10**6, places=4),
    st.sampled_from(["HD", "BX", "EA"]),
)
def test_the_line_total_is_kept_exactly(quantity: Decimal, price: Decimal, code: str) -> None:
    """UOM-04: quantity times price is the same number before and after, or it is refused."""
    counted = recount(cross_unit(code, REC20), quantity, price)
    assert counted.quantity * counted.price == quantity * price
    if counted.severity is Severity.ERROR:
        assert (counted.quantity, counted.price) == (quantity, price)


@pytest.mark.parametrize(
    ("word", "code"), [(word, code) for code, words in DANISH.items() for word in words.split()]
)
def test_reads_danish_words(word: str, code: str) -> None:
    """Every Danish word of the table is read without case and dots (UOM-02)."""
    for written in (word, word.capitalize() + "."):
        reading = read_unit(written, OIOUBL, WORDS, origin=UnitOrigin.SHEET)
        assert reading.code == code
        assert reading.severity is Severity.FIX


@pytest.mark.parametrize(
    ("word", "code"),
    [("doos", "BX"), ("fles", "BO"), ("zak", "BG"), ("paar", "PR"), ("maand", "MON"), ("st", "EA")],
)
def test_reads_dutch_words(word: str, code: str) -> None:
    """Dutch words are read as well."""
    assert read_unit(word, OIOUBL, unit_words("nl"), origin=UnitOrigin.SHEET).code == code


@pytest.mark.parametrize(
    ("value", "code"),
    [("FL", "BO"), ("PS", "BG"), ("GL", "JR"), ("KS", "CS"), ("DS", "CA"), ("KG", "KGM"),
     ("RL", "RO"), ("ST", "EA"), ("STK", "EA")],
)  # fmt: skip
def test_everyday_word_wins_on_sheets(value: str, code: str) -> None:
    """UOM-02a: on a sheet the word holds and both readings are named."""
    reading = read_unit(value, OIOUBL, WORDS, origin=UnitOrigin.SHEET)
    assert (reading.code, reading.rule, reading.readings) == (code, "UOM-02a", (code, value))


@pytest.mark.parametrize("value", ["FL", "PS", "GL", "KS", "DS", "KG", "RL", "ST"])
def test_code_holds_in_coded_documents(value: str) -> None:
    """UOM-02a: where a code list is stated the code is the code."""
    reading = read_unit(value, OIOUBL, WORDS, origin=UnitOrigin.CODED)
    assert (reading.code, reading.rule) == (value, None)


def test_a_settled_reading_is_remembered() -> None:
    """UOM-02a: what the supplier settled once holds without a finding, when the list has it."""
    settled = {"FL": "FL"}
    reading = read_unit("FL", OIOUBL, WORDS, origin=UnitOrigin.SHEET, settled=settled)
    assert (reading.code, reading.rule) == ("FL", None)
    narrow = read_unit("FL", {"EA", "BO"}, WORDS, origin=UnitOrigin.SHEET, settled=settled)
    assert narrow.code == "BO"


@pytest.mark.parametrize("value", ["dunk", "DK"])
def test_a_jerrycan_is_only_suggested_for(value: str) -> None:
    """UOM-02b: dunk gets no code, only suggestions."""
    reading = read_unit(value, OIOUBL, WORDS, origin=UnitOrigin.SHEET)
    assert (reading.code, reading.rule) == (None, "UOM-02b")
    assert reading.suggestions


@pytest.mark.parametrize(
    ("value", "unit"), [("1 kasse á 2 poser", "CS"), ("krt. m. 12 stk", "CT"), ("12x6 fl", "BO")]
)
def test_more_than_a_unit_is_refused(value: str, unit: str) -> None:
    """UOM-03: content belongs elsewhere; the unit inside is named."""
    reading = read_unit(value, OIOUBL, WORDS, origin=UnitOrigin.SHEET)
    assert (reading.code, reading.rule, reading.suggestions) == (None, "UOM-03", (unit,))


@pytest.mark.parametrize(
    ("value", "first"), [("FLAK", "BO"), ("kase", "CS"), ("flasker", "BO"), ("H87", "EA")]
)
def test_unknown_units_get_the_nearest(value: str, first: str) -> None:
    """UOM-01: at most three codes are named, the nearest by word, name or meaning first."""
    reading = read_unit(value, OIOUBL, WORDS, origin=UnitOrigin.SHEET)
    assert (reading.code, reading.rule) == (None, "UOM-01")
    assert reading.suggestions[0] == first
    assert len(reading.suggestions) <= 3


def test_fallback_is_a_warning_that_names_the_original() -> None:
    """UOM-06: FLAK becomes EA where the profile wants it, and the warning shows FLAK."""
    reading = read_unit("FLAK", OIOUBL, WORDS, origin=UnitOrigin.SHEET, fallback="EA")
    assert (reading.code, reading.rule, reading.severity) == ("EA", "UOM-06", Severity.WARN)
    assert reading.message is not None
    assert "FLAK" in reading.message.nl


def test_an_ambiguous_word_is_a_warning() -> None:
    """Kolli becomes PK, with a warning."""
    reading = read_unit("kolli", OIOUBL, WORDS, origin=UnitOrigin.SHEET)
    assert (reading.code, reading.severity) == ("PK", Severity.WARN)


def test_a_reader_says_what_the_function_says() -> None:
    """Reading a value again gives the same reading, as from the plain function."""
    reader = UnitReader(OIOUBL, WORDS, origin=UnitOrigin.SHEET, fallback="EA")
    for value in ("stk", "FLAK", "EA", "", "FLAK"):
        plain = read_unit(value, OIOUBL, WORDS, origin=UnitOrigin.SHEET, fallback="EA")
        assert reader.read(value) == reader.read(value) == plain


def test_configuration_extends_the_words() -> None:
    """A further alias is read like the others, and may overrule one."""
    words = WORDS.extended({"Ramme": "BX", "kasse": "BX"})
    assert read_unit("ramme", OIOUBL, words, origin=UnitOrigin.SHEET).code == "BX"
    assert read_unit("kasse", OIOUBL, words, origin=UnitOrigin.SHEET).code == "BX"


@given(st.text(max_size=150), st.sampled_from(list(UnitOrigin)))
def test_reads_any_text(value: str, origin: UnitOrigin) -> None:
    """A code comes out only when the list holds it; otherwise a rule speaks in three languages."""
    reading = read_unit(value, OIOUBL, WORDS, origin=origin)
    assert reading.code is None or reading.code in OIOUBL
    if reading.code is None:
        assert reading.message is not None
        assert reading.severity is Severity.ERROR
