"""What Peppol asks of bills of Danish sellers (DK-R rules)."""

from typing import Any

from msgspec.structs import replace

from hub.model.invoice import Invoice
from hub.rules.module import sibling
from hub.rules.translation import Translation

core = sibling(__file__, "../en16931/core")
payment = sibling(__file__, "../en16931/payment")

COUNTRY = "DK"
COMPANY = "0184"
OTHER = "ZZZ"
CODE = 4
UNSPSC = "TST"
VERSIONS = frozenset({"19.05.01", "19.0501", "26.08.01", "26.0801"})
BUYER = "accounting_customer_party"
SIDES = ("accounting_supplier_party", BUYER)


def head(made: Any, said: Translation) -> Any:
    """Return the head of a Danish seller's bill."""
    _company(made, said)
    if core.country(made.accounting_customer_party) != COUNTRY:
        return made
    if isinstance(made, Invoice):
        payment.judge_domestic(made, said)
    else:
        total = made.legal_monetary_total.payable_amount
        if total.value < 0:
            # DK-R-016
            said.impossible("PEP-39", "legal_monetary_total.payable_amount", total)
    for index, one in enumerate(made.allowance_charge):
        _reasoned(one, f"allowance_charge[{index}]", said)
    for name in SIDES:
        side = getattr(made, name)
        found = tuple(_registered(side.party, f"{name}.party", said))
        party = replace(side.party, party_identification=found)
        if name == BUYER:
            party = replace(party, party_legal_entity=tuple(_bought(party, said)))
        made = replace(made, **{name: replace(side, party=party)})
    return made


def line(made: Any, head: Any, said: Translation) -> Any:
    """Return a line; what its allowances and charges say may refuse it.

    DK-R-003: classes of UNSPSC are of one of two versions; others are left out and told.
    """
    kept = []
    for one in made.item.commodity_classification:
        code = one.item_classification_code
        if code is not None and code.list_id == UNSPSC and code.list_version_id not in VERSIONS:
            said.lost("item.commodity_classification", one)
        else:
            kept.append(one)
    made = replace(made, item=replace(made.item, commodity_classification=tuple(kept)))
    sides = (head.accounting_supplier_party, head.accounting_customer_party)
    if all(core.country(side) == COUNTRY for side in sides):
        for index, one in enumerate(made.allowance_charge):
            _reasoned(one, f"allowance_charge[{index}]", said)
    return made


def _company(made: Any, said: Translation) -> None:
    """DK-R-002, DK-R-014: a Danish seller gives its company number."""
    party = made.accounting_supplier_party.party
    entity = next(iter(party.party_legal_entity), None)
    number = None if entity is None else entity.company_id
    if number is None or number.scheme_id != COMPANY:
        field = "accounting_supplier_party.party.party_legal_entity.company_id"
        said.impossible("PEP-27", field, number)


def _registered(party: Any, field: str, said: Translation) -> Any:
    """DK-R-013: a number says of which register it is; another has no home."""
    for one in party.party_identification:
        if one.id is not None and not (one.id.scheme_id or "").strip():
            said.lost(f"{field}.party_identification", one)
        else:
            yield one


def _bought(party: Any, said: Translation) -> Any:
    """DK-R-017: the number of a Danish buyer's company is of the Danish register, or none."""
    for one in party.party_legal_entity:
        if one.company_id is None or one.company_id.scheme_id == COMPANY:
            yield one
        else:
            said.lost(f"{BUYER}.party.party_legal_entity.company_id", one.company_id)
            yield replace(one, company_id=None)


def _reasoned(one: Any, field: str, said: Translation) -> None:
    """DK-R-004: a reason of its sender's own is four digits, or two parts around a #."""
    code = one.allowance_charge_reason_code
    if code is None or code.value != OTHER:
        return
    words = "".join(text.value for text in one.allowance_charge_reason)
    own = len(words.strip()) == CODE and words.strip().isdigit() and words.isascii()
    if not own and ("#" not in words or words[:1] == "#" or words[-1:] == "#"):
        where = f"{field}.allowance_charge_reason"
        said.impossible("PEP-40", where, words, "DK-R-004", "danish-reason")
