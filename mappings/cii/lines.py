"""Lines of a CII document in core words, and what heads and lines have alike."""

from collections.abc import Iterator
from typing import Any

from hub.model.address import Country
from hub.model.creditnote import CreditNoteLine
from hub.model.invoice import InvoiceLine
from hub.model.item import CommodityClassification, Item, ItemIdentification, ItemProperty
from hub.model.orderreference import OrderLineReference
from hub.model.period import Period
from hub.model.price import AllowanceCharge, Price
from hub.model.reference import DocumentReference
from hub.model.sentence import Sentence
from hub.model.tax import TaxCategory, TaxScheme
from hub.model.values import Amount, Code, Identifier

OBJECT = Code("130")
SETTLED = "SpecifiedLineTradeSettlement"
TOTAL = "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"
NEEDED = (
    "AssociatedDocumentLineDocument/LineID",
    "SpecifiedTradeProduct/Name",
    "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",
    "SpecifiedLineTradeDelivery/BilledQuantity",
    f"{SETTLED}/ApplicableTradeTax/TypeCode",
    f"{SETTLED}/ApplicableTradeTax/CategoryCode",
    f"{SETTLED}/{TOTAL}",
)
"""What a line says once (BR-21 to BR-26, BR-CO-04)."""

STATUS = "AssociatedDocumentLineDocument/LineStatusReasonCode"
COUNTED = "DETAIL"
APART = frozenset({"GROUP", "INFORMATION"})
"""Lines that head or explain others. In the EXTENDED profile of Factur-X and ZUGFeRD only the
details, and lines without a status, are part of any sum (BR-CO-10, BR-S-08 there)."""

OTHER_STATUS = Sentence(
    en="{field}: “{value}” is no status of a line. Write one of {expected}, or leave it out.",
    da="{field}: “{value}” er ikke en status for en linje. Skriv en af {expected}, eller udelad "
    "den.",
    nl="{field}: “{value}” is geen status van een regel. Schrijf een van {expected} of laat die "
    "weg.",
)
PRICE_CHARGE = Sentence(
    en="The price has a charge on it; here it may only have a discount. Put the charge into the "
    "price itself, or on the line.",
    da="Prisen har et tillæg; her må den kun have en rabat. Læg tillægget ind i selve prisen, "
    "eller sæt det på linjen.",
    nl="De prijs heeft een toeslag; hier mag alleen een korting staan. Neem de toeslag op in de "
    "prijs zelf of zet hem op de regel.",
)


def is_billed(given: Any) -> bool:
    """Whether a line is billed, and does not only head or explain others.

    A status that is none of the known ones refuses the document: nobody could tell its sums.
    """
    status = given.glance(STATUS)
    if not status or status == COUNTED:
        return True
    if status not in APART:
        known = ", ".join((COUNTED, *sorted(APART)))
        words = {"field": "LineStatusReasonCode", "value": status, "expected": known}
        given.book.refuse(given.wrong, OTHER_STATUS, given.element, **words)
    return False


def line(given: Any, *, credit: bool) -> Any:
    """Return one line of an invoice or credit note."""
    for path in NEEDED:
        given.need(path)
    settlement = given.one("SpecifiedLineTradeSettlement")
    agreement = given.one("SpecifiedLineTradeAgreement")
    order = None if agreement is None else agreement.id("BuyerOrderReferencedDocument/LineID")
    quantity = given.quantity("SpecifiedLineTradeDelivery/BilledQuantity")
    note = given.text("AssociatedDocumentLineDocument/IncludedNote/Content")
    common: dict[str, Any] = {
        "id": given.id("AssociatedDocumentLineDocument/LineID"),
        "note": () if note is None else (note,),
        "order_line_reference": () if order is None else (OrderLineReference(line_id=order),),
        "item": _item(given, settlement),
        "price": _price(agreement),
    }
    if settlement is not None:
        common |= {
            "line_extension_amount": settlement.amount(TOTAL),
            "accounting_cost": settlement.text("ReceivableSpecifiedTradeAccountingAccount/ID"),
            "invoice_period": period(settlement),
            "allowance_charge": charges(settlement),
            "document_reference": tuple(_objects(settlement)),
        }
    if credit:
        return CreditNoteLine(credited_quantity=quantity, **common)
    return InvoiceLine(invoiced_quantity=quantity, **common)


def _objects(given: Any) -> Iterator[DocumentReference]:
    """Yield what the line is about (BT-128), with the list that its number is of."""
    for one in given.all("AdditionalReferencedDocument"):
        if one.glance("TypeCode") != OBJECT.value:
            continue
        number, scheme = one.said("IssuerAssignedID"), one.said("ReferenceTypeCode")
        one.said("TypeCode")
        if number is not None:
            about = Identifier(number, scheme_id=scheme)
            yield DocumentReference(id=about, document_type_code=OBJECT)


