"""OPU-26: where all holds, the invoice is approved and goes on by itself."""

from tests.purchase import invoice, judged


def test_opu_26() -> None:
    """Number, lines, units, prices and receipt agree: nobody has to look."""
    found = judged(invoice(), column="opus")
    assert (found.verdict, found.differences) == ("auto_approved", ())
