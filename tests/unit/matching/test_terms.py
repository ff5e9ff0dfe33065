"""A customer's column: read strictly, and the same as the published table."""

from pathlib import Path

import pytest

from hub.errors import MappingError
from hub.matching.terms import RULES, load_terms
from tests.purchase import COLUMNS

TABLE = """
01 manual error manual manual manual
02 manual error manual manual manual
03 fatal  warn  manual ok     manual
04 fatal  ok    manual ok     ok
05 manual error manual manual manual
06 manual error manual manual manual
07 manual error manual manual manual
08 wait   wait  wait   wait   wait
09 manual error manual manual manual
10 fatal  fatal fatal  fatal  fatal
11 fatal  fatal fatal  fatal  fatal
12 ok     ok    ok     warn   error
"""


@pytest.mark.parametrize("row", TABLE.split("\n")[1:-1])
def test_columns(row: str) -> None:
    """Every customer's column says what the table of the domain rules says."""
    number, *words = row.split()
    order = ("prisme", "truetrade", "opus", "digiinkoop", "basket")
    assert [COLUMNS[name].consequence(f"MAT-{number}") for name in order] == words


def test_every_mistake_at_once(tmp_path: Path) -> None:
    """A column with mistakes names each, with file and key."""
    file = tmp_path / "matching.toml"
    deviations = "\n".join(f'{rule} = "manual"' for rule in RULES[:-1])
    file.write_text(
        'receipts = 1\nprice_tolerance = "-1"\nsum_tolerance = 0.01\nquantity_tolerance = "a"\n'
        f'invoice_mode = "each"\nother = 1\n[deviation]\n{deviations}\nMAT-13 = "ok"\n'
    )
    with pytest.raises(MappingError) as caught:
        load_terms(file)
    text = "\n".join(caught.value.mistakes)
    for key in (
        *("receipts", "price_tolerance", "sum_tolerance", "quantity_tolerance", "invoice_mode"),
        *("other", "deviation.MAT-10", "deviation.MAT-11", "deviation.MAT-12", "deviation.MAT-13"),
    ):
        assert f"{tmp_path.name}/matching.toml: {key}: " in text


def test_unreadable(tmp_path: Path) -> None:
    """A file that is no TOML, or not there, is a mistake of its name."""
    with pytest.raises(MappingError, match=r"matching.toml: cannot be read"):
        load_terms(tmp_path / "matching.toml")
