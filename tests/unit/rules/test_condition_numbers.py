"""Numbers as the published rules read them."""

import pytest

from hub.rules.elements.condition import number_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+12.50", 12.5),
        ("-12.50", -12.5),
        (" 12. ", 12.0),
        (".5", 0.5),
        ("+-1", None),
        ("1,5", None),
        ("+", None),
        ("", None),
    ],
)
def test_what_a_decimal_of_the_schema_says_is_a_number(text: str, value: float | None) -> None:
    """The stylesheets are XSLT 2.0: a sign of either kind may stand before the digits."""
    assert number_of(text) == value
