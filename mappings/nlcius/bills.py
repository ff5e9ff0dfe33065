"""What NLCIUS demands of an invoice or credit note in core words (BR-NL).

Its rules hold for sellers in the Netherlands; others are held to EN 16931 alone.
"""

from typing import Any

from msgspec.structs import replace

from hub.model.invoice import Invoice
from hub.rules.module import sibling
from hub.rules.translation import Translation

coded = sibling(__file__, "../en16931/coded")
core = sibling(__file__, "../en16931/core")
dutch = sibling(__file__, "../en16931/dutch")

FAMILY = "NLC"
INVOICES = frozenset({"380", "384", "389"})
CREDIT_NOTE = "381"
CORRECTED = "384"


def head(made: Any, said: Translation) -> Any:
    """Return a head as NLCIUS takes it; what it demands and nobody gave refuses it."""
    made = _addressed(made, said)
    if core.country(made.accounting_supplier_party) != dutch.COUNTRY:
        _listed(made, said)
        return made
    buyer = core.country(made.accounting_customer_party)
    made = dutch.head(made, buyer, said, FAMILY, strict=True)
    order = made.order_reference
    if made.buyer_reference is None and (order is None or order.id is None):
        # BR-NL-2
        said.impossible("NLC-22", "buyer_reference", variant=dutch.sold(order))
    _typed(made, said)
    return made


def _addressed(made: Any, said: Translation) -> Any:
    """BR-62, BR-63, BR-CL-25: an address has a scheme of the list; NLCIUS can do without one."""
    known = coded.codes("address-scheme")
    for name in ("accounting_supplier_party", "accounting_customer_party"):
        side = getattr(made, name)
        given = side.party.endpoint_id
        if given is not None and (given.scheme_id or "").strip() not in known:
            said.lost(f"{name}.party.endpoint_id", given)
            party = replace(side.party, endpoint_id=None)
            made = replace(made, **{name: replace(side, party=party)})
    return made


def _listed(made: Any, said: Translation) -> None:
    """BR-CL-01: what a bill of a seller elsewhere is, by the list of the standard."""
    invoice = isinstance(made, Invoice)
    name = "invoice_type_code" if invoice else "credit_note_type_code"
    code = getattr(made, name)
    if code.value.strip() not in coded.codes("invoice-type" if invoice else "credit-note-type"):
        said.impossible("EN-40", name, code, "UNCL 1001", variant="listed")


def _typed(made: Any, said: Translation) -> None:
    """BR-NL-7 to BR-NL-9."""
    name = "invoice_type_code" if isinstance(made, Invoice) else "credit_note_type_code"
    allowed = INVOICES if isinstance(made, Invoice) else frozenset({CREDIT_NOTE})
    code = getattr(made, name)
    kind = "" if code is None else code.value.strip()
    if kind not in allowed:
        said.impossible("NLC-21", name, kind, ", ".join(sorted(allowed)))
    if kind == CORRECTED and not made.billing_reference:
        said.impossible("NLC-33", "billing_reference")


def line(made: Any, head: Any, said: Translation) -> Any:
    """Return a line as NLCIUS takes it, whoever the seller is."""
    return dutch.line(made, head, said)
