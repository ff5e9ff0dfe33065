"""Writes an order as CSV: a row for each line, the columns of README.md."""

from pathlib import Path
from types import MappingProxyType
from typing import Any

from hub.formats.csvout import CsvOut
from hub.formats.document import Part
from hub.formats.leaves import leaves_of
from hub.formats.outfile import file_name
from hub.model.context import RouteContext
from hub.model.loss import LossKind, LossReport

_PLACE = "delivery.delivery_location.address"
_BUYER = "buyer_customer_party.party"
_SELLER = "seller_supplier_party.party"
_ADDRESS = (
    *("street_name", "building_number", "additional_street_name", "building_name", "floor"),
    *("room", "department", "mark_attention", "mark_care", "inhouse_mail", "postbox"),
    *("address_line.line", "postal_zone", "city_name", "country_subentity", "district"),
    "country.identification_code",
)

HEAD = MappingProxyType(
    {
        "order": "id",
        "ordered": "issue_date",
        "currency": "document_currency_code",
        "buyer_number": f"{_BUYER}.endpoint_id",
        "buyer_name": f"{_BUYER}.party_name.name",
        "buyer_contact_id": f"{_BUYER}.contact.id",
        "buyer_contact": f"{_BUYER}.contact.name",
        "buyer_telephone": f"{_BUYER}.contact.telephone",
        "buyer_mail": f"{_BUYER}.contact.electronic_mail",
        "customer_reference": "customer_reference",
        "account": "accounting_cost",
        "seller_number": f"{_SELLER}.endpoint_id",
        "seller_name": f"{_SELLER}.party_name.name",
        "order_note": "note",
        "contract": "contract.id",
        "delivery_number": "delivery.delivery_location.id",
        "delivery_place": "delivery.delivery_location.description",
        **{f"delivery_{name.split('.')[0]}": f"{_PLACE}.{name}" for name in _ADDRESS},
        "delivery_party": "delivery.delivery_party.party_name.name",
        "delivery_contact": "delivery.delivery_party.contact.name",
        "delivery_telephone": "delivery.delivery_party.contact.telephone",
        "delivery_mail": "delivery.delivery_party.contact.electronic_mail",
        "deliver_from": "delivery.requested_delivery_period.start_date",
        "deliver_until": "delivery.requested_delivery_period.end_date",
        "delivery_terms": "delivery_terms.special_terms",
        "sum_of_lines": "anticipated_monetary_total.line_extension_amount",
        "payable": "anticipated_monetary_total.payable_amount",
    }
)
"""What belongs to the whole order, by column."""

LINE = MappingProxyType(
    {
        "line": "line_item.id",
        "item_number": "line_item.item.sellers_item_identification.id",
        "buyers_item_number": "line_item.item.buyers_item_identification.id",
        "gtin": "line_item.item.standard_item_identification.id",
        "name": "line_item.item.name",
        "description": "line_item.item.description",
        "quantity": "line_item.quantity",
        "unit": "line_item.quantity.unit_code",
        "price": "line_item.price.price_amount",
        "price_per": "line_item.price.base_quantity",
        "price_unit": "line_item.price.base_quantity.unit_code",
        "amount": "line_item.line_extension_amount",
        "line_account": "line_item.accounting_cost",
        "line_note": "line_item.note",
    }
)
"""What belongs to one line."""

ALSO = MappingProxyType({"note": "line_item.note"})
"""Where a line says the same in a second place, by that place."""

UNSAID = (".scheme_id", ".scheme_agency_id", ".list_id", ".list_agency_id")
"""Attributes that go without saying in a table for people."""

PROTOCOL = ("ubl_version_id", "customization_id", "profile_id", "uuid", "copy_indicator")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def writer(_form: Any) -> "OrderWriter":
    """Return the writer of a format of this folder."""
    return OrderWriter()


class OrderWriter:
    """The writer of orders as CSV."""

    def start(
        self, header: Any, _context: RouteContext, losses: LossReport, folder: Path
    ) -> "OrderWriting":
        """Begin a file in ``folder``."""
        number = None if header.id is None else header.id.value
        out = CsvOut(folder, file_name("order", number, ".csv"), ";", mark=True)
        out.row([*HEAD, *LINE])
        currency = header.document_currency_code
        own = "" if currency is None else currency.value
        cells = _cells(header, HEAD, losses, own)
        return OrderWriting(out, cells, losses, own)


class OrderWriting:
    """One order in the making."""

    def __init__(self, out: CsvOut, head: list[str], losses: LossReport, currency: str) -> None:
        self._out = out
        self._head = head
        self._losses = losses
        self._currency = currency

    def take(self, body: Any) -> None:
        """Write one line."""
        self._out.row([*self._head, *_cells(body, LINE, self._losses, self._currency)])

    def finish(self) -> list[Part]:
        """Close the file."""
        return [self._out.finish()]

    def discard(self) -> None:
        """Remove the file."""
        self._out.discard()


def _cells(value: Any, columns: Any, losses: LossReport, currency: str) -> list[str]:
    """Return the cells of a head or line; what has no column is a loss.

    An amount in the order's ``currency`` need not say so.
    """
    homes = frozenset(columns.values())
    found: dict[str, list[str]] = {}
    for place, text in leaves_of(value, ""):
        name = place.removeprefix(".")
        home = name if name in homes else ALSO.get(name)
        if home in homes:
            found.setdefault(home, []).append(text)
        elif name.endswith(".currency_id") and text == currency:
            continue
        elif not name.endswith(UNSAID) and name not in PROTOCOL:
            losses.add(name, LossKind.NO_HOME, text)
    return [_safe("\n".join(found.get(home, ()))) for home in columns.values()]


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay numbers."""
    if not text.startswith(FORMULA):
        return text
    digits = text[1:].replace(".", "", 1)
    return text if text[0] == "-" and digits.isdigit() else f"'{text}"