def period(given: Any, point: Code | None = None) -> tuple[Period, ...]:
    """Return the period that is billed for.

    ``point`` is the code of the day that VAT counts from (BT-8), which UBL's binding puts there.
    """
    node = given.one("BillingSpecifiedPeriod")
    code = () if point is None else (point,)
    if node is None:
        return (Period(description_code=code),) if code else ()
    first, last = node.date("StartDateTime"), node.date("EndDateTime")
    return (Period(first, end_date=last, description_code=code),)


def category(given: Any) -> TaxCategory:
    """Return a category of VAT."""
    reason = given.text("ExemptionReason")
    return TaxCategory(
        id=given.id("CategoryCode"),
        percent=given.number("RateApplicablePercent"),
        tax_exemption_reason_code=given.code("ExemptionReasonCode"),
        tax_exemption_reason=() if reason is None else (reason,),
        tax_scheme=TaxScheme(id=given.id("TypeCode")),
    )


def charges(given: Any) -> tuple[AllowanceCharge, ...]:
    """Return the allowances and charges of a head or line."""
    made = []
    for one in given.all("SpecifiedTradeAllowanceCharge"):
        # BR-31, BR-36, BR-41, BR-43
        one.need("ActualAmount")
        reason, tax = one.text("Reason"), one.one("CategoryTradeTax")
        made.append(
            AllowanceCharge(
                charge_indicator=one.truth("ChargeIndicator/Indicator"),
                allowance_charge_reason_code=one.code("ReasonCode"),
                allowance_charge_reason=() if reason is None else (reason,),
                multiplier_factor_numeric=one.number("CalculationPercent"),
                amount=one.amount("ActualAmount"),
                base_amount=one.amount("BasisAmount"),
                tax_category=() if tax is None else (category(tax),),
            )
        )
    return tuple(made)


def _price(given: Any) -> Price | None:
    net = None if given is None else given.one("NetPriceProductTradePrice")
    if net is None:
        return None
    gross = given.one("GrossPriceProductTradePrice")
    allowances: tuple[AllowanceCharge, ...] = ()
    if gross is not None:
        before = gross.amount("ChargeAmount")
        off = _discount(gross)
        if off is not None:
            allowances = (AllowanceCharge(charge_indicator=False, amount=off, base_amount=before),)
    base = net.quantity("BasisQuantity")
    if base is None and gross is not None:
        base = gross.quantity("BasisQuantity")
    return Price(net.amount("ChargeAmount"), base, allowance_charge=allowances)


def _discount(gross: Any) -> Amount | None:
    """Return what was taken off the gross price (BT-147); EN 16931 knows no charge there."""
    applied = gross.one("AppliedTradeAllowanceCharge")
    if applied is None:
        return None
    charge = applied.said("ChargeIndicator/Indicator")
    off: Amount | None = applied.amount("ActualAmount")
    if charge in (None, "false", "0"):
        return off
    applied.book.refuse("CII-03", PRICE_CHARGE, applied.element, value=charge, expected="false")
    return None


def _item(given: Any, settlement: Any) -> Item | None:
    product = given.one("SpecifiedTradeProduct")
    if product is None:
        return None
    tax = None if settlement is None else settlement.one("ApplicableTradeTax")
    description = product.text("Description")
    origin = product.code("OriginTradeCountry/ID")
    return Item(
        name=product.text("Name"),
        description=() if description is None else (description,),
        sellers_item_identification=_number(product.id("SellerAssignedID")),
        buyers_item_identification=_number(product.id("BuyerAssignedID")),
        standard_item_identification=_number(product.id("GlobalID")),
        origin_country=None if origin is None else Country(identification_code=origin),
        commodity_classification=tuple(_classes(product)),
        classified_tax_category=() if tax is None else (category(tax),),
        additional_item_property=tuple(
            ItemProperty(name=one.text("Description"), value=one.text("Value"))
            for one in product.all("ApplicableProductCharacteristic")
        ),
    )


def _number(given: Identifier | None) -> ItemIdentification | None:
    return None if given is None else ItemIdentification(id=given)


def _classes(product: Any) -> Any:
    for one in product.all("DesignatedProductClassification"):
        code, node = one.said("ClassCode"), one.one("ClassCode")
        if code is not None and node is not None:
            lists = node.element
            made = Code(
                code, list_id=lists.get("listID"), list_version_id=lists.get("listVersionID")
            )
            yield CommodityClassification(item_classification_code=made)
