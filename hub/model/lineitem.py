"""Lines of orders, of their changes and of the answers to them."""

from msgspec import Struct

from hub.model.delivery import Delivery, Shipment
from hub.model.item import Item
from hub.model.orderreference import LineReference, OrderLineReference, PricingReference
from hub.model.party import DocumentParty
from hub.model.period import Period
from hub.model.price import AllowanceCharge, Package, Price
from hub.model.reference import DocumentReference
from hub.model.terms import DeliveryTerms
from hub.model.total import PriceExtension, TaxTotal
from hub.model.values import Amount, Code, Identifier, Quantity, Text

__all__ = ["LineItem", "OrderLine", "OrderedShipment"]


class OrderedShipment(Struct, frozen=True, omit_defaults=True):
    """UBL ``OrderedShipment``."""

    shipment: Shipment | None = None
    package: tuple[Package, ...] = ()


class LineItem(Struct, frozen=True, omit_defaults=True):
    """What is ordered, promised or offered in one line."""

    id: Identifier | None = None
    sales_order_id: Identifier | None = None
    uuid: Identifier | None = None
    note: tuple[Text, ...] = ()
    line_status_code: Code | None = None
    quantity: Quantity | None = None
    line_extension_amount: Amount | None = None
    total_tax_amount: Amount | None = None
    minimum_quantity: Quantity | None = None
    maximum_quantity: Quantity | None = None
    minimum_backorder_quantity: Quantity | None = None
    maximum_backorder_quantity: Quantity | None = None
    inspection_method_code: Code | None = None
    partial_delivery_indicator: bool | None = None
    back_order_allowed_indicator: bool | None = None
    accounting_cost_code: Code | None = None
    accounting_cost: Text | None = None
    warranty_information: tuple[Text, ...] = ()
    delivery: tuple[Delivery, ...] = ()
    delivery_terms: DeliveryTerms | None = None
    originator_party: DocumentParty | None = None
    ordered_shipment: tuple[OrderedShipment, ...] = ()
    pricing_reference: PricingReference | None = None
    allowance_charge: tuple[AllowanceCharge, ...] = ()
    price: Price | None = None
    item: Item | None = None
    sub_line_item: tuple["LineItem", ...] = ()
    warranty_validity_period: Period | None = None
    warranty_party: DocumentParty | None = None
    tax_total: tuple[TaxTotal, ...] = ()
    item_price_extension: PriceExtension | None = None
    line_reference: tuple[LineReference, ...] = ()


class OrderLine(Struct, frozen=True, omit_defaults=True):
    """One line of an order, a change or an answer, with what may stand in for it."""

    substitution_status_code: Code | None = None
    note: tuple[Text, ...] = ()
    line_item: LineItem | None = None
    seller_proposed_substitute_line_item: tuple[LineItem, ...] = ()
    seller_substituted_line_item: tuple[LineItem, ...] = ()
    buyer_proposed_substitute_line_item: tuple[LineItem, ...] = ()
    catalogue_line_reference: LineReference | None = None
    quotation_line_reference: LineReference | None = None
    order_line_reference: tuple[OrderLineReference, ...] = ()
    document_reference: tuple[DocumentReference, ...] = ()
