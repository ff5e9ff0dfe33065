"""What is empty is not written (R008), wherever in a bill it stands."""

from pathlib import Path

from hub.model.payment import PaymentMeans
from hub.model.values import Code, Identifier
from hub.rules.module import sibling

plain = sibling(str(Path("mappings/en16931/core.py").resolve()), "plain")


def test_an_empty_number_of_a_payment_is_left_out() -> None:
    """The means of payment stays, and is gone when nothing is left of it."""
    empty = (Identifier(" "),)
    given = PaymentMeans(payment_means_code=Code("30"), payment_id=empty)
    assert plain.filled(given) == PaymentMeans(payment_means_code=Code("30"))
    assert plain.filled(PaymentMeans(payment_id=empty)) is None
