"""Any document around an order in Peppol's words, the pivot between the formats that have them.

::

    OIOUBL                 -> Peppol's words -> what the target adds or demands (its rules)
    UBL, SI-UBL, UBL-OHNL  -> prepared -> Peppol's words -> the same
    Peppol, EDIFACT        -> are Peppol's words already

What only Peppol demands of such words is in ``orderdemands``, so that no other target refuses
a document for it.
"""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from hub.model.kinds import KINDS
from hub.model.orderresponse import OrderResponse, OrderResponseSimple
from hub.model.values import Code
from hub.rules.module import sibling
from hub.rules.rule import RuleContext
from hub.rules.translation import Translation

answers = sibling(__file__, "answers")
currencies = sibling(__file__, "../en16931/currencies")
orders = sibling(__file__, "orders")
parties = sibling(__file__, "../en16931/parties")
plain = sibling(__file__, "../en16931/plain")
prepared = sibling(__file__, "../en16931/prepared")

DANISH = "oioubl"
SYSTEMS = "edifact"
"""The format whose answers are a system's, about the message that it got (APERAK)."""

GENERAL = ("ubl", "si-ubl", "ubl-ohnl")
"""Formats that speak as UBL does, each with its own names for registers and taxes."""

EURO = [
    "AT",
    "BE",
    "BG",
    "CY",
    "DE",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PT",
    "SI",
    "SK",
]
CURRENCIES = MappingProxyType(
    {
        **dict.fromkeys(EURO, "EUR"),
        "CH": "CHF",
        "CZ": "CZK",
        "DK": "DKK",
        "GB": "GBP",
        "HU": "HUF",
        "IS": "ISK",
        "NO": "NOK",
        "PL": "PLN",
        "RO": "RON",
        "SE": "SEK",
    }
)
"""Of the countries of the network, as far as they have a currency to themselves."""

HEADS: MappingProxyType[str, Callable[[Any, Translation], Any]] = MappingProxyType(
    {
        "order": orders.order,
        "order-change": orders.change,
        "order-cancellation": orders.cancellation,
        "order-response": answers.order_response,
        "order-response-advanced": answers.order_response,
        "order-response-simple": answers.order_response,
        "message-level-response": answers.message_response,
        "invoice-response": answers.invoice_response,
        "catalogue-response": answers.catalogue_response,
    }
)
"""Who says the head of a document around an order, by the kind that is written."""

ORDERS = frozenset({"order", "order-change"})
ANSWERS = frozenset({"order-response", "order-response-advanced", "order-response-simple"})
ANSWER_HEADS = (OrderResponse, OrderResponseSimple)
REPLIES = frozenset({"message-level-response", "invoice-response", "catalogue-response"})
TALK = frozenset({*ORDERS, *ANSWERS, *REPLIES, "order-cancellation"})


def is_of_kind(header: Any, ctx: RuleContext) -> bool:
    """Whether a document is of the kind that is written: another cannot be, and is told so."""
    if ctx.kind in ANSWERS:
        return isinstance(header, ANSWER_HEADS)
    kind = KINDS.get(ctx.kind)
    return kind is None or isinstance(header, kind.head)


def is_translated(ctx: RuleContext) -> bool:
    """Whether documents of the source have to be brought to Peppol's words."""
    if ctx.read_as(DANISH):
        return True
    return ctx.kind in TALK and ctx.read_as(*GENERAL)


def head(header: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return a head in Peppol's words, in one currency and no copy."""
    made = header
    if ctx.kind in REPLIES and ctx.read_as(SYSTEMS):
        return answers.acknowledgement(plain.plain(made, said) or type(made)(), said)
    if is_translated(ctx):
        if not ctx.read_as(DANISH):
            made = prepared.order_head(made, said)
        # Of a head that says nothing, nothing would be left to judge.
        made = HEADS[ctx.kind](plain.plain(made, said) or type(made)(), said)
    if ctx.kind in (*ORDERS, *ANSWERS):
        currencies.original(made, said)
        # A Yes or No says nothing of money.
        currency = getattr(made, "document_currency_code", None)
        if currency is None:
            currencies.of_amounts(_parts(made, ctx), said)
        currencies.one_currency(made, currency, said)
    return made


def sided(made: Any, said: Translation) -> None:
    """Refuse a head without buyer or seller, which the schema of UBL 2.0 and 2.1 asks for."""
    for name in ("buyer_customer_party", "seller_supplier_party"):
        side = getattr(made, name)
        if side is None or side.party is None:
            said.impossible("EN-30", f"{name}.party")


def _parts(made: Any, ctx: RuleContext) -> Iterator[Any]:
    yield made
    for one in ctx.lines():
        yield one.body


def in_a_currency(made: Any, ctx: RuleContext, said: Translation, *, placed: bool) -> Any:
    """Return an answer with the currency of its amounts, which formats with one want named.

    Without any amount it has, where it must be ``placed`` all the same (T76-B00106), OIOUBL's
    by its country and any other's by that of the seller.
    """
    wanting = isinstance(made, OrderResponse) and made.document_currency_code is None
    if said.refused or not wanting or not is_translated(ctx):
        return made
    found = currencies.of_amounts(_parts(made, ctx), said)
    if found is None and placed:
        seller = made.seller_supplier_party
        country = parties.country_of(None if seller is None else seller.party)
        found = CURRENCIES.get(parties.HOME if ctx.read_as(DANISH) else country)
    if found is None:
        return made
    said.derived("document_currency_code", found)
    return replace(made, document_currency_code=Code(found))


def line(body: Any, ctx: RuleContext, said: Translation) -> Any:
    """Return one line of an order or of an answer; the head has been said before."""
    made = body
    if is_translated(ctx):
        if not ctx.read_as(DANISH):
            made = prepared.order_line(made, said)
        made = plain.plain(made, said)
    currencies.one_currency(made, ctx.header.document_currency_code, said)
    if not is_translated(ctx):
        return made
    if ctx.kind in ANSWERS:
        return answers.order_line(made, said)
    return orders.line(made, said, change=ctx.kind == "order-change")
