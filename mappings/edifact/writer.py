"""Writes orders, bills and answers to both as UN/EDIFACT interchanges of one message."""

from pathlib import Path
from typing import Any

from hub.formats.document import Part
from hub.formats.outfile import OutFile, file_name
from hub.model.context import RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossReport
from hub.rules.module import sibling

acknowledging = sibling(__file__, "acknowledging")
billout = sibling(__file__, "billout")
composer = sibling(__file__, "composer")
orderout = sibling(__file__, "orderout")

MEDIA_TYPE = "application/edifact"
MESSAGES = {
    "order": "ORDERS",
    "order-response": "ORDRSP",
    "invoice": "INVOIC",
    "credit-note": "INVOIC",
}
ANSWERS = frozenset({"application-response", "message-level-response"})
SELLER, BUYER = "seller_supplier_party", "buyer_customer_party"
CREDITOR, DEBTOR = "accounting_supplier_party", "accounting_customer_party"
WAYS = {
    "order": (BUYER, SELLER),
    "order-response": (SELLER, BUYER),
    "invoice": (CREDITOR, DEBTOR),
    "credit-note": (CREDITOR, DEBTOR),
}
"""Who sends a message, and to whom."""


def writer(form: Any) -> "EdifactWriter":
    """Return the writer of a format of this folder."""
    return EdifactWriter(form.id)


class EdifactWriter:
    """From a document to its interchange."""

    def __init__(self, identity: FormatId) -> None:
        self._kind = identity.document

    def start(self, header: Any, context: RouteContext, losses: LossReport, folder: Path) -> Any:
        """Begin a file in ``folder``."""
        if self._kind in ANSWERS:
            return acknowledging.AnswerWriting(self._kind, header, context, folder)
        return EdifactWriting(self._kind, header, context, losses, folder)


class EdifactWriting:
    """One message in the making."""

    def __init__(
        self, kind: str, header: Any, context: RouteContext, losses: LossReport, folder: Path
    ) -> None:
        number = None if header.id is None else header.id.value
        self._file = OutFile(folder, file_name(kind, number, ".edi"), MEDIA_TYPE)
        self._header = header
        self._context = context
        self._losses = losses
        self._way = WAYS[kind]
        self._bill = CREDITOR in self._way
        self._message = composer.Message(MESSAGES[kind])
        self._lines = 0
        currency = getattr(header, "document_currency_code", None)
        self._currency = "" if currency is None else currency.value
        if self._bill:
            billout.head(header, self._message, losses)
        else:
            answer = kind == "order-response"
            orderout.head(header, self._message, losses, answer=answer)

    def take(self, body: Any) -> None:
        """Write one line."""
        self._lines += 1
        out = billout if self._bill else orderout
        out.line(self._lines, body, self._message, self._losses, self._currency)

    def finish(self) -> list[Part]:
        """Close the interchange."""
        out = billout if self._bill else orderout
        out.summary(self._header, self._lines, self._message)
        first, second = self._way
        number = "" if self._header.id is None else self._header.id.value
        self._file.write(
            self._message.interchange(
                self._address(first), self._address(second), number, self._context.now
            )
        )
        return [self._file.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._file.discard()

    def _address(self, side: str) -> Any:
        party = getattr(self._header, side).party
        known = party.endpoint_id or next(one.id for one in party.party_identification)
        return composer.addressed(known.value, known.scheme_id or "")
