"""What customers with TrueTrade ask of invoices: where the goods went (TTK-21)."""

from collections.abc import Iterable
from typing import Any

from hub.model.finding import Severity
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.shapes import is_blank
from hub.rules.speech import text_of

FIELDS = ("street_name", "postal_zone", "city_name")
"""What an address says at least; whom it is for (the attention mark) not every order names."""


FREE_FORM = "Unstructured"
"""What the format code says of an address in free lines: the fields above are forbidden there."""


class Delivered:
    """TTK-21: the invoice repeats the delivery fields of the order, or the delivery id."""

    def __init__(self, ctx: RuleContext) -> None:
        self._lacking = least_lacking(ctx.header.delivery, FIELDS)
        self._any = bool(ctx.header.delivery)

    def line(self, _number: int, body: Any, _locate: Locate) -> Iterable[Hit]:
        """Take what a line says of its own delivery."""
        self._any = self._any or bool(body.delivery)
        self._lacking = least_lacking(body.delivery, self._lacking)
        return ()

    def end(self) -> Iterable[Hit]:
        """Say what no delivery of the invoice has."""
        if not self._lacking:
            return ()
        if not self._any:
            return [Hit("delivery", expected=", ".join(FIELDS), variant="missing")]
        return [Hit("delivery", expected=", ".join(self._lacking))]


def least_lacking(deliveries: Iterable[Any], most: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields that the fullest delivery lacks; none where one has the delivery id."""
    for one in deliveries:
        place = one.delivery_location
        if place is not None and not is_blank(place.id):
            return ()
        address = (place.address if place is not None else None) or one.delivery_address
        lacking = lacking_of(address)
        most = min(most, lacking, key=len)
    return most


def lacking_of(address: Any) -> tuple[str, ...]:
    """Return the fields that an address lacks; one in free lines needs a line."""
    if address is None:
        return FIELDS
    if text_of(address.address_format_code) == FREE_FORM:
        written = any(not is_blank(one.line) for one in address.address_line)
        return () if written else ("address_line",)
    return tuple(field for field in FIELDS if is_blank(getattr(address, field)))


RULES = [
    Rule(
        "TTK-21",
        Severity.WARN,
        Scope.STREAM,
        Delivered,
        mark=Mark.OWN,
        documents=frozenset({"invoice"}),
    ),
]
