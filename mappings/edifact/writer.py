"""Writes orders, bills and answers to both as UN/EDIFACT interchanges of one message."""

from pathlib import Path
from typing import Any

from hub.facts.schemes import peppol_spelling
from hub.formats.document import Part
from hub.formats.outfile import OutFile, file_name
from hub.model.context import PartyCard, RouteContext
from hub.model.identity import FormatId
from hub.model.loss import LossKind, LossReport
from hub.rules.module import sibling

acknowledging = sibling(__file__, "acknowledging")
billout = sibling(__file__, "billout")
composer = sibling(__file__, "composer")
orderout = sibling(__file__, "orderout")
partiesout = sibling(__file__, "partiesout")

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
                self._address(first, self._context.sender),
                self._address(second, self._context.receiver),
                number,
                self._context.now,
            )
        )
        return [self._file.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._file.discard()

    def _address(self, side: str, card: PartyCard | None) -> Any:
        """Return how the envelope names a side: as the message, else as the route knows it.

        A message of somebody else's may leave its parties to its envelope.
        """
        role = getattr(self._header, side)
        known = next(partiesout.numbers(role.party), None) if role and role.party else None
        if known is not None:
            return composer.addressed(known[1].value, known[1].scheme_id or "")
        configured = next(iter(card.endpoints), None) if card is not None else None
        if configured is None:
            return [""]
        scheme, number = peppol_spelling(configured) or ("", configured.value)
        self._losses.add(f"{side}.party.endpoint_id", LossKind.DERIVED, number)
        return composer.addressed(number, scheme)
