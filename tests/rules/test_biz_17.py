"""BIZ-17: the supplier of the head is the account's owner."""

from hub.model.finding import Severity
from tests.bizfile import HEAD, read


def test_another_company_is_refused() -> None:
    """A valid number of somebody else refuses the whole file."""
    (finding,) = read(head={**HEAD, "SUPPLIER_CVR": "10000017"}).of("BIZ-17")
    assert (finding.severity, finding.place.row) == (Severity.FATAL, 3)


def test_the_own_number_passes_in_any_spelling() -> None:
    """DK before the number is the same number."""
    assert not read(head={**HEAD, "SUPPLIER_CVR": "DK 10000009"}).of("BIZ-17")
