"""What customers with TrueTrade ask of invoices: a document that says it all (TTK-16, TTK-21)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from hub.model.finding import Severity
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope
from hub.rules.shapes import is_blank
from hub.rules.speech import text_of

FIELDS = ("street_name", "postal_zone", "city_name")
"""What an address says at least; whom it is for (the attention mark) not every order names."""


FREE_FORM = "Unstructured"
"""What the format code says of an address in free lines: the fields above are forbidden there."""


PICTURES = ("application/pdf", "image/")
"""What a scanned page is enclosed as."""

POINTS_ELSEWHERE = re.compile(
    r"(se|jf|jævnfør|ifølge|iht|see|as per|zie|volgens)\b[\s.:]*(the |de |det |den |our |vores )?"
    r"(vedhæft|vedlag|bilag|pdf|faktura|attach|enclos|invoice|bijlage|bijgevoegd|factuur)\w*"
    r"(\s+(faktura|fil|bilag|pdf|file|invoice|document|dokument|factuur|bestand))?[\s.:!]*",
    re.IGNORECASE,
)
"""A text that names nothing but where else to look: ``se vedhæftet faktura``."""


class Written:
    """TTK-16: what is billed stands in the document, not in a picture that is enclosed with it."""

    def __init__(self, ctx: RuleContext) -> None:
        self._enclosed = next(enclosed_pictures(ctx.header), None)
        self._says = False

    def line(self, _number: int, body: Any, _locate: Locate) -> Iterable[Hit]:
        """Take whether a line says what it is for."""
        self._says = self._says or says_something(body)
        return ()

    def end(self) -> Iterable[Hit]:
        """Say that a picture is all there is."""
        if self._enclosed is None or self._says:
            return ()
        return [Hit("additional_document_reference", self._enclosed)]


def enclosed_pictures(head: Any) -> Iterator[str]:
    """Yield the name, else the media type, of each page or picture enclosed."""
    for reference in head.additional_document_reference:
        attachment = reference.attachment
        held = attachment.embedded_document_binary_object if attachment is not None else None
        if held is not None and (held.mime_code or "").lower().startswith(PICTURES):
            yield held.filename or held.mime_code


def says_something(body: Any) -> bool:
    """Whether a line gives an item number, the line of an order, or names what it bills."""
    if any(not is_blank(one.line_id) for one in body.order_line_reference):
        return True
    texts = list(body.note)
    item = body.item
    if item is not None:
        numbered = (
            item.sellers_item_identification,
            item.buyers_item_identification,
            item.standard_item_identification,
        )
        if any(one is not None and not is_blank(one.id) for one in numbered):
            return True
        texts += [item.name, *item.description]
    return any(
        not is_blank(text) and not POINTS_ELSEWHERE.fullmatch((text_of(text) or "").strip())
        for text in texts
    )


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
    Rule("TTK-16", Severity.FATAL, Scope.STREAM, Written),
    Rule(
        "TTK-21",
        Severity.WARN,
        Scope.STREAM,
        Delivered,
        mark=Mark.OWN,
        documents=frozenset({"invoice"}),
    ),
]
