"""Orders, answers and bills of other formats as EDIFACT can say them (EDI-03 to EDI-05).

They are brought to the words of Peppol or EN 16931 first, as those folders do it; those this
folder's messages have a segment for.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hub.formats.leaves import leaves_of
from hub.model.finding import Severity
from hub.model.values import Text
from hub.rules.module import sibling
from hub.rules.rule import Hit, Mark, Rule, RuleContext, Scope
from hub.rules.translation import Translation

billout = sibling(__file__, "billout")
composer = sibling(__file__, "composer")
core = sibling(__file__, "../en16931/core")
currencies = sibling(__file__, "../en16931/currencies")
orderout = sibling(__file__, "orderout")
ordering = sibling(__file__, "../peppol/ordering")
partiesout = sibling(__file__, "partiesout")
peppol = sibling(__file__, "../peppol/rules")
plain = sibling(__file__, "../en16931/plain")
wholeorders = sibling(__file__, "../peppol/wholeorders")

SENTENCES = (
    *peppol.SENTENCES,
    Path(__file__).resolve().parents[1] / "peppol" / "sentences.toml",
)
LONGEST = 35
"""Characters of a number (an..35)."""

TALK = frozenset({"order", "order-response"})
BILLED = ("accounting_customer_party", "accounting_supplier_party")
SIDES = ("buyer_customer_party", "seller_supplier_party")
BILL_NUMBERS = frozenset(
    {
        "id",
        "accounting_cost",
        "payment_means.payment_id",
        "billing_reference.invoice_document_reference.id",
        *(path for path, _ in billout.REFERENCES),
    }
)
TOTAL = "tax_total.tax_amount"
HEAD_NUMBERS = frozenset(
    {
        *("id", "sales_order_id", "customer_reference", "accounting_cost", "contract.id"),
        *("order_reference.id", "order_reference.sales_order_id"),
        "quotation_document_reference.id",
    }
)


def ordering_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate the head of an order or of an answer."""
    if ctx.read_as("edifact") or not ordering.is_of_kind(header, ctx):
        return ()
    said = Translation()
    made = ordering.in_a_currency(ordering.head(header, ctx, said), ctx, said, placed=False)
    if not ordering.is_translated(ctx):
        made = plain.plain(made, said)
    _all_fit(made, HEAD_NUMBERS, said)
    _found(made, SIDES, said)
    if ctx.kind == "order-response":
        # A plain Yes or No of UBL has none, and is no answer of Peppol's.
        code = getattr(made, "order_response_code", None)
        if code is None or code.value not in orderout.ANSWERS:
            known = ", ".join(sorted(orderout.ANSWERS))
            said.impossible("EDI-05", "order_response_code", code, known)
    return said.hits(header, made)


def ordering_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
    """Translate one line; the head has been translated before."""
    if ctx.read_as("edifact") or not ordering.is_of_kind(ctx.header, ctx):
        return ()
    said = Translation()
    made = ordering.line(body, ctx, said)
    if not ordering.is_translated(ctx):
        made = plain.plain(made, said)
    item = made.line_item
    if item is not None:
        _fits(item.id, "line_item.id", said)
        for field, value in _numbers(item.item):
            _fits(value, f"line_item.item.{field}", said)
    return said.hits(body, made)


def bill_head(made: Any, _ctx: RuleContext, said: Translation) -> Any:
    """Return the head of a bill in core words as INVOIC takes it."""
    currency = made.document_currency_code
    others = dict.fromkeys(currencies.foreign(made, currency))
    if made.tax_currency_code is not None:
        # The one amount that INVOIC states in two currencies (BT-111).
        others.pop((TOTAL, made.tax_currency_code.value.strip()), None)
    for field, other in others:
        said.impossible("EN-25", field, other, currency)
    _all_fit(made, BILL_NUMBERS, said)
    _found(made, BILLED, said)
    return made


def bill_line(made: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a line of a bill in core words as INVOIC takes it."""
    currencies.one_currency(made, ctx.header.document_currency_code, said)
    for index, one in enumerate(made.allowance_charge):
        if not (one.allowance_charge_reason or one.allowance_charge_reason_code):
            # BR-42, BR-44: INVOIC tells it from the discount of a price by its reason.
            said.impossible("EN-18", f"allowance_charge[{index}].allowance_charge_reason")
    _fits(made.id, "id", said)
    _fits(made.accounting_cost, "accounting_cost", said)
    for one in made.order_line_reference:
        _fits(one.line_id, "order_line_reference.line_id", said, composer.LINE_DIGITS)
    for field, value in _numbers(made.item):
        _fits(value, f"item.{field}", said)
    return made


def _numbers(item: Any) -> Iterator[tuple[str, Any]]:
    for name in ("sellers", "buyers", "standard"):
        field = f"{name}_item_identification"
        found = getattr(item, field, None)
        if found is not None:
            yield f"{field}.id", found.id


def _all_fit(made: Any, names: frozenset[str], said: Translation) -> None:
    for path, text in leaves_of(made, ""):
        field = path.removeprefix(".")
        if field in names:
            _fits(Text(text), field, said)


def _found(made: Any, sides: Iterable[str], said: Translation) -> None:
    """Refuse what does not say by a number who it is from and for, or where it is delivered."""
    for name in sides:
        side = getattr(made, name)
        party = side.party if side is not None else None
        if party is None or not (party.endpoint_id or party.party_identification):
            said.impossible("EDI-04", f"{name}.party.endpoint_id")
    # A Yes or No says nothing of delivery.
    for one in getattr(made, "delivery", ())[:1]:
        place = one.delivery_location
        _fits(place and place.id, "delivery.delivery_location.id", said, partiesout.PARTY)


def _fits(value: Any, field: str, said: Translation, longest: int = LONGEST) -> None:
    """Refuse a number that would have to be cut."""
    text = "" if value is None else value.value
    if len(text) > longest:
        said.impossible("EDI-03", field, text, str(longest))


_WAY: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": TALK}
_TALK = tuple(one for one in peppol.ORDER_HEAD if one != "PEP-55")
_TALK_LINE = tuple(one for one in peppol.ORDER_LINE if one != "EN-13")

RULES = [
    *core.rules("edifact", ("EDI-03", "EDI-04"), bill_head, bill_line),
    Rule(
        "EDI-03",
        Severity.FATAL,
        Scope.HEADER,
        ordering_head,
        also=("PEP-55", *_TALK, "EDI-04", "EDI-05"),
        **_WAY,
    ),
    wholeorders.lines_agree("edifact", frozenset({"order"})),
    Rule("EDI-03", Severity.FATAL, Scope.LINE, ordering_line, also=("EN-13", *_TALK_LINE), **_WAY),
]
