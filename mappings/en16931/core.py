"""Any bill in the words of EN 16931, the pivot between formats.

::

    OIOUBL, UBL, SI-UBL, UBL-OHNL -> prepared -> core words -> what the target adds (its rules)
    Peppol, NLCIUS, CII, EDIFACT  -> are core words already

A target calls ``head`` and ``line`` first, then says what its own rules want.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.model.creditnote import CreditNote
from hub.model.finding import Severity
from hub.model.invoice import Invoice, InvoiceLine
from hub.model.values import Identifier
from hub.rules.module import sibling
from hub.rules.rule import Hit, Locate, Mark, Rule, RuleContext, Scope, StreamCheck
from hub.rules.translation import Translation

breakdown = sibling(__file__, "breakdown")
charges = sibling(__file__, "charges")
coded = sibling(__file__, "coded")
demands = sibling(__file__, "demands")
files = sibling(__file__, "files")
heads = sibling(__file__, "heads")
lines = sibling(__file__, "lines")
narrowed = sibling(__file__, "narrowed")
payment = sibling(__file__, "payment")
plain = sibling(__file__, "plain")
prepared = sibling(__file__, "prepared")
registrations = sibling(__file__, "registrations")
taxes = sibling(__file__, "taxes")
unjudged = sibling(__file__, "unjudged")

SENTENCES = (Path(__file__).resolve().parent / "sentences.toml",)
"""What the rules here say; every folder that has them names it."""

CORE = frozenset({"peppol", "nlcius", "cii", "edifact"})
"""Authorities whose documents speak the words of EN 16931."""

EUROPEAN = "urn:cen.eu:en16931:2017"
"""How the customization of every document of the standard begins, whoever narrowed it."""

DANISH = "oioubl"
UNJUDGED = "edifact"
"""Core words that no published rules have judged."""

BILLS = frozenset({"invoice", "credit-note"})

IDS = tuple(f"EN-{number:02}" for number in range(1, 42) if number not in (5, 8, 21, 22, 26))
"""What a translation to core words can refuse a document for."""

Speak = Callable[[Any, RuleContext, Translation], Any]


def rules(
    own: str,
    names: tuple[str, ...],
    head: Speak,
    line: Speak,
    *,
    judged: bool = True,
    documents: frozenset[str] = BILLS,
    types: frozenset[str] = files.MIME,
) -> list[Rule]:
    """Return the rules by which bills of other authorities are said in a format's words.

    ``head`` and ``line`` get what core words say and return it in the words of the format;
    ``names`` are the ids they refuse by. Neither is asked when core words could not say it.
    ``judged`` adds the VAT breakdown's rule, for formats that are written in core words; ``types``
    are those of the files that may come along.
    """

    def whole_head(header: Any, ctx: RuleContext) -> Iterable[Hit]:
        if ctx.read_as(own) or not is_of_kind(header, ctx):
            return ()
        said = Translation()
        made = head_in_core(header, ctx, said, types, whole=judged)
        if not said.refused:
            made = head(made, ctx, said)
        return said.hits(header, made)

    def whole_line(body: Any, ctx: RuleContext) -> Iterable[Hit]:
        if ctx.read_as(own) or not is_of_kind(ctx.header, ctx):
            return ()
        said = Translation()
        made = line_in_core(body, ctx, said, whole=judged)
        if judged and ctx.read_as(UNJUDGED):
            unjudged.line(made, said)
        if not said.refused:
            made = line(made, ctx, said)
        return said.hits(body, made)

    def parts(ctx: RuleContext) -> StreamCheck:
        return (
            _Silent()
            if ctx.read_as(own) or not is_of_kind(ctx.header, ctx)
            else breakdown.Breakdown(ctx)
        )  # type: ignore[no-any-return]

    way: dict[str, Any] = {"mark": Mark.DOC, "repairs": True, "documents": documents}
    also = (*IDS, *names)
    made = [
        Rule(names[0], Severity.FATAL, Scope.HEADER, whole_head, also=also, **way),
        Rule(names[-1], Severity.FATAL, Scope.LINE, whole_line, also=also, **way),
    ]
    if judged:
        whole: dict[str, Any] = {"also": ("EN-20",), "documents": documents}
        made.append(Rule("EN-35", Severity.FATAL, Scope.STREAM, parts, **whole))
    return made


class _Silent:
    """Says nothing: for documents that came in the format itself."""

    def line(self, _number: int, _body: Any, _locate: Locate) -> Iterable[Hit]:
        """Say nothing."""
        return ()

    def end(self) -> Iterable[Hit]:
        """Say nothing."""
        return ()


def head_in_core(
    given: Any, ctx: RuleContext, said: Translation, types: frozenset[str], *, whole: bool
) -> Any:
    """Return a head in core words; ``whole`` asks for all that the standard demands."""
    # One without a number is no less lost.
    said.lost("ubl_extension", tuple(one.id or Identifier("") for one in given.ubl_extension))
    made = replace(given, ubl_extension=())
    made = taxes.once(made, said)
    if not is_core(given, ctx):
        if not ctx.read_as(DANISH):
            made = prepared.head(made, said)
        # Groups whose values had no home may be left empty (R008).
        made = plain.filled(heads.head(plain.plain(made, said), said, types))
        if whole:
            made = registrations.head(made, said)
    else:
        made = taxes.totalled(plain.filled(made), said)
        if whole and ctx.read_as(UNJUDGED):
            made = unjudged.head(made, said)
        if whole:
            made = narrowed.head(made, said)
            made = payment.in_one_way(made, said)
    made = charges.totalled(made, said)
    if whole and made is not None:
        made = coded.head(made, said)
    if not said.refused:
        demands.head(made, given, said, whole=whole)
    return made


def line_in_core(given: Any, ctx: RuleContext, said: Translation, *, whole: bool) -> Any:
    """Return a line in core words; the head has been said before."""
    currency = ctx.header.document_currency_code
    for name, amount in lines.amounts(given):
        if currency is not None and amount.currency_id not in (None, currency.value.strip()):
            said.impossible("EN-25", name, amount.currency_id, currency)
    quantity = quantity_name(given)
    made = given
    if not is_core(ctx.header, ctx):
        if not ctx.read_as(DANISH):
            made = prepared.line(made, said)
        made = lines.line(plain.plain(made, said), quantity, said)
    else:
        made = plain.filled(made)
        if whole:
            made = narrowed.line(made, quantity, said)
    if whole:
        made = coded.line(made, said)
    if not said.refused:
        demands.line(made, quantity, said, whole=whole)
    return made


def is_of_kind(head: Any, ctx: RuleContext) -> bool:
    """Whether a document is of the kind that is written: another cannot be, and is told so."""
    return isinstance(head, Invoice if ctx.kind == "invoice" else CreditNote)


def is_core(head: Any, ctx: RuleContext) -> bool:
    """Whether a document speaks core words: its format does, or it says so itself."""
    if ctx.read_as(*CORE):
        return True
    named = head.customization_id
    return ctx.read_as("ubl") and named is not None and named.value.strip().startswith(EUROPEAN)


def quantity_name(body: Any) -> str:
    """Return the field that holds the quantity of a line."""
    return "invoiced_quantity" if isinstance(body, InvoiceLine) else "credited_quantity"


def country(side: Any) -> str:
    """Return the country of a seller or buyer, empty when it is not known."""
    party = None if side is None else side.party
    address = None if party is None else party.postal_address
    named = None if address is None or address.country is None else address.country
    code = None if named is None else named.identification_code
    return "" if code is None else code.value.strip()
